package cloud.bleu.cli.explain;

import cloud.bleu.cli.plan.HubLosses;
import cloud.bleu.cli.plan.PlanFacts;
import cloud.bleu.cli.plan.PlanText;
import cloud.bleu.cli.terminal.Format;
import cloud.bleu.cli.terminal.Program;
import cloud.bleu.cli.terminal.Table;
import cloud.bleu.placement.estate.BreakGlassStatus;
import cloud.bleu.placement.estate.Decision;
import cloud.bleu.placement.estate.Verdict;
import cloud.bleu.placement.explain.ExplanationWords;
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
  private static final ExplanationWords WORDS = ExplanationWords.ENGLISH;

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
    ExplainedDecision.Answers answers = explained.answers();
    List<FirstScreen.Section> sections = new ArrayList<>();
    sections.add(section("text.notAvailable", explained.notRunning(), 1, 4));
    sections.add(section("text.mayRunOn", fences(), 1, 4));
    sections.add(section("text.violations", lines(answers.breaches()), 2, 3));
    sections.add(new FirstScreen.Section(refused(), lines(answers.notThere()), 3, 3));
    sections.add(section("text.notMet", items(shortfalls()), 1, 2));
    sections.add(section("text.objectives", items(objectives()), 2, 4));
    sections.add(
        section("text.drills", items(DrillLines.text(explained.context().drills())), 2, 3));
    AheadText ahead = new AheadText(explained);
    sections.add(section("text.warnings", PlanFacts.codes(answers.warnings()), 2, 1));
    // What is assumed hides no answer of a rule, and is never shown without saying so.
    sections.add(section("text.endedProbably", ahead.passed(), 1, 2));
    sections.add(section("text.waived", waiverNames(), 1, 1));
    sections.add(section("text.breakGlass", items(breakGlass()), 1, 2));
    sections.add(section("text.idleWaivers", items(idle()), 1, 2));
    sections.add(section("text.ahead", items(ahead.text()), 1, 2));
    return new FirstScreen(
        WORDS.said(
            "text.placed",
            Map.of(
                "workload",
                decision.id(),
                "placed",
                replicas,
                "asked",
                replicas + decision.missing(),
                "policies",
                (policies.isEmpty()
                        ? WORDS.word("text.underNone")
                        : WORDS.said("text.underPolicies", Map.of("policies", policies)))
                    + (explained.onPressFactsOnly() ? ", " + WORDS.word("text.pressOnly") : ""))),
        reason == null ? "" : because(reason),
        items(PlanText.relaxations(decision.relax())),
        zones.isEmpty()
            ? WORDS.word("text.nowhere")
            : WORDS.said("text.where", Map.of("zones", zones, "losses", tolerates())),
        sections,
        WORDS.said(
            restFollows ? "text.restFollows" : "text.restThere", Map.of("program", Program.name())),
        count -> WORDS.said("text.andMore", Map.of("count", count)));
  }

  private static FirstScreen.Section section(
      String title, List<String> items, int most, int lines) {
    return new FirstScreen.Section(WORDS.word(title), items, most, lines);
  }

  private static String because(Decision.Reason reason) {
    return WORDS.said("text.because", Map.of("code", reason.code(), "sentence", reason.message()));
  }

  private String tolerates() {
    String tolerates = PlanFacts.tolerates(decision);
    return tolerates.isEmpty() ? WORDS.word("text.nothing") : tolerates;
  }

  private String refused() {
    String heading = WORDS.word("text.rejected");
    int refused = decision.rejected().size();
    if (refused == 0) {
      return heading;
    }
    Map<String, Integer> counts = Map.of("count", refused, "all", explained.zones().size());
    return heading
        + " ("
        + WORDS.said(explained.seesZones() ? "text.zonesOf" : "text.zones", counts)
        + ")";
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

  @Override
  public String rest(Format format) {
    StringBuilder text = new StringBuilder();
    if (!decision.relax().isEmpty() && !decision.relaxComplete()) {
      text.append("  (the search for more was cut short)\n");
    }
    text.append(zones().text(format));
    ExplainedDecision.Answers answers = explained.answers();
    section(text, "text.notAvailable", Table.paragraphs(explained.notRunning()));
    section(text, "text.mayRunOn", Table.paragraphs(fences()));
    section(text, "text.whyHere", RuleAnswerText.text(answers.here()));
    section(text, "text.rejected", RuleAnswerText.text(answers.notThere()));
    section(text, "text.violations", RuleAnswerText.text(answers.breaches()));
    AheadText ahead = new AheadText(explained);
    section(text, "text.warnings", RuleAnswerText.text(answers.warnings()));
    section(text, "text.endedProbably", Table.paragraphs(ahead.passed()));
    section(text, "text.waivedHere", waivers());
    section(text, "text.idleWaivers", idle());
    section(text, "text.breakGlass", breakGlass());
    section(text, "text.lost", lost(format));
    section(text, "text.objectives", objectives());
    section(text, "text.drills", drills());
    section(text, "text.notMet", shortfalls());
    section(text, "text.standsOn", Links.of(explained.workload()).text());
    section(text, "text.restsOn", explained.foundations().text());
    section(text, "text.ahead", ahead.text());
    String survived = WORDS.said("text.tolerates", Map.of("losses", tolerates()));
    return text.append('\n').append(Table.wrapped(survived, 2)).toString();
  }

  private static void section(StringBuilder text, String title, String body) {
    if (!body.isEmpty()) {
      text.append('\n').append(WORDS.word(title)).append('\n').append(body);
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
                WORDS.said(
                    "text.idleWaiver",
                    Map.of("name", w.object().name(), "state", w.state(), "sentence", w.message())))
        .map(line -> Table.wrapped("  " + line, 4))
        .collect(Collectors.joining());
  }

  private String breakGlass() {
    BreakGlassStatus glass = explained.breakGlass();
    return glass == null
        ? ""
        : Table.wrapped(
            "  "
                + WORDS.said(
                    "text.breakGlassState",
                    Map.of("state", glass.state().code(), "sentence", glass.message())),
            4);
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
        : lines + Table.wrapped("  " + DrillLines.limit(explained.context().drills(), WORDS), 4);
  }

  private String shortfalls() {
    return decision.shortfalls().stream()
        .map(s -> Table.wrapped("  " + because(s), 4))
        .collect(Collectors.joining());
  }

  @Override
  public Table zones() {
    Map<String, Integer> replicas =
        decision.assignments().stream()
            .collect(Collectors.toMap(Assignment::zone, Assignment::replicas));
    Table table =
        ZoneColumns.table(
            explained,
            "ZONE",
            WORDS.word("text.replicas"),
            "SITE",
            "REGION",
            WORDS.word("text.answer"));
    for (ExplainedDecision.ZoneLine zone : explained.zones()) {
      List<Verdict> verdicts = decision.rejected().getOrDefault(zone.name(), List.of());
      String codes =
          verdicts.stream().map(Verdict::code).distinct().collect(Collectors.joining(", "));
      ZoneState state = zone.state();
      String answer =
          !codes.isEmpty()
              ? codes
              : state == null || state == ZoneState.Active
                  ? WORDS.word("text.allowed")
                  : state.name();
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
        + Table.paragraphs(
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
      c.moves()
          .forEach(
              m ->
                  moves.add(
                      WORDS.said(
                          "text.lostMove",
                          Map.of("count", m.replicas(), "from", m.from(), "to", m.to()))));
      c.evicts()
          .forEach(
              e ->
                  moves.add(
                      WORDS.said(
                          "text.evicts",
                          Map.of(
                              "count", e.replicas(), "workload", e.workload(), "zone", e.zone()))));
      int unheld = decision.unheld(c);
      if (unheld > 0) {
        moves.add(WORDS.said("text.lostUnheld", Map.of("count", unheld)));
      }
      table.row(c.event(), c.keeps(), String.join(", ", moves));
    }
    return table;
  }
}
