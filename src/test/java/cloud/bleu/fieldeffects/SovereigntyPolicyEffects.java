package cloud.bleu.fieldeffects;

import static cloud.bleu.fieldeffects.AvailabilityZoneEffects.standing;
import static cloud.bleu.fieldeffects.Decided.policy;
import static cloud.bleu.fieldeffects.Decided.rejected;
import static cloud.bleu.fieldeffects.Decided.warnings;
import static cloud.bleu.fieldeffects.Decided.zones;
import static cloud.bleu.fieldeffects.Explained.explained;
import static cloud.bleu.fieldeffects.Row.row;

import java.util.ArrayList;
import java.util.List;

/** What every field of a SovereigntyPolicy does. */
final class SovereigntyPolicyEffects {
  private static final String POLICY = "SovereigntyPolicy/p";
  private static final String GERMANY =
      "rules: [{name: r, rule: data-location, parameters: {countries: [DE]}}]";
  private static final String NO = "CountryNotAccepted";

  private SovereigntyPolicyEffects() {}

  static List<Row> rows() {
    List<Row> rows = new ArrayList<>();
    selectors(rows);
    facts(rows);
    rules(rows);
    rows.addAll(SovereigntyWaiverEffects.policyRows());
    return rows;
  }

  private static void selectors(List<Row> rows) {
    String selector = "spec.appliesTo.namespaceSelector.";
    rows.add(
        row(selector + "matchLabels{}")
            .given(POLICY, applies("namespaceSelector: {matchLabels: {team: red}}"))
            .edit(POLICY, applies("namespaceSelector: {matchLabels: {team: blue}}"))
            .see(rejected("a"), "", NO));
    String expression = "namespaceSelector: {matchExpressions: [{key: %s, operator: %s%s}]}";
    rows.add(
        row(selector + "matchExpressions[].key")
            .given(POLICY, applies(expression.formatted("army", "Exists", "")))
            .edit(POLICY, applies(expression.formatted("team", "Exists", "")))
            .see(rejected("a"), "", NO));
    for (String operator : List.of("In", "Exists")) {
      boolean values = operator.equals("In");
      rows.add(
          row(selector + "matchExpressions[].operator")
              .given(
                  POLICY,
                  applies(
                      expression.formatted(
                          "team",
                          values ? "NotIn" : "DoesNotExist",
                          values ? ", values: [blue]" : "")))
              .edit(
                  POLICY,
                  applies(expression.formatted("team", operator, values ? ", values: [blue]" : "")))
              .see(rejected("a"), "", NO));
    }
    rows.add(
        row(selector + "matchExpressions[].values[]")
            .given(POLICY, applies(expression.formatted("team", "In", ", values: [red]")))
            .edit(POLICY, applies(expression.formatted("team", "In", ", values: [blue]")))
            .see(rejected("a"), "", NO));
    rows.add(
        row("spec.appliesTo.dataClasses[]")
            .given(POLICY, applies("dataClasses: [Health]"))
            .edit(POLICY, applies("dataClasses: [Ordinary]"))
            .see(policy("/governed"), "0", "1"));
  }

  private static String applies(String to) {
    return "{spec: {appliesTo: {" + to + "}, " + GERMANY + "}}";
  }

  private static void facts(List<Row> rows) {
    rows.add(
        dated(row("spec.facts.maxAgeDays"))
            .given(POLICY, asked("maxAgeDays: 400"))
            .edit(POLICY, asked("maxAgeDays: 100"))
            .see(rejected("a"), "", "TooOld"));
    rows.add(
        dated(row("spec.facts.graceDays"))
            .given(POLICY, asked("maxAgeDays: 100"))
            .edit(POLICY, asked("maxAgeDays: 100, graceDays: 300"))
            .see(rejected("a"), "TooOld", ""));
    rows.add(
        row("spec.facts.acceptBasis[]")
            .given(POLICY, asked("acceptBasis: [Assumption]"))
            .edit(POLICY, asked("acceptBasis: [Contract]"))
            .see(rejected("a"), "", "BasisNotAccepted"));
  }

  /** Facts of 1 June in every group, 176 days old. */
  private static Row.Draft dated(Row.Draft draft) {
    String said = "{basis: Contract, source: annex 1, asOf: \"2026-06-01\"}";
    return draft
        .given("CloudProvider/acme", "{spec: {legalEntity: {provenance: " + said + "}}}")
        .given(
            "AvailabilityZone/a",
            "{spec: {siteProvenance: " + said + ", location: {provenance: " + said + "}}}");
  }

  private static String asked(String facts) {
    return "{spec: {facts: {" + facts + "}, rules: [{name: r, rule: zone-state}]}}";
  }

  private static void rules(List<Row> rows) {
    rows.add(
        row("spec.rules[].name")
            .given(POLICY, "{spec: {" + GERMANY + "}}")
            .edit(POLICY, "{spec: {" + GERMANY.replace("name: r", "name: germany") + "}}")
            .see(explained("rule (r|germany) of p"), "rule r of p", "rule germany of p"));
    rows.add(
        row("spec.rules[].rule")
            .given(POLICY, "{spec: {" + GERMANY + "}}")
            .edit(POLICY, "{spec: {" + GERMANY.replace("data-location", "countries") + "}}")
            .see(rejected("a"), NO, "CountryNotAllowed"));
    rows.add(
        row("spec.rules[].action")
            .given(POLICY, "{spec: {" + GERMANY + "}}")
            .edit(POLICY, "{spec: {" + with("action: Warn") + "}}")
            .see(rejected("a"), NO, ""));
    rows.add(
        row("spec.rules[].action")
            .given(POLICY, "{spec: {" + with("action: Warn") + "}}")
            .edit(POLICY, "{spec: {" + with("action: Audit") + "}}")
            .see(warnings(), "Warn " + NO, "Audit " + NO));
    String own = "{spec: {rules: [{name: r, expression: \"%s\"%s}]}}";
    String dry = "zone.location.country == 'DE'";
    rows.add(
        row("spec.rules[].expression")
            .given(POLICY, own.formatted("zone.location.country == 'FR'", ""))
            .edit(POLICY, own.formatted(dry, ""))
            .see(rejected("a"), "", "ExpressionFalse"));
    rows.add(
        row("spec.rules[].message")
            .given(POLICY, own.formatted(dry, ", message: \"'not in ' + 'Germany'\""))
            .edit(POLICY, own.formatted(dry, ", message: \"'lies in ' + zone.location.country\""))
            .see(explained("(not|lies) in [A-Z]\\w+"), "not in Germany", "lies in FR"));
    rows.add(
        row("spec.rules[].requirements[]")
            .given(POLICY, own.formatted(dry, ", requirements: [\"19.2.b\"]"))
            .edit(POLICY, own.formatted(dry, ", requirements: [\"11.3.a\"]"))
            .see(explained("claimed:[0-9.a-z]+"), "claimed:19.2.b", "claimed:11.3.a"));
    breach(rows, "MoveNow", "{spec: {placement: {rebalance: {mode: Never}}}}");
    breach(rows, "Rebalance", "{spec: {placement: {rebalance: {maxMovesPerHour: 9}}}}");
    rows.add(
        row("spec.rules[].parameters")
            .given(POLICY, "{spec: {" + GERMANY + "}}")
            .edit(POLICY, "{spec: {" + GERMANY.replace("DE", "FR") + "}}")
            .see(rejected("a"), NO, ""));
  }

  /** Web stands in a, which is in Germany; only France is accepted. */
  private static void breach(List<Row> rows, String onViolation, String web) {
    String france = GERMANY.replace("DE", "FR");
    rows.add(
        row("spec.rules[].onViolation")
            .given("AvailabilityZone/a", "{spec: {location: {country: DE}}}")
            .given("WorkloadPlacement/web", standing("{zone: a, replicas: 3}"))
            .given("BleuWorkload/web", web)
            .given(POLICY, "{spec: {" + france + "}}")
            .edit(
                POLICY,
                "{spec: {"
                    + france.replace("name: r", "name: r, onViolation: " + onViolation)
                    + "}}")
            .see(zones("web"), "a=3", "b=2 c=1"));
  }

  private static String with(String more) {
    return GERMANY.replace("name: r", "name: r, " + more);
  }
}
