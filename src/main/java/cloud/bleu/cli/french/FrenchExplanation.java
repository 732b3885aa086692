package cloud.bleu.cli.french;

import cloud.bleu.cli.explain.ExplainedDecision;
import cloud.bleu.cli.explain.Explanation;
import cloud.bleu.cli.explain.ExplanationText;
import cloud.bleu.cli.explain.FirstScreen;
import cloud.bleu.cli.explain.Links;
import cloud.bleu.cli.explain.ZoneColumns;
import cloud.bleu.cli.plan.PlanFacts;
import cloud.bleu.cli.terminal.Format;
import cloud.bleu.cli.terminal.Program;
import cloud.bleu.cli.terminal.Table;
import cloud.bleu.placement.estate.Decision;
import cloud.bleu.placement.estate.Verdict;
import cloud.bleu.placement.explain.ExplanationWords;
import cloud.bleu.placement.explain.GroupedVerdict;
import cloud.bleu.placement.message.Message;
import cloud.bleu.placement.message.MessageBundle;
import cloud.bleu.placement.model.Assignment;
import io.fabric8.kubernetes.api.model.Condition;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** An explanation in French. Codes, paths and names stay as they are. */
public final class FrenchExplanation implements ExplanationText {
  private final ExplanationWords french = ExplanationWords.FRENCH;
  private final ExplainedDecision explained;
  private final Decision decision;
  private final FrenchVerdicts verdicts;
  private final FrenchWaivers waivers;
  private final FrenchDrills drills;
  private final String objectives;

  /** Of the decision, with all that the text may say of it. */
  public FrenchExplanation(ExplainedDecision explained) {
    this.explained = explained;
    this.decision = explained.decision();
    this.verdicts = new FrenchVerdicts(french);
    this.waivers = new FrenchWaivers(french, verdicts, explained);
    this.drills = new FrenchDrills(french, explained.context().drills());
    this.objectives = new FrenchObjectives(french).text(explained.context().objectives());
  }

  @Override
  public FirstScreen first(boolean restFollows) {
    int replicas = PlanFacts.replicas(decision);
    List<String> policies = explained.policies();
    Decision.Reason reason = explained.reason();
    String zones = PlanFacts.zones(decision);
    ExplainedDecision.Answers answers = explained.answers();
    StringBuilder shortfalls = new StringBuilder();
    decision.shortfalls().forEach(s -> because(shortfalls, s));
    List<FirstScreen.Section> sections = new ArrayList<>();
    sections.add(section("text.notAvailable", notRunning(), 1, 4));
    sections.add(section("text.mayRunOn", said(explained.context().silence().mayRunOn()), 1, 4));
    sections.add(section("text.violations", lines(answers.breaches()), 2, 3));
    sections.add(new FirstScreen.Section(refused(), lines(answers.notThere()), 3, 3));
    sections.add(section("text.notMet", Explanation.items(shortfalls.toString()), 1, 2));
    sections.add(section("text.objectives", Explanation.items(objectives), 2, 4));
    sections.add(section("text.drills", Explanation.items(drills.text()), 2, 3));
    sections.add(section("text.warnings", PlanFacts.codes(answers.warnings()), 2, 1));
    sections.add(section("text.endedProbably", ahead().passed(), 1, 2));
    sections.add(section("text.waived", waivers.names(), 1, 1));
    sections.add(section("text.breakGlass", Explanation.items(waivers.breakGlass()), 1, 2));
    sections.add(section("text.idleWaivers", Explanation.items(waivers.idle()), 1, 2));
    sections.add(
        section(
            "text.ahead", ahead().isEmpty() ? List.of() : Explanation.items(ahead().text()), 1, 2));
    return new FirstScreen(
        said(
            "text.placed",
            Map.of(
                "workload",
                decision.id().toString(),
                "placed",
                replicas,
                "asked",
                replicas + decision.missing(),
                "policies",
                policies.isEmpty()
                    ? french.word("text.underNone")
                    : said("text.underPolicies", Map.of("policies", String.join(", ", policies)))
                        + (explained.onPressFactsOnly()
                            ? ", " + french.word("text.pressOnly")
                            : ""))),
        reason == null ? "" : because(reason),
        Explanation.items(relaxations()).stream()
            .map(change -> said("text.relaxed", Map.of("change", change)))
            .toList(),
        zones.isEmpty()
            ? french.word("text.nowhere")
            : said("text.where", Map.of("zones", zones, "losses", tolerates())),
        sections,
        said(restFollows ? "text.restFollows" : "text.restThere", Map.of("program", Program.name()))
            + (isRecorded() ? " " + french.word("text.recorded") : ""),
        count -> said("text.andMore", Map.of("count", count)));
  }

  /** Whether something of it is left in English only, as the operator wrote it down. */
  private boolean isRecorded() {
    ExplainedDecision.Answers answers = explained.answers();
    Decision.Reason reason = explained.reason();
    return Stream.of(answers.here(), answers.notThere(), answers.breaches(), answers.warnings())
            .flatMap(List::stream)
            .anyMatch(g -> g.verdict().finding().isRecorded())
        || Stream.concat(Stream.ofNullable(reason), decision.shortfalls().stream())
            .anyMatch(r -> r.finding().isRecorded())
        || explained.context().unavailable() != null
        || drills.isRecorded()
        || explained.idle().stream().anyMatch(w -> w.finding().isRecorded());
  }

  /** Why what is decided does not run, in the words of the operator. */
  private List<String> notRunning() {
    Condition unavailable = explained.context().unavailable();
    return unavailable == null
        ? List.of()
        : List.of(
            because(new Decision.Reason(unavailable.getReason(), unavailable.getMessage(), true)));
  }

  private FirstScreen.Section section(String title, List<String> items, int most, int lines) {
    return new FirstScreen.Section(french.word(title), items, most, lines);
  }

  private String refused() {
    int refused = decision.rejected().size();
    String heading = french.word("text.rejected");
    return refused == 0
        ? heading
        : heading
            + " ("
            + (explained.seesZones()
                ? said("text.zonesOf", Map.of("count", refused, "all", explained.zones().size()))
                : said("text.zones", Map.of("count", refused)))
            + ")";
  }

  private List<String> lines(List<GroupedVerdict> told) {
    return told.stream()
        .map(t -> verdicts.line(t) + " (" + String.join(", ", t.zones()) + ")")
        .toList();
  }

  private String tolerates() {
    String tolerates =
        decision.tolerates().stream()
            .filter(t -> t.count() > 0)
            .map(
                t ->
                    t.count()
                        + " "
                        + french.word("scope." + t.scope().name())
                        + (t.assumed() ? " (" + french.word("text.assumed") + ")" : ""))
            .collect(Collectors.joining(", "));
    return tolerates.isEmpty() ? french.word("text.nothing") : tolerates;
  }

  @Override
  public String rest(Format format) {
    StringBuilder text = new StringBuilder();
    text.append(zones().text(format));
    ExplainedDecision.Answers answers = explained.answers();
    section(text, "text.relax", relaxations());
    section(text, "text.notAvailable", Table.paragraphs(notRunning()));
    section(
        text, "text.mayRunOn", Table.paragraphs(said(explained.context().silence().mayRunOn())));
    section(text, "text.whyHere", verdicts.text(answers.here()));
    section(text, "text.rejected", verdicts.text(answers.notThere()));
    section(text, "text.violations", verdicts.text(answers.breaches()));
    section(text, "text.warnings", verdicts.text(answers.warnings()));
    section(text, "text.endedProbably", Table.paragraphs(ahead().passed()));
    section(text, "text.waivedHere", waivers.text());
    section(text, "text.idleWaivers", waivers.idle());
    section(text, "text.breakGlass", waivers.breakGlass());
    section(
        text,
        "text.lost",
        new FrenchLosses(french).text(explained.estate(), decision)
            + Table.paragraphs(said(explained.context().silence().lines())));
    section(text, "text.objectives", objectives);
    section(text, "text.drills", drills.whole());
    StringBuilder shortfalls = new StringBuilder();
    decision.shortfalls().forEach(s -> because(shortfalls, s));
    section(text, "text.notMet", shortfalls.toString());
    FrenchFacts facts = new FrenchFacts(french);
    section(
        text,
        "text.standsOn",
        Links.of(
                explained.workload(),
                french,
                user -> MessageBundle.FRENCH.text(Message.of("template.of", "user", user)),
                MessageBundle.FRENCH::text)
            .text());
    section(text, "text.restsOn", facts.foundations(explained.foundations().told()));
    section(text, "text.ahead", explained.ahead() == null ? "" : ahead().text());
    text.append('\n');
    line(text, "text.tolerates", Map.of("losses", tolerates()));
    return text.toString();
  }

  private void section(StringBuilder text, String title, String body) {
    if (!body.isEmpty()) {
      text.append('\n').append(french.word(title)).append('\n').append(body);
    }
  }

  private void because(StringBuilder text, Decision.Reason reason) {
    text.append(Table.wrapped("  " + because(reason), 4));
  }

  private String because(Decision.Reason reason) {
    return said(
        "text.because",
        Map.of("code", reason.code(), "sentence", MessageBundle.FRENCH.sentence(reason.finding())));
  }

  @Override
  public Table zones() {
    Table table =
        ZoneColumns.table(
            explained,
            "ZONE",
            french.word("text.replicas"),
            "SITE",
            "RÉGION",
            french.word("text.answer"));
    Map<String, Integer> replicas =
        decision.assignments().stream()
            .collect(Collectors.toMap(Assignment::zone, Assignment::replicas));
    for (ExplainedDecision.ZoneLine zone : explained.zones()) {
      String codes =
          decision.rejected().getOrDefault(zone.name(), List.of()).stream()
              .map(Verdict::code)
              .distinct()
              .collect(Collectors.joining(", "));
      String answer = codes.isEmpty() ? french.word("text.allowed") : codes;
      int here = replicas.getOrDefault(zone.name(), 0);
      Object replicasHere = here == 0 ? "-" : (Object) here;
      table.row(ZoneColumns.cells(explained, zone, replicasHere, answer));
    }
    return table;
  }

  private String relaxations() {
    StringBuilder text = new StringBuilder();
    for (Decision.Relaxation set : decision.relax()) {
      text.append(
          Table.wrapped(
              "  "
                  + set.changes().stream()
                      .map(
                          c ->
                              said(
                                  "text.relaxChange",
                                  Map.of(
                                      "path", c.path(),
                                      "to", String.valueOf(c.to()),
                                      "from", String.valueOf(c.from()))))
                      .collect(Collectors.joining(" ; ")),
              4));
    }
    return text.toString();
  }

  private FrenchAhead ahead() {
    return new FrenchAhead(french, explained);
  }

  private static List<String> said(List<Message> messages) {
    return messages.stream().map(MessageBundle.FRENCH::text).toList();
  }

  private String said(String key, Map<String, ?> with) {
    return french.said(key, with);
  }

  private void line(StringBuilder text, String key, Map<String, ?> with) {
    text.append(Table.wrapped(said(key, with), 2));
  }
}
