package cloud.bleu.delivery.karmada;

import cloud.bleu.delivery.member.Reach;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What is seen of Karmada, by caches. */
public interface KarmadaObjects {

  /** Objects of an API server without Karmada. */
  KarmadaObjects NONE =
      new KarmadaObjects() {
        private final Reach nowhere =
            new Reach(Reach.State.UNREACHED, Instant.EPOCH, NOT_SERVED, NOT_SERVED_WHY);

        @Override
        public @Nullable String cluster(String zone) {
          return null;
        }

        @Override
        public @Nullable String zone(String cluster) {
          return null;
        }

        @Override
        public Set<String> clusters() {
          return Set.of();
        }

        @Override
        public KarmadaCluster seen(String cluster) {
          return KarmadaCluster.unseen(cluster);
        }

        @Override
        public Reach bindings() {
          return nowhere;
        }

        @Override
        public Reach reach(String cluster) {
          return nowhere;
        }

        @Override
        public @Nullable ResourceBinding binding(String subject) {
          return null;
        }

        @Override
        public @Nullable String decider(String subject) {
          return null;
        }

        @Override
        public long generation(String namespace, String deployment) {
          return 0;
        }
      };

  /** This API server has no Karmada. */
  String NOT_SERVED = "KarmadaNotServed";

  /** Why {@link #NOT_SERVED} holds, and what to do. */
  String NOT_SERVED_WHY =
      "this API server serves no ResourceBinding (work.karmada.io/v1alpha2), or the operator may not"
          + " see whether it does: run the operator on the API server of Karmada, and set"
          + " karmada.enabled of the chart";

  /** The cluster of Karmada that a zone is; null for a zone that is none. */
  @Nullable String cluster(String zone);

  /** The zone that is a cluster of Karmada; null where none is. */
  @Nullable String zone(String cluster);

  /**
   * Why nothing may be changed in a zone: what is held of it is in a cluster that is none of
   * Karmada.
   *
   * @return null when nothing is in the way
   */
  default @Nullable Reach barred(String zone) {
    return null;
  }

  /** The clusters of Karmada that are zones. */
  Set<String> clusters();

  /** A cluster, as far as it is seen. */
  KarmadaCluster seen(String cluster);

  /** Whether bindings are seen. */
  Reach bindings();

  /** Whether Karmada sees a cluster, and is seen itself: only then its word of it counts. */
  Reach reach(String cluster);

  /**
   * The binding of an object.
   *
   * @param subject as {@link ResourceBinding#subject} says it
   */
  @Nullable ResourceBinding binding(String subject);

  /**
   * Name of the workload whose decision a binding gets: the oldest of those that name it.
   *
   * @return null where none does
   */
  @Nullable String decider(String subject);

  /** Generation of a Deployment as Karmada has it; 0 when it is not there. */
  long generation(String namespace, String deployment);
}
