package cloud.bleu.translate.policy;

import cloud.bleu.api.v1alpha1.PlacementGateSpec;
import cloud.bleu.api.v1alpha1.PlacementGateSpec.Images;
import cloud.bleu.placement.model.Closure;
import cloud.bleu.placement.model.ImageReference;
import cloud.bleu.translate.pod.ClaimClass;
import cloud.bleu.translate.pod.PodContents;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.PodSpec;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Asks of images and claims what admission asks, with the same gate. */
public final class ContentCheck {

  private ContentCheck() {}

  /**
   * The images of a pod that admission would not let in, as {@code image x of container y}.
   *
   * @param statements names of what holds for it; null for a pod of which nothing is known, for
   *     which everything holds that is said in the namespace
   */
  public static List<String> foreign(
      PlacementGateSpec gate, @Nullable Collection<String> statements, PodSpec spec) {
    Collection<String> all = statements == null ? gate.images().keySet() : statements;
    return PodContents.of(spec).images().stream()
        .filter(i -> !all.stream().allMatch(s -> letsIn(gate.images().get(s), i.reference())))
        .map((Closure.Image i) -> "image " + i.reference() + " of " + i.user().text())
        .distinct()
        .sorted()
        .toList();
  }

  /** The volumes of a pod that are neither claims nor of its node, as {@code volume x (nfs)}. */
  public static List<String> elsewhere(PodSpec spec) {
    return PodContents.of(spec).claims().stream()
        .filter(Closure.Claim::elsewhere)
        .map(claim -> claim.user().text())
        .sorted()
        .toList();
  }

  /** Whether a statement lets an image in; one that is not there lets nothing in. */
  static boolean letsIn(@Nullable Images statement, String image) {
    ImageReference reference = ImageReference.parse(image);
    if (statement == null || reference == null) {
      return false;
    }
    String name = reference.registry() + "/" + reference.repository() + "/";
    return statement.registries().stream().anyMatch(name::startsWith)
        && (!Boolean.TRUE.equals(statement.digest()) || reference.digest() != null);
  }

  /** Whether admission would let a claim in. */
  public static boolean letsIn(PlacementGateSpec gate, PersistentVolumeClaim claim) {
    String name = ClaimClass.of(claim);
    return gate.claims() == null || (name != null && gate.claims().storageClasses().contains(name));
  }
}
