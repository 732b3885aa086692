package cloud.bleu.cli;

import cloud.bleu.placement.Assignment;
import cloud.bleu.placement.Contingency;
import cloud.bleu.placement.Decision;
import cloud.bleu.placement.Estate;
import cloud.bleu.placement.Outlook;
import cloud.bleu.placement.Verdict;
import cloud.bleu.placement.WaiverUse;
import cloud.bleu.placement.Workload;
import cloud.bleu.placement.Zone;
import cloud.bleu.placement.ZoneState;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** A decision with everything that led to it. */
final class Explanation {
  private final Estate estate;
  private final Workload workload;
  private final Decision decision;
  private final List<String> policies;
  private final List<Outlook.Turn> ahead;

  /**
   * @param ahead what changes with the days alone
   */
  Explanation(
      Estate estate,
      Workload workload,
      Decision decision,
      List<String> policies,
      List<Outlook.Turn> ahead) {
    this.ahead = ahead;
    this.estate = estate;
    this.workload = workload;
    this.decision = decision;
    this.policies = policies;
  }

  /** One fact, and the zones that share it. */
  private record Fact(
      String code, String rule, String action, String origin, String requirements, String message)
      implements Comparable<Fact> {
    static Fact of(Verdict v) {
      return new Fact(
          v.code(),
          v.policy() == null ? v.rule() + " (the workload)" : v.rule() + " of " + v.policy(),
          v.action().name(),
          v.origin().name(),
          String.join(", ", v.requirements()),
          withoutName(v.message(), v.zone()));
    }

    /** So that zones of which the same is true share one entry. */
    private static String withoutName(String message, String zone) {
      return message
          .replace("zone " + zone + " ", "the zone ")
          .replace("zone " + zone + ",", "the zone,");
    }

    @Override
    public int compareTo(Fact o) {
      return (code + rule + message).compareTo(o.code + o.rule + o.message);
    }
  }

  String text() {
    StringBuilder text = new StringBuilder();
    int replicas = Reading.replicas(decision);
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
                    : ", under " + String.join(", ", policies)),
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
    section(
        text,
        "Why not there",
        facts(decision.rejected().values().stream().flatMap(List::stream).toList()));
    section(text, "Runs in breach of", facts(decision.violations()));
    section(text, "Warnings", facts(decision.warnings()));
    waivers(text);
    if (!decision.contingency().isEmpty()) {
      text.append("\nIf it is lost\n").append(losses().text());
    }
    if (!decision.shortfalls().isEmpty()) {
      text.append("\nNot met now\n");
      decision
          .shortfalls()
          .forEach(s -> text.append(Table.wrapped("  " + s.code() + ": " + s.message(), 4)));
    }
    text.append("\nStands on\n").append(Links.of(workload).text());
    String foundations = new Foundations(estate, decision).text();
    if (!foundations.isEmpty()) {
      text.append("\nRests on\n").append(foundations);
    }
    if (!ahead.isEmpty()) {
      text.append("\nAhead\n").append(new AheadText(ahead).text());
    }
    String tolerates = Reading.tolerates(decision);
    return text.append("\nTolerates the loss of: ")
        .append(tolerates.isEmpty() ? "nothing" : tolerates)
        .append('\n')
        .toString();
  }

  private List<WaiverUse> waivers() {
    return WaiverUse.of(workload, decision, estate);
  }

  /** What would be a breach where it runs, and which waiver sets it aside until when. */
  private void waivers(StringBuilder text) {
    TreeMap<Fact, TreeSet<String>> facts =
        facts(waivers().stream().map(WaiverUse::verdict).toList());
    section(text, "Runs under a waiver of", facts);
    waivers().stream()
        .map(u -> "  waiver " + u.waiver().name() + " until " + u.waiver().until())
        .distinct()
        .forEach(line -> text.append(line).append('\n'));
  }

  private static void section(
      StringBuilder text, String title, TreeMap<Fact, TreeSet<String>> facts) {
    if (facts.isEmpty()) {
      return;
    }
    text.append('\n').append(title).append('\n');
    facts.forEach(
        (fact, zones) -> {
          text.append(Table.wrapped("  " + fact.code() + ": " + fact.message(), 4));
          text.append(
              Table.wrapped(
                  "    rule "
                      + fact.rule()
                      + (fact.requirements().isEmpty() ? "" : ", " + fact.requirements())
                      + ", "
                      + fact.action()
                      + ", "
                      + fact.origin()
                      + ": "
                      + String.join(", ", zones),
                  4));
        });
  }

  private static TreeMap<Fact, TreeSet<String>> facts(List<Verdict> verdicts) {
    TreeMap<Fact, TreeSet<String>> facts = new TreeMap<>();
    for (Verdict v : verdicts) {
      facts.computeIfAbsent(Fact.of(v), f -> new TreeSet<>()).add(v.zone());
    }
    return facts;
  }

  private Table zones() {
    Map<String, Integer> replicas =
        decision.assignments().stream()
            .collect(Collectors.toMap(Assignment::zone, Assignment::replicas));
    Table table = new Table("ZONE", "REPLICAS", "SITE", "REGION", "ANSWER");
    for (Zone zone : estate.zones()) {
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

  Map<String, Object> tree() {
    Map<String, Object> tree = PlanTree.placement(decision);
    tree.put("policies", policies);
    tree.put(
        "explanations",
        explanations(decision.rejected().values().stream().flatMap(List::stream).toList()));
    tree.put("violations", explanations(decision.violations()));
    tree.put("warnings", explanations(decision.warnings()));
    List<Map<String, Object>> waived = new ArrayList<>();
    for (WaiverUse use : waivers()) {
      Map<String, Object> one = new LinkedHashMap<>();
      one.put("name", use.waiver().name());
      one.put("policy", String.valueOf(use.statement().policy()));
      one.put("rule", use.statement().name());
      one.put("code", use.verdict().code());
      one.put("zone", use.verdict().zone());
      one.put("expirationTime", use.waiver().until().toString());
      waived.add(one);
    }
    tree.put("waivers", waived);
    List<Map<String, Object>> shortfalls = new ArrayList<>();
    for (Decision.Reason reason : decision.shortfalls()) {
      Map<String, Object> shortfall = new LinkedHashMap<>();
      shortfall.put("code", reason.code());
      shortfall.put("message", reason.message());
      shortfalls.add(shortfall);
    }
    tree.put("shortfalls", shortfalls);
    tree.put("relaxComplete", decision.relaxComplete());
    tree.put("ahead", new AheadText(ahead).tree());
    tree.put("standsOn", Links.of(workload).tree());
    tree.put("facts", new Foundations(estate, decision).tree());
    return tree;
  }

  private static List<Map<String, Object>> explanations(List<Verdict> verdicts) {
    List<Map<String, Object>> all = new ArrayList<>();
    facts(verdicts)
        .forEach(
            (fact, zones) -> {
              Map<String, Object> tree = new LinkedHashMap<>();
              tree.put("rule", fact.rule());
              tree.put("code", fact.code());
              tree.put("action", fact.action());
              tree.put("requirements", fact.requirements());
              tree.put("origin", fact.origin());
              tree.put("message", fact.message());
              tree.put("zones", List.copyOf(zones));
              all.add(tree);
            });
    return all;
  }
}
