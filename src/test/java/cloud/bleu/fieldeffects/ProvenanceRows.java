package cloud.bleu.fieldeffects;

import static cloud.bleu.fieldeffects.Decided.rejected;
import static cloud.bleu.fieldeffects.Explained.explained;
import static cloud.bleu.fieldeffects.Row.row;

import java.util.List;
import java.util.function.UnaryOperator;

/** The rows of a group of facts: who says so, since when, and who compared. */
final class ProvenanceRows {
  private static final String POLICY = "SovereigntyPolicy/p";
  private static final String SHA = "0123456789abcdef".repeat(4);

  private ProvenanceRows() {}

  /**
   * Five rows.
   *
   * @param path of the provenance in the spec
   * @param object that has it
   * @param facts patches that state the facts of the group, without their provenance
   * @param at makes a patch of the object out of the content of the provenance
   */
  static List<Row> of(
      String path, String object, UnaryOperator<Row.Draft> facts, UnaryOperator<String> at) {
    // Of all other groups nothing is asked: they rest on what the policy accepts.
    String stated = "basis: Contract, source: annex 1, asOf: \"2026-06-01\"";
    return List.of(
        facts
            .apply(row(path + ".basis"))
            .given(POLICY, onlyContracts("acceptBasis: [Contract, Assumption]"))
            .given(object, at.apply("{" + stated + "}"))
            .edit(object, at.apply("{basis: Press, asOf: \"2026-06-01\"}"))
            .see(rejected("a"), "", "BasisNotAccepted"),
        facts
            .apply(row(path + ".asOf"))
            .given(POLICY, onlyContracts("acceptBasis: [Contract, Assumption]"))
            .given(object, at.apply("{" + stated + "}"))
            .edit(object, at.apply("{basis: Contract, source: annex 1, asOf: \"2026-07-01\"}"))
            .see(explained("2026-0[67]-01"), "2026-06-01", "2026-07-01"),
        facts
            .apply(row(path + ".source"))
            .given(object, at.apply("{" + stated + "}"))
            .edit(object, at.apply("{basis: Contract, asOf: \"2026-06-01\", source: annex 2}"))
            .see(explained("annex 2"), "", "annex 2"),
        facts
            .apply(row(path + ".checkedBy"))
            .given(object, at.apply("{" + stated + "}"))
            .edit(object, at.apply("{" + stated + ", checkedBy: Security office}"))
            .see(explained("checked by Security office"), "", "checked by Security office"),
        facts
            .apply(row(path + ".documentSHA256"))
            .given(object, at.apply("{" + stated + "}"))
            .edit(object, at.apply("{" + stated + ", documentSHA256: " + SHA + "}"))
            .see(explained(SHA), "", SHA));
  }

  private static String onlyContracts(String facts) {
    return "{spec: {facts: {" + facts + "}, rules: [{name: r, rule: zone-state}]}}";
  }
}
