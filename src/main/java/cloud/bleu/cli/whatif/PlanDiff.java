package cloud.bleu.cli.whatif;

import cloud.bleu.ci.Markdown;
import cloud.bleu.cli.terminal.Format;
import cloud.bleu.cli.terminal.Table;
import cloud.bleu.placement.estate.Decision;
import cloud.bleu.placement.estate.Estate;
import cloud.bleu.placement.estate.Placement;
import cloud.bleu.placement.estate.Plan;
import cloud.bleu.placement.model.Assignment;
import cloud.bleu.placement.model.WorkloadId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What a plan changes of the placements in force, of their evacuation plans, and of what runs in
 * breach.
 */
public final class PlanDiff {
  private PlanDiff() {}

  private record Change(WorkloadId workload, String zone, int from, int to) {}

  /**
   * The changes as a table, with the totals below it; {@code name} prints changed workloads alone.
   *
   * @param wanted the workloads that are shown
   */
  public static String text(Format format, Estate estate, Plan plan, Set<WorkloadId> wanted) {
    List<Change> changes = changes(estate, plan, wanted);
    EvacuationDiff evacuation = new EvacuationDiff(estate, plan, wanted);
    if (format == Format.NAME) {
      return names(changes, evacuation);
    }
    String others = evacuation.text();
    String breaches = new BreachDiff(estate, plan, wanted).text();
    if (changes.isEmpty()) {
      return (others.isEmpty() ? "nothing changes\n" : "no replica moves\n" + others) + breaches;
    }
    Table table = new Table("WORKLOAD", "NOW", "PLANNED", "CHANGE", "ZONE");
    int more = 0;
    int less = 0;
    for (Change c : changes) {
      int by = c.to() - c.from();
      more += Math.max(0, by);
      less += Math.max(0, -by);
      table.row(c.workload(), c.from(), c.to(), by > 0 ? "+" + by : by, c.zone());
    }
    return table.text(format) + "\n" + others + breaches + more + " more, " + less + " less\n";
  }

  /** The changes as tables in Markdown, for the comment of a pull request. */
  public static String markdown(Estate estate, Plan plan, Set<WorkloadId> wanted) {
    List<Change> changes = changes(estate, plan, wanted);
    StringBuilder text = new StringBuilder();
    if (changes.isEmpty()) {
      text.append("\nNothing moves.\n");
    }
    List<String> rows = new ArrayList<>();
    for (Change c : changes) {
      int by = c.to() - c.from();
      rows.add(
          "| %s | %s | %s | %s | %s |\n"
              .formatted(
                  Markdown.cell(c.workload().toString()),
                  Markdown.cell(c.zone()),
                  c.from(),
                  c.to(),
                  by > 0 ? "+" + by : by));
    }
    Markdown.table(
        "| workload | zone | now | planned | change |\n|---|---|---|---|---|\n",
        rows,
        Markdown.LONGEST / 3,
        text);
    Markdown.table(
        "| workload | evacuation plan |\n|---|---|\n",
        new EvacuationDiff(estate, plan, wanted).rows(),
        Markdown.LONGEST / 4,
        text);
    Markdown.table(
        "| breach | workload | code | rule | zones |\n|---|---|---|---|---|\n",
        new BreachDiff(estate, plan, wanted).rows(),
        Markdown.LONGEST / 4,
        text);
    return text.toString();
  }

  private static String names(List<Change> changes, EvacuationDiff evacuation) {
    Table table = new Table("WORKLOAD");
    TreeSet<WorkloadId> ids = new TreeSet<>(evacuation.workloads());
    changes.forEach(c -> ids.add(c.workload()));
    ids.forEach(table::row);
    return table.text(Format.NAME);
  }

  /**
   * One map for each workload and zone whose replicas change: {@code namespace}, {@code name},
   * {@code zone}, {@code from} and {@code to}.
   *
   * @param wanted the workloads that are shown
   */
  public static List<Map<String, Object>> tree(Estate estate, Plan plan, Set<WorkloadId> wanted) {
    List<Map<String, Object>> all = new ArrayList<>();
    for (Change c : changes(estate, plan, wanted)) {
      Map<String, Object> tree = new LinkedHashMap<>();
      tree.put("namespace", c.workload().namespace());
      tree.put("name", c.workload().name());
      tree.put("zone", c.zone());
      tree.put("from", c.from());
      tree.put("to", c.to());
      all.add(tree);
    }
    return all;
  }

  /** What changes of evacuation plans: an item for each workload and loss. */
  public static List<Map<String, Object>> evacuation(
      Estate estate, Plan plan, Set<WorkloadId> wanted) {
    return new EvacuationDiff(estate, plan, wanted).tree();
  }

  private static List<Change> changes(Estate estate, Plan plan, Set<WorkloadId> wanted) {
    SortedMap<WorkloadId, SortedMap<String, Integer>> now = new TreeMap<>();
    for (Placement p : estate.placements()) {
      now.put(p.id(), counts(p));
    }
    SortedMap<WorkloadId, SortedMap<String, Integer>> planned = new TreeMap<>();
    for (Decision d : plan.decisions()) {
      planned.put(d.id(), counts(d));
    }
    TreeSet<WorkloadId> ids = new TreeSet<>(now.keySet());
    ids.addAll(planned.keySet());
    ids.retainAll(wanted);
    List<Change> changes = new ArrayList<>();
    for (WorkloadId id : ids) {
      SortedMap<String, Integer> before = now.getOrDefault(id, new TreeMap<>());
      SortedMap<String, Integer> after = planned.getOrDefault(id, new TreeMap<>());
      TreeSet<String> zones = new TreeSet<>(before.keySet());
      zones.addAll(after.keySet());
      for (String zone : zones) {
        int from = before.getOrDefault(zone, 0);
        int to = after.getOrDefault(zone, 0);
        if (from != to) {
          changes.add(new Change(id, zone, from, to));
        }
      }
    }
    return changes;
  }

  /** By zone, the replicas in force. */
  static SortedMap<String, Integer> counts(Placement placement) {
    return counts(placement.assignments());
  }

  /** By zone, the replicas that are planned. */
  static SortedMap<String, Integer> counts(Decision decision) {
    return counts(decision.assignments());
  }

  private static SortedMap<String, Integer> counts(List<Assignment> assignments) {
    SortedMap<String, Integer> counts = new TreeMap<>();
    for (Assignment a : assignments) {
      if (a.replicas() > 0) {
        counts.put(a.zone(), a.replicas());
      }
    }
    return counts;
  }
}
