package cloud.bleu.status;

import cloud.bleu.api.v1alpha1.AvailabilityZone;
import cloud.bleu.api.v1alpha1.ZoneHealth;
import cloud.bleu.placement.model.Capacity;
import cloud.bleu.placement.model.Health;
import cloud.bleu.placement.model.Zone;
import cloud.bleu.placement.model.ZoneState;
import cloud.bleu.status.loss.LossWords;
import cloud.bleu.status.probe.ProbeWords;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a zone says of its health, and of whether it takes new replicas. */
final class ZoneConditions {

  static final String TELL = "set spec.state and the incident annotation to Active when it is over";

  private ZoneConditions() {}

  /** Whether the zone is in service, by what is seen of it. */
  static DesiredCondition healthy(AvailabilityZone object, MoveWords moves, ProbeWords probes) {
    Zone zone = moves.zone();
    Health health = zone.health();
    if (health.signal() == Health.Signal.Unreached && health.isHeld()) {
      return DesiredCondition.no(
          "Healthy",
          probes.allFail() ? "ProbesFail" : "ProbeFails",
          "no probe of the zone is answered: "
              + probes.unanswered()
              + ". The zone is silent since "
              + health.since()
              + ", and nothing moves for it while that is not clear; see what spec.health.probes"
              + " asks");
    }
    if (health.probing() == Health.Probing.Alone && probes.allFail()) {
      return DesiredCondition.no(
          "Healthy",
          "ProbesFail",
          "no probe of the zone is answered: "
              + probes.unanswered()
              + ". The zone is silent since "
              + health.since()
              + moves.ofSilence()
              + "; see what spec.health.probes asks");
    }
    return !probes.unanswered().isEmpty()
            && (health.signal() == Health.Signal.Healthy
                || health.signal() == Health.Signal.Recovering
                || health.signal() == Health.Signal.NotObserved)
        ? DesiredCondition.no("Healthy", "ProbeFails", unanswered(probes))
        : healthy(object, moves);
  }

  /** Only while it is so: a loss of the zone that nobody reported is not acted upon. */
  static List<DesiredCondition> losses(LossWords losses) {
    List<DesiredCondition> waiting = new ArrayList<>();
    String beyond = losses.beyond();
    if (beyond != null) {
      waiting.add(DesiredCondition.yes(ZoneStatus.TOO_MANY_LOSSES, "BoundReached", beyond));
    }
    String unrecorded = losses.unrecorded();
    if (unrecorded != null) {
      waiting.add(DesiredCondition.yes(ZoneStatus.LOSS_NOT_RECORDED, "NotInStatus", unrecorded));
    }
    return waiting;
  }

  /** Only while it is so: some probes are not asked, because this operator may not. */
  static @Nullable DesiredCondition probesNotAllowed(ProbeWords probes) {
    return probes.notAllowed().isEmpty()
        ? null
        : DesiredCondition.yes(
            "ProbesNotAllowed",
            "NetworkNotAllowed",
            "not asked, as if it were not there: "
                + probes.notAllowed()
                + ". No network that this operator may probe has its address; whoever runs it adds"
                + " that to probes.allowedNetworks of the chart (--probe-networks), or take the"
                + " probe out of spec.health.probes");
  }

  static String unanswered(ProbeWords probes) {
    return "not answered: "
        + probes.unanswered()
        + ". Nothing new comes, and nothing moves for it while other probes are answered or it is"
        + " not clear; see what spec.health.probes asks";
  }

  /** Whether nobody closed the zone, in its spec or by annotation. */
  static boolean isToldActive(AvailabilityZone object) {
    Map<String, String> annotations = object.getMetadata().getAnnotations();
    return ZoneState.Active.name().equals(object.getSpec().state())
        && (annotations == null || !annotations.containsKey("placement.bleu.cloud/incident"));
  }

  private static DesiredCondition healthy(AvailabilityZone object, MoveWords moves) {
    Zone zone = moves.zone();
    boolean elsewhere = elsewhere(object);
    if (zone.health().signal() == Health.Signal.Healthy && onlyProbesTell(object)) {
      return DesiredCondition.yes(
          "Healthy",
          "ProbesAnswered",
          "each probe that may be asked is answered; nothing else tells of its health");
    }
    Instant since = zone.health().since();
    ZoneHealth stated = object.getSpec().health();
    return switch (zone.health().signal()) {
      case Healthy ->
          elsewhere
              ? DesiredCondition.yes("Healthy", "Reached", answers(zone, stated))
              : DesiredCondition.yes(
                  "Healthy", "NodesReady", ready(stated) + " of the zone is ready");
      case Degraded -> DesiredCondition.no("Healthy", "Degraded", degraded(stated, moves));
      case Recovering -> DesiredCondition.no("Healthy", "Recovering", recovering(zone));
      case Silent -> DesiredCondition.no("Healthy", "NoNodeReady", silent(stated, moves));
      case Unreached ->
          DesiredCondition.no(
              "Healthy",
              "Unreached",
              "the cluster of the zone is out of service since "
                  + since
                  + moves.ofSilence()
                  + "; see TargetReachable");
      case Gone ->
          DesiredCondition.no(
              "Healthy",
              "NodesGone",
              "the zone had nodes and has none since "
                  + since
                  + asSeen(zone)
                  + (wholeCluster(object)
                      ? "; add nodes to its cluster"
                      : "; add nodes with the labels of spec.target.nodeSelector"));
      case NodesUnknown ->
          ZoneWithoutNodes.healthy(zone.health(), wholeCluster(object), asSeen(zone));
      case NotObserved ->
          DesiredCondition.unknown(
              "Healthy",
              "NotObserved",
              elsewhere
                  ? "the cluster of the zone is not seen; see TargetReachable"
                  : "no node of the zone is looked at");
    };
  }

  private static String degraded(@Nullable ZoneHealth stated, MoveWords moves) {
    return (stated == null || stated.degradedBelow() == 100
            ? "some nodes of the zone are not ready since "
            : "less than " + stated.degradedBelow() + " % of the nodes of the zone is ready since ")
        + moves.zone().health().since()
        + asSeen(moves.zone())
        + moves.ofDegradation()
        + "; see its nodes";
  }

  private static String recovering(Zone zone) {
    Instant since = zone.health().since();
    return "the zone is in service again since "
        + since
        + (since == null
            ? ""
            : ", and open from "
                + since.plus(zone.health().after())
                + " on, by spec.health.recoveredAfter")
        + "; until then nothing new comes";
  }

  private static String silent(@Nullable ZoneHealth stated, MoveWords moves) {
    return (stated == null || stated.silentUpTo() == 0
            ? "no node of the zone is ready since "
            : "at most " + stated.silentUpTo() + " % of the nodes of the zone is ready since ")
        + moves.zone().health().since()
        + asSeen(moves.zone())
        + moves.ofSilence()
        + "; see its nodes";
  }

  /** Whether new replicas may come. */
  static DesiredCondition schedulable(
      AvailabilityZone object, Zone zone, ProbeWords probes, Instant now) {
    Zone.Drill drill = zone.drill();
    if (drill != null) {
      return DesiredCondition.no(
          "Schedulable", zone.state().name(), DrillWords.of(drill, object, zone, probes, now));
    }
    if (object.getMetadata().getDeletionTimestamp() != null) {
      return ZoneDeletion.of(zone.state());
    }
    if (zone.state() == ZoneState.Cordoned
        && isToldActive(object)
        && !probes.unanswered().isEmpty()) {
      return DesiredCondition.no("Schedulable", "ProbeFails", unanswered(probes));
    }
    if (zone.state() != ZoneState.Active) {
      return DesiredCondition.no(
          "Schedulable",
          zone.state().name(),
          "the zone is " + zone.state() + ": nothing new comes here; " + TELL);
    }
    String unreachable = zone.delivery().unreachable();
    if (unreachable != null && !zone.health().isSilent()) {
      return DesiredCondition.no(
          "Schedulable",
          unreachable,
          "the target of the zone is not reachable: nothing new comes here, and what runs here"
              + " stays; see TargetReachable");
    }
    return switch (zone.health().signal()) {
      case Silent ->
          DesiredCondition.no(
              "Schedulable",
              "NoNodeReady",
              object.getSpec().health() == null || object.getSpec().health().silentUpTo() == 0
                  ? "no node of the zone is ready"
                  : "too few nodes of the zone are ready");
      case Unreached ->
          probes.allFail()
              ? DesiredCondition.no("Schedulable", "ProbesFail", "no probe of the zone is answered")
              : DesiredCondition.no(
                  "Schedulable", "Unreached", "the cluster of the zone is out of service");
      case Gone ->
          DesiredCondition.no("Schedulable", "NodesGone", "the zone has no nodes any more");
      case Recovering ->
          DesiredCondition.no(
              "Schedulable",
              "Recovering",
              "the zone is in service again, and not yet for spec.health.recoveredAfter");
      case NodesUnknown -> ZoneWithoutNodes.schedulable(zone.health());
      case NotObserved, Healthy, Degraded ->
          DesiredCondition.yes("Schedulable", "Active", "new replicas may come");
    };
  }

  /** Whether new replicas may come. */
  static boolean takes(Zone zone) {
    return zone.drill() == null
        && zone.state() == ZoneState.Active
        && !zone.health().isSilent()
        && !zone.isClosed();
  }

  private static String ready(@Nullable ZoneHealth stated) {
    return stated == null || stated.degradedBelow() == 100
        ? "every node"
        : "at least " + stated.degradedBelow() + " % of the nodes";
  }

  private static String answers(Zone zone, @Nullable ZoneHealth stated) {
    boolean measured =
        zone.health().seesNodes()
            && zone.capacity().whole() instanceof Capacity.Measured nodes
            && !nodes.nodes().isEmpty();
    return "the cluster of the zone answers"
        + (measured ? ", and " + ready(stated) + " of the zone is ready" : "");
  }

  /** That its nodes are not seen now, as part of a sentence; empty while they are. */
  private static String asSeen(Zone zone) {
    return zone.health().seesNodes()
        ? ""
        : ", as they were seen last: they may not be listed now, see TargetReachable";
  }

  /** Whether it is in another cluster that the operator asks. */
  private static boolean elsewhere(AvailabilityZone object) {
    return object.getSpec().target() != null && object.getSpec().target().reachedDirectly();
  }

  private static boolean onlyProbesTell(AvailabilityZone object) {
    return object.getSpec().target() == null || object.getSpec().target().ofEngine();
  }

  private static boolean wholeCluster(AvailabilityZone object) {
    return elsewhere(object) && object.getSpec().target().nodeSelector().isEmpty();
  }
}
