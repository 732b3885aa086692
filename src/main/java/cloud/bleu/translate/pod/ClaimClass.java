package cloud.bleu.translate.pod;

import cloud.bleu.translate.object.Tree;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The storage class of a claim. The annotation of before Kubernetes 1.6 is deprecated, and comes
 * before the field wherever there is one (GetPersistentVolumeClaimClass of Kubernetes).
 */
public final class ClaimClass {
  /** The annotation of before Kubernetes 1.6. */
  public static final String ANNOTATION = "volume.beta.kubernetes.io/storage-class";

  private ClaimClass() {}

  /** Its name; null where the claim names none. */
  public static @Nullable String of(PersistentVolumeClaim claim) {
    Map<String, String> annotations =
        claim.getMetadata() == null ? null : claim.getMetadata().getAnnotations();
    if (annotations != null && annotations.containsKey(ANNOTATION)) {
      return annotations.get(ANNOTATION);
    }
    return claim.getSpec() == null ? null : claim.getSpec().getStorageClassName();
  }

  /** The name for a claim, or the template of one, as a tree; null where it names none. */
  static @Nullable String of(@Nullable Object claim) {
    Map<?, ?> annotations = Tree.map(Tree.map(claim, "metadata"), "annotations");
    return annotations != null && annotations.containsKey(ANNOTATION)
        ? Tree.text(annotations, ANNOTATION)
        : Tree.text(Tree.map(claim, "spec"), "storageClassName");
  }
}
