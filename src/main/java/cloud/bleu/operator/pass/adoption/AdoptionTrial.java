package cloud.bleu.operator.pass.adoption;

import cloud.bleu.ledger.ProposedDecision;
import cloud.bleu.operator.pass.plan.PassPlan;
import cloud.bleu.placement.Planner;
import cloud.bleu.placement.catalogue.DecisionWindow;
import cloud.bleu.placement.estate.Decision;
import cloud.bleu.placement.estate.Estate;
import cloud.bleu.placement.estate.Plan;
import cloud.bleu.placement.estate.Window;
import cloud.bleu.placement.model.WorkloadId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A plan for some workloads that take over what runs, each with the room of what runs of it, and
 * the decisions for those that get all that they ask.
 */
final class AdoptionTrial {

  /**
   * All that it depends on whether some can be decided first.
   *
   * @param estate for all of them
   * @param running replicas by workload and zone
   * @param standing the same, of those that exist
   * @param late the room that some made for others and that was not free
   * @param same the time in which these lead to the same
   */
  record Basis(
      Estate estate,
      Map<WorkloadId, Map<String, Integer>> running,
      Map<WorkloadId, Map<String, Integer>> standing,
      PendingRoom late,
      Window same) {
    static Basis of(AdoptedRooms rooms) {
      Estate estate = rooms.given(rooms.adoptable());
      Window same = DecisionWindow.of(estate.now(), estate.zones(), estate.workloads());
      PendingRoom late = rooms.promised().late();
      return new Basis(estate, rooms.running(), rooms.standing(), late, same);
    }

    boolean holds(AdoptedRooms rooms) {
      Estate now = rooms.given(rooms.adoptable());
      return same.holds(now.now())
          && running.equals(rooms.running())
          && standing.equals(rooms.standing())
          && late.isAs(rooms.promised().late())
          && estate.sameObjects(now);
    }
  }

  private final Estate estate;
  private final Map<WorkloadId, Decision> all;
  private final Map<WorkloadId, Decision> decided;

  /**
   * Plans it.
   *
   * @param estate in which everybody else stands still, but for who may make room
   * @param taken whether what is decided for one of them may be taken
   */
  AdoptionTrial(Estate estate, Set<WorkloadId> some, Predicate<Decision> taken) {
    this.estate = estate;
    all = PassPlan.decisions(Planner.decisions(estate));
    decided = new HashMap<>(all);
    decided
        .values()
        .removeIf(
            d ->
                !some.contains(d.id())
                    || !(d.outcome() instanceof Decision.Outcome.Placed)
                    || !d.whole()
                    || !taken.test(d));
  }

  /** Workloads that get all that they ask. */
  Set<WorkloadId> decided() {
    return decided.keySet();
  }

  /** What is decided for everybody. */
  Map<WorkloadId, Decision> all() {
    return all;
  }

  /** Takes what is decided for another one as well. */
  void take(Decision decision) {
    decided.put(decision.id(), decision);
  }

  /**
   * What is taken of it.
   *
   * @param change that a decision makes, null when it makes none
   */
  List<ProposedDecision> changes(Function<Decision, @Nullable ProposedDecision> change) {
    return decided.values().stream().map(change).filter(Objects::nonNull).toList();
  }

  /** The zones of which all of it, taken together, uses room twice. */
  Set<String> crossed(AdoptedRooms rooms) {
    return crossings(rooms).keySet();
  }

  /** Workloads without which no room is used twice: in each zone the smaller group. */
  Set<WorkloadId> crossing(AdoptedRooms rooms) {
    Set<WorkloadId> some = new TreeSet<>();
    crossings(rooms)
        .values()
        .forEach(
            one -> some.addAll(one.left().size() < one.taken().size() ? one.left() : one.taken()));
    return some;
  }

  /**
   * The pass that decides that. Plans for other workloads wait for the next pass, except for those
   * that were to make room: how much room is needed is another question then. What is withheld
   * waits on.
   */
  @Nullable PassPlan with(PassPlan planned, Function<Decision, @Nullable ProposedDecision> change) {
    List<ProposedDecision> proposed = changes(change);
    if (proposed.isEmpty()) {
      return null;
    }
    Set<WorkloadId> own = new HashSet<>(planned.waitingWorkloads());
    own.addAll(planned.proposedWorkloads());
    own.addAll(decided.keySet());
    Map<WorkloadId, Decision> preempted = planned.decisions();
    preempted.keySet().retainAll(planned.proposedWorkloads());
    preempted.values().removeIf(d -> d.cause() != Decision.Cause.Preempted);
    Set<WorkloadId> others = new HashSet<>(own);
    others.removeAll(decided.keySet());
    others.removeAll(preempted.keySet());
    Map<WorkloadId, Decision> withheld = new HashMap<>();
    List<Decision> decisions = new ArrayList<>();
    for (Decision decision : planned.told().decisions()) {
      WorkloadId id = decision.id();
      if (others.contains(id)) {
        withheld.put(id, decision);
      }
      decisions.add(own.contains(id) ? all.getOrDefault(id, decision) : decision);
    }
    List<ProposedDecision> waiting = new ArrayList<>(planned.waiting());
    waiting.addAll(planned.proposed());
    waiting.removeIf(one -> !others.contains(one.id()));
    return new PassPlan(
        estate, new Plan(decisions, planned.plan().orphans()), withheld, proposed, waiting);
  }

  /** Who leaves a zone, and who grows there. */
  private record Crossing(Set<WorkloadId> left, Set<WorkloadId> taken) {

    /** Nobody takes from itself. */
    boolean isTwice() {
      return !left.isEmpty() && !taken.isEmpty() && !(left.size() == 1 && left.equals(taken));
    }
  }

  /**
   * The zones of which decisions that are taken together use room twice: one grows in a zone that
   * another one who takes over leaves, where that still stands. All that stands is given back, and
   * what stands of another template may ask more than is decided.
   */
  private Map<String, Crossing> crossings(AdoptedRooms rooms) {
    Map<WorkloadId, Map<String, Integer>> all = rooms.standing();
    Map<String, Crossing> crossings = new TreeMap<>();
    for (Decision decision : decided.values()) {
      Map<String, Integer> asked = ReplicaShift.asked(decision);
      Map<String, Integer> standing = all.getOrDefault(decision.id(), Map.of());
      Set<String> zones = new TreeSet<>(asked.keySet());
      zones.addAll(standing.keySet());
      for (String zone : zones) {
        Crossing crossing =
            crossings.computeIfAbsent(zone, z -> new Crossing(new TreeSet<>(), new TreeSet<>()));
        int runs = rooms.before(decision.id()).getOrDefault(zone, 0);
        int stands = standing.getOrDefault(zone, 0);
        int asks = asked.getOrDefault(zone, 0);
        if (stands > (runs == 0 ? 0 : asks)) {
          crossing.left().add(decision.id());
        }
        if (asks > runs) {
          crossing.taken().add(decision.id());
        }
      }
    }
    crossings.values().removeIf(one -> !one.isTwice());
    return crossings;
  }
}
