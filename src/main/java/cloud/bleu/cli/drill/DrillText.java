package cloud.bleu.cli.drill;

import cloud.bleu.api.v1alpha1.ResilienceDrillStatus;
import cloud.bleu.api.v1alpha1.ResilienceDrillStatus.Run;
import cloud.bleu.api.v1alpha1.ResilienceDrillStatus.WorkloadVerdict;
import cloud.bleu.cli.terminal.Format;
import cloud.bleu.cli.terminal.Table;
import cloud.bleu.drill.DrillRecord;
import io.fabric8.kubernetes.api.model.Condition;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Drills for people: the verdicts, then every workload that is concerned, then why terms break. */
public final class DrillText {

  private DrillText() {}

  /** The text of some drills, in their order. */
  public static String of(Format format, List<DrillReport> drills) {
    Table table =
        new Table(
            "DRILL",
            "LOSS",
            "VERDICT",
            "BREACH",
            "UNPROTECTED",
            "REDUCED",
            "SURVIVE",
            "NOT CONCERNED");
    for (DrillReport drill : drills) {
      row(table, drill);
    }
    if (format == Format.NAME) {
      return table.text(format);
    }
    StringBuilder text = new StringBuilder(table.text(format));
    for (DrillReport drill : drills) {
      detail(text, format, drill);
    }
    boolean live = drills.stream().anyMatch(d -> d.run() != null && d.run().live());
    return text.append(
            live
                ? "\nA live run moved replicas and timed them. Any other moved nothing.\n"
                : "\nNothing was moved. How long the moves would take is not known.\n")
        .toString();
  }

  private static void row(Table table, DrillReport drill) {
    Run run = drill.run();
    if (run == null) {
      table.row(drill.name(), drill.loss(), "not run", "-", "-", "-", "-", "-");
    } else {
      table.row(
          drill.name(),
          run.scope(),
          run.verdict(),
          run.breaches(),
          run.unprotected(),
          run.reduced(),
          run.survives(),
          run.notConcerned());
    }
  }

  private static void detail(StringBuilder text, Format format, DrillReport drill) {
    Run run = drill.run();
    if (run != null && !drill.workloads().isEmpty()) {
      text.append('\n')
          .append(Table.wrapped("The loss of " + run.scope() + (run.live() ? ", live" : ""), 2));
      Table table = new Table("WORKLOAD", "OUTCOME", "BEFORE", "LOST", "AFTER", "TERM THAT BREAKS");
      for (WorkloadVerdict verdict : drill.workloads()) {
        table.row(
            name(verdict),
            verdict.outcome(),
            verdict.before(),
            verdict.lost(),
            verdict.after(),
            verdict.term() == null ? "-" : verdict.term());
      }
      text.append(table.text(format));
      if (drill.more() > 0) {
        text.append("and ").append(drill.more()).append(" more that it concerns\n");
      }
      drill.workloads().forEach(verdict -> why(text, verdict));
    }
    if (run != null && run.message() != null) {
      text.append('\n')
          .append(
              Table.wrapped(
                  (run.abortedBy() == null ? "" : run.abortedBy() + ": ") + run.message(), 2));
    }
    ResilienceDrillStatus status = drill.status();
    if (status != null) {
      text.append('\n');
      dates(text, drill.name(), status);
    }
  }

  private static void why(StringBuilder text, WorkloadVerdict verdict) {
    if (verdict.recoverySeconds() != null) {
      text.append(
          Table.wrapped(
              "%s: as many as before were ready elsewhere after %s s"
                  .formatted(name(verdict), verdict.recoverySeconds()),
              2));
    }
    if (verdict.term() != null) {
      text.append(Table.wrapped(name(verdict) + ": " + DrillRecord.broken(verdict), 2));
    }
  }

  private static void dates(StringBuilder text, String name, ResilienceDrillStatus status) {
    text.append(
        Table.wrapped(
            "%s ran last: %s; passed last: %s; runs next: %s"
                .formatted(
                    name,
                    dash(status.lastRun()),
                    dash(status.lastPassed()),
                    dash(status.nextRun())),
            2));
    ResilienceDrillStatus.Live live = status.live();
    if (live != null) {
      text.append(
          Table.wrapped(
              "%s is %s since %s: %s; zones %s"
                  .formatted(
                      name,
                      live.phase(),
                      live.began(),
                      live.scope(),
                      String.join(", ", live.zones())),
              2));
    }
    for (Condition condition : status.conditions()) {
      text.append(
          Table.wrapped(
              "%s=%s %s: %s"
                  .formatted(
                      condition.getType(),
                      condition.getStatus(),
                      condition.getReason(),
                      condition.getMessage()),
              2));
    }
  }

  private static String name(WorkloadVerdict verdict) {
    return verdict.namespace() + "/" + verdict.name();
  }

  private static String dash(@Nullable String text) {
    return text == null ? "-" : text;
  }
}
