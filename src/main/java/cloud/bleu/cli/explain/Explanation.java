package cloud.bleu.cli.explain;

import cloud.bleu.cli.plan.HubLosses;
import cloud.bleu.cli.plan.PlanFacts;
import cloud.bleu.cli.plan.PlanText;
import cloud.bleu.cli.plan.PressBasis;
import cloud.bleu.cli.terminal.Format;
import cloud.bleu.cli.terminal.Program;
import cloud.bleu.cli.terminal.Table;
import cloud.bleu.placement.estate.BreakGlassStatus;
import cloud.bleu.placement.estate.Decision;
import cloud.bleu.placement.estate.Verdict;
import cloud.bleu.placement.explain.GroupedVerdict;
import cloud.bleu.placement.message.MessageBundle;
import cloud.bleu.placement.model.Assignment;
import cloud.bleu.placement.model.Contingency;
import cloud.bleu.placement.model.ZoneState;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** An explanation in English. */
public final class Explanation implements ExplanationText {
  private final ExplainedDecision explained;
  private final Decision decision;

  /**
   * @param explained the decision, with all that the text may say of it
   */
  public Explanation(ExplainedDecision explained) {
    this.explained = explained;
    this.decision = explained.decision();
  }

  @Override
  public FirstScreen first(boolean restFollows) {
    int replicas = PlanFacts.replicas(decision);
    List<String> policies = explained.policies();
    Decision.Reason reason = explained.reason();
    String zones = PlanFacts.zones(decision);
    String tolerates = PlanFacts.tolerates(decision);
    ExplainedDecision.Answers answers = explained.answers();
    List<FirstScreen.Section> sections = new ArrayList<>();
    sections.add(new FirstScreen.Section("Not available", explained.notRunning(), 1, 4));
    sections.add(new FirstScreen.Section("May run on", fences(), 1, 4));
    sections.add(new FirstScreen.Section("Runs in breach of", lines(answers.breaches()), 2, 3));
    sections.add(new FirstScreen.Section(refused(), lines(answers.notThere()), 3, 3));
    sections.add(new FirstScreen.Section("Not met now", items(shortfalls()), 1, 2));
    sections.add(new FirstScreen.Section("Objectives", items(objectives()), 2, 4));
    sections.add(
        new FirstScreen.Section(
            "Drills", items(DrillLines.text(explained.context().drills())), 2, 3));
    AheadText ahead = new AheadText(explained);
    sections.add(new FirstScreen.Section("Warnings", PlanFacts.codes(answers.warnings()), 2, 1));
    // What is assumed hides no answer of a rule, and is never shown without saying so.
    sections.add(new FirstScreen.Section("Probably ended", ahead.passed(), 1, 2));
    sections.add(new FirstScreen.Section("Runs under a waiver", waiverNames(), 1, 1));
    sections.add(new FirstScreen.Section("Break-glass", items(breakGlass()), 1, 2));
    sections.add(new FirstScreen.Section("Waivers that do not count now", items(idle()), 1, 2));
    sections.add(new FirstScreen.Section("Ahead", items(ahead.text()), 1, 2));
    return new FirstScreen(
        decision.id()
            + ": "
            + replicas
            + " of "
            + (replicas + decision.missing())
            + " replicas placed"
            + (policies.isEmpty()
                ? ", no policy applies"
                : ", under " + String.join(", ", policies))
            + (explained.onPressFactsOnly() ? ", " + PressBasis.SAID : ""),
        reason == null ? "" : reason.code() + ": " + reason.message(),
        items(PlanText.relaxations(decision.relax())),
        zones.isEmpty()
            ? "runs nowhere"
            : "runs in "
                + zones
                + "; survives the loss of: "
                + (tolerates.isEmpty() ? "nothing" : tolerates),
        sections,
        (restFollows
                ? "Every zone, rule and fact follows"
                : "--all shows every zone, rule and fact")
            + "; `"
            + Program.name()
            + " rules CODE` explains a code.",
        count -> "and " + count + " more");
  }

  private String refused() {
    long all = explained.zones().size();
    return "Why not there"
        + (decision.rejected().isEmpty()
            ? ""
            : " ("
                + decision.rejected().size()
                + (explained.seesZones() ? " of " + all : "")
                + " zones)");
  }

  private static List<String> lines(List<GroupedVerdict> told) {
    return told.stream()
        .map(t -> RuleAnswerText.line(t) + " (" + String.join(", ", t.zones()) + ")")
        .toList();
  }

  private List<String> waiverNames() {
    return explained.waived().stream()
        .map(w -> w.name() + " until " + w.until())
        .distinct()
        .toList();
  }

  /** The paragraphs of a text that starts each with two spaces. */
  public static List<String> items(String text) {
    return Stream.of(text.split("\\n(?! {4})", -1))
        .map(item -> item.replaceAll("\\n +", " ").strip())
        .filter(item -> !item.isEmpty())
        .toList();
  }

  private static String paragraphs(List<String> lines) {
    return lines.stream().map(line -> Table.wrapped("  " + line, 4)).collect(Collectors.joining());
  }

  @Override
  public String rest(Format format) {
    StringBuilder text = new StringBuilder();
    if (!decision.relax().isEmpty() && !decision.relaxComplete()) {
      text.append("  (the search for more was cut short)\n");
    }
    text.append(zones().text(format));
    ExplainedDecision.Answers answers = explained.answers();
    section(text, "Not available", paragraphs(explained.notRunning()));
    section(text, "May run on", SilentZoneOutcomes.paragraphs(fences()));
    section(text, "Why here", RuleAnswerText.text(answers.here()));
    section(text, "Why not there", RuleAnswerText.text(answers.notThere()));
    section(text, "Runs in breach of", RuleAnswerText.text(answers.breaches()));
    AheadText ahead = new AheadText(explained);
    section(text, "Warnings", RuleAnswerText.text(answers.warnings()));
    section(text, "Probably ended", paragraphs(ahead.passed()));
    section(text, "Runs under a waiver of", waivers());
    section(text, "Waivers that do not count now", idle());
    section(text, "Break-glass", breakGlass());
    section(text, "If it is lost", lost(format));
    section(text, "Objectives", objectives());
    section(text, "Drills", drills());
    section(text, "Not met now", shortfalls());
    section(text, "Stands on", Links.of(explained.workload()).text());
    section(text, "Rests on", explained.foundations().text());
    section(text, "Ahead", ahead.text());
    String tolerates = PlanFacts.tolerates(decision);
    return text.append('\n')
        .append(
            Table.wrapped(
                "Tolerates the loss of: " + (tolerates.isEmpty() ? "nothing" : tolerates), 2))
        .toString();
  }

  private static void section(StringBuilder text, String title, String body) {
    if (!body.isEmpty()) {
      text.append('\n').append(title).append('\n').append(body);
    }
  }

  /** What would be a breach where it runs, and which waiver sets it aside until when. */
  private String waivers() {
    return RuleAnswerText.text(explained.answers().waived())
        + waiverNames().stream().map(w -> "  waiver " + w + "\n").collect(Collectors.joining());
  }

  private String idle() {
    return explained.idle().stream()
        .map(
            w ->
                Table.wrapped(
                    "  waiver " + w.object().name() + " " + w.state() + ": " + w.message(), 4))
        .collect(Collectors.joining());
  }

  private String breakGlass() {
    BreakGlassStatus glass = explained.breakGlass();
    return glass == null
        ? ""
        : Table.wrapped("  " + glass.state().code() + ": " + glass.message(), 4);
  }

  private String objectives() {
    return explained.context().objectives().stream()
        .map(answer -> Table.wrapped("  " + answer.text(), 4))
        .collect(Collectors.joining());
  }

  private String drills() {
    String lines = DrillLines.text(explained.context().drills());
    return lines.isEmpty()
        ? ""
        : lines + Table.wrapped("  " + DrillLines.limit(explained.context().drills()), 4);
  }

  private String shortfalls() {
    return decision.shortfalls().stream()
        .map(s -> Table.wrapped("  " + s.code() + ": " + s.message(), 4))
        .collect(Collectors.joining());
  }

  @Override
  public Table zones() {
    Map<String, Integer> replicas =
        decision.assignments().stream()
            .collect(Collectors.toMap(Assignment::zone, Assignment::replicas));
    Table table = ZoneColumns.table(explained, "ZONE", "REPLICAS", "SITE", "REGION", "ANSWER");
    for (ExplainedDecision.ZoneLine zone : explained.zones()) {
      List<Verdict> verdicts = decision.rejected().getOrDefault(zone.name(), List.of());
      String codes =
          verdicts.stream().map(Verdict::code).distinct().collect(Collectors.joining(", "));
      ZoneState state = zone.state();
      String answer =
          !codes.isEmpty()
              ? codes
              : state == null || state == ZoneState.Active ? "allowed" : state.name();
      int here = replicas.getOrDefault(zone.name(), 0);
      Object count = here == 0 ? "-" : (Object) here;
      table.row(ZoneColumns.cells(explained, zone, count, answer));
    }
    return table;
  }

  private String lost(Format format) {
    String planned =
        decision.contingency().isEmpty()
            ? ""
            : losses().text(format) + HubLosses.of(explained.estate(), List.of(decision), 2);
    return planned
        + SilentZoneOutcomes.paragraphs(
            explained.context().silence().lines().stream()
                .map(MessageBundle.ENGLISH::text)
                .toList());
  }

  private List<String> fences() {
    return explained.context().silence().mayRunOn().stream()
        .map(MessageBundle.ENGLISH::text)
        .toList();
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
      int unheld = decision.unheld(c);
      if (unheld > 0) {
        moves.add(unheld + " without held room");
      }
      table.row(c.event(), c.keeps(), String.join(", ", moves));
    }
    return table;
  }
}
