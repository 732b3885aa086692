package cloud.bleu.operator.reconciler;

import cloud.bleu.api.v1alpha1.BleuWorkload;
import cloud.bleu.delivery.DeliveryReport;
import cloud.bleu.delivery.gate.PodAssignments;
import cloud.bleu.delivery.zone.Clusters;
import cloud.bleu.delivery.zone.ZoneObservation;
import cloud.bleu.operator.cache.Caches;
import cloud.bleu.operator.gate.DeliveryOrders;
import cloud.bleu.operator.gate.Gates;
import cloud.bleu.operator.snapshot.Snapshot;
import cloud.bleu.operator.snapshot.SnapshotBoard;
import cloud.bleu.placement.model.WorkloadId;
import cloud.bleu.status.ObservedChildren;
import cloud.bleu.status.fault.PodFaults;
import cloud.bleu.translate.finding.ObjectRef;
import cloud.bleu.translate.load.ReplicaRequests;
import cloud.bleu.translate.pod.PodSelectors;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import java.time.Clock;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BiFunction;
import java.util.stream.Stream;

/** Looks at what there is of a workload: its children, its pods and the nodes they stand on. */
public final class WorkloadObserver {

  private final Caches caches;
  private final Gates gates;
  private final DeliveryOrders orders;
  private final UncreatedPods uncreated;
  private final BiFunction<BleuWorkload, DeliveryReport, List<Pod>> awaited;
  private final SnapshotBoard board;
  private final Clock clock;

  /**
   * @param awaited pods in other clusters that have an earlier template, did start and hold back
   *     the present one
   * @param board remembers what was seen until the next look
   */
  public WorkloadObserver(
      Caches caches,
      Gates gates,
      DeliveryOrders orders,
      UncreatedPods uncreated,
      BiFunction<BleuWorkload, DeliveryReport, List<Pod>> awaited,
      SnapshotBoard board,
      Clock clock) {
    this.caches = caches;
    this.gates = gates;
    this.orders = orders;
    this.uncreated = uncreated;
    this.awaited = awaited;
    this.board = board;
    this.clock = clock;
  }

  /**
   * What there is of it now.
   *
   * @param report of its delivery
   * @param snapshot has the zones, and those of nodes
   * @param delivered the number of the decision that was to be delivered; -1: none was
   */
  WorkloadObservation observe(
      BleuWorkload workload, DeliveryReport report, Snapshot snapshot, long delivered) {
    Map<String, String> zoneOfNode = snapshot.zoneOfNode();
    Instant now = clock.instant();
    PodFaults faults = faults(workload, report, now);
    WorkloadId id = ObjectRef.workload(workload);
    String outside =
        new UncontrolledPods(caches.workloadPods)
            .of(caches.workloadPods.of(id.namespace(), id.name()), zoneOfNode, now);
    RolloutDeadline deadline = RolloutDeadline.of(workload, now);
    ObservedChildren children =
        children(workload, report, zoneOfNode, deadline)
            .with(faults.byZone())
            .withOutside(outside)
            .withPaused(report.paused());
    boolean news = board.observe(id, children, delivered);
    Instant due =
        Stream.of(
                faults.next(),
                deadline.next(report.children()),
                orders.certainFrom(snapshot.estate().zones(), report))
            .filter(Objects::nonNull)
            .min(Comparator.naturalOrder())
            .orElse(null);
    return new WorkloadObservation(now, children, due, news);
  }

  private ObservedChildren children(
      BleuWorkload workload,
      DeliveryReport report,
      Map<String, String> zoneOfNode,
      RolloutDeadline deadline) {
    WorkloadId id = ObjectRef.workload(workload);
    if (PodSelectors.of(workload) == null) {
      return Observations.of(
          report,
          caches.workloadPods.of(id.namespace(), id.name()),
          zoneOfNode,
          caches.workloadPods::isStray,
          deadline,
          workload.getSpec().workload().external() != null);
    }
    PodAssignments assignments = gates.pods(id.namespace());
    List<Pod> pods = orders.others(workload);
    Map<String, String> stated = ReplicaRequests.stated(workload);
    return Observations.ofOthers(
        report,
        pods,
        zoneOfNode,
        caches.workloadPods::isStray,
        new ObservedChildren.Others(
            caches.enforces(id.namespace()),
            assignments == null ? 0 : assignments.waiting().getOrDefault(id.name(), 0),
            Observations.above(pods, PodAssignments::waits, stated),
            Observations.above(pods, p -> PodAssignments.node(p) != null, stated),
            assignments == null ? null : assignments.excluding().get(id.name())));
  }

  /** Why its pods are not there or not ready. */
  private PodFaults faults(BleuWorkload workload, DeliveryReport report, Instant now) {
    boolean others = PodSelectors.of(workload) != null;
    WorkloadId id = ObjectRef.workload(workload);
    // Of other pods in other clusters only what a Deployment says of them is told.
    List<HasMetadata> children = report.children().stream().map(ZoneObservation::object).toList();
    List<HasMetadata> own =
        report.children().stream()
            .filter(o -> o.cluster().equals(Clusters.OWN))
            .map(ZoneObservation::object)
            .toList();
    List<Pod> pods =
        others ? orders.others(workload) : caches.workloadPods.of(id.namespace(), id.name());
    return uncreated
        .of(
            PodFaults.of(
                children, pods, others, node -> caches.nodes.getIndexer().getByKey(node), now),
            own,
            pods,
            now)
        .awaited(awaited.apply(workload, report), now);
  }
}
