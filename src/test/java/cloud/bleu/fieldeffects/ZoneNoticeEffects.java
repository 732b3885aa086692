package cloud.bleu.fieldeffects;

import static cloud.bleu.fieldeffects.CloudProviderEffects.rule;
import static cloud.bleu.fieldeffects.Decided.rejected;
import static cloud.bleu.fieldeffects.Decided.zone;
import static cloud.bleu.fieldeffects.Explained.explained;
import static cloud.bleu.fieldeffects.Row.row;

import java.util.ArrayList;
import java.util.List;

/** What announced operations and decisions on the data in a zone do; it is 2026-11-24, noon. */
final class ZoneNoticeEffects {
  private static final String A = "AvailabilityZone/a";
  private static final String POLICY = "SovereigntyPolicy/p";
  private static final String DECISION =
      "reference: H-1, dataClasses: [Ordinary], validFrom: \"2026-01-01\", validUntil: \"2027-12-31\"";

  private static final String SAID = ", provenance: {basis: Contract, source: annex 3}";

  private ZoneNoticeEffects() {}

  static List<Row> rows() {
    List<Row> rows = new ArrayList<>();
    String now = "from: \"2026-11-24T11:00:00Z\", to: \"2026-11-24T14:00:00Z\"";
    rows.add(
        row("spec.maintenance[].from")
            .given(A, maintained(now))
            .edit(A, maintained(now.replace("T11", "T13")))
            .see(zone("a", "/conditions/2/reason"), "Drained", "Active"));
    rows.add(
        row("spec.maintenance[].to")
            .given(A, maintained(now))
            .edit(A, maintained(now.replace("T14", "T12")))
            .see(zone("a", "/conditions/2/reason"), "Drained", "Active"));
    for (String state : List.of("Cordoned", "Lost")) {
      rows.add(
          row("spec.maintenance[].state")
              .given(A, maintained(now))
              .edit(A, maintained(now + ", state: " + state))
              .see(zone("a", "/conditions/2/reason"), "Drained", state));
    }
    rows.add(
        row("spec.homologations[].reference")
            .given(A, homologated(DECISION + SAID))
            .edit(A, homologated(DECISION.replace("H-1", "H-2") + SAID))
            .see(explained("homologation H-."), "homologation H-1", "homologation H-2"));
    homologation(rows, "dataClasses[]", "Ordinary", "Health", "NotHomologated");
    homologation(rows, "validFrom", "2026-01-01", "2026-11-25", "HomologationNotYetValid");
    homologation(rows, "validUntil", "2027-12-31", "2026-11-23", "HomologationExpired");
    rows.addAll(
        ProvenanceRows.of(
            "spec.homologations[].provenance",
            A,
            draft -> draft,
            p -> homologated(DECISION + ", provenance: " + p)));
    return rows;
  }

  private static void homologation(
      List<Row> rows, String field, String written, String edited, String code) {
    rows.add(
        row("spec.homologations[]." + field)
            .given(POLICY, rule("rule: homologation, parameters: {dataClasses: [Ordinary]}"))
            .given(A, homologated(DECISION))
            .edit(A, homologated(DECISION.replace(written, edited)))
            .see(rejected("a"), "", code));
  }

  private static String maintained(String window) {
    return "{spec: {maintenance: [{" + window + "}]}}";
  }

  private static String homologated(String decision) {
    return "{spec: {homologations: [{" + decision + "}]}}";
  }
}
