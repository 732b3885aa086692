package cloud.bleu.translate.manifest;

import cloud.bleu.credential.ShownText;
import cloud.bleu.translate.finding.FieldPath;
import cloud.bleu.translate.finding.Problem;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** A namespace may be stated where each of its parts is; what is said of it comes together. */
final class NamespaceParts {

  private final Manifest first;
  private final BiConsumer<Manifest, Problem> found;

  /**
   * @param found takes what is said twice, and not alike
   */
  NamespaceParts(Manifest first, BiConsumer<Manifest, Problem> found) {
    this.first = first;
    this.found = found;
  }

  /** Adds what another manifest says to the metadata. */
  void add(Manifest manifest, ObjectMeta metadata) {
    metadata.setLabels(joined("labels", metadata.getLabels(), manifest));
    metadata.setAnnotations(joined("annotations", metadata.getAnnotations(), manifest));
  }

  private Map<String, String> joined(
      String field, @Nullable Map<String, String> known, Manifest manifest) {
    Map<String, String> all = new TreeMap<>(known == null ? Map.of() : known);
    manifest
        .json()
        .path("metadata")
        .path(field)
        .properties()
        .forEach(
            entry -> {
              String value = entry.getValue().asText();
              String before = all.putIfAbsent(entry.getKey(), value);
              if (before != null && !before.equals(value)) {
                found.accept(
                    manifest,
                    new Problem(
                        manifest.ref(),
                        true,
                        FieldPath.child("metadata." + field, entry.getKey()),
                        "is "
                            + ShownText.quote(value)
                            + ", and "
                            + ShownText.quote(before)
                            + " in "
                            + first.place(),
                        null,
                        "state it once, or the same in both"));
              }
            });
    return all;
  }
}
