package cloud.bleu.assess.wave;

import cloud.bleu.assess.draft.NamespaceDraft;
import cloud.bleu.assess.draft.WorkloadDraft;
import cloud.bleu.translate.manifest.Manifest;
import cloud.bleu.translate.manifest.ManifestObjects;
import cloud.bleu.translate.manifest.ManifestReader;
import cloud.bleu.translate.object.ApiObjects;
import cloud.bleu.translate.object.EstateSurvey;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The namespaces of what comes, as they are to be on the target. Those of today are governed by
 * nobody, and policies bind governed namespaces only.
 */
final class FutureNamespaces {

  private static final String LABELS = "labels";
  private static final String ANNOTATIONS = "annotations";

  /** What they are for. */
  enum Use {
    /** Production, unless they say something else. */
    PRODUCTION,
    /** A rehearsal, whatever those of today say: it has namespaces of its own. */
    REHEARSAL
  }

  private final SortedMap<String, ObjectNode> namespaces = new TreeMap<>();

  /**
   * @param target what the target holds; what its namespaces say comes first
   * @param source the manifests that the drafts were made from
   * @param use what the namespaces are for
   */
  FutureNamespaces(ApiObjects target, List<Manifest> source, List<WorkloadDraft> drafts, Use use) {
    for (String name : NamespaceDraft.of(drafts)) {
      namespaces.put(name, NamespaceDraft.bare(name));
    }
    for (Manifest manifest : source) {
      ObjectNode known = namespaces.get(manifest.ref().name());
      if (manifest.ref().kind().equals("Namespace") && known != null) {
        for (String field : List.of(LABELS, ANNOTATIONS)) {
          manifest
              .json()
              .path("metadata")
              .path(field)
              .properties()
              .forEach(e -> put(known, field, e.getKey(), e.getValue().asText()));
        }
      }
    }
    new EstateSurvey(target)
        .namespaces()
        .forEach(
            (name, stated) -> {
              ObjectNode known = namespaces.get(name);
              if (known != null) {
                put(known, LABELS, stated.labels());
                put(known, ANNOTATIONS, stated.annotations());
              }
            });
    if (use == Use.REHEARSAL) {
      namespaces.values().forEach(n -> put(n, LABELS, NamespaceDraft.ENVIRONMENT, "rehearsal"));
    }
    namespaces.replaceAll((name, known) -> NamespaceDraft.governed(known, "production"));
  }

  private static void put(ObjectNode namespace, String field, Map<String, String> all) {
    all.forEach((key, value) -> put(namespace, field, key, value));
  }

  private static void put(ObjectNode namespace, String field, String key, String value) {
    namespace.withObject("metadata").withObject(field).put(key, value);
  }

  /** The namespaces as objects, and nothing else. */
  ApiObjects objects() {
    List<Manifest> manifests = namespaces.values().stream().map(Manifest::of).toList();
    return ManifestObjects.of(new ManifestReader.Result(manifests, List.of())).objects();
  }
}
