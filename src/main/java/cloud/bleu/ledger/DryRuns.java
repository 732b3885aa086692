package cloud.bleu.ledger;

import cloud.bleu.apiserver.NamespaceWrites;
import cloud.bleu.apiserver.Refusal;
import cloud.bleu.apiserver.Retries;
import cloud.bleu.placement.model.WorkloadId;
import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What the server would take, asked by dry runs: once for a workload, and not again in a namespace
 * that would have refused before a pause is over, which grows. Then one question is asked there,
 * for who was not refused yet. So is who finds no room in the ledger, or cannot be asked for.
 */
final class DryRuns {

  /** Why a decision waits that finds no room, or that nobody can be asked about now. */
  static final Refusal FULL =
      new Refusal(
          0,
          Refusal.Source.Room,
          "the DecisionLedger",
          "it has no room beside the decisions that are not written yet");

  /** Asks the server whether it would take a change: null, or what refuses it. */
  private final Function<ProposedDecision, @Nullable Refusal> asks;

  private final NamespaceWrites writes;

  /** Says what refused a write, null: nothing; throws when the server itself does not answer. */
  private final BiFunction<String, Supplier<Optional<Refusal>>, @Nullable Refusal> answers;

  /** Namespaces that would not have taken what they were asked for. */
  private final Retries<String, Refusal> notTaken;

  /** Workloads whose decision found no room, or could not be asked for. */
  private final Retries<WorkloadId, Refusal> notAsked;

  /** Whose turn it is in those namespaces. */
  private final NamespaceTurns turns = new NamespaceTurns();

  /** Namespaces that were not asked in this pass, because their pause was not over. */
  private final Set<String> early = new HashSet<>();

  /** Workloads whose decision would be taken, where the answer came late. */
  private final Set<WorkloadId> taken = new HashSet<>();

  /** Those of them that this pass could know of. */
  private final Set<WorkloadId> takenBefore = new HashSet<>();

  DryRuns(
      Function<ProposedDecision, @Nullable Refusal> asks,
      NamespaceWrites writes,
      BiFunction<String, Supplier<Optional<Refusal>>, @Nullable Refusal> answers,
      LongSupplier nanos) {
    this.asks = asks;
    this.writes = writes;
    this.answers = answers;
    this.notTaken = new Retries<>(nanos);
    this.notAsked = new Retries<>(nanos);
  }

  void clear() {
    notTaken.clear();
    notAsked.clear();
    turns.clear();
    early.clear();
    taken.clear();
  }

  /** A new pass proposes everything anew. */
  void begin() {
    takenBefore.clear();
    takenBefore.addAll(taken);
  }

  /**
   * The pass is over: what was not asked again is not proposed any more.
   *
   * @param full those that found no room in it
   */
  void end(Predicate<WorkloadId> full) {
    notTaken.refused().keySet().stream()
        .filter(namespace -> notTaken.isDue(namespace) && writes.isFree(namespace))
        .filter(namespace -> !early.contains(namespace))
        .toList()
        .forEach(this::unasked);
    turns.end();
    notAsked.refused().keySet().stream()
        .filter(id -> !full.test(id))
        .toList()
        .forEach(notAsked::done);
    early.clear();
    // What was answered meanwhile, too late for this pass, is for the next one.
    taken.removeAll(takenBefore);
  }

  /** Nobody was asked for in a namespace whose time had come. */
  private void unasked(String namespace) {
    if (!turns.isYielding(namespace)) {
      notTaken.done(namespace);
    }
    // Those that somebody let go first are not proposed any more: it is that one's turn.
    turns.over(namespace);
  }

  /** Whether the server would take a decision by now that is not committed. */
  boolean isNews() {
    return !taken.isEmpty();
  }

  /** How long until something is worth asking or proposing again, null when nothing is. */
  @Nullable Duration untilRetry(Predicate<String> free) {
    Duration a = notTaken.left(free);
    Duration b = notAsked.left();
    return a == null || b != null && b.compareTo(a) < 0 ? b : a;
  }

  void hurry(Predicate<String> namespaces) {
    notTaken.hurry(namespaces);
    notAsked.hurry(id -> namespaces.test(id.namespace()));
  }

  /** Something of a namespace is committed without a question. */
  void needless(String namespace) {
    notTaken.done(namespace);
    turns.over(namespace);
  }

  /**
   * What keeps a decision for a workload from being asked for or taken now; null: nothing known.
   */
  @Nullable Refusal foreseen(WorkloadId id) {
    Refusal last = early(id);
    if (last != null) {
      return last;
    }
    if (notTaken.refused().containsKey(id.namespace()) && turns.yields(id)) {
      return turns.why(id);
    }
    if (taken.contains(id) || writes.isFree(id.namespace(), id)) {
      return null;
    }
    return notTaken.refused().getOrDefault(id.namespace(), full(id));
  }

  /**
   * Whether the server would take a change; false also while that is not known.
   *
   * @param withheld told why it would not, or cannot be asked
   */
  boolean isTaken(ProposedDecision change, Withheld withheld) {
    WorkloadId id = change.id();
    if (!taken.contains(id) || early(id) != null) {
      Refusal why = foreseen(id);
      if (why != null) {
        withheld.because(id, why);
        return false;
      }
      writes.send(
          id.namespace(),
          id,
          () -> Optional.ofNullable(asks.apply(change)),
          answer -> answered(id, answer, withheld));
    }
    Refusal now = notTaken.refused().get(id.namespace());
    if (now != null) {
      withheld.because(id, now);
    }
    return taken.contains(id);
  }

  /** Who is told of what is not committed. */
  interface Withheld {
    void because(WorkloadId id, Refusal why);
  }

  /** A decision that was taken into the ledger. */
  void committed(WorkloadId id) {
    taken.remove(id);
  }

  private void answered(WorkloadId id, Supplier<Optional<Refusal>> answer, Withheld withheld) {
    Refusal why = answers.apply(id.namespace(), answer);
    if (why == null) {
      notTaken.done(id.namespace());
      turns.over(id.namespace());
      taken.add(id);
    } else {
      notTaken.refused(id.namespace(), why);
      turns.refused(id, why);
      withheld.because(id, why);
    }
  }

  /** Why a namespace would not take anything, if it is too early to ask it again; else null. */
  private @Nullable Refusal early(WorkloadId id) {
    String namespace = id.namespace();
    Refusal last = notTaken.refused().get(namespace);
    if (last == null || notTaken.isDue(namespace)) {
      return null;
    }
    early.add(namespace);
    turns.waits(id);
    Refusal own = turns.why(id);
    return own == null ? last : own;
  }

  /** Nobody tells when there is room: it is proposed anew after a pause that grows. */
  Refusal full(WorkloadId id) {
    if (notAsked.isDue(id)) {
      notAsked.refused(id, FULL);
    }
    return FULL;
  }
}
