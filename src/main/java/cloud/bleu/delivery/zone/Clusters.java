package cloud.bleu.delivery.zone;

import cloud.bleu.api.v1alpha1.BleuWorkload;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The clusters that zones are in, and what each of them holds once of a workload. */
public interface Clusters {

  /** The name of the cluster that the workloads are of. */
  String OWN = "";

  /** The cluster that a zone is in. */
  String of(String zone);

  /**
   * Why nothing of a workload may be changed in a zone, nor called gone: the zone is in another
   * cluster than what is held of it, or it would share its nodes.
   *
   * @return null when nothing is in the way
   */
  TargetObservation.@Nullable Unseen barred(BleuWorkload workload, String zone);

  /** Every cluster that is known. */
  Set<String> all();

  /** What a cluster of {@link #all} holds once. */
  ClusterTarget at(String cluster);

  /** Forgets what was remembered of a workload that is gone. */
  void forgetWorkload(String namespace, String name);

  /** The own cluster alone. */
  static Clusters one(ClusterTarget own) {
    return new Clusters() {
      @Override
      public String of(String zone) {
        return OWN;
      }

      @Override
      public TargetObservation.@Nullable Unseen barred(BleuWorkload workload, String zone) {
        return null;
      }

      @Override
      public Set<String> all() {
        return Set.of(OWN);
      }

      @Override
      public ClusterTarget at(String cluster) {
        return own;
      }

      @Override
      public void forgetWorkload(String namespace, String name) {
        // Its objects are remembered by themselves.
      }
    };
  }
}
