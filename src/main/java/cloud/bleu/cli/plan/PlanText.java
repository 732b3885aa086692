package cloud.bleu.cli.plan;

import cloud.bleu.cli.terminal.Format;
import cloud.bleu.cli.terminal.Table;
import cloud.bleu.placement.estate.Decision;
import cloud.bleu.placement.estate.Estate;
import cloud.bleu.placement.estate.Plan;
import cloud.bleu.placement.message.Message;
import cloud.bleu.placement.message.MessageBundle;
import cloud.bleu.placement.model.WorkloadId;
import cloud.bleu.standing.RecordedFences;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A plan for people: a line for each workload, then what is missing and what to do about it. */
public final class PlanText {
  private PlanText() {}

  /**
   * The text.
   *
   * @param format table, wide or name
   * @param estate that the plan is of, null when it cannot be seen
   * @param objectives of its workloads
   * @param setAside rules that somebody set aside for them
   * @param fences what is written down of zones of which it is not seen what stands there
   * @param explain what to type before a workload's name, and {@code after} it, to learn more
   */
  public static String of(
      Format format,
      @Nullable Estate estate,
      Plan plan,
      Objectives objectives,
      SetAsideRules setAside,
      RecordedFences fences,
      String explain,
      String after) {
    StringBuilder text = new StringBuilder();
    Table table = table(format, plan);
    if (format == Format.NAME) {
      return table.text(format);
    }
    if (!table.isEmpty()) {
      text.append(table.text(format)).append('\n');
    }
    for (Decision d : plan.decisions()) {
      Decision.Reason reason = PlanFacts.reason(d);
      if (reason != null) {
        text.append(missing(d, reason, explain + " " + d.id() + after));
      }
    }
    for (WorkloadId orphan : plan.orphans()) {
      text.append("WorkloadPlacement ")
          .append(orphan)
          .append(" has no BleuWorkload: it holds no room; delete it or add the workload\n");
    }
    fences(text, plan, fences);
    breaches(text, plan);
    setAside.lines().forEach(line -> text.append(Table.wrapped(line, 2)));
    promises(text, plan, explain, after);
    warnings(text, plan);
    objectives(text, objectives.open());
    if (estate == null) {
      return text.append(summary(null, plan)).toString();
    }
    press(text, estate, plan);
    text.append(HubLosses.of(estate, plan.decisions(), 0));
    return text.append(summary(estate.zones().size(), plan)).toString();
  }

  private static Table table(Format format, Plan plan) {
    boolean wide = format == Format.WIDE;
    Table table =
        wide
            ? new Table(
                "WORKLOAD", "REPLICAS", "TOLERATES", "ZONES", "REASON", "IN BREACH OF", "NOT KEPT")
            : new Table("WORKLOAD", "REPLICAS", "TOLERATES", "ZONES");
    for (Decision d : plan.decisions()) {
      int replicas = PlanFacts.replicas(d);
      Object count = d.missing() == 0 ? replicas : replicas + " of " + (replicas + d.missing());
      String tolerates = dash(PlanFacts.tolerates(d));
      String zones = dash(PlanFacts.zones(d));
      if (wide) {
        Decision.Reason reason = PlanFacts.reason(d);
        String breaches = String.join(", ", PlanFacts.byCode(d.violations()).keySet());
        table.row(
            d.id(),
            count,
            tolerates,
            zones,
            reason == null ? "-" : reason.code(),
            dash(breaches),
            dash(PlanFacts.unkept(d)));
      } else {
        table.row(d.id(), count, tolerates, zones);
      }
    }
    return table;
  }

  /** {@code shop/web: what it had in fr-a may run on (fenced: Unconfirmed) ...}. */
  private static void fences(StringBuilder text, Plan plan, RecordedFences fences) {
    for (Decision d : plan.decisions()) {
      for (Message told : fences.mayRunOn(d.id())) {
        text.append(Table.wrapped(d.id() + ": " + MessageBundle.ENGLISH.text(told), 2));
      }
    }
  }

  /** {@code 1 runs in breach: shop/web TooOld in z1, z2}. */
  private static void breaches(StringBuilder text, Plan plan) {
    List<String> all = new ArrayList<>();
    for (Decision d : plan.decisions()) {
      List<String> codes = new ArrayList<>();
      PlanFacts.byCode(d.violations())
          .forEach((code, zones) -> codes.add(code + " in " + String.join(", ", zones)));
      if (!codes.isEmpty()) {
        all.add(d.id() + " " + String.join(", ", codes));
      }
    }
    if (!all.isEmpty()) {
      text.append(Table.wrapped(run(all.size()) + "in breach: " + String.join("; ", all), 2));
    }
  }

  /**
   * {@code 1 workload does not have all that resilience asks: shop/web SurvivalUnsatisfiable; see
   * `bleu explain WORKLOAD`}: what its condition Resilient says. Who has no zone for it says that
   * already.
   */
  private static void promises(StringBuilder text, Plan plan, String explain, String after) {
    List<String> all = new ArrayList<>();
    for (Decision d : plan.decisions()) {
      String codes = PlanFacts.unkept(d);
      if (!codes.isEmpty()) {
        all.add(d.id() + " " + codes);
      }
    }
    if (!all.isEmpty()) {
      text.append(
          Table.wrapped(
              all.size()
                  + (all.size() == 1 ? " workload does" : " workloads do")
                  + " not have all that resilience asks: "
                  + String.join("; ", all)
                  + "; see `"
                  + explain
                  + " WORKLOAD"
                  + after
                  + "`",
              2));
    }
  }

  /** {@code 2 run with a warning: 2 InGrace, 1 KeyCustodyUnknown}. */
  private static void warnings(StringBuilder text, Plan plan) {
    TreeMap<String, Integer> workloads = new TreeMap<>();
    int warned = 0;
    for (Decision d : plan.decisions()) {
      var codes = PlanFacts.byCode(PlanFacts.warnings(d)).keySet();
      codes.forEach(code -> workloads.merge(code, 1, Integer::sum));
      warned += codes.isEmpty() ? 0 : 1;
    }
    if (warned > 0) {
      text.append(
          Table.wrapped(
              run(warned)
                  + "with a warning: "
                  + workloads.entrySet().stream()
                      .map(e -> e.getValue() + " " + e.getKey())
                      .collect(Collectors.joining(", ")),
              2));
    }
  }

  /** {@code 1 objective is not shown to hold: shop/web rto 5m RecoveryTimeUnknown (...)}. */
  private static void objectives(StringBuilder text, List<String> open) {
    if (!open.isEmpty()) {
      text.append(
          Table.wrapped(
              open.size()
                  + (open.size() == 1 ? " objective is" : " objectives are")
                  + " not shown to hold: "
                  + String.join("; ", open),
              2));
    }
  }

  /** {@code 1 rests on press facts only: shop/web}. */
  private static void press(StringBuilder text, Estate estate, Plan plan) {
    List<String> all =
        plan.decisions().stream()
            .filter(
                d ->
                    estate.workloads().stream()
                        .anyMatch(w -> w.id().equals(d.id()) && PressBasis.only(estate, w, d)))
            .map(d -> d.id().toString())
            .toList();
    if (!all.isEmpty()) {
      text.append(
          Table.wrapped(
              all.size()
                  + (all.size() == 1 ? " rests " : " rest ")
                  + PressBasis.SAID
                  + ": "
                  + String.join(", ", all),
              2));
    }
  }

  private static String run(int count) {
    return count + (count == 1 ? " runs " : " run ");
  }

  private static String dash(String text) {
    return text.isEmpty() ? "-" : text;
  }

  /** Why replicas have no zone, and the least changes with which they would. */
  private static String missing(Decision d, Decision.Reason reason, String more) {
    StringBuilder text = new StringBuilder();
    text.append(
        Table.wrapped(
            d.id()
                + ": "
                + (d.missing() == 0 ? "" : d.missing() + " not placed, ")
                + reason.code()
                + ": "
                + reason.message(),
            2));
    text.append(relaxations(d.relax()));
    text.append("  see `").append(more).append("`\n\n");
    return text.toString();
  }

  /** One line for each set of changes that was placed. */
  public static String relaxations(List<Decision.Relaxation> relax) {
    return relax.stream()
        .map(r -> Table.wrapped("  " + relaxation(r), 4))
        .collect(Collectors.joining());
  }

  /** {@code would be placed with spec.replicas 2 instead of 4}. */
  static String relaxation(Decision.Relaxation relaxation) {
    return "would be placed with "
        + relaxation.changes().stream()
            .map(c -> c.path() + " " + c.to() + " instead of " + c.from())
            .collect(Collectors.joining(" and "));
  }

  /** {@code 2 of 3 workloads placed, 4 of 6 replicas, 5 zones}, as a line. */
  static String summary(@Nullable Integer zones, Plan plan) {
    long placed = plan.decisions().stream().filter(d -> d.placed() && d.missing() == 0).count();
    long replicas = plan.decisions().stream().mapToLong(PlanFacts::replicas).sum();
    long missing = plan.decisions().stream().mapToLong(Decision::missing).sum();
    return Table.wrapped(
        placed
            + " of "
            + plan.decisions().size()
            + " workloads placed, "
            + replicas
            + " of "
            + (replicas + missing)
            + " replicas"
            + (zones == null ? "" : ", " + zones + " zones"),
        2);
  }
}
