package cloud.bleu.operator.pass;

import cloud.bleu.ledger.ProposedDecision;
import cloud.bleu.placement.Planner;
import cloud.bleu.placement.catalogue.DecisionWindow;
import cloud.bleu.placement.estate.Decision;
import cloud.bleu.placement.estate.Estate;
import cloud.bleu.placement.estate.Plan;
import cloud.bleu.placement.estate.Window;
import cloud.bleu.placement.estate.Workload;
import cloud.bleu.placement.model.WorkloadId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
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
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A plan for some workloads that take over what runs, each with the room of that, and what it
 * decides for those that get all that they ask.
 */
final class AdoptionTrial {

  /**
   * Plans in which those of lower priority stand still that would do more than make room, and what
   * the other one leaves is nobody's room.
   */
  private static final int ROUNDS = 3;

  /**
   * All that it depends on whether some can be decided first.
   *
   * @param estate for all of them
   * @param running replicas by workload and zone
   * @param standing the same, of those that exist
   * @param same the time in which these lead to the same
   */
  record Basis(
      Estate estate,
      Map<WorkloadId, Map<String, Integer>> running,
      Map<WorkloadId, Map<String, Integer>> standing,
      Window same) {
    static Basis of(AdoptedRooms rooms) {
      Estate estate = rooms.given(rooms.adoptable());
      Window same = DecisionWindow.of(estate.now(), estate.zones(), estate.workloads());
      return new Basis(estate, rooms.running(), rooms.standing(), same);
    }

    boolean holds(AdoptedRooms rooms) {
      Estate now = rooms.given(rooms.adoptable());
      return same.holds(now.now())
          && running.equals(rooms.running())
          && standing.equals(rooms.standing())
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
    all = SnapshotAssembly.decisions(Planner.decisions(estate));
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

  /**
   * The pass in which one gets all that it asks because lower priorities make room; null where that
   * does not help. They do that and nothing else, and none does that cannot be committed.
   *
   * @param lowest those that may, as {@link #lower} says
   * @param withholding those changes that give room back and cannot be committed
   */
  static @Nullable PassPlan evicting(
      AdoptedRooms rooms,
      Adoption.Candidates candidates,
      WorkloadId one,
      Set<WorkloadId> lowest,
      UnaryOperator<List<ProposedDecision>> withholding) {
    Set<WorkloadId> lower = new TreeSet<>(lowest);
    Set<String> left = new TreeSet<>();
    for (int round = 0; round < ROUNDS && !lower.isEmpty(); round++) {
      AdoptionTrial trial =
          new AdoptionTrial(rooms.given(Set.of(one), lower, left), Set.of(one), candidates.taken());
      if (trial.decided.isEmpty()) {
        return null;
      }
      Set<WorkloadId> still = new TreeSet<>();
      List<ProposedDecision> making = new ArrayList<>();
      for (WorkloadId id : lower) {
        Decision decision = trial.all.get(id);
        ProposedDecision change = decision == null ? null : candidates.change().apply(decision);
        if (decision == null || change == null) {
          continue;
        }
        if (decision.cause() == Decision.Cause.Preempted || stays(rooms, decision)) {
          trial.decided.put(id, decision);
          making.add(change);
        } else {
          still.add(id);
        }
      }
      withholding.apply(making).forEach(withheld -> still.add(withheld.id()));
      if (!lower.removeAll(still)) {
        Set<String> crossed = crossed(rooms, trial.decided.values());
        if (left.containsAll(crossed)) {
          return trial.with(candidates.planned(), candidates.change());
        }
        left.addAll(crossed);
      }
    }
    return null;
  }

  /** Those in force of lower priority than one that may have them make room. */
  static Set<WorkloadId> lower(AdoptedRooms rooms, WorkloadId one) {
    List<Workload> all = rooms.estate().workloads();
    Workload taker = all.stream().filter(w -> w.id().equals(one)).findFirst().orElse(null);
    Set<WorkloadId> lower = new TreeSet<>();
    if (taker != null && taker.priority().preempts()) {
      all.stream()
          .filter(w -> w.priority().value() < taker.priority().value())
          .map(Workload::id)
          .filter(id -> rooms.isDecided(id) && !rooms.takesOver(id))
          .forEach(lower::add);
    }
    return lower;
  }

  /** Those that get all that they ask, with what is decided for each. */
  Set<WorkloadId> decided() {
    return decided.keySet();
  }

  /** Whether these, taken together, use room twice. */
  boolean crosses(AdoptedRooms rooms) {
    return !crossed(rooms, decided.values()).isEmpty();
  }

  /**
   * The pass that decides that. What is planned for others waits for the next one, but for who was
   * to make room: how much is needed is another question then.
   */
  @Nullable PassPlan with(PassPlan planned, Function<Decision, @Nullable ProposedDecision> change) {
    List<ProposedDecision> proposed =
        decided.values().stream().map(change).filter(Objects::nonNull).toList();
    if (proposed.isEmpty()) {
      return null;
    }
    Set<WorkloadId> others = new HashSet<>();
    planned.waiting().forEach(one -> others.add(one.id()));
    planned.proposed().forEach(one -> others.add(one.id()));
    Map<WorkloadId, Decision> withheld = new HashMap<>();
    List<Decision> decisions = new ArrayList<>();
    for (Decision decision : planned.told().decisions()) {
      boolean own = others.contains(decision.id()) || decided.containsKey(decision.id());
      if (decided.containsKey(decision.id()) || decision.cause() == Decision.Cause.Preempted) {
        others.remove(decision.id());
      }
      if (others.contains(decision.id())) {
        withheld.put(decision.id(), decision);
      }
      decisions.add(own ? all.getOrDefault(decision.id(), decision) : decision);
    }
    List<ProposedDecision> waiting = new ArrayList<>(planned.waiting());
    waiting.addAll(planned.proposed());
    waiting.removeIf(one -> !others.contains(one.id()));
    return new PassPlan(
        estate, new Plan(decisions, planned.plan().orphans()), withheld, proposed, waiting);
  }

  /**
   * The zones of which decisions that are taken together use room twice: one grows in a zone that
   * another one who takes over leaves, where that still stands. All that stands is given back, and
   * what stands of another template may ask more than is decided.
   */
  private static Set<String> crossed(AdoptedRooms rooms, Collection<Decision> decisions) {
    Map<WorkloadId, Map<String, Integer>> all = rooms.standing();
    Map<String, Set<WorkloadId>> left = new TreeMap<>();
    Map<String, Set<WorkloadId>> taken = new TreeMap<>();
    for (Decision decision : decisions) {
      Map<String, Integer> asked = asked(decision);
      Map<String, Integer> standing = all.getOrDefault(decision.id(), Map.of());
      Set<String> zones = new TreeSet<>(asked.keySet());
      zones.addAll(standing.keySet());
      for (String zone : zones) {
        int runs = rooms.before(decision.id()).getOrDefault(zone, 0);
        int stands = standing.getOrDefault(zone, 0);
        int asks = asked.getOrDefault(zone, 0);
        if (stands > (runs == 0 ? 0 : asks)) {
          left.computeIfAbsent(zone, z -> new TreeSet<>()).add(decision.id());
        }
        if (asks > runs) {
          taken.computeIfAbsent(zone, z -> new TreeSet<>()).add(decision.id());
        }
      }
    }
    left.keySet().retainAll(taken.keySet());
    // Nobody takes from itself.
    left.entrySet()
        .removeIf(
            one -> one.getValue().size() == 1 && one.getValue().equals(taken.get(one.getKey())));
    return left.keySet();
  }

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

  /** Those of some that ask for no more replicas than run. */
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
  private static boolean stays(AdoptedRooms rooms, Decision decision) {
    return running(asked(decision)).equals(running(rooms.before(decision.id())));
  }

  private static Map<String, Integer> running(Map<String, Integer> zones) {
    Map<String, Integer> running = new TreeMap<>(zones);
    running.values().removeIf(replicas -> replicas == 0);
    return running;
  }

  private static Map<String, Integer> asked(Decision decision) {
    Map<String, Integer> asked = new TreeMap<>();
    decision.assignments().forEach(a -> asked.merge(a.zone(), a.replicas(), Integer::sum));
    return asked;
  }
}
