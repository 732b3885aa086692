package cloud.bleu.operator.pass.adoption;

import cloud.bleu.operator.pass.plan.PassPlan;
import cloud.bleu.placement.estate.Decision;
import cloud.bleu.placement.estate.Workload;
import cloud.bleu.placement.model.WorkloadId;
import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The difference between what decisions ask by zone and what runs there before them. */
final class ReplicaShift {

  private ReplicaShift() {}

  /**
   * Whether a decision asks more of any zone than runs there and another plan gives it there.
   *
   * @param given that plan for it, null: it gives nothing
   */
  static boolean grows(AdoptedRooms rooms, Decision decision, @Nullable Decision given) {
    Map<String, Integer> there = new TreeMap<>(rooms.before(decision.id()));
    if (given != null) {
      asked(given).forEach((zone, replicas) -> there.merge(zone, replicas, Integer::sum));
    }
    return exceeds(decision, there, zone -> true);
  }

  /** Whether a decision asks more than is there of any of some zones. */
  static boolean grows(AdoptedRooms rooms, Decision decision, Predicate<String> zones) {
    return exceeds(decision, rooms.before(decision.id()), zones);
  }

  private static boolean exceeds(
      Decision decision, Map<String, Integer> there, Predicate<String> zones) {
    return asked(decision).entrySet().stream()
        .anyMatch(
            one ->
                one.getValue() > there.getOrDefault(one.getKey(), 0) && zones.test(one.getKey()));
  }

  /** The workloads among some that ask for no more replicas than run. */
  static Set<WorkloadId> within(AdoptedRooms rooms, Set<WorkloadId> some) {
    return rooms.estate().workloads().stream()
        .filter(one -> some.contains(one.id()))
        .filter(
            one ->
                one.replicas() <= rooms.before(one.id()).values().stream().mapToInt(n -> n).sum())
        .map(Workload::id)
        .collect(Collectors.toSet());
  }

  /** Whether nobody that takes over is decided where something of it runs. */
  static boolean apart(AdoptedRooms rooms, PassPlan planned) {
    Map<WorkloadId, Decision> decisions = planned.decisions();
    return planned.proposed().stream()
        .map(one -> decisions.get(one.id()))
        .filter(decision -> decision != null && rooms.takesOver(decision.id()))
        .allMatch(
            decision ->
                Collections.disjoint(
                    running(asked(decision)).keySet(), rooms.before(decision.id()).keySet()));
  }

  /** Whether a decision leaves all replicas where what is in force has them. */
  static boolean stays(AdoptedRooms rooms, Decision decision) {
    return running(asked(decision)).equals(running(rooms.before(decision.id())));
  }

  /** The room that those make in a pass that are to make some for others; not who takes over. */
  static Map<WorkloadId, VacatedRoom> made(AdoptedRooms rooms, PassPlan adopting) {
    Map<WorkloadId, Decision> decisions = adopting.decisions();
    Map<WorkloadId, VacatedRoom> made = new TreeMap<>();
    for (WorkloadId id : adopting.proposedWorkloads()) {
      Decision decision = decisions.get(id);
      if (decision != null
          && decision.cause() == Decision.Cause.Preempted
          && !rooms.takesOver(id)) {
        made.put(id, made(rooms, decision));
      }
    }
    made.values().removeIf(room -> room.zones().isEmpty());
    return made;
  }

  /** The room that a decision makes. */
  static VacatedRoom made(AdoptedRooms rooms, Decision decision) {
    return VacatedRoom.of(rooms.before(decision.id()), asked(decision));
  }

  private static Map<String, Integer> running(Map<String, Integer> zones) {
    Map<String, Integer> running = new TreeMap<>(zones);
    running.values().removeIf(replicas -> replicas == 0);
    return running;
  }

  /** The replicas of a decision by zone. */
  static Map<String, Integer> asked(Decision decision) {
    Map<String, Integer> asked = new TreeMap<>();
    decision.assignments().forEach(a -> asked.merge(a.zone(), a.replicas(), Integer::sum));
    return asked;
  }
}
