package cloud.bleu.delivery.zone;

import java.util.Set;

/** The clusters that zones are in, and what each of them holds once of a workload. */
public interface Clusters {

  /** The name of the cluster that the workloads are of. */
  String OWN = "";

  /** The cluster that a zone is in. */
  String of(String zone);

  /** Every cluster that is known. */
  Set<String> all();

  /** What a cluster of {@link #all} holds once. */
  ClusterTarget at(String cluster);

  /** The own cluster alone. */
  static Clusters one(ClusterTarget own) {
    return new Clusters() {
      @Override
      public String of(String zone) {
        return OWN;
      }

      @Override
      public Set<String> all() {
        return Set.of(OWN);
      }

      @Override
      public ClusterTarget at(String cluster) {
        return own;
      }
    };
  }
}
