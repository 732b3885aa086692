package cloud.bleu.cli;

import cloud.bleu.placement.Assignment;
import cloud.bleu.placement.Contingency;
import cloud.bleu.placement.Decision;
import cloud.bleu.placement.Estate;
import cloud.bleu.placement.Outlook;
import cloud.bleu.placement.Verdict;
import cloud.bleu.placement.Workload;
import cloud.bleu.placement.Zone;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** An explanation in French. Codes, paths and names stay as they are. */
final class FrenchExplanation {
  private final French french = new French();
  private final Estate estate;
  private final Workload workload;
  private final Decision decision;
  private final List<String> policies;
  private final FrenchValues values;
  private final List<Outlook.Turn> ahead;

  FrenchExplanation(
      Estate estate,
      Workload workload,
      Decision decision,
      List<String> policies,
      List<Outlook.Turn> ahead) {
    this.estate = estate;
    this.workload = workload;
    this.decision = decision;
    this.policies = policies;
    this.values = new FrenchValues(estate, workload);
    this.ahead = ahead;
  }

  String text() {
    StringBuilder text = new StringBuilder();
    int replicas = Reading.replicas(decision);
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
                    : said(
                        "text.underPolicies", Map.of("politiques", String.join(", ", policies)))));
    Decision.Reason reason = PlanTree.reason(decision);
    if (reason != null) {
      because(text, reason);
    }
    text.append('\n').append(zones().text());
    section(text, "text.relax", relaxations());
    section(
        text,
        "text.rejected",
        verdicts(decision.rejected().values().stream().flatMap(List::stream).toList()));
    section(text, "text.violations", verdicts(decision.violations()));
    section(text, "text.warnings", verdicts(decision.warnings()));
    section(text, "text.lost", losses());
    StringBuilder shortfalls = new StringBuilder();
    decision.shortfalls().forEach(s -> because(shortfalls, s));
    section(text, "text.notMet", shortfalls.toString());
    section(text, "text.standsOn", Links.of(workload, french::word).text());
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
    for (Zone zone : estate.zones()) {
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

  /** One entry for each sentence, rule and origin, with the zones that share it. */
  private String verdicts(List<Verdict> verdicts) {
    TreeMap<String, TreeSet<String>> zones = new TreeMap<>();
    TreeMap<String, Verdict> firsts = new TreeMap<>();
    for (Verdict v : verdicts) {
      String key = sentence(v) + rule(v, "");
      firsts.putIfAbsent(key, v);
      zones.computeIfAbsent(key, k -> new TreeSet<>()).add(v.zone());
    }
    StringBuilder text = new StringBuilder();
    firsts.forEach(
        (key, v) -> {
          text.append(Table.wrapped("  " + sentence(v), 4));
          text.append(Table.wrapped("    " + rule(v, String.join(", ", zones.get(key))), 4));
        });
    return text.toString();
  }

  private String sentence(Verdict v) {
    String phrase = french.of(v.code(), values.of(v));
    return said(
        "text.because", Map.of("code", v.code(), "phrase", phrase == null ? v.message() : phrase));
  }

  private String rule(Verdict v, String zones) {
    return said(
        "text.rule",
        Map.of(
            "regle", v.rule(),
            "politique", policy(v),
            "exigences",
                v.requirements().isEmpty() ? "\u200b" : ", " + String.join(", ", v.requirements()),
            "action", french.word("action." + v.action()),
            "origine", french.word("origin." + v.origin()),
            "zones", zones));
  }

  private String policy(Verdict v) {
    String policy = v.policy();
    return policy == null
        ? french.word("text.ofWorkload")
        : said("text.ofPolicy", Map.of("politique", policy));
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
                      "text.lostEvent",
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
    for (Outlook.Turn turn : ahead) {
      zones.computeIfAbsent(turn(turn, "%s"), k -> new TreeSet<>()).add(turn.after().zone());
    }
    StringBuilder text = new StringBuilder();
    zones.forEach(
        (line, of) ->
            text.append(Table.wrapped("  " + line.replace("%s", String.join(", ", of)), 4)));
    return zones.isEmpty()
        ? "  " + said("text.aheadNone", Map.of("jours", String.valueOf(Outlook.DAYS))) + "\n"
        : text.toString();
  }

  private String turn(Outlook.Turn turn, String zones) {
    return said(
        "text.aheadTurn",
        Map.of(
            "jour", turn.day().toString(),
            "regle", turn.after().rule(),
            "politique", policy(turn.after()),
            "avant", answer(turn.before()),
            "apres", answer(turn.after()),
            "zones", zones));
  }

  private String answer(Verdict v) {
    return v.failing() ? v.code() : french.word("text.pass");
  }

  private String said(String key, Map<String, String> with) {
    return Objects.requireNonNullElse(french.of(key, with), key).replace("\u200b", "");
  }

  private void line(StringBuilder text, String key, Map<String, String> with) {
    text.append(Table.wrapped(said(key, with), 2));
  }
}
