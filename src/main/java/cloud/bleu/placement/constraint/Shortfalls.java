package cloud.bleu.placement.constraint;

import cloud.bleu.placement.capacity.PlanState;
import cloud.bleu.placement.capacity.WorkloadState;
import cloud.bleu.placement.estate.Decision;
import cloud.bleu.placement.estate.ReasonCode;
import cloud.bleu.placement.message.Message;
import cloud.bleu.placement.model.Contingency;
import cloud.bleu.placement.model.Zone;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What is reported of a workload that runs: each constraint that it does not meet, whether hard or
 * not, and what waits.
 */
public final class Shortfalls {
  /** Of what is not about one zone. */
  private static final int NO_ZONE = -1;

  private record Told(int zone, Decision.Reason reason) {}

  private final List<Told> list = new ArrayList<>();

  /** None so far. */
  Shortfalls() {}

  /** Of a workload as it stands, in order; empty where no replica does. */
  public static List<Decision.Reason> of(PlanState planState, WorkloadState workloadState) {
    Shortfalls told = new Shortfalls();
    if (workloadState.total() > 0) {
      SilentZones.of(planState, workloadState).forEach(told::add);
      OutgrownZones.of(planState, workloadState).forEach(told::add);
      AbandonedVolumes.of(planState, workloadState).forEach(told::add);
      told.drill(planState, workloadState);
      Constraints.ALL.forEach(each -> each.explain(planState, workloadState, told));
      AwaitedReturn.of(planState, workloadState).forEach(told::add);
      AwaitedMoves.of(planState, workloadState).forEach(told::add);
      UntriedMoves.of(workloadState).forEach(told::add);
    }
    return told.reasons();
  }

  /** Those told so far, in order. */
  List<Decision.Reason> reasons() {
    return list.stream().map(Told::reason).toList();
  }

  void add(Decision.Reason reason) {
    list.add(new Told(NO_ZONE, reason));
  }

  /** What room or health may mend. */
  void add(ReasonCode code, Message what, Message advice) {
    add(code.forNow(what, advice));
  }

  /**
   * What somebody has to fix in a zone. What several constraints in a row say of zones is told zone
   * by zone.
   */
  void ofZone(int zone, ReasonCode code, Message what, Message advice) {
    int at = list.size();
    while (at > 0 && list.get(at - 1).zone > zone) {
      at--;
    }
    list.add(at, new Told(zone, code.because(what, advice)));
  }

  /** Replicas that stay where they are to leave; what has no place at all says so by itself. */
  private void drill(PlanState planState, WorkloadState workloadState) {
    Zone.Drill drill = planState.topology.drill;
    if (drill != null
        && workloadState.notes().awaitsEviction()
        && workloadState.total() >= workloadState.compiled.replicas()) {
      add(
          ReasonCode.EvictionAwaited,
          Message.of("why.drillHoldsThem", "drill", drill.name()),
          Message.of("do.awaitDrill", "drill", drill.name()));
    }
  }

  /** A loss as it is named in a reason. */
  static Message event(Contingency.Event event) {
    return event.scope().isHazard()
        ? Message.of("event.hazard", "hazard", event.scope().name(), "value", event.value())
        : Message.of(
            "event",
            "scope",
            event.scope().name().toLowerCase(Locale.ROOT),
            "value",
            event.value());
  }
}
