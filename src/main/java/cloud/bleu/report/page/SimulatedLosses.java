package cloud.bleu.report.page;

import cloud.bleu.placement.Planner;
import cloud.bleu.placement.estate.Decision;
import cloud.bleu.placement.estate.Estate;
import cloud.bleu.placement.estate.Verdict;
import cloud.bleu.placement.model.Assignment;
import cloud.bleu.placement.model.LossSignal;
import cloud.bleu.placement.model.WorkloadId;
import cloud.bleu.placement.simulation.Drill;
import cloud.bleu.placement.simulation.DrillVerdict;
import cloud.bleu.placement.simulation.Loss;
import cloud.bleu.placement.simulation.RestState;
import cloud.bleu.placement.simulation.UnreportedLoss;
import cloud.bleu.placement.simulation.UnreportedLoss.Effect;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Each loss that has a name, simulated with decisions in force: the engine is asked once what it
 * decides then, as `bleu drill` asks it. It is about every workload, so that pages for several
 * readers need it once.
 */
public final class SimulatedLosses {
  private final List<Loss> losses;
  private final Map<SortedSet<String>, List<Answer>> answers = new HashMap<>();
  private final Map<SortedSet<String>, List<Effect>> unreported = new HashMap<>();

  /**
   * What a loss does to one workload.
   *
   * @param changes of counts by zone
   * @param breaches codes of enforced rules that fail then and did not before
   * @param tolerates what it still survives
   */
  record Answer(
      DrillVerdict verdict,
      List<PageLoss.Change> changes,
      List<String> breaches,
      List<Decision.Tolerance> tolerates) {}

  private SimulatedLosses(List<Loss> losses) {
    this.losses = losses;
  }

  /**
   * What each loss of an estate does, and what of it comes about while nobody reports it. It takes
   * a plan for each set of zones, and another one where their silence would tell of the loss.
   *
   * @param signals what would tell of the loss of each zone; one that has none is not looked at
   */
  public static SimulatedLosses of(
      Estate estate, List<Decision> decisions, Map<String, LossSignal> signals) {
    Estate before = RestState.running(estate, decisions);
    Map<WorkloadId, Decision> standing = new HashMap<>();
    decisions.forEach(d -> standing.put(d.id(), d));
    SimulatedLosses simulated = new SimulatedLosses(List.copyOf(Loss.all(before)));
    for (Loss loss : simulated.losses) {
      simulated.answers.computeIfAbsent(loss.zones(), zones -> answers(before, loss, standing));
      simulated.unreported.computeIfAbsent(
          loss.zones(), zones -> new UnreportedLoss(before, signals, zones).atOnce());
    }
    return simulated;
  }

  /** Zone by zone, then sites, regions, providers and hazards. */
  List<Loss> losses() {
    return losses;
  }

  /** What a loss does, the worst first. */
  List<Answer> answers(Loss loss) {
    return Objects.requireNonNull(answers.get(loss.zones()));
  }

  /** What becomes of each workload that has replicas in what is lost, while nobody reports it. */
  List<Effect> unreported(Loss loss) {
    return Objects.requireNonNull(unreported.get(loss.zones()));
  }

  private static List<Answer> answers(
      Estate before, Loss loss, Map<WorkloadId, Decision> standing) {
    List<Decision> after = Planner.decisions(loss.applied(before)).decisions();
    Map<WorkloadId, Decision> then = new HashMap<>();
    after.forEach(d -> then.put(d.id(), d));
    List<Answer> answers = new ArrayList<>();
    for (DrillVerdict verdict : Drill.of(before, loss, after).verdicts()) {
      Decision was = standing.get(verdict.id());
      Decision is = then.get(verdict.id());
      if (was != null && is != null) {
        answers.add(new Answer(verdict, changes(was, is), fresh(was, is), is.tolerates()));
      }
    }
    return List.copyOf(answers);
  }

  private static List<PageLoss.Change> changes(Decision was, Decision is) {
    TreeMap<String, int[]> counts = new TreeMap<>();
    for (Assignment a : was.assignments()) {
      counts.computeIfAbsent(a.zone(), z -> new int[2])[0] = a.replicas();
    }
    for (Assignment a : is.assignments()) {
      counts.computeIfAbsent(a.zone(), z -> new int[2])[1] = a.replicas();
    }
    List<PageLoss.Change> changes = new ArrayList<>();
    counts.forEach(
        (zone, of) -> {
          if (of[0] != of[1]) {
            changes.add(new PageLoss.Change(zone, of[0], of[1]));
          }
        });
    return changes;
  }

  /** Codes of violations that were not there before. */
  private static List<String> fresh(Decision was, Decision is) {
    Set<List<Object>> known = new HashSet<>();
    was.violations().forEach(v -> known.add(key(v)));
    Set<String> fresh = new TreeSet<>();
    is.violations().stream().filter(v -> !known.contains(key(v))).forEach(v -> fresh.add(v.code()));
    return List.copyOf(fresh);
  }

  private static List<Object> key(Verdict v) {
    return List.of(v.zone(), v.code(), v.rule(), String.valueOf(v.policy()));
  }
}
