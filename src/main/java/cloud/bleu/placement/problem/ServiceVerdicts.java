package cloud.bleu.placement.problem;

import cloud.bleu.placement.estate.BoundRule;
import cloud.bleu.placement.estate.DrilledZone;
import cloud.bleu.placement.estate.ReasonCode;
import cloud.bleu.placement.estate.Verdict;
import cloud.bleu.placement.message.Message;
import cloud.bleu.placement.model.Capacity;
import cloud.bleu.placement.model.Health;
import cloud.bleu.placement.model.Origin;
import cloud.bleu.placement.model.Zone;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a zone itself says against a new replica, whatever the rules of a workload answer. */
final class ServiceVerdicts {
  private static final String STATE_RULE = "zone-state";

  private ServiceVerdicts() {}

  /**
   * Adds what is not said yet: that a zone is out of service, that no replica fits.
   *
   * @param fits whether one replica fits when the zone is empty
   */
  static void add(List<Verdict> all, Zone zone, boolean fits) {
    if (all.stream().noneMatch(v -> v.rule().equals(STATE_RULE))) {
      addState(all, zone);
    }
    if (zone.capacity() instanceof Capacity.Unknown) {
      all.add(
          own(
              "capacity",
              ReasonCode.RoomUnknown.name(),
              zone,
              Message.of("own.roomUnknown").advising(Message.of("do.stateCapacity"))));
    } else if (!fits && !isWithoutNodes(zone)) {
      all.add(
          own(
              "capacity",
              ReasonCode.ReplicaTooLarge.name(),
              zone,
              Message.of("own.tooLarge").advising(Message.of("do.askLessOrLargerNodes"))));
    }
  }

  /** Of what has no node, and what nobody declared, no size says that a replica is too large. */
  private static boolean isWithoutNodes(Zone zone) {
    Health.Signal signal = zone.health().signal();
    return (signal == Health.Signal.NodesUnknown || signal == Health.Signal.Gone)
        && zone.capacity().whole() instanceof Capacity.Measured measured
        && measured.nodes().isEmpty();
  }

  private static void addState(List<Verdict> all, Zone zone) {
    switch (zone.state()) {
      case Active -> {
        Verdict silent = silence(zone);
        if (silent != null) {
          all.add(silent);
        }
      }
      case Cordoned ->
          all.add(
              own(
                  "ZoneCordoned",
                  zone,
                  Message.of("own.cordoned").advising(Message.of("do.seeWhyClosed"))));
      case Drained -> all.add(drained(zone));
      case Lost -> all.add(notActive("ZoneLost", zone, Message.of("own.lost")));
    }
  }

  private static Verdict drained(Zone zone) {
    Zone.Drill drill = zone.drill();
    if (drill == null) {
      return notActive("ZoneDrained", zone, Message.of("own.drained"));
    }
    Message fact = DrilledZone.fact(drill);
    Message advice = DrilledZone.advice(drill);
    return advice == null
        ? notActive("ZoneDrilled", zone, fact)
        : own("ZoneDrilled", zone, fact.advising(advice));
  }

  /** Why an Active zone takes nothing new though no rule excludes it; null if it does. */
  private static @Nullable Verdict silence(Zone zone) {
    String unreachable = zone.delivery().unreachable();
    if (unreachable != null && !zone.health().isSilent()) {
      return own(
          unreachable,
          zone,
          Message.of("own.unreachable").advising(Message.of("do.seeTargetReachable")));
    }
    return switch (zone.health().signal()) {
      case Silent ->
          own(
              "ZoneSilent",
              zone,
              Message.of("own.silent", "few", zone.health().mixed())
                  .advising(Message.of("do.bringNodesBack")));
      case Unreached ->
          own(
              "ZoneSilent",
              zone,
              Message.of("own.unreached").advising(Message.of("do.bringClusterBack")));
      case Gone ->
          own("ZoneSilent", zone, Message.of("own.gone").advising(Message.of("do.addNodes")));
      case NodesUnknown ->
          zone.health().isEmptied()
              ? own("NoNodes", zone, Message.of("own.noNodes").advising(Message.of("do.keepANode")))
              : own(
                  "NodesUnknown",
                  zone,
                  Message.of("own.nodesUnknown").advising(Message.of("do.labelNodes")));
      case Recovering ->
          own(
              "ZoneRecovering",
              zone,
              Message.of("own.recovering", "since", zone.health().since())
                  .advising(Message.of("do.awaitRecovery")));
      case NotObserved, Healthy, Degraded -> null;
    };
  }

  private static Verdict notActive(String code, Zone zone, Message fact) {
    return own(code, zone, fact.advising(Message.of("do.setActive")));
  }

  private static Verdict own(String code, Zone zone, Message finding) {
    return own(STATE_RULE, code, zone, finding);
  }

  private static Verdict own(String rule, String code, Zone zone, Message finding) {
    return new Verdict(
        Verdict.Result.Reject,
        code,
        Origin.Enforced,
        finding,
        rule,
        null,
        zone.name(),
        BoundRule.Action.Enforce,
        List.of());
  }
}
