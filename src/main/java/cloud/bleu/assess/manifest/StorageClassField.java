package cloud.bleu.assess.manifest;

import cloud.bleu.translate.pod.ClaimClass;
import java.util.ArrayList;
import java.util.List;

/** Where a claim, or the template of one, names its storage class. */
public final class StorageClassField {

  private StorageClassField() {}

  /** The annotation of before Kubernetes 1.6 where there is one, else the field of the spec. */
  public static ObjectField of(ObjectField claim) {
    ObjectField metadata = PathSelector.child(claim, "metadata");
    ObjectField annotation =
        PathSelector.child(PathSelector.child(metadata, "annotations"), ClaimClass.ANNOTATION);
    return annotation.node().isMissingNode()
        ? PathSelector.child(PathSelector.child(claim, "spec"), "storageClassName")
        : annotation;
  }

  /** Those of an object: of a claim or a volume, of templates, and of volumes of its pods. */
  static List<ObjectField> in(String kind, ObjectField root, List<ObjectField> pods) {
    List<ObjectField> claims = new ArrayList<>();
    if (kind.equals("PersistentVolumeClaim") || kind.equals("PersistentVolume")) {
      claims.add(root);
    }
    claims.addAll(PathSelector.select(root, List.of("spec", "volumeClaimTemplates", "*")));
    for (ObjectField pod : pods) {
      claims.addAll(
          PathSelector.select(pod, List.of("volumes", "*", "ephemeral", "volumeClaimTemplate")));
    }
    return claims.stream()
        .map(StorageClassField::of)
        .filter(field -> !field.node().isMissingNode() && !field.node().isNull())
        .toList();
  }
}
