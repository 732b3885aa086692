package cloud.bleu.delivery.zone;

import cloud.bleu.api.v1alpha1.BleuWorkload;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/** The own cluster and another one, and which zones are there: as a test states it. */
public class StatedClusters implements Clusters {

  /** Clusters of zones; what is not in it is nodes of the own one. */
  public final Map<String, String> places = new HashMap<>();

  /** Why nothing may be asked of a zone. */
  public final Map<String, TargetObservation.Unseen> barred = new HashMap<>();

  private final String other;
  private final Function<String, ClusterWideTarget> targets;

  /**
   * @param zone which is in the other cluster
   * @param targets what clusters hold once, by cluster
   */
  public StatedClusters(String zone, String other, Function<String, ClusterWideTarget> targets) {
    this.other = other;
    this.targets = targets;
    places.put(zone, other);
  }

  /** The same, where nobody may ask what clusters hold once. */
  public StatedClusters(String zone, String other) {
    this(
        zone,
        other,
        cluster -> {
          throw new AssertionError("only zones are asked for");
        });
  }

  @Override
  public String of(String zone) {
    return places.getOrDefault(zone, OWN);
  }

  @Override
  public TargetObservation.Unseen barred(BleuWorkload workload, String zone) {
    return barred.get(zone);
  }

  @Override
  public Set<String> all() {
    return Set.of(OWN, other);
  }

  @Override
  public ClusterWideTarget at(String cluster) {
    return targets.apply(cluster);
  }

  @Override
  public void forgetWorkload(String namespace, String name) {
    throw new AssertionError("nothing is gone");
  }
}
