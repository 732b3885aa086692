package cloud.bleu.cli;

import cloud.bleu.placement.Assignment;
import cloud.bleu.placement.Contingency;
import cloud.bleu.placement.Decision;
import cloud.bleu.placement.Outlook;
import cloud.bleu.placement.ProbableEnd;
import cloud.bleu.placement.Verdict;
import cloud.bleu.placement.Waiver;
import cloud.bleu.placement.Why;
import cloud.bleu.placement.Zone;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** An explanation in French. Codes, paths and names stay as they are. */
final class FrenchExplanation {
  private final French french = new French();
  private final Explained explained;
  private final Decision decision;
  private final FrenchValues values;
  private final FrenchVerdicts verdicts;

  FrenchExplanation(Explained explained) {
    this.explained = explained;
    this.decision = explained.decision();
    this.values = new FrenchValues(explained.estate(), explained.workload());
    this.verdicts = new FrenchVerdicts(french, explained);
  }

  String text() {
    StringBuilder text = new StringBuilder();
    int replicas = Reading.replicas(decision);
    List<String> policies = explained.policies();
    line(
        text,
        "text.placed",
        Map.of(
            "charge", decision.id().toString(),
            "places", String.valueOf(replicas),
            "demandes", String.valueOf(replicas + decision.missing()),
            "politiques",
                policies.isEmpty()
                    ? french.word("text.underNone")
                    : said("text.underPolicies", Map.of("politiques", String.join(", ", policies)))
                        + (explained.onPressFactsOnly()
                            ? ", " + french.word("text.pressOnly")
                            : "")));
    Decision.Reason reason = PlanTree.reason(decision);
    if (reason != null) {
      because(text, reason);
    }
    text.append('\n').append(zones().text());
    section(text, "text.relax", relaxations());
    Why why = explained.why();
    section(text, "text.whyHere", verdicts.text(why.here()));
    section(text, "text.rejected", verdicts.text(why.notThere()));
    section(text, "text.violations", verdicts.text(why.breaches()));
    section(text, "text.warnings", verdicts.text(why.warnings()));
    section(text, "text.waived", waivers());
    section(text, "text.idleWaivers", idle());
    section(text, "text.lost", losses());
    StringBuilder shortfalls = new StringBuilder();
    decision.shortfalls().forEach(s -> because(shortfalls, s));
    section(text, "text.notMet", shortfalls.toString());
    FrenchFacts facts = new FrenchFacts(french, explained);
    section(
        text,
        "text.standsOn",
        Links.of(explained.workload(), french::word, user -> facts.turned("of " + user)).text());
    section(text, "text.restsOn", facts.foundations(explained.foundations().told()));
    section(text, "text.ahead", ahead());
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
    text.append('\n');
    line(
        text,
        "text.tolerates",
        Map.of("pertes", tolerates.isEmpty() ? french.word("text.nothing") : tolerates));
    return text.toString();
  }

  private void section(StringBuilder text, String title, String body) {
    if (!body.isEmpty()) {
      text.append('\n').append(french.word(title)).append('\n').append(body);
    }
  }

  private void because(StringBuilder text, Decision.Reason reason) {
    String phrase = french.of(reason.code(), values.ofWorkload());
    text.append(
        Table.wrapped(
            "  "
                + said(
                    "text.because",
                    Map.of(
                        "code",
                        reason.code(),
                        "phrase",
                        phrase == null ? reason.message() : phrase)),
            4));
  }

  private Table zones() {
    Table table =
        new Table(
            "ZONE", french.word("text.replicas"), "SITE", "RÉGION", french.word("text.answer"));
    Map<String, Integer> replicas =
        decision.assignments().stream()
            .collect(Collectors.toMap(Assignment::zone, Assignment::replicas));
    for (Zone zone : explained.estate().zones()) {
      String codes =
          decision.rejected().getOrDefault(zone.name(), List.of()).stream()
              .map(Verdict::code)
              .distinct()
              .collect(Collectors.joining(", "));
      int here = replicas.getOrDefault(zone.name(), 0);
      table.row(
          zone.name(),
          here == 0 ? "-" : here,
          zone.site(),
          zone.region(),
          codes.isEmpty() ? french.word("text.allowed") : codes);
    }
    return table;
  }

  /** What would be in breach, and which waiver sets it aside until when. */
  private String waivers() {
    return verdicts.text(explained.waived())
        + explained.uses().stream()
            .map(
                u ->
                    Table.wrapped(
                        "  "
                            + said(
                                "text.waiverUntil",
                                Map.of(
                                    "nom", u.waiver().name(),
                                    "fin", u.waiver().until().toString())),
                        4))
            .distinct()
            .collect(Collectors.joining());
  }

  private String idle() {
    return explained.idle().stream()
        .map(
            w -> {
              String line =
                  said(
                      "text.idleWaiver",
                      Map.of(
                          "nom", w.object().name(),
                          "etat", w.state().name(),
                          "phrase", french.word("waiver." + w.state())));
              return Table.wrapped("  " + line + verdicts.found(w.message(), line), 4);
            })
        .collect(Collectors.joining());
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
                                      "chemin", c.path(),
                                      "vers", String.valueOf(c.to()),
                                      "de", String.valueOf(c.from()))))
                      .collect(Collectors.joining(" ; ")),
              4));
    }
    return text.toString();
  }

  private String losses() {
    StringBuilder text = new StringBuilder();
    for (Contingency c : decision.contingency()) {
      List<String> moves = new ArrayList<>();
      c.moves()
          .forEach(
              m ->
                  moves.add(
                      said(
                          "text.lostMove",
                          Map.of(
                              "nombre", String.valueOf(m.replicas()),
                              "de", m.from(),
                              "vers", m.to()))));
      c.evicts()
          .forEach(
              e ->
                  moves.add(
                      said(
                          "text.evicts",
                          Map.of(
                              "nombre", String.valueOf(e.replicas()),
                              "charge", e.workload().toString(),
                              "zone", e.zone()))));
      String after = moves.isEmpty() ? french.word("text.lostNothing") : String.join(", ", moves);
      text.append(
          Table.wrapped(
              "  "
                  + said(
                      c.keeps() == 0
                          ? "text.lostEventNone"
                          : c.keeps() == 1 ? "text.lostEventOne" : "text.lostEvent",
                      Map.of(
                          "evenement", event(c.event().toString()),
                          "restent", String.valueOf(c.keeps()),
                          "suite", after)),
              4));
    }
    return text.toString();
  }

  /** {@code region FR1} with the kind of place in French; hazards keep their name. */
  private String event(String event) {
    int space = event.indexOf(' ');
    if (space <= 0) {
      return event;
    }
    String kind = event.substring(0, space);
    String scope = "scope." + Character.toUpperCase(kind.charAt(0)) + kind.substring(1);
    return french.keys().contains(scope) ? french.word(scope) + event.substring(space) : event;
  }

  private String ahead() {
    TreeMap<String, TreeSet<String>> zones = new TreeMap<>();
    for (Outlook.Turn turn : explained.ahead()) {
      zones.computeIfAbsent(turn(turn, "%s"), k -> new TreeSet<>()).add(turn.after().zone());
    }
    StringBuilder text = new StringBuilder();
    zones.forEach(
        (line, of) ->
            text.append(Table.wrapped("  " + line.replace("%s", String.join(", ", of)), 4)));
    for (ProbableEnd end : explained.ends()) {
      text.append(Table.wrapped("  " + end(end), 4));
    }
    return text.isEmpty()
        ? "  " + said("text.aheadNone", Map.of("jours", String.valueOf(Outlook.DAYS))) + "\n"
        : text.toString();
  }

  private String end(ProbableEnd end) {
    return said(
        "text.probableEnd",
        Map.of(
            "jour", end.day().toString(),
            "qualification", end.qualification(),
            "offre", end.offering(),
            "fournisseur", end.provider(),
            "annees", String.valueOf(ProbableEnd.YEARS),
            "depuis", end.since().toString(),
            "zones", String.join(", ", end.zones())));
  }

  private String turn(Outlook.Turn turn, String zones) {
    return said(
        "text.aheadTurn",
        Map.of(
            "jour", AheadText.when(turn),
            "regle", turn.after().rule(),
            "politique", verdicts.policy(turn.after()),
            "avant", before(turn),
            "apres", answer(turn.after()),
            "zones", zones));
  }

  private String before(Outlook.Turn turn) {
    Waiver waiver = turn.waiver();
    return waiver == null
        ? answer(turn.before())
        : said("text.waivedBy", Map.of("nom", waiver.name(), "fin", waiver.until().toString()));
  }

  private String answer(Verdict v) {
    return v.failing() || v.warns()
        ? v.code()
        : french.word(v.result() == Verdict.Result.Waived ? "text.waivedWord" : "text.pass");
  }

  private String said(String key, Map<String, String> with) {
    return french.said(key, with);
  }

  private void line(StringBuilder text, String key, Map<String, String> with) {
    text.append(Table.wrapped(said(key, with), 2));
  }
}
