package cloud.bleu.operator;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.Map;
import java.util.TreeMap;

/**
 * What the loss of a cluster does to the pods of a workload, by a watch in each cluster, in that
 * one as well: at every event how many are Ready beside what is lost, and whether one is deleted
 * before its successor is Ready.
 */
final class ClusterLoss implements AutoCloseable {

  private final Scene scene;
  private final RunningWatch running;
  private final FleetReadiness ready;
  private int replicas;

  /**
   * @param hub whose namespace the workload is in
   * @param label that the pods have, with this value
   * @param members the clusters beside the hub, by name
   */
  ClusterLoss(
      Scene scene,
      KubernetesClient hub,
      String namespace,
      String label,
      String value,
      Map<String, KubernetesClient> members) {
    this.scene = scene;
    running = new RunningWatch(hub, label, value);
    members.values().forEach(member -> running.also(member, namespace));
    Map<String, KubernetesClient> clusters = new TreeMap<>(members);
    clusters.put("hub", hub);
    ready = new FleetReadiness(clusters, namespace, label, value);
  }

  /** Awaits that so many are Ready; from now on they are counted. */
  ClusterLoss begins(int number) {
    replicas = number;
    scene.until("all run", () -> running.running() == number);
    running.asks(number);
    scene.until("all are Ready", () -> ready.begins(number));
    return this;
  }

  /** From now on nothing counts that is Ready in this cluster. */
  void of(String cluster) {
    ready.lost(cluster);
  }

  /**
   * So many were promised, and no fewer were ever Ready; and so many are new as were lost: what
   * stands elsewhere was left alone. While the cluster is away, as what stands there goes later.
   *
   * @param keep of the workload
   */
  void moved(int keep, int lost) {
    kept(keep);
    scene.until("as many more run as were lost", () -> running.running() == replicas + lost);
    assertEquals(0, running.deleted(), "what was not lost stays where it is");
    kept(keep);
  }

  /**
   * So many were promised, and no fewer were ever Ready, up to now. Awaited, as one watch may tell
   * later than another one what was written first; what lacked stays so.
   */
  void kept(int keep) {
    scene.until("no fewer were Ready, by all writes", () -> ready.least() >= keep);
    scene.until("none was deleted before its successor was Ready", () -> running.lacked() == 0);
  }

  @Override
  public void close() {
    running.close();
    ready.close();
  }
}
