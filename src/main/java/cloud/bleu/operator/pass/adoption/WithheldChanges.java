package cloud.bleu.operator.pass.adoption;

import cloud.bleu.ledger.ProposedDecision;
import cloud.bleu.placement.model.WorkloadId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What was withheld when workloads that take over were tried: the change of each of them, and the
 * changes of those that were to make room for it. It says nothing of any other change of these
 * workloads, so another trial asks for its own. A change that several of them need is asked once: a
 * pass has as many questions as there are different changes, however many workloads are tried.
 */
final class WithheldChanges {

  /**
   * What came of trying one.
   *
   * @param changes by of whom it was asked: of that one, or of one that was to make room
   * @param before those that were asked before something else was other than it was
   */
  private record Trial(Map<WorkloadId, ProposedDecision> changes, Set<WorkloadId> before) {
    Trial() {
      this(new LinkedHashMap<>(), new HashSet<>());
    }

    void put(ProposedDecision change) {
      changes.put(change.id(), change);
      before.remove(change.id());
    }

    boolean forgetBefore() {
      boolean any = changes.keySet().removeAll(before);
      before.clear();
      return any;
    }

    void restart() {
      before.clear();
      before.addAll(changes.keySet());
    }
  }

  /** By who was tried. */
  private final Map<WorkloadId, Trial> trials = new LinkedHashMap<>();

  /** One of those that are equal stands for all of them. */
  private final Map<ProposedDecision, ProposedDecision> distinct = new HashMap<>();

  /**
   * A pass begins: of those that are decided by now, or gone, nothing is asked any more.
   *
   * @return whether there were any
   */
  boolean begin(AdoptedRooms rooms) {
    boolean any = trials.keySet().removeIf(taker -> !rooms.takesOver(taker));
    for (Map.Entry<WorkloadId, Trial> one : trials.entrySet()) {
      any |=
          one.getValue()
              .changes()
              .keySet()
              .removeIf(id -> !id.equals(one.getKey()) && !rooms.isDecided(id));
    }
    Set<ProposedDecision> used = identical(all());
    distinct.keySet().removeIf(one -> !used.contains(one));
    return any;
  }

  /** All of it, as it was asked last, each change once. */
  List<ProposedDecision> all() {
    Set<ProposedDecision> seen = identical(List.of());
    List<ProposedDecision> all = new ArrayList<>();
    for (Trial trial : trials.values()) {
      trial.changes().values().stream().filter(seen::add).forEach(all::add);
    }
    return all;
  }

  /** Whom it was asked of where one was tried: nobody counts on them there. */
  Set<WorkloadId> of(WorkloadId taker) {
    Trial trial = trials.get(taker);
    return trial == null ? Set.of() : Set.copyOf(trial.changes().keySet());
  }

  /** Takes note of what is withheld where one is tried. */
  void add(WorkloadId taker, Collection<ProposedDecision> changes) {
    Trial trial = trials.computeIfAbsent(taker, id -> new Trial());
    for (ProposedDecision change : changes) {
      trial.put(distinct.computeIfAbsent(change, same -> same));
    }
  }

  /**
   * Something has changed, and only some of the changes are still withheld.
   *
   * @param still those, of {@link #all}
   */
  void retain(Collection<ProposedDecision> still) {
    Set<ProposedDecision> kept = identical(still);
    for (Trial trial : trials.values()) {
      trial.changes().values().removeIf(one -> !kept.contains(one));
      trial.restart();
    }
  }

  /** One is tried, so it is asked anew what is decided for it. */
  void forget(WorkloadId taker) {
    Trial trial = trials.get(taker);
    if (trial != null) {
      trial.changes().remove(taker);
    }
  }

  /**
   * Workloads that were to make room before something changed are asked anew.
   *
   * @return whether there are any
   */
  boolean forgetBefore(WorkloadId taker) {
    Trial trial = trials.get(taker);
    return trial != null && trial.forgetBefore();
  }

  private static Set<ProposedDecision> identical(Collection<ProposedDecision> some) {
    Set<ProposedDecision> set = Collections.newSetFromMap(new IdentityHashMap<>());
    set.addAll(some);
    return set;
  }
}
