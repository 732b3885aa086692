package cloud.bleu.operator.pass.adoption;

import cloud.bleu.ledger.ProposedDecision;
import cloud.bleu.operator.pass.plan.PassPlan;
import cloud.bleu.placement.model.WorkloadId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Whose turn it is among the workloads that take over: all at once where each gets what it asks
 * beside the others, otherwise one after the other. What came to nothing is tried again only when
 * something that it depends on has changed.
 */
final class AdoptionTurns {

  /**
   * Plans in a pass for several of them, and then for one alone. Where others might make room for
   * one it is the only one: that takes several plans.
   */
  private static final int TOGETHER = 3;

  private static final int ALONE = 3;

  private final AdoptedRooms rooms;
  private final UnaryOperator<List<ProposedDecision>> withholding;
  private final AdoptionPause pause;
  private final PromisedRoom promised;
  private int turn;

  /** The basis on which no workload could be decided first, and those that were tried alone. */
  private AdoptionTrial.@Nullable Basis failed;

  private Set<WorkloadId> failedOf = Set.of();
  private final Set<WorkloadId> failedAlone = new HashSet<>();

  private final WithheldChanges withheld = new WithheldChanges();

  /** Whether all that was withheld still is. */
  private boolean isWithheld;

  /** Whether of some of it nothing was asked any more since some were tried last. */
  private boolean isForgotten;

  /** The changes that are still withheld, and the workloads that take over which they belong to. */
  private List<ProposedDecision> still = List.of();

  private Set<WorkloadId> waiting = Set.of();

  AdoptionTurns(
      AdoptedRooms rooms,
      UnaryOperator<List<ProposedDecision>> withholding,
      AdoptionPause pause,
      PromisedRoom promised) {
    this.rooms = rooms;
    this.promised = promised;
    this.withholding = withholding;
    this.pause = pause;
  }

  /** A pass begins: whatever it decides, it is asked whether that is withheld which was. */
  void begin() {
    isForgotten |= withheld.begin(rooms);
    List<ProposedDecision> all = withheld.all();
    still = unready(all);
    isWithheld = still.size() == all.size();
    waiting = ids(still);
    waiting.removeIf(id -> !rooms.takesOver(id));
  }

  /** Whether one that takes over is withheld: nobody makes room for it, nor is any kept for it. */
  boolean waits(WorkloadId id) {
    return waiting.contains(id);
  }

  /** What is withheld of those that take over. */
  List<ProposedDecision> withheld() {
    return withheld.all().stream().filter(one -> rooms.takesOver(one.id())).toList();
  }

  /** The pass in which some of them come first; null where that came to nothing before. */
  @Nullable PassPlan next(AdoptionCandidates candidates) {
    Set<WorkloadId> some = candidates.some();
    if (some.isEmpty()) {
      return null;
    }
    AdoptionTrial.Basis last = failed;
    boolean known =
        last != null && failedOf.equals(some) && isWithheld && !isForgotten && last.holds(rooms);
    isForgotten = false;
    if (known && failedAlone.containsAll(some)) {
      return null;
    }
    if (!known) {
      failedAlone.clear();
      withheld.retain(still);
    }
    PassPlan adopting = known ? null : together(candidates);
    if (adopting == null) {
      adopting = alone(candidates);
    }
    failedOf = some;
    failed = adopting != null ? null : known ? last : AdoptionTrial.Basis.of(rooms);
    if (adopting == null && !failedAlone.containsAll(some)) {
      pause.goOn(!known);
    }
    return adopting;
  }

  /**
   * Whether one was tried alone to no avail, and nothing that this depends on is other since; asked
   * in a pass that has the turn of some.
   */
  boolean hasFailed(WorkloadId id) {
    return failedAlone.contains(id);
  }

  /** All that get what they ask beside each other. */
  private @Nullable PassPlan together(AdoptionCandidates candidates) {
    Set<WorkloadId> some = candidates.some();
    for (int round = 0; round < TOGETHER && !some.isEmpty(); ) {
      AdoptionTrial trial = new AdoptionTrial(rooms.given(some), some, candidates.taken());
      Set<WorkloadId> left = new TreeSet<>(trial.decided());
      for (ProposedDecision one : unready(trial.changes(candidates.change()))) {
        withheld.add(one.id(), List.of(one));
        left.remove(one.id());
      }
      if (left.size() == trial.decided().size()) {
        left.removeAll(trial.crossing(rooms));
        round++;
      }
      if (left.equals(some)) {
        return trial.with(candidates.planned(), candidates.change());
      }
      some = left;
    }
    return null;
  }

  /** The first one of some that gets what it asks, if need be because others make room. */
  private @Nullable PassPlan alone(AdoptionCandidates candidates) {
    boolean isFirst = true;
    for (WorkloadId id : some(candidates.some())) {
      Set<WorkloadId> lower = AdoptionEviction.lower(rooms, id);
      lower.removeAll(withheld.of(id));
      if (!lower.isEmpty() && !isFirst) {
        // It has the next pass for itself.
        return null;
      }
      isFirst = false;
      turn++;
      withheld.forget(id);
      int known = withheld.of(id).size();
      PassPlan one = alone(candidates, id, lower);
      if (one != null) {
        return one;
      }
      Set<WorkloadId> now = withheld.of(id);
      if (now.contains(id) || now.size() == known && !withheld.forgetBefore(id)) {
        // Else others may make room where these cannot: it has another turn.
        failedAlone.add(id);
      }
      if (!lower.isEmpty()) {
        return null;
      }
    }
    return null;
  }

  private @Nullable PassPlan alone(
      AdoptionCandidates candidates, WorkloadId id, Set<WorkloadId> lower) {
    Set<WorkloadId> own = Set.of(id);
    AdoptionTrial trial = new AdoptionTrial(rooms.given(own), own, candidates.taken());
    List<ProposedDecision> changes = trial.changes(candidates.change());
    if (changes.isEmpty()) {
      if (promised.late().isExpected(id)) {
        return null;
      }
      PassPlan evicting =
          new AdoptionEviction(rooms, candidates, id, some -> withhold(id, some)).plan(lower);
      return evicting == null || promised.late().isAskedTwice(evicting) ? null : evicting;
    }
    return withhold(id, changes).isEmpty()
        ? trial.with(candidates.planned(), candidates.change())
        : null;
  }

  /** The changes among some that are not to be counted on while one workload is tried. */
  private List<ProposedDecision> withhold(WorkloadId id, List<ProposedDecision> changes) {
    List<ProposedDecision> some = unready(changes);
    withheld.add(id, some);
    return some;
  }

  /**
   * Changes that cannot be committed, and changes of workloads whose decision before is not
   * written.
   */
  private List<ProposedDecision> unready(List<ProposedDecision> changes) {
    Set<ProposedDecision> some = new HashSet<>(withholding.apply(changes));
    return changes.stream()
        .filter(one -> some.contains(one) || rooms.isUnwritten(one.id(), one.uid()))
        .toList();
  }

  /**
   * Some of the workloads, each time others, so that the length of a pass does not grow with their
   * number. Those for whom others have made room come first.
   */
  private List<WorkloadId> some(Set<WorkloadId> all) {
    List<WorkloadId> order = new ArrayList<>(new TreeSet<>(all));
    turn %= order.size();
    Collections.rotate(order, -turn);
    order.removeAll(failedAlone);
    Set<WorkloadId> takers = promised.takers();
    order.sort(Comparator.comparing(id -> !takers.contains(id)));
    return order.subList(0, Math.min(ALONE, order.size()));
  }

  private static Set<WorkloadId> ids(List<ProposedDecision> changes) {
    return changes.stream().map(ProposedDecision::id).collect(Collectors.toSet());
  }
}
