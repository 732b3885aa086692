package cloud.bleu.cli.assess;

import cloud.bleu.assess.Assessor;
import cloud.bleu.assess.catalogue.FindingCatalogue;
import cloud.bleu.assess.model.MigrationTarget;
import cloud.bleu.assess.model.UnreadKind;
import cloud.bleu.cli.input.ClusterReader;
import cloud.bleu.cli.option.InputOptions;
import cloud.bleu.cli.terminal.BadInputException;
import cloud.bleu.credential.ShownText;
import cloud.bleu.migration.MigrationOrder;
import cloud.bleu.placement.model.NearestName;
import cloud.bleu.source.ClusterScope;
import cloud.bleu.source.ClusterSurvey;
import cloud.bleu.source.HelmRelease;
import cloud.bleu.source.ReleaseStore;
import cloud.bleu.translate.manifest.Manifest;
import cloud.bleu.translate.manifest.ManifestReader;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** What is assessed: manifests, a cluster, or a release of Helm in it. */
public final class AssessedInput {

  private final InputOptions input;
  private final SourceOptions source;
  private final Assessor assessor;

  /**
   * @param assessor that looked at all of it
   * @param manifests what was kept of it
   */
  public record Read(Assessor assessor, List<Manifest> manifests) {}

  private AssessedInput(InputOptions input, SourceOptions source, Assessor assessor) {
    this.input = input;
    this.source = source;
    this.assessor = assessor;
  }

  /**
   * Reads it, and looks at it.
   *
   * @param order that takes a part of it; null: all of it
   * @param migration whether the manifests themselves are needed, and whether there is a target to
   *     go by
   * @throws BadInputException when there is no object, or nobody knows the target
   */
  public static Read read(
      InputOptions input,
      SourceOptions source,
      InputStream standardInput,
      FindingCatalogue catalogue,
      MigrationTarget target,
      @Nullable MigrationOrder order,
      MigrationOptions migration) {
    Predicate<Manifest> asked =
        order == null ? source::takes : m -> source.takes(m) && order.takes(m);
    // A cluster says of each object of a namespace which one it is: what has none is of no
    // namespace.
    boolean isOfCluster = input.files.isEmpty() && source.release() == null;
    Predicate<Manifest> taken =
        isOfCluster ? m -> m.ref().namespace() == null || asked.test(m) : asked;
    Assessor assessor = new Assessor(catalogue, target, taken);
    AssessedInput read = new AssessedInput(input, source, assessor);
    List<Manifest> kept = new ArrayList<>();
    ManifestReader.Receiver receiver =
        migration.takesManifests() ? assessor.keeping(kept) : assessor;
    if (!input.files.isEmpty()) {
      ManifestReader.read(input.files, standardInput, receiver);
    } else if (source.release() != null) {
      read.release(source.release(), receiver);
    } else {
      read.cluster(source.scope(order, target), catalogue, receiver);
    }
    assessor.end();
    read.refuse(target, migration.hasEstate());
    return new Read(assessor, kept);
  }

  private void cluster(
      ClusterScope scope, FindingCatalogue catalogue, ManifestReader.Receiver receiver) {
    List<UnreadKind> unread =
        ClusterReader.with(
            input,
            client ->
                ClusterSurvey.read(client, catalogue, scope, input.typed(), receiver::objects));
    assessor.from(scope.origin(), unread);
    List<String> refused =
        unread.stream()
            .filter(u -> u.reason() == UnreadKind.Reason.Forbidden)
            .map(UnreadKind::resource)
            .distinct()
            .toList();
    if (assessor.input().objects() == 0 && !refused.isEmpty()) {
      throw new BadInputException(
          "this user may not list "
              + String.join(", ", refused)
              + " in "
              + (scope.namespaces().isEmpty()
                  ? "all namespaces"
                  : "namespace " + String.join(", ", scope.namespaces()))
              + ", and there is nothing else; "
              + (scope.namespaces().isEmpty() ? "give -n for one namespace, " : "")
              + "ask for a RoleBinding to the ClusterRole view, or give manifests with -f");
    }
  }

  private void release(String name, ManifestReader.Receiver receiver) {
    String namespace = source.releaseNamespace(input);
    ReleaseStore.Read read =
        ClusterReader.with(
            input,
            client ->
                new ReleaseStore(client, namespace, input.typed(), input.typedForHelm())
                    .deployed(name));
    HelmRelease release = read.release();
    if (release == null) {
      throw new BadInputException(read.fault());
    }
    release.read(receiver);
    assessor.from(release.origin(), List.of());
  }

  /**
   * Refuses a target that nobody knows, and input without an object.
   *
   * @param hasEstate whether the target is given by itself, which says who its providers are
   */
  private void refuse(MigrationTarget target, boolean hasEstate) {
    if (!target.isKnown() && !hasEstate && !assessor.providers().contains(target.name())) {
      assessor.input().unread().stream()
          .filter(u -> ClusterSurvey.isOfProviders(u) && u.reason() != UnreadKind.Reason.NotServed)
          .findFirst()
          .ifPresent(
              unread -> {
                throw new BadInputException(
                    "whether "
                        + ShownText.quote(target.name())
                        + " is a CloudProvider of the cluster is not known: "
                        + unread);
              });
      TreeSet<String> known = new TreeSet<>(assessor.providers());
      known.add(MigrationTarget.BLEU.name());
      known.add(MigrationTarget.S3NS.name());
      throw new BadInputException(
          "there is no target "
              + ShownText.quote(target.name())
              + NearestName.of(target.name(), known)
                  .map(n -> "; did you mean " + n + "?")
                  .orElse("")
              + "; accepted: "
              + String.join(", ", known)
              + ", or a CloudProvider "
              + (input.files.isEmpty() ? "of the cluster" : "given with -f"));
    }
    if (assessor.input().objects() == 0) {
      List<String> lines = new ArrayList<>();
      assessor.input().broken().forEach(p -> lines.add(p.toString()));
      assessor.input().templates().forEach(p -> lines.add(p.toString()));
      assessor.input().noObjects().forEach(p -> lines.add(p.toString()));
      assessor.input().unread().forEach(u -> lines.add(u.toString()));
      lines.add(
          (input.files.isEmpty() ? assessor.input().origin().says() : String.join(" ", input.files))
              + ": no object of Kubernetes; nothing was assessed");
      throw new BadInputException(lines);
    }
  }
}
