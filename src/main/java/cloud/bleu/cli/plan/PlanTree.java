package cloud.bleu.cli.plan;

import cloud.bleu.placement.estate.Decision;
import cloud.bleu.placement.estate.Plan;
import cloud.bleu.placement.estate.Verdict;
import cloud.bleu.placement.model.Assignment;
import cloud.bleu.placement.model.Contingency;
import cloud.bleu.placement.model.WorkloadId;
import cloud.bleu.placement.objective.ObjectiveAnswer;
import cloud.bleu.standing.RecordedFences;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A plan as JSON and YAML have it. Other tools read this: keys are never renamed or taken away.
 *
 * <p>{@code missing} counts the replicas that have no zone; {@code tolerates} is text as in the
 * status; {@code rejected} has the codes of every zone that takes nothing new; each item of {@code
 * relax} is a set of changes that was placed; {@code inBreach} and {@code withWarning} have the
 * codes of zones in use; {@code reason} is there if replicas are missing, the decision stands
 * still, or the engine's own check refused it; {@code objectives} is there if the workload asks for
 * any; {@code waived} and {@code breakGlass} have the rules that somebody set aside where replicas
 * run, and by what; {@code fences} of a workload is there if the operator wrote down that it does
 * not see what stands in a zone; {@code orphans} are WorkloadPlacements without their BleuWorkload,
 * which hold no room.
 */
public final class PlanTree {
  private PlanTree() {}

  /**
   * A plan.
   *
   * @param zones how many there are, null when that cannot be seen
   * @param objectives of its workloads
   * @param setAside rules that somebody set aside for them
   * @param fences what is written down of zones of which it is not seen what stands there
   */
  public static Map<String, Object> of(
      @Nullable Integer zones,
      Plan plan,
      Objectives objectives,
      SetAsideRules setAside,
      RecordedFences fences) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put(
        "placements",
        plan.decisions().stream().map(d -> placement(d, objectives, setAside, fences)).toList());
    tree.put("orphans", plan.orphans().stream().map(PlanTree::named).toList());
    tree.put("summary", summary(zones, plan));
    return tree;
  }

  private static Map<String, Object> named(WorkloadId id) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("namespace", id.namespace());
    tree.put("name", id.name());
    return tree;
  }

  private static Map<String, Object> placement(
      Decision decision, Objectives objectives, SetAsideRules setAside, RecordedFences fences) {
    Map<String, Object> tree = placement(decision);
    tree.put("waived", setAside.waived(decision.id()));
    tree.put("breakGlass", setAside.broken(decision.id()));
    List<ObjectiveAnswer> answers = objectives.of(decision.id());
    if (!answers.isEmpty()) {
      tree.put("objectives", Objectives.tree(answers));
    }
    tree.putAll(fences.tree(decision.id()));
    return tree;
  }

  /** One decision. */
  public static Map<String, Object> placement(Decision d) {
    Map<String, Object> tree = named(d.id());
    tree.put("placed", d.placed());
    tree.put("missing", d.missing());
    Map<String, Object> assignments = new LinkedHashMap<>();
    for (Assignment a : d.assignments()) {
      if (a.replicas() > 0) {
        assignments.put(a.zone(), a.replicas());
      }
    }
    tree.put("assignments", assignments);
    tree.put("tolerates", PlanFacts.tolerates(d));
    tree.put("contingency", d.contingency().stream().map(PlanTree::contingency).toList());
    Map<String, Object> rejected = new LinkedHashMap<>();
    d.rejected()
        .forEach(
            (zone, verdicts) ->
                rejected.put(
                    zone,
                    verdicts.stream()
                        .filter(Verdict::excludes)
                        .map(Verdict::code)
                        .distinct()
                        .toList()));
    tree.put("rejected", rejected);
    tree.put("relax", d.relax().stream().map(PlanTree::relaxation).toList());
    tree.put("inBreach", codes(d.violations()));
    tree.put("withWarning", codes(PlanFacts.warnings(d)));
    Decision.Reason reason = PlanFacts.reason(d);
    if (reason != null) {
      tree.put("reason", reason(reason));
    }
    return tree;
  }

  /** A reason: its {@code code} and its {@code message}. */
  public static Map<String, Object> reason(Decision.Reason reason) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("code", reason.code());
    tree.put("message", reason.message());
    return tree;
  }

  /** The codes by zone. */
  private static Map<String, Object> codes(List<Verdict> verdicts) {
    TreeMap<String, TreeSet<String>> codes = new TreeMap<>();
    verdicts.forEach(v -> codes.computeIfAbsent(v.zone(), z -> new TreeSet<>()).add(v.code()));
    Map<String, Object> tree = new LinkedHashMap<>();
    codes.forEach((zone, all) -> tree.put(zone, List.copyOf(all)));
    return tree;
  }

  /** What is done at one loss. */
  public static Map<String, Object> contingency(Contingency c) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("event", c.event().toString());
    List<Map<String, Object>> moves = new ArrayList<>();
    for (Contingency.Move m : c.moves()) {
      Map<String, Object> move = new LinkedHashMap<>();
      move.put("from", m.from());
      move.put("to", m.to());
      move.put("replicas", m.replicas());
      moves.add(move);
    }
    tree.put("moves", moves);
    List<Map<String, Object>> evicts = new ArrayList<>();
    for (Contingency.Eviction e : c.evicts()) {
      Map<String, Object> eviction = named(e.workload());
      eviction.put("zone", e.zone());
      eviction.put("replicas", e.replicas());
      evicts.add(eviction);
    }
    tree.put("evicts", evicts);
    tree.put("keeps", c.keeps());
    return tree;
  }

  private static List<Map<String, Object>> relaxation(Decision.Relaxation relaxation) {
    List<Map<String, Object>> changes = new ArrayList<>();
    for (Decision.Change c : relaxation.changes()) {
      Map<String, Object> change = new LinkedHashMap<>();
      change.put("path", c.path());
      change.put("from", c.from());
      change.put("to", c.to());
      changes.add(change);
    }
    return changes;
  }

  private static Map<String, Object> summary(@Nullable Integer zones, Plan plan) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("workloads", plan.decisions().size());
    tree.put("placed", plan.decisions().stream().filter(Decision::placed).count());
    tree.put("replicas", plan.decisions().stream().mapToLong(PlanFacts::replicas).sum());
    tree.put("missing", plan.decisions().stream().mapToLong(Decision::missing).sum());
    tree.put(
        "moves",
        plan.decisions().stream()
            .flatMap(d -> d.moves().stream())
            .mapToLong(Contingency.Move::replicas)
            .sum());
    if (zones != null) {
      tree.put("zones", zones);
    }
    tree.put("inBreach", plan.decisions().stream().filter(d -> !d.violations().isEmpty()).count());
    tree.put(
        "withWarning",
        plan.decisions().stream().filter(d -> !PlanFacts.warnings(d).isEmpty()).count());
    return tree;
  }
}
