package cloud.bleu.report.page;

import cloud.bleu.placement.Planner;
import cloud.bleu.placement.estate.Decision;
import cloud.bleu.placement.estate.Estate;
import cloud.bleu.placement.estate.HubLoss;
import cloud.bleu.placement.estate.Verdict;
import cloud.bleu.placement.model.Assignment;
import cloud.bleu.placement.model.WorkloadId;
import cloud.bleu.placement.simulation.BrokenTerm;
import cloud.bleu.placement.simulation.Drill;
import cloud.bleu.placement.simulation.DrillOutcome;
import cloud.bleu.placement.simulation.DrillVerdict;
import cloud.bleu.placement.simulation.Loss;
import cloud.bleu.placement.simulation.RestState;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Each loss that has a name, simulated with what the page shows in force: the engine is asked once
 * what it decides then, as `bleu drill` asks it.
 */
final class LossRows {
  private final Estate before;
  private final HubLoss hub;
  private final Map<WorkloadId, Decision> decisions = new TreeMap<>();
  private final ShownNames names;
  private final WorkloadRows workloads;
  private final Map<SortedSet<String>, Outcome> simulated = new HashMap<>();
  private final Set<String> ids = new TreeSet<>();

  LossRows(Estate estate, List<Decision> decisions, ShownNames names, WorkloadRows workloads) {
    this.before = RestState.running(estate, decisions);
    this.hub = new HubLoss(estate);
    decisions.forEach(d -> this.decisions.put(d.id(), d));
    this.names = names;
    this.workloads = workloads;
  }

  /** What the loss of some zones does to the workloads that are shown. */
  private record Outcome(
      int lost,
      int moves,
      int missing,
      int broken,
      int unprotected,
      int breaches,
      List<Page.Survival> survives,
      List<PageLoss.Effect> effects) {}

  List<PageLoss> rows() {
    return Loss.all(before).stream().map(this::row).toList();
  }

  private PageLoss row(Loss loss) {
    Outcome outcome = simulated.get(loss.zones());
    if (outcome == null) {
      outcome = outcome(loss);
      simulated.put(loss.zones(), outcome);
    }
    return new PageLoss(
        id(loss),
        loss.scope().name(),
        loss.value(),
        List.copyOf(loss.zones()),
        outcome.lost(),
        outcome.moves(),
        outcome.missing(),
        outcome.broken(),
        outcome.unprotected(),
        outcome.breaches(),
        outcome.survives(),
        outcome.effects(),
        workloads.reason(hub.takes(loss.zones()) ? hub.reason() : null));
  }

  /** {@code lose-ct-az05} for a zone, {@code lose-site-par7s} for others; each once. */
  private String id(Loss loss) {
    String typed = loss.typed();
    String text =
        (typed.startsWith("zone/") ? loss.value() : typed.replace('/', '-'))
            .toLowerCase(Locale.ROOT)
            .replaceAll("[^a-z0-9-]+", "-");
    String id = "lose-" + text;
    for (int i = 2; !ids.add(id); i++) {
      id = "lose-" + text + "-" + i;
    }
    return id;
  }

  private Outcome outcome(Loss loss) {
    List<Decision> after = Planner.plan(loss.applied(before)).decisions();
    Map<WorkloadId, Decision> then = new HashMap<>();
    after.forEach(d -> then.put(d.id(), d));
    List<PageLoss.Effect> effects = new ArrayList<>();
    int lost = 0;
    int moves = 0;
    int missing = 0;
    int broken = 0;
    int unprotected = 0;
    int breaches = 0;
    for (DrillVerdict verdict : Drill.of(before, loss, after).verdicts()) {
      Decision was = decisions.get(verdict.id());
      Decision is = then.get(verdict.id());
      if (!names.isShown(verdict.id()) || was == null || is == null) {
        continue;
      }
      List<PageLoss.Change> changes = changes(was, is);
      Set<String> fresh = fresh(was, is);
      lost += verdict.lost();
      moves += moves(changes);
      missing += verdict.missing();
      broken += verdict.outcome() == DrillOutcome.Breaches ? 1 : 0;
      unprotected += verdict.outcome() == DrillOutcome.Unprotected ? 1 : 0;
      breaches += fresh.isEmpty() ? 0 : 1;
      if (verdict.outcome() != DrillOutcome.NotConcerned
          || !changes.isEmpty()
          || !fresh.isEmpty()) {
        effects.add(effect(verdict, is, changes, fresh));
      }
    }
    return new Outcome(
        lost,
        moves,
        missing,
        broken,
        unprotected,
        breaches,
        Survivals.of(after.stream().filter(d -> names.isShown(d.id())).toList()),
        effects);
  }

  private PageLoss.Effect effect(
      DrillVerdict verdict, Decision is, List<PageLoss.Change> changes, Set<String> fresh) {
    BrokenTerm term = verdict.broken();
    return new PageLoss.Effect(
        names.namespace(verdict.id()),
        names.name(verdict.id()),
        verdict.outcome().name(),
        verdict.before(),
        verdict.lost(),
        verdict.after(),
        term == null ? null : term.term(),
        term == null ? null : workloads.reason(term.reason()),
        List.copyOf(fresh),
        changes,
        WorkloadRows.tolerates(is));
  }

  /** Replicas that stand in another zone: those that came, of as many as went. */
  private static int moves(List<PageLoss.Change> changes) {
    int came = changes.stream().mapToInt(c -> Math.max(0, c.after() - c.before())).sum();
    int went = changes.stream().mapToInt(c -> Math.max(0, c.before() - c.after())).sum();
    return Math.min(came, went);
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
  private static Set<String> fresh(Decision was, Decision is) {
    Set<List<Object>> known = new java.util.HashSet<>();
    was.violations().forEach(v -> known.add(key(v)));
    Set<String> fresh = new TreeSet<>();
    is.violations().stream().filter(v -> !known.contains(key(v))).forEach(v -> fresh.add(v.code()));
    return fresh;
  }

  private static List<Object> key(Verdict v) {
    return List.of(v.zone(), v.code(), v.rule(), String.valueOf(v.policy()));
  }
}
