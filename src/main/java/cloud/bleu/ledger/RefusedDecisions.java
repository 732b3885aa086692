package cloud.bleu.ledger;

import cloud.bleu.api.v1alpha1.DecisionLedgerSpec.Entry;
import cloud.bleu.api.v1alpha1.DecisionLedgerSpec.Subject;
import cloud.bleu.placement.WorkloadId;
import cloud.bleu.refusal.Refusal;
import cloud.bleu.refusal.Retries;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Decisions whose WorkloadPlacement the API server refuses: why, and when each is tried again. They
 * stay in the ledger, and hold their room, until they are written or another decision takes their
 * place.
 */
final class RefusedDecisions {

  private final Pending pending;

  /** Committed and never written, by sequence. */
  private final Retries<Long, Refusal> notWritten;

  /** Written once, and changed by somebody since. */
  private final Retries<WorkloadId, Refusal> notRestored;

  /** Not committed, while the ledger is full of those that are refused. */
  private final Map<WorkloadId, Refusal> withheld = new HashMap<>();

  private volatile Map<WorkloadId, Refusal> all = Map.of();

  RefusedDecisions(Pending pending, LongSupplier nanos) {
    this.pending = pending;
    this.notWritten = new Retries<>(nanos);
    this.notRestored = new Retries<>(nanos);
  }

  /** Forgets everything: each is tried again. */
  void clear() {
    notWritten.clear();
    notRestored.clear();
    withheld.clear();
  }

  /** Whether to write a decision now. */
  boolean isDue(Entry entry) {
    return notWritten.isDue(entry.sequence());
  }

  void refused(Entry entry, Refusal refusal) {
    notWritten.refused(entry.sequence(), refusal);
  }

  /** A decision is written. What refused it may have refused others of its namespace. */
  void written(Entry entry) {
    if (notWritten.done(entry.sequence())) {
      hurry(entry.workload().namespace()::equals);
    }
  }

  /** Another decision has taken the place of this one. */
  void superseded(Entry entry) {
    notWritten.done(entry.sequence());
  }

  /**
   * What came of writing again what somebody changed.
   *
   * @param refusal null when it is as decided
   */
  void restored(WorkloadId id, @Nullable Refusal refusal) {
    if (refusal != null) {
      notRestored.refused(id, refusal);
    } else if (notRestored.done(id)) {
      hurry(id.namespace()::equals);
    }
  }

  /** Workloads whose placement is to be written again now. */
  List<WorkloadId> dueToRestore() {
    return notRestored.refused().keySet().stream().filter(notRestored::isDue).toList();
  }

  /** A new pass proposes everything anew. */
  void begin() {
    withheld.clear();
  }

  /**
   * What may be committed of what is proposed. The ledger is one object and has room for some
   * hundreds of decisions: beyond a bound the namespaces that refuse get no further one, so that
   * all others go on.
   */
  List<Change> admitted(List<Change> proposed) {
    Map<Long, Refusal> why = notWritten.refused();
    long bytes = 0;
    Map<String, Refusal> refusing = new HashMap<>();
    Set<Subject> open = new HashSet<>();
    for (Entry entry : pending.open()) {
      Refusal refusal = why.get(entry.sequence());
      if (refusal != null) {
        bytes += Batch.bytes(entry.assignments(), entry.contingency());
        refusing.put(entry.workload().namespace(), refusal);
        open.add(entry.workload());
      }
    }
    if (bytes <= Batch.MAX_REFUSED) {
      return proposed;
    }
    List<Change> admitted = new ArrayList<>();
    for (Change change : proposed) {
      Refusal refusal = refusing.get(change.id().namespace());
      if (refusal == null
          || change.cause().equals(Entries.WITHDRAWN)
          || open.contains(change.subject())) {
        admitted.add(change);
      } else {
        withheld.put(change.id(), refusal);
      }
    }
    return admitted;
  }

  /** How long until something is tried again, null when nothing is refused. */
  @Nullable Duration untilRetry() {
    Duration a = notWritten.left();
    Duration b = notRestored.left();
    return a == null || b != null && b.compareTo(a) < 0 ? b : a;
  }

  /** Makes everything due that is in some namespaces. */
  void hurry(Predicate<String> namespaces) {
    Set<Long> sequences = new HashSet<>();
    for (Entry entry : pending.open()) {
      if (namespaces.test(entry.workload().namespace())) {
        sequences.add(entry.sequence());
      }
    }
    notWritten.hurry(sequences::contains);
    notRestored.hurry(id -> namespaces.test(id.namespace()));
  }

  /** Takes down what {@link #all()} says from now on. */
  void publish() {
    Map<WorkloadId, Refusal> now = new HashMap<>(withheld);
    now.putAll(notRestored.refused());
    Map<Long, Refusal> why = notWritten.refused();
    for (Entry entry : pending.open()) {
      Refusal refusal = why.get(entry.sequence());
      if (refusal != null) {
        now.put(new WorkloadId(entry.workload().namespace(), entry.workload().name()), refusal);
      }
    }
    all = Map.copyOf(now);
  }

  /** Why the placement of a workload is not as decided. May be asked by any thread. */
  Map<WorkloadId, Refusal> all() {
    return all;
  }
}
