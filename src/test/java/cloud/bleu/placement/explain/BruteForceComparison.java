package cloud.bleu.placement.explain;

import static org.junit.jupiter.api.Assertions.assertEquals;

import cloud.bleu.placement.BruteForce;
import cloud.bleu.placement.Neighbourhood;
import cloud.bleu.placement.Planner;
import cloud.bleu.placement.check.Checker;
import cloud.bleu.placement.check.Finding;
import cloud.bleu.placement.estate.Decision;
import cloud.bleu.placement.estate.Estate;
import cloud.bleu.placement.estate.Plan;
import cloud.bleu.placement.estate.Workload;
import cloud.bleu.placement.model.Assignment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * Compares what the planner proposes, before anything is fenced off, with the checker and with
 * brute force: no finding, and no refusal where a placement exists. Counts what it saw.
 */
public final class BruteForceComparison {
  private final List<String> failures = new ArrayList<>();
  private int plans;
  private int refused;
  private int incomparable;
  private int misses;
  private int placings;
  private int greedyMisses;

  public void fail(String failure) {
    failures.add(failure);
  }

  /**
   * Counts for each workload, by itself in the empty estate, whether the greedy ways miss a
   * placement that the exact search finds.
   */
  public void greedy(Estate e) {
    if (e.workloads().isEmpty() || !e.placements().isEmpty()) {
      return;
    }
    LoadedEstate session = new LoadedEstate(e);
    for (int w = 0; w < e.workloads().size(); w++) {
      if (session.places(w)) {
        placings++;
        greedyMisses += session.placesGreedily(w) ? 0 : 1;
      }
    }
  }

  /**
   * No finding, and no refusal where brute force finds a placement.
   *
   * @param replay asked for where something fails: to write an estate out costs as much as a plan
   */
  public Plan judge(Supplier<String> replay, Estate e) {
    plans++;
    Plan plan;
    try {
      plan = Planner.propose(e, Map.of());
    } catch (RuntimeException bug) {
      failures.add(replay.get() + " threw " + bug + " at " + bug.getStackTrace()[0]);
      return new Plan(List.of(), List.of());
    }
    List<Finding> findings = Checker.check(e, plan);
    if (!findings.isEmpty()) {
      failures.add(replay.get() + " found " + findings);
    }
    for (Workload w : e.workloads()) {
      Decision d = Neighbourhood.decision(plan, w.id());
      int placed = d.assignments().stream().mapToInt(Assignment::replicas).sum();
      if (placed < w.replicas() && d.missing() > 0) {
        refused(replay, e, plan, w, placed);
      }
    }
    return plan;
  }

  private void refused(Supplier<String> replay, Estate e, Plan plan, Workload w, int placed) {
    refused++;
    Neighbourhood around = new Neighbourhood(e, plan);
    int[] had = around.had(w);
    int running = Arrays.stream(had).sum();
    if (around.moves(w) || around.inCycle(w)) {
      incomparable++;
      return;
    }
    BruteForce force = new BruteForce(e, w, had, around.of(w));
    int least = running == 0 ? w.replicas() : Math.max(placed, running) + 1;
    for (int n = w.replicas(); n >= least; n--) {
      BruteForce.Found found = force.find(n);
      if (found != null) {
        misses++;
        failures.add(
            replay.get()
                + " missed "
                + w.id()
                + ": "
                + n
                + " fit as "
                + Arrays.toString(found.counts())
                + ", the planner says "
                + Neighbourhood.decision(plan, w.id()).outcome());
        return;
      }
    }
  }

  /** Prints the counts, and fails with an example of each kind of failure. */
  public void report(String what) {
    String greedy =
        placings == 0
            ? ""
            : ", the greedy ways missed %d of %d placements, all repaired by the exact search"
                .formatted(greedyMisses, placings);
    System.out.printf(
        "%s: %d plans, %d refusals, of which %d not comparable with brute force, %d missed%s,"
            + " failures %d%n",
        what, plans, refused, incomparable, misses, greedy, failures.size());
    Map<String, List<String>> kinds = new TreeMap<>();
    for (String f : failures) {
      String kind =
          f.replaceFirst(".*? (found|missed|threw|another|second|.later.|a newcomer)", "$1");
      kind = kind.replaceAll("default/\\w+|zone|z\\d|[^A-Za-z ]", "");
      kinds
          .computeIfAbsent(kind.substring(0, Math.min(28, kind.length())), k -> new ArrayList<>())
          .add(f);
    }
    StringBuilder text = new StringBuilder();
    kinds.forEach(
        (kind, all) -> {
          String example = all.stream().min(Comparator.comparing(String::length)).orElseThrow();
          text.append(all.size()).append(" x ").append(example).append('\n');
        });
    assertEquals("", text.toString(), failures.size() + " failures");
  }
}
