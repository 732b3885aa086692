package cloud.bleu.evidence.verification;

import cloud.bleu.evidence.chain.ChainFault;
import cloud.bleu.evidence.chain.ChainFault.Code;
import cloud.bleu.evidence.chain.ChainWalk.Placed;
import cloud.bleu.evidence.chain.DecisionText;
import cloud.bleu.evidence.chain.EntryKinds;
import cloud.bleu.evidence.chain.SignedAbsences;
import cloud.bleu.evidence.input.InputDocuments;
import cloud.bleu.evidence.verification.DecisionReplay.Made;
import cloud.bleu.placement.estate.ZoneRule;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Decides once more what a chain says was decided, pass by pass. While passes are decided on all
 * processors, the next ones are read.
 */
final class DecisionCheck implements AutoCloseable {

  /** Passes that one thread decides one after the other, since each remembers the one before. */
  private static final int IN_A_RUN = 8;

  /** Runs of passes that are being decided, or wait for that. */
  private static final int AT_ONCE = 8;

  /** Decisions that people get to read one by one. */
  private static final int MOST = 5;

  private final PassCheck check;
  private final ExecutorService processors;

  /** The last decision here of each workload. */
  private final Map<String, DecisionText> state = new HashMap<>();

  /** Decisions among them that no missing entry can have followed. */
  private final Map<String, DecisionText> known = new HashMap<>();

  private final Deque<Run> waiting = new ArrayDeque<>();
  private final List<Pass> run = new ArrayList<>();
  private final List<ChainFault> faults = new ArrayList<>();
  private final List<String> forgotten = new ArrayList<>();
  private final List<Lost> lost = new ArrayList<>();
  private final SortedMap<String, Long> notEvaluated = new TreeMap<>();
  private final List<Made> pass = new ArrayList<>();
  private final List<Long> numbers = new ArrayList<>();
  private @Nullable String root;
  private long lastSequence;
  private long replayed;
  private long releaseChecked;

  /**
   * @param maker of the rules that are not of the catalogue
   */
  DecisionCheck(InputDocuments documents, Function<ZoneRule.Making, ZoneRule> maker) {
    check = new PassCheck(documents, maker);
    processors =
        Executors.newFixedThreadPool(
            Runtime.getRuntime().availableProcessors(),
            task -> {
              Thread thread = new Thread(task, "verify");
              thread.setDaemon(true);
              return thread;
            });
  }

  /**
   * @param numbers of its entries, one for each decision
   * @param root digest of what it decided on
   */
  private record Pass(List<Long> numbers, String root, List<Made> made) {}

  private record Run(List<Pass> passes, Future<List<PassCheck.Outcome>> outcomes) {}

  /** Decisions of a pass whose documents are not all here. */
  private record Lost(List<Long> numbers, ChainFault fault) {}

  void entry(Placed placed) {
    if (placed.line().sequence() != lastSequence + 1) {
      hole();
    }
    lastSequence = placed.line().sequence();
    if (placed.line().fields().get("workload") == null) {
      return;
    }
    DecisionText decision;
    try {
      decision = DecisionText.of(placed.line());
    } catch (IllegalArgumentException e) {
      faults.add(
          new ChainFault(Code.LineUnreadable, placed.where(), "not a decision: " + e.getMessage()));
      return;
    }
    String named = placed.line().text("inputs", "");
    if (!named.equals(root)) {
      endPass();
      root = named;
    }
    numbers.add(placed.line().sequence());
    pass.add(
        new Made(
            placed.where(), decision, placed.line().time(), known.get(decision.id().toString())));
  }

  /** What is not here may have decided anything. */
  private void hole() {
    endPass();
    root = null;
    known.clear();
  }

  /** Ends a pass: what it decided is the state of the next one. */
  private void endPass() {
    if (pass.isEmpty()) {
      return;
    }
    List<Made> made = List.copyOf(pass);
    List<Long> entries = List.copyOf(numbers);
    pass.clear();
    numbers.clear();
    for (Made one : made) {
      state.put(one.decision().id().toString(), one.decision());
      known.put(one.decision().id().toString(), one.decision());
    }
    String digest = root;
    if (digest == null || digest.isEmpty()) {
      count("no inputs were recorded", made.size());
      return;
    }
    run.add(new Pass(entries, digest, made));
    if (run.size() >= IN_A_RUN) {
      endRun();
    }
  }

  private void endRun() {
    if (run.isEmpty()) {
      return;
    }
    List<Pass> passes = List.copyOf(run);
    run.clear();
    waiting.add(
        new Run(
            passes,
            processors.submit(
                () -> passes.stream().map(p -> check.of(p.root(), p.made())).toList())));
    if (waiting.size() >= AT_ONCE) {
      take(waiting.remove());
    }
  }

  private void take(Run done) {
    List<PassCheck.Outcome> outcomes;
    try {
      outcomes = done.outcomes().get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    }
    for (int i = 0; i < outcomes.size(); i++) {
      take(done.passes().get(i), outcomes.get(i));
    }
  }

  private void take(Pass one, PassCheck.Outcome outcome) {
    int decisions = one.made().size();
    if (outcome instanceof PassCheck.Outcome.Looked looked) {
      Set<String> wrong = new HashSet<>();
      looked.faults().forEach(f -> wrong.add(f.where()));
      long right = one.made().stream().filter(m -> !wrong.contains(m.where())).count();
      replayed += looked.ofThisEngine() ? right : 0;
      releaseChecked += looked.ofThisEngine() ? 0 : right;
      faults.addAll(looked.faults());
      forgotten.addAll(looked.forgotten());
    } else if (outcome instanceof PassCheck.Outcome.Missing missing) {
      lost.add(new Lost(one.numbers(), missing.fault()));
    } else if (outcome instanceof PassCheck.Outcome.Unreadable unreadable) {
      count("the inputs cannot be read here: " + unreadable.why(), decisions);
    }
  }

  /**
   * Ends the check.
   *
   * @param excuses what entries say of lost inputs
   */
  void end(SignedAbsences excuses) {
    endPass();
    endRun();
    while (!waiting.isEmpty()) {
      take(waiting.remove());
    }
    for (Lost one : lost) {
      // A pass that is committed in parts has its losses said in parts.
      List<Long> open =
          one.numbers().stream()
              .filter(
                  number ->
                      excuses.signed(EntryKinds.INPUTS_LOST, SignedAbsences.about(number, number))
                          == null)
              .toList();
      // What is changed was not lost.
      if (one.fault().code() == Code.InputMissing && open.isEmpty()) {
        count(
            "inputs were lost before they were exported, as the chain says", one.numbers().size());
      } else {
        long number = open.isEmpty() ? one.numbers().get(0) : open.get(0);
        faults.add(
            new ChainFault(
                one.fault().code(),
                one.fault().where(),
                one.fault().message()
                    + excuses.unsigned(
                        EntryKinds.INPUTS_LOST, SignedAbsences.about(number, number))));
      }
    }
  }

  private void count(String reason, int decisions) {
    notEvaluated.merge(reason, (long) decisions, Long::sum);
  }

  @Override
  public void close() {
    processors.shutdownNow();
  }

  int workloads() {
    return state.size();
  }

  int inForce() {
    return (int) state.values().stream().filter(d -> !d.withdrawn()).count();
  }

  long replayed() {
    return replayed;
  }

  long releaseChecked() {
    return releaseChecked;
  }

  SortedMap<String, Long> notEvaluated() {
    return notEvaluated;
  }

  /** What is no fault, as sentences. */
  List<String> remarks() {
    if (forgotten.isEmpty()) {
      return List.of();
    }
    int more = forgotten.size() - MOST;
    return List.of(
        "the operator knew fewer volumes of a StatefulSet than the chain has before the decision, as after a way back to an older operator: "
            + String.join(", ", forgotten.stream().limit(MOST).toList())
            + (more > 0 ? " and " + more + " more" : "")
            + "; replicas added since may have started on empty volumes, and formerOrdinals of the entry before says where the others are");
  }

  List<ChainFault> faults() {
    return faults;
  }
}
