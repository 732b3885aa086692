package cloud.bleu.ledger;

import cloud.bleu.api.v1alpha1.DecisionLedgerSpec.Entry;
import cloud.bleu.apiserver.Refusal;
import cloud.bleu.apiserver.Retries;
import cloud.bleu.placement.model.WorkloadId;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Decisions whose WorkloadPlacement the API server refuses: why, and when each is tried again. They
 * stay in the ledger, and hold their room, until they are written or another decision takes their
 * place.
 */
final class RefusedDecisions {

  private final PendingEntries pending;

  /** Committed and never written, by sequence. */
  private final Retries<Long, Refusal> notWritten;

  /** Written once, and changed by somebody since. */
  private final Retries<WorkloadId, Refusal> notRestored;

  /** Written once, and seen to be otherwise: to be written again, as soon as that can be tried. */
  private final Set<WorkloadId> toRestore = new HashSet<>();

  /** Namespaces of which nobody answers while the server answers otherwise. */
  private final Retries<String, Refusal> silent;

  private volatile Map<WorkloadId, Refusal> all = Map.of();

  RefusedDecisions(PendingEntries pending, LongSupplier nanos) {
    this.pending = pending;
    this.notWritten = new Retries<>(nanos);
    this.notRestored = new Retries<>(nanos);
    this.silent = new Retries<>(nanos);
  }

  /** Forgets why anything was refused: each is tried again. */
  void clear() {
    notWritten.clear();
    toRestore.addAll(notRestored.refused().keySet());
    notRestored.clear();
  }

  /** Whether to write a decision now. */
  boolean isDue(Entry entry) {
    return notWritten.isDue(entry.sequence()) && silent.isDue(namespace(entry));
  }

  /** Whether to write in a namespace now. */
  boolean isDue(String namespace) {
    return silent.isDue(namespace);
  }

  /** Decisions that are not written, and why. */
  Map<Entry, Refusal> open() {
    Map<Entry, Refusal> open = new LinkedHashMap<>();
    Map<Long, Refusal> own = notWritten.refused();
    Map<String, Refusal> ofNamespaces = silent.refused();
    for (Entry entry : pending.open()) {
      Refusal why = own.getOrDefault(entry.sequence(), ofNamespaces.get(namespace(entry)));
      if (why != null) {
        open.put(entry, why);
      }
    }
    return open;
  }

  void refused(Entry entry, Refusal refusal) {
    notWritten.refused(entry.sequence(), refusal);
  }

  /** A decision is written. What refused it may have refused others of its namespace. */
  void written(Entry entry) {
    if (notWritten.done(entry.sequence())) {
      retryRefused(namespace(entry)::equals);
    }
  }

  /** Another decision has taken the place of this one. */
  void superseded(Entry entry) {
    notWritten.done(entry.sequence());
  }

  /**
   * Nobody answers about this namespace: it is asked again after a pause that grows. Several writes
   * that were sent at once are one question.
   */
  void silent(String namespace, Refusal refusal) {
    if (silent.isDue(namespace)) {
      silent.refused(namespace, refusal);
    }
  }

  /** The server has answered about this namespace, whatever it said. */
  void answered(String namespace) {
    silent.done(namespace);
  }

  /** How long ago a decision was refused; the longest for one that never was. */
  long age(Entry entry) {
    return notWritten.age(entry.sequence());
  }

  /** How long ago a placement was refused to be as decided; the longest for one that never was. */
  long age(WorkloadId id) {
    return notRestored.age(id);
  }

  /** Takes note that a WorkloadPlacement is not as it was written. */
  void toRestore(WorkloadId id) {
    toRestore.add(id);
  }

  /** Whether one is to be written again as it was. */
  boolean isToRestore(WorkloadId id) {
    return toRestore.contains(id);
  }

  /**
   * What came of writing again what somebody changed.
   *
   * @param refusal null when it is as decided
   */
  void restored(WorkloadId id, @Nullable Refusal refusal) {
    toRestore.remove(id);
    if (refusal != null) {
      notRestored.refused(id, refusal);
    } else if (notRestored.done(id)) {
      retryRefused(id.namespace()::equals);
    }
  }

  /** Workloads whose placement is to be written again now, in the order of their names. */
  List<WorkloadId> dueToRestore() {
    return Stream.concat(
            toRestore.stream(), notRestored.refused().keySet().stream().filter(notRestored::isDue))
        .distinct()
        .filter(id -> silent.isDue(id.namespace()))
        .sorted()
        .toList();
  }

  /**
   * How long until something is tried again, null when nothing is refused.
   *
   * @param free workloads of which a write could be sent now: of others an answer is awaited
   */
  @Nullable Duration untilRetry(Predicate<WorkloadId> free) {
    Set<Long> refused = notWritten.refused().keySet();
    Set<String> ofNamespaces = silent.refused().keySet();
    Stream<Duration> decisions =
        pending.open().stream()
            .filter(e -> free.test(Entries.id(e)))
            .filter(e -> refused.contains(e.sequence()) || ofNamespaces.contains(namespace(e)))
            .map(e -> longer(notWritten.left(e.sequence()), silent.left(namespace(e))));
    Stream<Duration> restores =
        Stream.concat(toRestore.stream(), notRestored.refused().keySet().stream())
            .filter(free)
            .map(id -> longer(untilRestored(id), silent.left(id.namespace())));
    return Stream.concat(decisions, restores).min(Duration::compareTo).orElse(null);
  }

  /** What was changed since it was refused does not wait. */
  private Duration untilRestored(WorkloadId id) {
    return toRestore.contains(id) ? Duration.ZERO : notRestored.left(id);
  }

  private static Duration longer(Duration a, Duration b) {
    return a.compareTo(b) < 0 ? b : a;
  }

  /** Makes everything due that is in some namespaces. */
  void retryRefused(Predicate<String> namespaces) {
    Set<Long> sequences = new HashSet<>();
    for (Entry entry : pending.open()) {
      if (namespaces.test(namespace(entry))) {
        sequences.add(entry.sequence());
      }
    }
    notWritten.retryRefused(sequences::contains);
    notRestored.retryRefused(id -> namespaces.test(id.namespace()));
    silent.retryRefused(namespaces);
  }

  /**
   * Takes down what {@link #all()} says from now on.
   *
   * @param withheld decisions that are not committed, and why
   */
  void publish(Map<WorkloadId, Refusal> withheld) {
    Map<WorkloadId, Refusal> now = new HashMap<>(withheld);
    now.putAll(notRestored.refused());
    open().forEach((e, why) -> now.put(Entries.id(e), why));
    all = Map.copyOf(now);
    forget();
  }

  /** Forgets namespaces in which nothing waits any more: nobody asks whether they are silent. */
  private void forget() {
    Set<String> idle = new HashSet<>(silent.refused().keySet());
    if (!idle.isEmpty()) {
      pending.open().forEach(e -> idle.remove(namespace(e)));
      toRestore.forEach(id -> idle.remove(id.namespace()));
      notRestored.refused().keySet().forEach(id -> idle.remove(id.namespace()));
      idle.forEach(silent::done);
    }
  }

  /** Why the placement of a workload is not as decided. May be asked by any thread. */
  Map<WorkloadId, Refusal> all() {
    return all;
  }

  private static String namespace(Entry entry) {
    return entry.workload().namespace();
  }
}
