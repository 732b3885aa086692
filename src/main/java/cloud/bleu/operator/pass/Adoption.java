package cloud.bleu.operator.pass;

import cloud.bleu.ledger.ProposedDecision;
import cloud.bleu.placement.Planner;
import cloud.bleu.placement.estate.Decision;
import cloud.bleu.placement.estate.Estate;
import cloud.bleu.placement.estate.Plan;
import cloud.bleu.placement.model.WorkloadId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Decides for those first that take over what runs: into the room that this has, while all others
 * stand still. All of them at once where each gets all that it asks, so that none takes the room of
 * another. Others are decided in the next pass, which takes nothing over; and before, in a pass
 * that answers a loss or a drain. Who asks for more than runs comes only where nobody else is to be
 * decided: room that nobody has goes by priority.
 */
final class Adoption {

  /** Plans in a pass for several of them, and then for one alone. */
  private static final int TOGETHER = 3;

  private static final int ALONE = 3;

  /** After so long it is tried again, as a date may have passed. */
  private static final Duration AGAIN = Duration.ofMinutes(10);

  private final AdoptedRooms rooms;

  /** Whether the pass decides for these alone. */
  private boolean isFirst;

  /** Whether some wait for a pass that may do so. */
  private boolean isDue;

  /** Whether the last such pass committed something. */
  private boolean hasAdopted;

  private int turn;

  /** On which none of whom could be decided first, and how many were tried alone. */
  private AdoptedRooms.@Nullable Basis failed;

  private Set<WorkloadId> failedOf = Set.of();

  private int failures;

  /** Whether a pass follows in which others are tried alone. */
  private boolean goesOn;

  Adoption(AdoptedRooms rooms) {
    this.rooms = rooms;
  }

  /** Plans a pass for everybody, where what runs is no room of its workload. */
  interface Planning {
    /**
     * The plan.
     *
     * @param waits whether a decision is not to be committed
     */
    PassPlan plan(Predicate<Decision> waits);
  }

  /**
   * What a pass decides.
   *
   * @param planning plans it for everybody; what it decides where nobody takes anything over
   * @param change that a decision makes, null when it makes none
   */
  PassPlan first(Planning planning, Function<Decision, @Nullable ProposedDecision> change) {
    Set<WorkloadId> some = rooms.adoptable();
    boolean turnOfOthers = isFirst;
    isFirst = false;
    isDue = turnOfOthers && !some.isEmpty();
    boolean wentOn = goesOn;
    goesOn = false;
    Predicate<Decision> later = decision -> some.contains(decision.id());
    PassPlan planned = planning.plan(isDue ? later.or(rooms::runsOn) : rooms::runsOn);
    if (some.isEmpty() || isDue) {
      return planned;
    }
    if (answersLoss(planned)) {
      isDue = true;
      return planned.proposed().stream().anyMatch(one -> some.contains(one.id()))
          ? planning.plan(later.or(rooms::runsOn))
          : planned;
    }
    boolean othersWait = planned.proposed().stream().anyMatch(one -> !some.contains(one.id()));
    Set<WorkloadId> now = othersWait ? rooms.within(some) : some;
    PassPlan adopting = now.isEmpty() ? null : tried(planned, now, change, wentOn, othersWait);
    isFirst = adopting != null;
    if (adopting == null) {
      isDue = othersWait;
      return planned;
    }
    rooms.tried(adopting.proposed().stream().map(ProposedDecision::id).collect(Collectors.toSet()));
    return adopting;
  }

  private static boolean answersLoss(PassPlan planned) {
    Set<WorkloadId> proposed =
        planned.proposed().stream().map(ProposedDecision::id).collect(Collectors.toSet());
    return planned.plan().decisions().stream()
        .anyMatch(d -> d.cause() == Decision.Cause.ZoneState && proposed.contains(d.id()));
  }

  /**
   * Takes note of what was committed of that.
   *
   * @return whether not everybody's turn has come yet, and something has come of this one
   */
  boolean committed(List<ProposedDecision> changes) {
    boolean adopted = false;
    for (ProposedDecision one : changes) {
      adopted |= rooms.decided(one.id());
    }
    boolean more = isFirst || goesOn || isDue && (hasAdopted || !changes.isEmpty());
    hasAdopted = isFirst && adopted;
    return more;
  }

  /** None for what came to nothing before. */
  private @Nullable PassPlan tried(
      PassPlan planned,
      Set<WorkloadId> all,
      Function<Decision, @Nullable ProposedDecision> change,
      boolean wentOn,
      boolean othersWait) {
    AdoptedRooms.Basis basis = rooms.basis();
    AdoptedRooms.Basis last = failed;
    // The clock may have been set back.
    boolean known =
        last != null
            && failedOf.equals(all)
            && last.sameObjects(basis)
            && Duration.between(last.estate().now(), basis.estate().now()).abs().compareTo(AGAIN)
                < 0;
    if (known && failures >= all.size()) {
      return null;
    }
    Predicate<Decision> taken = decision -> !othersWait || !rooms.grows(decision);
    PassPlan adopting = known ? null : together(planned, all, change, taken);
    if (adopting == null) {
      adopting = alone(planned, all, change, taken);
    }
    failedOf = all;
    failures = (known ? failures : 0) + ALONE;
    failed = adopting == null ? known ? last : basis : null;
    // On what changes with every pass it is tried once, and not in pass after pass.
    goesOn = adopting == null && failures < all.size() && (known || !wentOn);
    return adopting;
  }

  /** All that get what they ask beside each other. */
  private @Nullable PassPlan together(
      PassPlan planned,
      Set<WorkloadId> all,
      Function<Decision, @Nullable ProposedDecision> change,
      Predicate<Decision> taken) {
    Set<WorkloadId> some = all;
    for (int round = 0; round < TOGETHER && !some.isEmpty(); round++) {
      Trial trial = new Trial(rooms.given(some), some, taken);
      if (trial.decided.keySet().equals(some)) {
        return rooms.cross(trial.decided.values()) ? null : trial.with(planned, change);
      }
      some = trial.decided.keySet();
    }
    return null;
  }

  /** The first one of some that gets what it asks. */
  private @Nullable PassPlan alone(
      PassPlan planned,
      Set<WorkloadId> all,
      Function<Decision, @Nullable ProposedDecision> change,
      Predicate<Decision> taken) {
    for (WorkloadId id : next(all)) {
      PassPlan one = new Trial(rooms.given(Set.of(id)), Set.of(id), taken).with(planned, change);
      if (one != null) {
        return one;
      }
    }
    return null;
  }

  /** Some of them, each time others, so that a pass is not as long as there are workloads. */
  private List<WorkloadId> next(Set<WorkloadId> all) {
    List<WorkloadId> order = new ArrayList<>(new TreeSet<>(all));
    Collections.rotate(order, -turn % order.size());
    List<WorkloadId> some = order.subList(0, Math.min(ALONE, order.size()));
    turn = (turn + some.size()) % order.size();
    return some;
  }

  /** A plan for some of them, and what it decides for those that get all that they ask. */
  private static final class Trial {
    private final Estate estate;
    private final Map<WorkloadId, Decision> all;
    private final Map<WorkloadId, Decision> decided;

    Trial(Estate estate, Set<WorkloadId> some, Predicate<Decision> taken) {
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

    /** The pass that decides that; what is planned for others waits for the next one. */
    @Nullable PassPlan with(
        PassPlan planned, Function<Decision, @Nullable ProposedDecision> change) {
      List<ProposedDecision> proposed =
          decided.values().stream().map(change).filter(Objects::nonNull).toList();
      if (proposed.isEmpty()) {
        return null;
      }
      List<ProposedDecision> waiting = new ArrayList<>(planned.waiting());
      waiting.addAll(planned.proposed());
      waiting.removeIf(one -> decided.containsKey(one.id()));
      Set<WorkloadId> others = new HashSet<>();
      waiting.forEach(one -> others.add(one.id()));
      Map<WorkloadId, Decision> withheld = new HashMap<>();
      List<Decision> decisions = new ArrayList<>();
      for (Decision decision : planned.told().decisions()) {
        if (others.contains(decision.id())) {
          withheld.put(decision.id(), decision);
        }
        boolean own = others.contains(decision.id()) || decided.containsKey(decision.id());
        decisions.add(own ? all.getOrDefault(decision.id(), decision) : decision);
      }
      return new PassPlan(
          estate, new Plan(decisions, planned.plan().orphans()), withheld, proposed, waiting);
    }
  }
}
