package cloud.bleu.cli.whatif;

import cloud.bleu.cli.plan.PlanFacts;
import cloud.bleu.cli.terminal.Format;
import cloud.bleu.cli.terminal.Table;
import cloud.bleu.cli.whatif.Consequences.When;
import cloud.bleu.placement.estate.Decision;
import cloud.bleu.placement.estate.Verdict;
import cloud.bleu.placement.model.Scope;
import cloud.bleu.placement.model.WorkloadId;
import java.util.Locale;
import java.util.TreeMap;
import java.util.TreeSet;

/** The comparison for people: what differs, what is in breach, the figures. */
public final class WhatIfText {
  private WhatIfText() {}

  /** The comparison in words. */
  public static String of(Format format, WhatIfAnswer answer) {
    Consequences consequences = answer.consequences();
    StringBuilder text = new StringBuilder();
    text.append(Table.wrapped("What if " + String.join(", and ", answer.changes()), 2))
        .append('\n');
    Table table = new Table("WORKLOAD", "", "REPLICAS", "TOLERATES", "ZONES");
    for (WorkloadId id : consequences.workloads()) {
      if (consequences.differs(id)) {
        row(table, id, "before", consequences.decision(When.BEFORE, id));
        row(table, "", "after", consequences.decision(When.AFTER, id));
      }
    }
    if (format == Format.NAME) {
      return table.text(format);
    }
    text.append(
        table.isEmpty()
            ? "no workload" + scope(consequences) + " would be placed otherwise\n"
            : table.text(format));
    Decision.Reason hub = consequences.operatorLoss();
    if (hub != null) {
      text.append('\n').append(Table.wrapped(hub.code() + ": " + hub.message(), 2));
    }
    text.append(ClusterArrivals.text(answer));
    text.append(answer.unreported().text());
    text.append(answer.drilled().text());
    breaches(text, consequences);
    missing(text, consequences);
    overfull(text, consequences);
    return text.append('\n').append(figures(consequences)).toString();
  }

  private static void row(Table table, Object name, String when, Decision d) {
    int replicas = PlanFacts.replicas(d);
    table.row(
        name,
        when,
        d.missing() == 0 ? replicas : replicas + " of " + (replicas + d.missing()),
        dash(PlanFacts.tolerates(d)),
        dash(PlanFacts.zones(d)));
  }

  private static void breaches(StringBuilder text, Consequences consequences) {
    TreeMap<String, TreeSet<String>> breaches = new TreeMap<>();
    for (WorkloadId id : consequences.workloads()) {
      for (Verdict v : consequences.decision(When.AFTER, id).violations()) {
        String fact = v.code() + ": " + v.message() + " (rule " + PlanFacts.statement(v) + ")";
        String where = id + " in " + v.zone();
        breaches
            .computeIfAbsent(fact, f -> new TreeSet<>())
            .add(consequences.isNew(id, v) ? where : where + " (today already)");
      }
    }
    if (!breaches.isEmpty()) {
      text.append("\nWould run in breach of\n");
      breaches.forEach(
          (fact, where) -> {
            text.append(Table.wrapped("  " + fact, 4));
            text.append(Table.wrapped("    " + String.join(", ", where), 4));
          });
    }
  }

  private static void missing(StringBuilder text, Consequences consequences) {
    boolean first = true;
    for (WorkloadId id : consequences.workloads()) {
      Decision.Reason reason = consequences.decision(When.AFTER, id).reason();
      if (reason != null) {
        text.append(first ? "\nWould not be placed\n" : "");
        first = false;
        text.append(Table.wrapped("  " + id + ": " + reason.code() + ": " + reason.message(), 4));
      }
    }
  }

  private static void overfull(StringBuilder text, Consequences consequences) {
    if (!consequences.overfull().isEmpty()) {
      text.append("\nWould hold more than fits\n");
      consequences.overfull().forEach(z -> text.append(Table.wrapped("  " + z.text(), 4)));
      text.append(
          Table.wrapped(
              "  Lower capacity evicts nobody: what runs there stays, nothing new comes.", 4));
    }
  }

  /** How many are placed, in breach and survive, before and after, and how many move. */
  static String figures(Consequences c) {
    Table table = new Table("", "BEFORE", "AFTER");
    int all = c.workloads().size();
    table.row(
        "workloads placed",
        c.placed(When.BEFORE) + " of " + all,
        c.placed(When.AFTER) + " of " + all);
    table.row("replicas placed", share(c, When.BEFORE), share(c, When.AFTER));
    if (c.unheard(When.BEFORE) + c.unheard(When.AFTER) > 0) {
      table.row("  of these in silent zones", c.unheard(When.BEFORE), c.unheard(When.AFTER));
    }
    table.row("workloads in breach", c.inBreach(When.BEFORE), c.inBreach(When.AFTER));
    for (Scope scope : Consequences.SCOPES) {
      table.row(
          "survive the loss of any " + scope.name().toLowerCase(Locale.ROOT),
          c.surviving(When.BEFORE, scope) + " of " + all,
          c.surviving(When.AFTER, scope) + " of " + all);
    }
    return table.text()
        + "\n"
        + c.moves()
        + (c.moves() == 1 ? " replica" : " replicas")
        + scope(c)
        + (c.moves() == 1 ? " moves\n" : " move\n");
  }

  private static String scope(Consequences c) {
    return c.namespace() == null ? "" : " of " + c.namespace();
  }

  private static String share(Consequences c, When when) {
    return c.replicas(when) + " of " + (c.replicas(when) + c.missing(when));
  }

  private static String dash(String text) {
    return text.isEmpty() ? "-" : text;
  }
}
