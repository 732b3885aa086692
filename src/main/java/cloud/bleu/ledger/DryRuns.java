package cloud.bleu.ledger;

import cloud.bleu.api.v1alpha1.Assignment;
import cloud.bleu.apiserver.NamespaceWrites;
import cloud.bleu.apiserver.Refusal;
import cloud.bleu.apiserver.Retries;
import cloud.bleu.placement.model.WorkloadId;
import java.time.Duration;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What the server would accept, asked by dry runs: once for each workload. A namespace that would
 * have refused is not asked again before a pause is over; the pause grows. Then as many questions
 * are asked there as the pause had seconds, eight at most; {@link NamespaceTurns} says for which
 * workloads. A workload that finds no room in the ledger, or cannot be asked for, is proposed anew
 * after such a pause of its own.
 */
final class DryRuns {

  /** Why a decision waits that finds no room, or that nobody can be asked about now. */
  static final Refusal FULL =
      new Refusal(
          0,
          Refusal.Source.Room,
          "the DecisionLedger",
          "it has no room beside the decisions that are not written yet");

  /** Questions after one pause, at most: a pass waits for each of them. */
  private static final int MOST = 8;

  /** How many answers are remembered from pass to pass, each for that long. */
  static final int MOST_TAKEN = 256;

  private static final Duration TAKEN = Duration.ofMinutes(5);

  /** One decision for a workload: others are proposed for it as long as none is committed. */
  private record Question(WorkloadId id, String uid, List<Assignment> assignments) {
    static Question of(ProposedDecision change) {
      return new Question(change.id(), change.uid(), change.assignments());
    }
  }

  /** Asks the server whether it would take a change: null, or what refuses it. */
  private final Function<ProposedDecision, @Nullable Refusal> asks;

  private final NamespaceWrites writes;

  /** Says what refused a write, null: nothing; throws when the server itself does not answer. */
  private final BiFunction<String, Supplier<Optional<Refusal>>, @Nullable Refusal> answers;

  /** Namespaces that would not have taken what they were asked for. */
  private final Retries<String, Refusal> notTaken;

  /** Workloads whose decision found no room, or could not be asked for. */
  private final Retries<WorkloadId, Refusal> notAsked;

  /** Whose turn it is in those namespaces, and in those that answer late. */
  private final NamespaceTurns turns = new NamespaceTurns();

  /**
   * What would be taken, and when the server said so, the longest ago first. It may wait for
   * another one that is answered later.
   */
  private final Map<Question, Long> taken = new LinkedHashMap<>();

  private final LongSupplier nanos;

  /** Workloads whose decision would be taken, where the answer came late. */
  private final Set<WorkloadId> news = new HashSet<>();

  /** Those of them that this pass could know of. */
  private final Set<WorkloadId> takenBefore = new HashSet<>();

  /** Whether it was asked what the next commit may take: that is one round of writes. */
  private boolean foresees;

  DryRuns(
      Function<ProposedDecision, @Nullable Refusal> asks,
      NamespaceWrites writes,
      BiFunction<String, Supplier<Optional<Refusal>>, @Nullable Refusal> answers,
      LongSupplier nanos) {
    this.asks = asks;
    this.writes = writes;
    this.answers = answers;
    this.nanos = nanos;
    this.notTaken = new Retries<>(nanos);
    this.notAsked = new Retries<>(nanos);
  }

  void clear() {
    notTaken.clear();
    notAsked.clear();
    turns.clear();
    taken.clear();
    news.clear();
    foresees = false;
  }

  /** It is asked what the next commit may take, once or often. */
  void foresee() {
    if (!foresees) {
      writes.begin();
    }
    foresees = true;
  }

  /** A new pass proposes everything anew. */
  void begin() {
    foresees = false;
    takenBefore.clear();
    takenBefore.addAll(news);
  }

  /**
   * The pass is over: what was not asked again is not proposed any more.
   *
   * @param full those that found no room in it
   */
  void end(Predicate<WorkloadId> full) {
    notTaken.refused().keySet().stream()
        .filter(namespace -> notTaken.isDue(namespace) && writes.isFree(namespace))
        .filter(namespace -> !turns.isAwaited(namespace, writes::isUnderWay))
        .toList()
        .forEach(notTaken::done);
    turns.end();
    notAsked.refused().keySet().stream()
        .filter(id -> !full.test(id))
        .toList()
        .forEach(notAsked::done);
    // What was answered meanwhile, too late for this pass, is for the next one.
    news.removeAll(takenBefore);
    Iterator<Question> eldest = taken.keySet().iterator();
    for (int more = taken.size() - MOST_TAKEN; more > 0; more--) {
      eldest.next();
      eldest.remove();
    }
  }

  /** Whether the server would take a decision by now that is not committed. */
  boolean isNews() {
    return !news.isEmpty();
  }

  /** How long until something is worth asking or proposing again, null when nothing is. */
  @Nullable Duration untilRetry(Predicate<String> free) {
    return Retries.sooner(notTaken.left(free), notAsked.left());
  }

  void retryRefused(Predicate<String> namespaces) {
    notTaken.retryRefused(namespaces);
    notAsked.retryRefused(id -> namespaces.test(id.namespace()));
    taken.keySet().removeIf(known -> namespaces.test(known.id().namespace()));
  }

  /** Something of a namespace is committed without a question: that need not wait any more. */
  void needless(String namespace) {
    notTaken.retryRefused(namespace::equals);
  }

  /**
   * Whether the server would take a change; false also while that is not known.
   *
   * @param withheld told why it would not, or cannot be asked
   */
  boolean isTaken(ProposedDecision change, Withheld withheld) {
    WorkloadId id = change.id();
    // What was taken waits as well once another one was refused.
    if (isKnown(change) && notTaken.isDue(id.namespace())) {
      return true;
    }
    turns.joins(id);
    if (!isNext(id) || !writes.isFree(id.namespace(), id)) {
      // Where nothing refuses it waits for others, and nobody tells when they are answered.
      Refusal last = last(id);
      withheld.because(id, last == null ? full(id) : last);
      return false;
    }
    turns.asked(id, writes::isUnderWay);
    writes.send(
        id.namespace(),
        id,
        () -> Optional.ofNullable(asks.apply(change)),
        answer -> answered(change, answer, withheld));
    if (isKnown(change)) {
      return true;
    }
    Refusal last = last(id);
    if (last != null) {
      withheld.because(id, last);
    }
    return false;
  }

  private boolean isKnown(ProposedDecision change) {
    Long since = taken.get(Question.of(change));
    return since != null && nanos.getAsLong() - since < TAKEN.toNanos();
  }

  /** Whether it is the turn of a workload. Where nothing refuses or is late, it is everybody's. */
  private boolean isNext(WorkloadId id) {
    String namespace = id.namespace();
    boolean late = writes.isLate(namespace);
    if (notTaken.why(namespace) == null && !late) {
      return true;
    }
    if (notTaken.isDue(namespace)) {
      int seconds = (int) notTaken.pause(namespace).toSeconds();
      turns.begin(id, late ? 1 : Math.max(1, Math.min(seconds, MOST)));
    }
    return turns.isNext(id, writes::isUnderWay);
  }

  /**
   * What was refused last in a namespace that refuses: the workload, or else another one; null
   * where nothing refuses.
   */
  private @Nullable Refusal last(WorkloadId id) {
    Refusal any = notTaken.why(id.namespace());
    Refusal own = turns.why(id);
    return any == null || own == null ? any : own;
  }

  /** Who is told of what is not committed. */
  interface Withheld {
    void because(WorkloadId id, Refusal why);
  }

  /** A decision that was taken into the ledger. */
  void committed(WorkloadId id) {
    forget(id);
    news.remove(id);
  }

  private void forget(WorkloadId id) {
    taken.keySet().removeIf(known -> known.id().equals(id));
  }

  private void answered(
      ProposedDecision change, Supplier<Optional<Refusal>> answer, Withheld withheld) {
    WorkloadId id = change.id();
    String namespace = id.namespace();
    Refusal why = answers.apply(namespace, answer);
    if (why == null) {
      notTaken.done(namespace);
      turns.leaves(id);
      taken.remove(Question.of(change));
      taken.put(Question.of(change), nanos.getAsLong());
      news.add(id);
      return;
    }
    forget(id);
    news.remove(id);
    turns.refused(id, why);
    withheld.because(id, why);
    // The questions of one turn are followed by one pause.
    if (notTaken.isDue(namespace)) {
      notTaken.refused(namespace, why);
    }
  }

  /** Nobody tells when there is room: it is proposed anew after a pause that grows. */
  Refusal full(WorkloadId id) {
    if (notAsked.isDue(id)) {
      notAsked.refused(id, FULL);
    }
    return FULL;
  }
}
