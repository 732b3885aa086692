package cloud.bleu.assess.check;

import cloud.bleu.assess.catalogue.EndpointTable;
import cloud.bleu.assess.catalogue.EndpointTable.Row;
import cloud.bleu.assess.manifest.ObjectField;
import cloud.bleu.assess.manifest.SeenObject;
import cloud.bleu.assess.model.Advice;
import cloud.bleu.assess.model.Severity;
import cloud.bleu.placement.model.ImageReference;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Images: from which registry, and whether by digest. */
final class Images implements Check {

  private static final String OUTSIDE = "RegistryOutside";
  private static final String MCR = "mcr.microsoft.com";

  /** Registries of accounts of a cloud, which stay behind with the account. */
  private static final Pattern ACCOUNTS =
      Pattern.compile("[0-9]{12}\\.dkr\\.ecr\\.[a-z0-9-]+\\.amazonaws\\.com(\\.cn)?");

  private final EndpointTable table = EndpointTable.shipped();

  @Override
  public void look(SeenObject object, Sightings sightings) {
    for (ObjectField image : object.select("$container.image")) {
      ImageReference reference = ImageReference.parse(image.text());
      if (reference == null) {
        continue;
      }
      registry(image, reference, sightings);
      if (reference.digest() == null) {
        sightings.add("TagNotDigest", image.path(), image.text());
      }
    }
  }

  private void registry(ObjectField image, ImageReference reference, Sightings sightings) {
    if (reference.registry().equals(MCR)) {
      sightings.add("McrImage", image.path(), image.text());
      return;
    }
    Advice advice = sightings.advice(OUTSIDE, image.text());
    Row row = table.row(reference.registry());
    if (advice != null && row != null) {
      advice = ofCloud(advice, row, reference, sightings);
    } else if (advice != null && ACCOUNTS.matcher(reference.registry()).matches()) {
      advice = advice.withSeverity(Severity.Change);
    }
    sightings.add(OUTSIDE, image.path(), image.text(), advice);
  }

  /** A registry of a cloud: the target's own, or one that is left. */
  private static Advice ofCloud(
      Advice advice, Row row, ImageReference reference, Sightings sightings) {
    if (row.whose().equals(sightings.target().data())) {
      return new Advice(Severity.Fine, row.suffix(), "", row.basis(), row.source());
    }
    if (!row.service().endsWith(".registry")) {
      return advice;
    }
    String to = row.counterpart(sightings.target(), reference.registry());
    return to == null
        ? advice.withSeverity(Severity.Change)
        : new Advice(Severity.Change, to + path(row, reference), "", row.basis(), row.source());
  }

  /** The path stays where the registry is of the same software: Google's has another form. */
  private static String path(Row row, ImageReference reference) {
    @Nullable String tag = reference.tag();
    return row.whose().equals("microsoft")
        ? "/" + reference.repository() + (tag == null ? "" : ":" + tag)
        : "/PROJECT/REPOSITORY/" + reference.repository().replaceFirst("^.*/", "");
  }
}
