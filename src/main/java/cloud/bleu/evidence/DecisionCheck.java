package cloud.bleu.evidence;

import cloud.bleu.evidence.ChainWalk.Placed;
import cloud.bleu.evidence.Fault.Code;
import cloud.bleu.evidence.InputReader.Read;
import cloud.bleu.evidence.Rederivation.Made;
import cloud.bleu.placement.ZoneRule;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Decides once more what a chain says was decided, pass by pass. */
final class DecisionCheck {

  /** Passes that are decided at once, on all processors. */
  private static final int AT_ONCE = 64;

  private final InputReader inputs;
  private final Map<String, DecisionText> state = new HashMap<>();
  private final List<Pass> waiting = new ArrayList<>();
  private final List<Fault> faults = new ArrayList<>();
  private final List<Lost> lost = new ArrayList<>();
  private final SortedMap<String, Long> notEvaluated = new TreeMap<>();
  private final List<Made> pass = new ArrayList<>();
  private @Nullable String root;
  private long rederived;
  private long rechecked;

  DecisionCheck(Path directory, Function<ZoneRule.Making, ZoneRule> maker) {
    inputs = new InputReader(directory, maker);
  }

  private record Pass(Read read, List<Made> made) {}

  /** Decisions of a pass whose documents are not all here. */
  private record Lost(long sequence, int decisions, Fault fault) {}

  private long firstOfPass;

  void entry(Placed placed) {
    if (placed.line().fields().get("workload") == null) {
      return;
    }
    DecisionText decision;
    try {
      decision = DecisionText.of(placed.line());
    } catch (IllegalArgumentException | ArithmeticException e) {
      faults.add(
          new Fault(Code.LineUnreadable, placed.where(), "not a decision: " + e.getMessage()));
      return;
    }
    String named = placed.line().text("inputs", "");
    if (!named.equals(root)) {
      close();
      root = named;
      firstOfPass = placed.line().sequence();
    }
    pass.add(new Made(placed.where(), decision, state.get(decision.id().toString())));
  }

  /** Ends a pass: what it decided is the state of the next one. */
  private void close() {
    if (pass.isEmpty()) {
      return;
    }
    List<Made> made = List.copyOf(pass);
    pass.clear();
    made.forEach(m -> state.put(m.decision().id().toString(), m.decision()));
    String digest = root;
    if (digest == null || digest.isEmpty()) {
      count("no inputs were recorded", made.size());
      return;
    }
    try {
      waiting.add(new Pass(inputs.read(digest), made));
    } catch (InputReader.NotHereException e) {
      lost.add(
          new Lost(
              firstOfPass,
              made.size(),
              new Fault(e.code(), made.get(0).where(), String.valueOf(e.getMessage()))));
    } catch (IOException | IllegalArgumentException e) {
      count("the inputs cannot be read here: " + e.getMessage(), made.size());
    }
    if (waiting.size() >= AT_ONCE) {
      decide();
    }
  }

  private void decide() {
    List<List<Fault>> found =
        waiting.parallelStream()
            .map(
                p ->
                    p.read().ofThisEngine()
                        ? Rederivation.check(p.read().estate(), p.made())
                        : Recheck.check(p.read().estate(), p.made()))
            .toList();
    for (int i = 0; i < waiting.size(); i++) {
      Pass one = waiting.get(i);
      long right =
          one.made().stream()
              .filter(
                  m ->
                      found.stream()
                          .flatMap(List::stream)
                          .noneMatch(f -> f.where().equals(m.where())))
              .count();
      if (one.read().ofThisEngine()) {
        rederived += right;
      } else {
        rechecked += right;
      }
      faults.addAll(found.get(i));
    }
    waiting.clear();
  }

  /**
   * Ends the check.
   *
   * @param explaining entries that say what was lost
   */
  void end(List<ChainLine> explaining) {
    close();
    decide();
    for (Lost one : lost) {
      boolean said =
          explaining.stream()
              .anyMatch(
                  l ->
                      l.kind().equals(Kinds.INPUTS_LOST)
                          && l.number("from") <= one.sequence()
                          && l.number("to") >= one.sequence());
      if (said) {
        count("inputs were lost before they were exported, as the chain says", one.decisions());
      } else {
        faults.add(one.fault());
      }
    }
  }

  private void count(String reason, int decisions) {
    notEvaluated.merge(reason, (long) decisions, Long::sum);
  }

  int workloads() {
    return state.size();
  }

  int inForce() {
    return (int) state.values().stream().filter(d -> !d.withdrawn()).count();
  }

  long rederived() {
    return rederived;
  }

  long rechecked() {
    return rechecked;
  }

  SortedMap<String, Long> notEvaluated() {
    return notEvaluated;
  }

  List<Fault> faults() {
    return faults;
  }
}
