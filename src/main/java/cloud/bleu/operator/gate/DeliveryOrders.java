package cloud.bleu.operator.gate;

import cloud.bleu.affinity.LabelSelectors;
import cloud.bleu.affinity.ObjectLabels;
import cloud.bleu.affinity.PodPhase;
import cloud.bleu.api.v1alpha1.AvailabilityZone;
import cloud.bleu.api.v1alpha1.AvailabilityZoneSpec;
import cloud.bleu.api.v1alpha1.BleuWorkload;
import cloud.bleu.api.v1alpha1.WorkloadPlacement;
import cloud.bleu.api.v1alpha1.WorkloadPlacementStatus;
import cloud.bleu.delivery.DeliveryOrder;
import cloud.bleu.delivery.DeliveryReport;
import cloud.bleu.delivery.gate.PodAssignments;
import cloud.bleu.delivery.zone.ZoneObservation;
import cloud.bleu.ledger.DecisionInForce;
import cloud.bleu.operator.cache.Caches;
import cloud.bleu.operator.snapshot.Snapshot;
import cloud.bleu.placement.model.Zone;
import cloud.bleu.placement.model.ZoneState;
import cloud.bleu.time.InstantText;
import cloud.bleu.translate.pod.PodSelectors;
import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What is to be delivered for a workload, from the decision in force and the caches. */
public final class DeliveryOrders {

  /** Within this every pod of a node that is ready again is seen as it is. */
  private static final Duration REPORTED = Duration.ofMinutes(1);

  private final Caches caches;
  private final Clock clock;

  /** Reads the objects of this cluster from these caches. */
  public DeliveryOrders(Caches caches, Clock clock) {
    this.caches = caches;
    this.clock = clock;
  }

  /** The order for a decision. */
  public DeliveryOrder of(BleuWorkload workload, DecisionInForce inForce, Snapshot snapshot) {
    String namespace = workload.getMetadata().getNamespace();
    var ref = workload.getSpec().workload().deploymentRef();
    Deployment reference = ref == null ? null : caches.deployment(namespace, ref.name());
    return new DeliveryOrder(
        workload,
        inForce.spec().assignments(),
        inForce::outlive,
        everywhere(caches.zones.getIndexer().list()),
        lost(snapshot.estate().zones()),
        silent(snapshot.estate().zones()),
        uncertain(snapshot.estate().zones(), clock.instant()),
        workload.getSpec().workload().karmada() == null ? Map.of() : unknown(workload),
        reference,
        () -> reference == null ? 0 : pods(reference));
  }

  /**
   * The pods of a Deployment that is a template: those of its zones have the same labels, and ours.
   */
  private int pods(Deployment reference) {
    LabelSelector selector = reference.getSpec().getSelector();
    return (int)
        caches.allPods(reference.getMetadata().getNamespace()).stream()
            .filter(p -> ObjectLabels.get(p, ObjectLabels.WORKLOAD) == null && !PodPhase.isOver(p))
            .filter(p -> LabelSelectors.matches(selector, p.getMetadata().getLabels()))
            .count();
  }

  /** Zones of which nothing was seen when the status was written, with since when. */
  private Map<String, Instant> unknown(BleuWorkload workload) {
    return unknown(
        caches
            .placements
            .getIndexer()
            .getByKey(
                workload.getMetadata().getNamespace() + "/" + workload.getMetadata().getName()));
  }

  /**
   * Zones of which a status says that nothing was seen, with since when; what is no instant is left
   * out.
   */
  static Map<String, Instant> unknown(@Nullable WorkloadPlacement placement) {
    Map<String, Instant> unknown = new HashMap<>();
    if (placement != null && placement.getStatus() != null) {
      for (WorkloadPlacementStatus.ZoneStatus zone : placement.getStatus().zones()) {
        Instant since = InstantText.parse(zone.unknownSince());
        if (since != null) {
          unknown.put(zone.zone(), since);
        }
      }
    }
    return unknown;
  }

  /** The pods of a workload that others create. */
  public List<Pod> others(BleuWorkload workload) {
    LabelSelector selector = PodSelectors.of(workload);
    String name = workload.getMetadata().getName();
    return caches.allPods(workload.getMetadata().getNamespace()).stream()
        .filter(p -> PodAssignments.isMember(name, selector, p))
        .toList();
  }

  /** Node selectors by zone, of the zones that are nodes of this cluster. */
  public Map<String, Map<String, String>> selectors() {
    return selectors(caches.zones.getIndexer().list());
  }

  /** Node selectors by zone, of the zones that are nodes of this cluster. */
  public static Map<String, Map<String, String>> selectors(List<AvailabilityZone> zones) {
    Map<String, Map<String, String>> selectors = everywhere(zones);
    zones.stream()
        .filter(z -> z.getSpec() != null && z.getSpec().target() != null)
        .filter(z -> z.getSpec().target().elsewhere())
        .forEach(z -> selectors.remove(z.getMetadata().getName()));
    return selectors;
  }

  /**
   * Node selectors by zone, whatever the cluster; an empty one for all nodes of another cluster.
   */
  private static Map<String, Map<String, String>> everywhere(List<AvailabilityZone> zones) {
    Map<String, Map<String, String>> selectors = new HashMap<>();
    for (AvailabilityZone zone : zones) {
      AvailabilityZoneSpec.Target target = zone.getSpec() == null ? null : zone.getSpec().target();
      if (target != null && (target.elsewhere() || !target.nodeSelector().isEmpty())) {
        selectors.put(zone.getMetadata().getName(), target.nodeSelector());
      }
    }
    return selectors;
  }

  /** Whether pods that run there may not be seen as ready: kubelets report one after the other. */
  private static boolean isUncertain(Zone zone, Instant now) {
    return zone.health().degradedSince() != null
        || zone.health().mixed()
        || isLately(zone.health().since(), now)
        || isLately(zone.stateSince(), now);
  }

  /**
   * When by time alone a zone is no longer uncertain that holds something of a workload which is
   * not as it was asked: until then it waits there, and no event ends that. Null: there is none.
   */
  public @Nullable Instant certainFrom(List<Zone> zones, DeliveryReport report) {
    Instant now = clock.instant();
    Set<String> awaited =
        report.children().stream()
            .filter(child -> !child.settled())
            .map(ZoneObservation::zone)
            .collect(Collectors.toSet());
    return zones.stream()
        .filter(zone -> awaited.contains(zone.name()))
        .flatMap(zone -> Stream.of(zone.health().since(), zone.stateSince()))
        .filter(since -> isLately(since, now))
        .map(since -> since.plus(REPORTED))
        .min(Comparator.naturalOrder())
        .orElse(null);
  }

  private static boolean isLately(@Nullable Instant since, Instant now) {
    return since != null && since.plus(REPORTED).isAfter(now);
  }

  /** Zones of which somebody reported the loss. */
  static Set<String> lost(List<Zone> zones) {
    return names(zones, z -> z.state() == ZoneState.Lost);
  }

  /** Zones of which nothing is heard, from the first moment, however long they wait to be lost. */
  static Set<String> silent(List<Zone> zones) {
    return names(zones, z -> z.state() != ZoneState.Lost && z.unhealthySince() != null);
  }

  /** Zones in which what runs may not be seen as it is. */
  static Set<String> uncertain(List<Zone> zones, Instant now) {
    return names(zones, z -> isUncertain(z, now));
  }

  private static Set<String> names(List<Zone> zones, Predicate<Zone> which) {
    return zones.stream().filter(which).map(Zone::name).collect(Collectors.toSet());
  }
}
