package cloud.bleu.cli.whatif;

import cloud.bleu.ci.Markdown;
import cloud.bleu.cli.plan.PlanFacts;
import cloud.bleu.cli.terminal.Table;
import cloud.bleu.placement.estate.BoundRule;
import cloud.bleu.placement.estate.Decision;
import cloud.bleu.placement.estate.Estate;
import cloud.bleu.placement.estate.Placement;
import cloud.bleu.placement.estate.Plan;
import cloud.bleu.placement.estate.Verdict;
import cloud.bleu.placement.estate.Workload;
import cloud.bleu.placement.model.Assignment;
import cloud.bleu.placement.model.WorkloadId;
import cloud.bleu.placement.model.Zone;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Enforced rules that do not hold where replicas are, by the placements in force and by the plan,
 * both asked at the same instant by the same rules.
 */
final class BreachDiff {

  /** By workload, statement and code, with the zones. */
  private record Breach(WorkloadId workload, String statement, String code)
      implements Comparable<Breach> {
    @Override
    public int compareTo(Breach other) {
      int order = workload.compareTo(other.workload);
      order = order == 0 ? code.compareTo(other.code) : order;
      return order == 0 ? statement.compareTo(other.statement) : order;
    }
  }

  private final SortedMap<Breach, SortedSet<String>> now = new TreeMap<>();
  private final SortedMap<Breach, SortedSet<String>> planned = new TreeMap<>();

  BreachDiff(Estate estate, Plan plan, Set<WorkloadId> wanted) {
    for (Placement placement : estate.placements()) {
      Workload workload = estate.workload(placement.id());
      if (workload != null && wanted.contains(placement.id())) {
        for (Assignment assignment : placement.assignments()) {
          Zone zone = estate.zone(assignment.zone());
          if (assignment.replicas() > 0) {
            for (BoundRule rule : workload.rules()) {
              add(
                  now,
                  workload.id(),
                  zone == null
                      ? rule.withoutObject(assignment.zone(), estate.now())
                      : rule.evaluate(workload, zone, estate));
            }
          }
        }
      }
    }
    for (Decision decision : plan.decisions()) {
      if (wanted.contains(decision.id())) {
        decision.violations().forEach(v -> add(planned, decision.id(), v));
      }
    }
  }

  private static void add(
      SortedMap<Breach, SortedSet<String>> into, WorkloadId id, Verdict verdict) {
    if (verdict.excludes()) {
      into.computeIfAbsent(
              new Breach(id, PlanFacts.statement(verdict), verdict.code()), b -> new TreeSet<>())
          .add(verdict.zone());
    }
  }

  /** A paragraph each for those that appear, stay and go; empty if there is none. */
  String text() {
    return line("appear", less(planned, now))
        + line("stay", less(planned, less(planned, now)))
        + line("go", less(now, planned));
  }

  /** Rows of a table in Markdown, in the same order; none where there is no breach. */
  List<String> rows() {
    List<String> rows = new ArrayList<>();
    rows("appears", less(planned, now), rows);
    rows("stays", less(planned, less(planned, now)), rows);
    rows("goes", less(now, planned), rows);
    return rows;
  }

  private static void rows(
      String what, SortedMap<Breach, SortedSet<String>> breaches, List<String> rows) {
    breaches.forEach(
        (breach, zones) ->
            rows.add(
                "| "
                    + what
                    + " | "
                    + Markdown.cell(breach.workload().toString())
                    + " | "
                    + breach.code()
                    + " | "
                    + Markdown.cell(breach.statement())
                    + " | "
                    + Markdown.cell(String.join(", ", zones))
                    + " |\n"));
  }

  /** Those of the one map that the other has not, zone by zone. */
  private static SortedMap<Breach, SortedSet<String>> less(
      SortedMap<Breach, SortedSet<String>> of, SortedMap<Breach, SortedSet<String>> without) {
    SortedMap<Breach, SortedSet<String>> rest = new TreeMap<>();
    of.forEach(
        (breach, zones) -> {
          SortedSet<String> left = new TreeSet<>(zones);
          left.removeAll(without.getOrDefault(breach, new TreeSet<>()));
          if (!left.isEmpty()) {
            rest.put(breach, left);
          }
        });
    return rest;
  }

  /** {@code breaches that go: shop/web TooOld in z1, z2}. */
  private static String line(String what, SortedMap<Breach, SortedSet<String>> breaches) {
    SortedMap<WorkloadId, SortedMap<String, SortedSet<String>>> byWorkload = new TreeMap<>();
    breaches.forEach(
        (breach, zones) ->
            byWorkload
                .computeIfAbsent(breach.workload(), w -> new TreeMap<>())
                .computeIfAbsent(breach.code(), c -> new TreeSet<>())
                .addAll(zones));
    List<String> all = new ArrayList<>();
    byWorkload.forEach((id, codes) -> all.add(id + " " + codes(codes)));
    return all.isEmpty()
        ? ""
        : Table.wrapped("breaches that " + what + ": " + String.join("; ", all), 2);
  }

  private static String codes(Map<String, SortedSet<String>> codes) {
    return codes.entrySet().stream()
        .map(e -> e.getKey() + " in " + String.join(", ", e.getValue()))
        .collect(Collectors.joining(", "));
  }
}
