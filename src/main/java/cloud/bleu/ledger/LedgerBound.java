package cloud.bleu.ledger;

import cloud.bleu.api.v1alpha1.DecisionLedgerSpec.Entry;
import cloud.bleu.api.v1alpha1.DecisionLedgerSpec.Subject;
import cloud.bleu.apiserver.NamespaceWrites;
import cloud.bleu.apiserver.Refusal;
import cloud.bleu.apiserver.Retries;
import cloud.bleu.placement.model.WorkloadId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The room for decisions in the ledger, which is one object. A decision that is refused stays in
 * it. So while much is refused, a namespace that refuses gets no further decision, and of any other
 * one the server is asked first, by a dry run, whether it would take the WorkloadPlacement. What it
 * would not take is withheld: it is not committed, and is decided anew. So everybody else goes on,
 * and the ledger stays below its bound whatever refuses.
 */
final class LedgerBound {

  private static final Refusal FULL =
      new Refusal(
          0,
          Refusal.Source.Room,
          "the DecisionLedger",
          "it has no room beside the decisions that are not written yet");

  private final Pending pending;
  private final RefusedDecisions refused;
  private final PlacementWriter writer;
  private final NamespaceWrites writes;

  /** Says what refused a write, null: nothing; throws when the server itself does not answer. */
  private final BiFunction<String, Supplier<Optional<Refusal>>, @Nullable Refusal> answers;

  /** Namespaces that would not have taken what they were asked for. */
  private final Retries<String, Refusal> notTaken;

  /** Workloads whose decision found no room, or could not be asked for. */
  private final Retries<WorkloadId, Refusal> notAsked;

  /** Workloads whose decision would be taken, where the answer came late. */
  private final Set<WorkloadId> taken = new HashSet<>();

  /** Those of them that this pass could know of. */
  private final Set<WorkloadId> takenBefore = new HashSet<>();

  private final Map<WorkloadId, Refusal> withheld = new HashMap<>();

  LedgerBound(
      Pending pending,
      RefusedDecisions refused,
      PlacementWriter writer,
      NamespaceWrites writes,
      BiFunction<String, Supplier<Optional<Refusal>>, @Nullable Refusal> answers,
      LongSupplier nanos) {
    this.pending = pending;
    this.refused = refused;
    this.writer = writer;
    this.writes = writes;
    this.answers = answers;
    this.notTaken = new Retries<>(nanos);
    this.notAsked = new Retries<>(nanos);
  }

  void clear() {
    withheld.clear();
    notTaken.clear();
    notAsked.clear();
    taken.clear();
  }

  /** A new pass proposes everything anew. */
  void begin() {
    withheld.clear();
    takenBefore.clear();
    takenBefore.addAll(taken);
  }

  /** The pass is over: what was not asked again is not proposed any more. */
  void end() {
    notTaken.refused().keySet().stream()
        .filter(namespace -> notTaken.isDue(namespace) && writes.isFree(namespace))
        .toList()
        .forEach(notTaken::done);
    notAsked.refused().keySet().stream()
        .filter(id -> !FULL.equals(withheld.get(id)))
        .toList()
        .forEach(notAsked::done);
    // What was answered meanwhile, too late for this pass, is for the next one.
    taken.removeAll(takenBefore);
  }

  /** Whether the server would take a decision by now that is not committed. */
  boolean isNews() {
    return !taken.isEmpty();
  }

  /** Decisions that are not committed while the ledger is full of refused ones, and why. */
  Map<WorkloadId, Refusal> withheld() {
    return Map.copyOf(withheld);
  }

  /** How long until something that is withheld is worth another pass, null when nothing is. */
  @Nullable Duration untilRetry(Predicate<String> free) {
    Duration a = notTaken.left(free);
    Duration b = notAsked.left();
    return a == null || b != null && b.compareTo(a) < 0 ? b : a;
  }

  void hurry(Predicate<String> namespaces) {
    notTaken.hurry(namespaces);
    notAsked.hurry(id -> namespaces.test(id.namespace()));
  }

  /**
   * Takes from what is proposed what is committed next, in one write; empty when nothing of it is.
   *
   * @param left without what is taken, and without what has no room now
   * @param freed what is not in one batch with each other
   */
  List<Change> next(Deque<Change> left, FreedRoom freed) {
    List<Change> batch = new ArrayList<>();
    long open = pending.openSize();
    long all = pending.size();
    Map<String, Refusal> refusing = new HashMap<>();
    Set<Subject> waiting = new HashSet<>();
    refusing(refusing, waiting);
    while (!left.isEmpty() && batch.size() < Batch.MOST) {
      Change change = left.element();
      if (freed.follows(change, batch)) {
        return batch;
      }
      long bytes = Batch.bytes(change.assignments(), change.contingency());
      boolean always =
          change.cause().equals(Entries.WITHDRAWN) || waiting.contains(change.subject());
      Refusal known = always ? null : refusing.get(change.id().namespace());
      if (known != null) {
        left.remove();
        withheld.put(change.id(), known);
      } else if (open == 0 && batch.isEmpty()
          || open + bytes <= Batch.MAX_OPEN && all + bytes <= Batch.MAX_BYTES) {
        batch.add(left.remove());
        notTaken.done(change.id().namespace());
        open += bytes;
        all += bytes;
      } else if (!batch.isEmpty()) {
        return batch;
      } else {
        left.remove();
        if (all + bytes > Batch.MOST_BYTES) {
          noRoom(change);
        } else if (always || isTaken(change)) {
          taken.remove(change.id());
          return List.of(change);
        }
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
      bytes += Batch.bytes(entry.assignments(), entry.contingency());
      refusing.put(entry.workload().namespace(), e.getValue());
      waiting.add(entry.workload());
    }
    if (bytes <= Batch.MAX_REFUSED) {
      refusing.clear();
    }
  }

  /** Whether the server would take it; false also while that is not known. */
  private boolean isTaken(Change change) {
    String namespace = change.id().namespace();
    Refusal last = notTaken.refused().get(namespace);
    if (last != null && !notTaken.isDue(namespace)) {
      withheld.put(change.id(), last);
      return false;
    }
    if (!taken.contains(change.id())) {
      if (writes.isFree(namespace) && !writes.isUnderWay(change.id())) {
        writes.send(
            namespace,
            change.id(),
            () -> Optional.ofNullable(writer.ask(change)),
            answer -> answered(change.id(), answer));
      } else {
        noRoom(change);
      }
    }
    Refusal now = notTaken.refused().get(namespace);
    if (now != null) {
      withheld.put(change.id(), now);
    }
    return taken.contains(change.id());
  }

  private void answered(WorkloadId id, Supplier<Optional<Refusal>> answer) {
    Refusal why = answers.apply(id.namespace(), answer);
    if (why == null) {
      notTaken.done(id.namespace());
      taken.add(id);
    } else {
      notTaken.refused(id.namespace(), why);
      withheld.put(id, why);
    }
  }

  /** Nobody tells when there is room: it is proposed anew after a pause that grows. */
  private void noRoom(Change change) {
    notAsked.refused(change.id(), FULL);
    withheld.put(change.id(), FULL);
  }
}
