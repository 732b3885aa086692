package cloud.bleu.delivery.zone;

import cloud.bleu.api.v1alpha1.BleuWorkload;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
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

  /** Which cluster each zone is in, and which there are, at one moment. */
  final class Routing {
    private final Function<String, String> of;
    private final Map<String, String> told = new HashMap<>();
    private final Set<String> all;

    /**
     * @param of the cluster of a zone; asked once for each
     * @param all every cluster that is known
     */
    public Routing(Function<String, String> of, Set<String> all) {
      this.of = of;
      this.all = all;
    }

    /** The cluster that a zone is in. */
    public String of(String zone) {
      return told.computeIfAbsent(zone, of);
    }

    /** Every cluster that is known. */
    public Set<String> all() {
      return all;
    }
  }

  /** As {@link #of} and {@link #all}, of which each answer is about the same moment. */
  default Routing now() {
    return new Routing(this::of, all());
  }

  /** Every cluster that is known. */
  Set<String> all();

  /** What a cluster of {@link #all} holds once. */
  ClusterWideTarget at(String cluster);

  /** Forgets what was remembered of a workload that is gone. */
  void forgetWorkload(String namespace, String name);

  /** The own cluster alone. */
  static Clusters one(ClusterWideTarget own) {
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
      public ClusterWideTarget at(String cluster) {
        return own;
      }

      @Override
      public void forgetWorkload(String namespace, String name) {
        // Its objects are remembered by themselves.
      }
    };
  }
}
