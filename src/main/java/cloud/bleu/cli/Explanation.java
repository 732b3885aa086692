package cloud.bleu.cli;

import cloud.bleu.placement.Assignment;
import cloud.bleu.placement.Contingency;
import cloud.bleu.placement.Decision;
import cloud.bleu.placement.Verdict;
import cloud.bleu.placement.Why;
import cloud.bleu.placement.Zone;
import cloud.bleu.placement.ZoneState;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** An explanation in English. */
final class Explanation {
  private final Explained explained;
  private final Decision decision;

  Explanation(Explained explained) {
    this.explained = explained;
    this.decision = explained.decision();
  }

  String text() {
    StringBuilder text = new StringBuilder();
    int replicas = Reading.replicas(decision);
    List<String> policies = explained.policies();
    text.append(
        Table.wrapped(
            decision.id()
                + ": "
                + replicas
                + " of "
                + (replicas + decision.missing())
                + " replicas placed"
                + (policies.isEmpty()
                    ? ", no policy holds"
                    : ", under " + String.join(", ", policies))
                + (explained.onPressFactsOnly() ? ", " + PressFacts.SAID : ""),
            2));
    Decision.Reason reason = PlanTree.reason(decision);
    if (reason != null) {
      text.append(Table.wrapped("  " + reason.code() + ": " + reason.message(), 4));
    }
    text.append(PlanText.relaxations(decision.relax()));
    if (!decision.relax().isEmpty() && !decision.relaxComplete()) {
      text.append("  (the search for more was cut short)\n");
    }
    text.append('\n').append(zones().text());
    Why why = explained.why();
    section(text, "Why here", ToldText.text(why.here()));
    section(text, "Why not there", ToldText.text(why.notThere()));
    section(text, "Runs in breach of", ToldText.text(why.breaches()));
    section(text, "Warnings", ToldText.text(why.warnings()));
    section(text, "Runs under a waiver of", waivers());
    section(text, "Waivers that do not count now", idle());
    section(text, "If it is lost", decision.contingency().isEmpty() ? "" : losses().text());
    section(text, "Not met now", shortfalls());
    section(text, "Stands on", Links.of(explained.workload()).text());
    section(text, "Rests on", explained.foundations().text());
    section(text, "Ahead", new AheadText(explained.ahead(), explained.ends()).text());
    String tolerates = Reading.tolerates(decision);
    return text.append("\nTolerates the loss of: ")
        .append(tolerates.isEmpty() ? "nothing" : tolerates)
        .append('\n')
        .toString();
  }

  private static void section(StringBuilder text, String title, String body) {
    if (!body.isEmpty()) {
      text.append('\n').append(title).append('\n').append(body);
    }
  }

  /** What would be a breach where it runs, and which waiver sets it aside until when. */
  private String waivers() {
    return ToldText.text(explained.waived())
        + explained.uses().stream()
            .map(u -> "  waiver " + u.waiver().name() + " until " + u.waiver().until() + "\n")
            .distinct()
            .collect(Collectors.joining());
  }

  private String idle() {
    return explained.idle().stream()
        .map(
            w ->
                Table.wrapped(
                    "  waiver " + w.object().name() + " " + w.state() + ": " + w.message(), 4))
        .collect(Collectors.joining());
  }

  private String shortfalls() {
    return decision.shortfalls().stream()
        .map(s -> Table.wrapped("  " + s.code() + ": " + s.message(), 4))
        .collect(Collectors.joining());
  }

  private Table zones() {
    Map<String, Integer> replicas =
        decision.assignments().stream()
            .collect(Collectors.toMap(Assignment::zone, Assignment::replicas));
    Table table = new Table("ZONE", "REPLICAS", "SITE", "REGION", "ANSWER");
    for (Zone zone : explained.estate().zones()) {
      List<Verdict> verdicts = decision.rejected().getOrDefault(zone.name(), List.of());
      String codes =
          verdicts.stream().map(Verdict::code).distinct().collect(Collectors.joining(", "));
      String answer =
          !codes.isEmpty()
              ? codes
              : zone.state() == ZoneState.Active ? "allowed" : zone.state().name();
      int here = replicas.getOrDefault(zone.name(), 0);
      table.row(zone.name(), here == 0 ? "-" : here, zone.site(), zone.region(), answer);
    }
    return table;
  }

  private Table losses() {
    Table table = new Table("EVENT", "STAY", "MOVE");
    for (Contingency c : decision.contingency()) {
      List<String> moves = new ArrayList<>();
      c.moves().forEach(m -> moves.add(m.replicas() + " from " + m.from() + " to " + m.to()));
      c.evicts()
          .forEach(
              e ->
                  moves.add(
                      "evicting " + e.replicas() + " of " + e.workload() + " in " + e.zone()));
      table.row(c.event(), c.keeps(), moves.isEmpty() ? "nothing" : String.join(", ", moves));
    }
    return table;
  }
}
