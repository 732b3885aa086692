package cloud.bleu.operator.member;

import cloud.bleu.affinity.ObjectLabels;
import cloud.bleu.api.v1alpha1.BleuWorkload;
import cloud.bleu.delivery.manifest.Labels;
import cloud.bleu.translate.finding.ObjectRef;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Which zones are told of objects in other clusters whose workload this hub does not have. It
 * follows the workloads: one that comes takes up what stands there, and one that goes leaves it.
 */
final class MemberRemains implements ResourceEventHandler<BleuWorkload> {

  private final MemberConnections connections;
  private final UnaryOperator<String> clusters;
  private final Consumer<String> changed;

  /**
   * @param clusters the cluster that serves a zone
   * @param changed takes a cluster in which other objects have no workload than before
   */
  MemberRemains(
      MemberConnections connections, UnaryOperator<String> clusters, Consumer<String> changed) {
    this.connections = connections;
    this.clusters = clusters;
    this.changed = changed;
  }

  /**
   * Those in the cluster of a zone, as it was seen last, that say that they stand in the zone, or
   * in none that leads there; none for a zone of the own cluster.
   */
  List<HasMetadata> of(String zone) {
    String cluster = clusters.apply(zone);
    Member member = connections.get(cluster);
    return member == null
        ? List.of()
        : member.undeclared().stream()
            .filter(object -> isOf(zone, cluster, ObjectLabels.get(object, Labels.ZONE)))
            .toList();
  }

  @Override
  public void onAdd(BleuWorkload workload) {
    presenceChanged(workload);
  }

  @Override
  public void onUpdate(BleuWorkload before, BleuWorkload after) {
    // It is there, as it was.
  }

  @Override
  public void onDelete(BleuWorkload workload, boolean unknown) {
    presenceChanged(workload);
  }

  private void presenceChanged(BleuWorkload workload) {
    connections.holding(ObjectRef.workload(workload)).forEach(changed);
  }

  private boolean isOf(String zone, String cluster, @Nullable String stated) {
    return stated == null || stated.equals(zone) || !cluster.equals(clusters.apply(stated));
  }
}
