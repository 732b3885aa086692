package cloud.bleu.ledger;

import cloud.bleu.api.v1alpha1.DecisionLedgerSpec.Entry;
import cloud.bleu.api.v1alpha1.DecisionLedgerSpec.Subject;
import cloud.bleu.apiserver.Refusal;
import cloud.bleu.placement.model.WorkloadId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The room for decisions in the ledger, which is one object. A decision that is refused stays in
 * it. So while much is refused, a namespace that refuses gets no further decision. For any other
 * namespace a dry run asks the server first whether it would accept the WorkloadPlacement. If it
 * would not, the decision is withheld: it is not committed, and is decided anew. So all others go
 * on, and the ledger stays below its bound whatever is refused.
 */
final class LedgerBound {

  private final PendingEntries pending;
  private final RefusedDecisions refused;
  private final DryRuns dryRuns;

  private final Map<WorkloadId, Refusal> withheld = new HashMap<>();

  /** Workloads whose change cannot be committed, as was found by asking since the last commit. */
  private final Map<WorkloadId, Refusal> foreseen = new HashMap<>();

  /** Workloads among them whose change found no room before this commit. */
  private final Set<WorkloadId> full = new HashSet<>();

  /** Workloads whose change the next commit does not get for that reason. */
  private final Set<WorkloadId> leftOut = new HashSet<>();

  LedgerBound(PendingEntries pending, RefusedDecisions refused, DryRuns dryRuns) {
    this.pending = pending;
    this.refused = refused;
    this.dryRuns = dryRuns;
  }

  void clear() {
    withheld.clear();
    foreseen.clear();
    full.clear();
    leftOut.clear();
    dryRuns.clear();
  }

  /** A new pass proposes everything anew. */
  void begin() {
    withheld.clear();
    withheld.putAll(foreseen);
    withheld.keySet().retainAll(leftOut);
    full.clear();
    full.addAll(foreseen.keySet());
    full.removeIf(id -> !DryRuns.FULL.equals(foreseen.get(id)));
    foreseen.clear();
    leftOut.clear();
    dryRuns.begin();
  }

  /** The pass is over. */
  void end() {
    // What was only tried is to be tried again as well, though nobody is told that it waits.
    dryRuns.end(id -> DryRuns.FULL.equals(withheld.get(id)) || full.contains(id));
  }

  /** Names the changes that the next commit does not get: they wait, and are told why. */
  void leaveOut(Collection<WorkloadId> ids) {
    leftOut.addAll(ids);
  }

  /**
   * Whether a decision that is not committed is worth proposing again: the server would take it by
   * now, or it is time to ask.
   */
  boolean isNews(Predicate<String> free) {
    Duration left = untilRetry(free);
    return dryRuns.isNews() || left != null && left.isZero();
  }

  /** Decisions that are not committed while the ledger is full of refused ones, and why. */
  Map<WorkloadId, Refusal> withheld() {
    return Map.copyOf(withheld);
  }

  /** How long until something that is withheld is worth another pass, null when nothing is. */
  @Nullable Duration untilRetry(Predicate<String> free) {
    return dryRuns.untilRetry(free);
  }

  void retryRefused(Predicate<String> namespaces) {
    dryRuns.retryRefused(namespaces);
  }

  /**
   * The changes among some that are not to be committed now, as far as that is known beforehand;
   * the server is asked where it may refuse. Withdrawals are always committed.
   */
  List<ProposedDecision> withhold(List<ProposedDecision> changes) {
    if (pending.openSize() == 0) {
      return List.of();
    }
    dryRuns.foresee();
    Map<String, Refusal> refusing = new HashMap<>();
    Set<Subject> waiting = new HashSet<>();
    refusing(refusing, waiting);
    List<ProposedDecision> kept = new ArrayList<>();
    for (ProposedDecision change : changes) {
      Refusal why =
          change.cause().equals(Entries.WITHDRAWN)
              ? null
              : foreseen(change, refusing, waiting.contains(change.subject()));
      if (why != null) {
        foreseen.put(change.id(), why);
        kept.add(change);
      }
    }
    return kept;
  }

  /** What keeps a change from being committed now, null when nothing does that is known. */
  private @Nullable Refusal foreseen(
      ProposedDecision change, Map<String, Refusal> refusing, boolean waiting) {
    Refusal known = waiting ? null : refusing.get(change.id().namespace());
    if (known != null) {
      return known;
    }
    long bytes = Batch.bytes(change);
    long all = pending.size() + bytes;
    if (pending.openSize() + bytes <= Batch.MAX_OPEN && all <= Batch.MAX_BYTES) {
      return null;
    }
    if (all > Batch.MOST_BYTES) {
      return dryRuns.full(change.id());
    }
    // Asked now, before anybody makes room for it.
    Map<WorkloadId, Refusal> why = new HashMap<>();
    return waiting || dryRuns.isTaken(change, why::put)
        ? null
        : why.getOrDefault(change.id(), DryRuns.FULL);
  }

  /**
   * Takes from what is proposed what is committed next, in one write; empty when nothing of it is.
   *
   * @param left without what is taken, and without what has no room now
   * @param freed what is not in one batch with each other; told of what is withheld
   */
  List<ProposedDecision> next(Deque<ProposedDecision> left, FreedRoom freed) {
    List<ProposedDecision> batch = new ArrayList<>();
    long open = pending.openSize();
    long all = pending.size();
    Map<String, Refusal> refusing = new HashMap<>();
    Set<Subject> waiting = new HashSet<>();
    refusing(refusing, waiting);
    while (!left.isEmpty() && batch.size() < Batch.MOST) {
      ProposedDecision change = left.element();
      if (freed.follows(change, batch) || freed.isKept(change)) {
        return batch;
      }
      long bytes = Batch.bytes(change);
      boolean always =
          change.cause().equals(Entries.WITHDRAWN) || waiting.contains(change.subject());
      Refusal known = always ? null : refusing.get(change.id().namespace());
      if (known != null) {
        left.remove();
        withheld.put(change.id(), known);
        freed.withheld(change);
      } else if (open == 0 && batch.isEmpty()
          || open + bytes <= Batch.MAX_OPEN && all + bytes <= Batch.MAX_BYTES) {
        batch.add(left.remove());
        if (!always) {
          dryRuns.needless(change.id().namespace());
        }
        open += bytes;
        all += bytes;
      } else if (!batch.isEmpty()) {
        return batch;
      } else {
        left.remove();
        if (all + bytes > Batch.MOST_BYTES) {
          withheld.put(change.id(), dryRuns.full(change.id()));
        } else if (always || dryRuns.isTaken(change, withheld::put)) {
          dryRuns.committed(change.id());
          return List.of(change);
        }
        freed.withheld(change);
      }
    }
    return batch;
  }

  /**
   * Namespaces that refuse, once what they refuse takes much room.
   *
   * @param waiting whose decision is refused: another one takes its place
   */
  private void refusing(Map<String, Refusal> refusing, Set<Subject> waiting) {
    long bytes = 0;
    for (Map.Entry<Entry, Refusal> e : refused.open().entrySet()) {
      Entry entry = e.getKey();
      bytes += pending.size(entry);
      refusing.put(entry.workload().namespace(), e.getValue());
      waiting.add(entry.workload());
    }
    if (bytes <= Batch.MAX_REFUSED) {
      refusing.clear();
    }
  }
}
