package cloud.bleu.admission;

import cloud.bleu.api.v1alpha1.PlacementGateSpec.Claims;
import cloud.bleu.api.v1alpha1.PlacementGateSpec.Images;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What goes into the pods and claims of one namespace.
 *
 * @param images statements that all hold, by workload and zone; a workload of which nothing is said
 *     is not in it
 * @param claimsOnly where a rule asks of the storage of a workload, so that its pods have no
 *     volumes but claims and the node's: zones by workload
 * @param unread workloads of which it is not known what holds: a policy has an error, or they have;
 *     what held goes on to
 * @param requests what one replica counts as, by resource and as Kubernetes writes quantities: by
 *     workload; one that cannot be read is not in it
 * @param claims null when nothing is said
 * @param claimsUnread whether it is not known what holds for claims
 */
public record AdmittedContents(
    Map<String, Map<String, Set<Images>>> images,
    Map<String, Set<String>> claimsOnly,
    Set<String> unread,
    Map<String, Map<String, String>> requests,
    @Nullable Claims claims,
    boolean claimsUnread) {

  /** Nothing is said of anything. */
  public static final AdmittedContents FREE =
      new AdmittedContents(Map.of(), Map.of(), Set.of(), Map.of(), null, false);

  /** What all holds for the images of a workload in a zone. */
  public Set<Images> images(String workload, String zone) {
    return images.getOrDefault(workload, Map.of()).getOrDefault(zone, Set.of());
  }

  /** Whether a rule asks of the storage of a workload in a zone. */
  public boolean isClaimsOnly(String workload, String zone) {
    return claimsOnly.getOrDefault(workload, Set.of()).contains(zone);
  }
}
