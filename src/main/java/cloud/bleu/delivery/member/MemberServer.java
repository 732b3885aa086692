package cloud.bleu.delivery.member;

import cloud.bleu.delivery.cluster.ClusterObjects;
import cloud.bleu.delivery.cluster.UndoneEdits;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The API server of another cluster, and what is known of it.
 *
 * @param client of that cluster
 * @param objects of that cluster, by caches
 * @param home uid of the namespace kube-system of this cluster
 * @param reach whether that cluster is reached
 * @param uid of its namespace kube-system, null before it has answered
 * @param edits is told of what others changed there and is as decided again
 */
public record MemberServer(
    KubernetesClient client,
    Supplier<? extends ClusterObjects> objects,
    String home,
    Supplier<Reach> reach,
    Supplier<@Nullable String> uid,
    UndoneEdits edits) {

  /** Whether it is reached now. */
  boolean isReached() {
    return reach.get().isReached();
  }
}
