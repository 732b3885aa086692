package cloud.bleu.placement.diagnosis;

import cloud.bleu.placement.capacity.PlanState;
import cloud.bleu.placement.capacity.WorkloadState;
import cloud.bleu.placement.estate.Decision;
import cloud.bleu.placement.estate.ReasonCode;
import cloud.bleu.placement.estate.Workload;
import cloud.bleu.placement.message.Message;
import cloud.bleu.placement.message.NameList;
import cloud.bleu.placement.model.Zone;
import cloud.bleu.placement.problem.CompiledWorkload;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Room that a workload lacks because it is held for replicas of others that wait to go home. */
final class HeldHomes {
  private final CompiledWorkload compiled;
  private final TreeSet<String> zones = new TreeSet<>();

  /** Workloads of the same namespace that wait. */
  private final TreeSet<String> waiting = new TreeSet<>();

  private boolean elsewhere;
  private @Nullable Instant until;

  private HeldHomes(PlanState planState, CompiledWorkload compiled) {
    this.compiled = compiled;
    for (WorkloadState other : planState.workloadStates) {
      for (int z = 0; z < planState.topology.known; z++) {
        if (other.held(z) > 0 && compiled.allowed.open[z]) {
          add(other.compiled.workload, planState.topology.zone(z));
        }
      }
    }
  }

  /**
   * Why replicas have no zone, just after that was found.
   *
   * @param places whether they have one as the room is then
   * @return null when they have none either where nothing is held for others
   */
  static Decision.@Nullable Reason reason(
      PlanState planState, CompiledWorkload compiled, BooleanSupplier places) {
    if (!planState.holdsHomes()) {
      return null;
    }
    HeldHomes held = new HeldHomes(planState, compiled);
    if (held.zones.isEmpty()) {
      return null;
    }
    // This only asks: what else is searched for the workload has its steps as if it had not.
    planState.steps.charge(compiled.number);
    long left = planState.steps.left();
    boolean placed = planState.withoutHomes(places::getAsBoolean);
    planState.steps.grant(compiled.number, left);
    return placed ? held.reason() : null;
  }

  private void add(Workload other, Zone zone) {
    zones.add(zone.name());
    if (other.id().namespace().equals(compiled.workload.id().namespace())) {
      waiting.add(other.id().name());
    } else {
      elsewhere = true;
    }
    Stream.of(zone.stateSince(), zone.health().since())
        .flatMap(Stream::ofNullable)
        .map(since -> since.plus(other.returnAfter()))
        .filter(end -> until == null || end.isAfter(until))
        .forEach(end -> until = end);
  }

  private Decision.Reason reason() {
    List<Object> who = new ArrayList<>(waiting);
    if (elsewhere) {
      who.add(Message.of("who.elsewhere"));
    }
    return ReasonCode.RoomHeld.because(
        Message.of(
            "why.roomHeld",
            "zones",
            NameList.first(List.copyOf(zones)),
            "who",
            NameList.first(who),
            "until",
            until),
        Message.of("do.awaitReturn"),
        true);
  }
}
