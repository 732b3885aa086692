package cloud.bleu.operator.reconciler;

import cloud.bleu.api.v1alpha1.ManagedClusterRef;
import cloud.bleu.delivery.member.GateEnforcement;
import cloud.bleu.delivery.member.Reach;
import cloud.bleu.delivery.zone.DeliveryProblem;
import cloud.bleu.operator.karmada.KarmadaConnection;
import cloud.bleu.operator.member.HubGates;
import cloud.bleu.operator.routing.ZoneClusters;
import cloud.bleu.status.TargetReach;
import cloud.bleu.status.UndeclaredObjects;
import java.time.Clock;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What is known of the clusters that zones are in, whether this operator itself, an agent or
 * Karmada reaches them.
 */
public final class ZoneReach {

  private final ZoneClusters clusters;
  private final KarmadaConnection karmada;
  private final HubGates gates;
  private final Function<String, @Nullable String> closed;
  private final Clock clock;

  /**
   * @param gates in the clusters that this operator reaches by itself
   * @param closed by zone why it takes nothing new though its cluster is reached; null: it does
   */
  public ZoneReach(
      ZoneClusters clusters,
      KarmadaConnection karmada,
      HubGates gates,
      Function<String, @Nullable String> closed,
      Clock clock) {
    this.clusters = clusters;
    this.karmada = karmada;
    this.gates = gates;
    this.closed = closed;
    this.clock = clock;
  }

  /**
   * Whether more is known of the cluster of a zone any moment: then what stands is not replaced.
   */
  boolean isPending(String zone) {
    Reach reach = clusters.reach(zone);
    GateEnforcement seen = reach == null ? null : gates(zone);
    return clusters.isPending(zone)
        || clusters.awaitsVersion(zone)
        || (karmada.cluster(zone) != null && karmada.isPending())
        || (reach != null && seen != null && seen.isPending(reach, clock.instant()));
  }

  /** Whether the cluster of a zone was reached a moment ago: its nodes may not be listed yet. */
  boolean isNew(String zone) {
    Reach reach = clusters.reach(zone);
    return reach != null && reach.isNew(clock.instant());
  }

  /** The cluster that a zone is known by, to be recorded; null where there is nothing to record. */
  @Nullable String cluster(String zone) {
    return clusters.settle(zone);
  }

  /** Whether the cluster of a zone is reached; null for a zone of this cluster. */
  @Nullable TargetReach of(String zone) {
    Reach member = clusters.reach(zone);
    if (member != null) {
      return of(
          open(zone, member),
          clusters.remark(zone),
          enforcement(gates(zone)),
          clusters.version(zone),
          new UndeclaredObjects(clusters.undeclared(zone)));
    }
    Reach reach = karmada.ofZone(zone);
    return reach == null
        ? null
        : of(
            open(zone, reach),
            karmada.remark(zone),
            TargetReach.Enforcement.OF_KARMADA,
            karmada.version(zone),
            UndeclaredObjects.NONE);
  }

  /** Whether a cluster is reached for a zone, and no other zone comes before it there. */
  private Reach open(String zone, Reach reach) {
    String why = reach.isReached() ? closed.apply(zone) : null;
    return why == null
        ? reach
        : new Reach(Reach.State.UNREACHED, reach.since(), DeliveryProblem.SAME_CLUSTER, why);
  }

  /**
   * As the status of a zone says it.
   *
   * @param remark that is made beside it, null: none
   * @param version of Kubernetes that the cluster said last, null: none is known
   * @param undeclared what the cluster runs of this hub though the hub does not have the workload
   */
  static TargetReach of(
      Reach reach,
      @Nullable String remark,
      TargetReach.Enforcement enforcement,
      @Nullable String version,
      UndeclaredObjects undeclared) {
    return new TargetReach(
        reach.state() == Reach.State.ASKING ? null : reach.isReached(),
        reach.reason(),
        reach.message() + (remark == null ? "" : "; " + remark),
        enforcement,
        version,
        undeclared);
  }

  /**
   * Whether a cluster keeps its pods to the decisions, as the status of a zone says it.
   *
   * @param seen of its gates, null where an agent carries out orders
   */
  static TargetReach.Enforcement enforcement(@Nullable GateEnforcement seen) {
    return seen == null
        ? TargetReach.Enforcement.OF_AGENT
        : new TargetReach.Enforcement(seen.kept(), seen.reason(), seen.message());
  }

  /**
   * What is known of the gates in the other cluster that a zone is in; null where an agent carries
   * out orders, for they have none.
   */
  private @Nullable GateEnforcement gates(String zone) {
    return ManagedClusterRef.isOne(clusters.of(zone)) ? null : gates.of(clusters.reached(zone));
  }
}
