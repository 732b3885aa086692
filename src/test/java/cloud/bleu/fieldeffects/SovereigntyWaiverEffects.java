package cloud.bleu.fieldeffects;

import static cloud.bleu.fieldeffects.Decided.rejected;
import static cloud.bleu.fieldeffects.Row.row;

import cloud.bleu.cli.Typed;
import java.util.List;

/** What every field of a SovereigntyWaiver does, and what a policy says of waivers. */
final class SovereigntyWaiverEffects {
  private static final String POLICY = "SovereigntyPolicy/p";
  private static final String WAIVER = "SovereigntyWaiver/w";
  private static final String GERMANY =
      "rules: [{name: r, rule: data-location, parameters: {countries: [DE]}}, {name: s, rule: zone-state}]";
  private static final String NO = "CountryNotAccepted";

  private SovereigntyWaiverEffects() {}

  static List<Row> rows() {
    return List.of(
        waived("policyRef")
            .given(
                "SovereigntyPolicy/q",
                "{spec: {rules: [{name: r, rule: zone-state}], waivable: [r]}}")
            .edit(WAIVER, "{spec: {policyRef: q}}")
            .see(rejected("a"), "", NO),
        waived("rule").edit(WAIVER, "{spec: {rule: s}}").see(rejected("a"), "", NO),
        waived("workloadRef.name")
            .edit(WAIVER, "{spec: {workloadRef: {name: other}}}")
            .see(rejected("a"), "", NO),
        waived("workloadRef.uid")
            .edit(WAIVER, "{spec: {workloadRef: {uid: uid-of-another}}}")
            .see(rejected("a"), "", NO),
        waived("zones[]").edit(WAIVER, "{spec: {zones: [b]}}").see(rejected("a"), "", NO),
        waived("reason")
            .edit(WAIVER, "{spec: {reason: the move is late}}")
            .see(
                world ->
                    Typed.withInput(world.manifests(), "waivers", "-f", "-", "-o", "json")
                            .out()
                            .contains("the move is late")
                        ? "shown"
                        : "",
                "",
                "shown"),
        waived("notBefore")
            .edit(WAIVER, "{spec: {notBefore: \"2026-12-01T00:00:00Z\"}}")
            .see(rejected("a"), "", NO),
        waived("expirationTime")
            .edit(WAIVER, "{spec: {expirationTime: \"2026-11-20T00:00:00Z\"}}")
            .see(rejected("a"), "", NO),
        waived("requestedBy").edit(WAIVER, "{spec: {requestedBy: bob}}").see(rejected("a"), "", NO),
        waived("approvedBy").edit(WAIVER, "{spec: {approvedBy: null}}").see(rejected("a"), "", NO),
        waived("approvedStatement")
            .edit(WAIVER, "{spec: {approvedStatement: \"sha256:" + "0".repeat(64) + "\"}}")
            .see(rejected("a"), "", NO));
  }

  static List<Row> policyRows() {
    return List.of(
        of("spec.waivable[]").edit(POLICY, "{spec: {waivable: [s]}}").see(rejected("a"), "", NO),
        of("spec.waiverLimits.maxDays")
            .given(POLICY, "{spec: {waiverLimits: {maxDays: 90}}}")
            .edit(POLICY, "{spec: {waiverLimits: {maxDays: 30}}}")
            .see(rejected("a"), "", NO),
        of("spec.waiverLimits.maxRenewals")
            .given(
                "SovereigntyWaiver/before",
                waiver().replace("2026-11-01", "2026-09-01").replace("2026-12-31", "2026-11-01"))
            .given(POLICY, "{spec: {waiverLimits: {maxRenewals: 1}}}")
            .edit(POLICY, "{spec: {waiverLimits: {maxRenewals: 0}}}")
            .see(rejected("a"), "", NO));
  }

  private static Row.Draft waived(String field) {
    return of("spec." + field);
  }

  /** Zone a is refused by rule r of p, and a waiver sets that aside. */
  private static Row.Draft of(String path) {
    return row(path)
        .given(POLICY, "{spec: {" + GERMANY + ", waivable: [r, s]}}")
        .given(WAIVER, waiver());
  }

  private static String waiver() {
    return """
        metadata: {namespace: shop}
        spec:
          policyRef: p
          rule: r
          workloadRef: {name: web, uid: uid-web}
          zones: [a]
          reason: moved by the end of the year
          notBefore: "2026-11-01T00:00:00Z"
          expirationTime: "2026-12-31T00:00:00Z"
          requestedBy: anne
          approvedBy: bob
        """;
  }
}
