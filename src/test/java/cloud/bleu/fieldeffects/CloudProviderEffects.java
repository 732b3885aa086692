package cloud.bleu.fieldeffects;

import static cloud.bleu.fieldeffects.Decided.problem;
import static cloud.bleu.fieldeffects.Decided.provider;
import static cloud.bleu.fieldeffects.Decided.rejected;
import static cloud.bleu.fieldeffects.Explained.explained;
import static cloud.bleu.fieldeffects.Row.row;

import java.util.ArrayList;
import java.util.List;

/** What every field of a CloudProvider does. */
final class CloudProviderEffects {
  private static final String ACME = "CloudProvider/acme";
  private static final String POLICY = "SovereigntyPolicy/p";
  private static final String WEB = "BleuWorkload/web";
  private static final String QUALIFIED =
      "scheme: SecNumCloud, version: \"3.2\", state: Qualified, layers: [IaaS, CaaS], validFrom: \"2026-01-01\","
          + " validUntil: \"2027-12-31\"";

  private CloudProviderEffects() {}

  static List<Row> rows() {
    List<Row> rows = new ArrayList<>();
    entity(rows);
    ownership(rows);
    offerings(rows);
    qualifications(rows);
    return rows;
  }

  private static void entity(List<Row> rows) {
    rows.add(
        row("spec.displayName")
            .edit(ACME, "{spec: {displayName: Acme Cloud}}")
            .see(explained("acme \\(Acme Cloud\\)"), "", "acme (Acme Cloud)"));
    rows.add(
        row("spec.legalEntity.name")
            .edit(ACME, "{spec: {legalEntity: {name: Acme Europe SE}}}")
            .see(explained("Acme (SAS|Europe SE)"), "Acme SAS", "Acme Europe SE"));
    for (String seat :
        List.of("registeredOffice", "centralAdministration", "principalEstablishment")) {
      rows.add(
          row("spec.legalEntity." + seat)
              .given(POLICY, rule("rule: seat-in-eu"))
              .edit(ACME, "{spec: {legalEntity: {" + seat + ": US}}}")
              .see(rejected("a"), "", "SeatOutsideEU"));
    }
    rows.addAll(
        ProvenanceRows.of(
            "spec.legalEntity.provenance",
            ACME,
            draft -> draft,
            p -> "{spec: {legalEntity: {provenance: " + p + "}}}"));
  }

  private static void ownership(List<Row> rows) {
    String holders = "spec.ownership.holders[]";
    rows.add(
        owned(
                row(holders + ".name"),
                "{name: Alpha, of: acme, country: US, controlledFrom: US, capitalPercent: \"30\", votesPercent: \"30\"}, {name: Rest, of: acme, country: FR, controlledFrom: FR, capitalPercent: \"70\", votesPercent: \"70\"}")
            .given(POLICY, rule("rule: ownership-thresholds"))
            .edit(
                ACME,
                holders(
                    "{name: Omega, of: acme, country: US, controlledFrom: US, capitalPercent: \"30\", votesPercent: \"30\"}, {name: Rest, of: acme, country: FR, controlledFrom: FR, capitalPercent: \"70\", votesPercent: \"70\"}"))
            .see(explained("(Alpha|Omega) has 30 %"), "Alpha has 30 %", "Omega has 30 %"));
    String eu =
        "{name: Rest, of: acme, country: FR, controlledFrom: FR, capitalPercent: \"70\", votesPercent: \"70\"}";
    String foreign =
        "{name: Alpha, of: %s, country: %s, controlledFrom: %s, capitalPercent: \"%s\", votesPercent: \"%s\"}";
    // Through Rest it is 30 % of 70 %, so 21 %: below the threshold for one.
    rows.add(
        owned(row(holders + ".of"), foreign.formatted("acme", "US", "US", "30", "30") + ", " + eu)
            .edit(ACME, holders(foreign.formatted("Rest", "US", "US", "30", "30") + ", " + eu))
            .see(provider("/nonEUCapitalPercent"), "30", "21"));
    rows.add(
        owned(
                row(holders + ".country"),
                foreign.formatted("acme", "FR", "FR", "30", "30") + ", " + eu)
            .edit(ACME, holders(foreign.formatted("acme", "US", "FR", "30", "30") + ", " + eu))
            .see(provider("/nonEUCapitalPercent"), "0", "30"));
    rows.add(
        owned(
                row(holders + ".controlledFrom"),
                foreign.formatted("acme", "FR", "FR", "30", "30") + ", " + eu)
            .edit(ACME, holders(foreign.formatted("acme", "FR", "US", "30", "30") + ", " + eu))
            .see(provider("/nonEUCapitalPercent"), "0", "30"));
    rows.add(
        owned(
                row(holders + ".capitalPercent"),
                foreign.formatted("acme", "US", "US", "20", "20") + ", " + eu)
            .given(POLICY, rule("rule: ownership-thresholds"))
            .edit(ACME, holders(foreign.formatted("acme", "US", "US", "25", "20") + ", " + eu))
            .see(rejected("a"), "OwnershipUnresolved", "IndividualShareTooHigh"));
    rows.add(
        owned(
                row(holders + ".votesPercent"),
                foreign.formatted("acme", "US", "US", "20", "20") + ", " + eu)
            .edit(ACME, holders(foreign.formatted("acme", "US", "US", "20", "25") + ", " + eu))
            .see(provider("/nonEUVotesPercent"), "20", "25"));
    // Of Rest 30 % are recorded: of the others, 49 % of the provider, it is not known who they are.
    String part =
        "{name: Some, of: Rest, country: FR, controlledFrom: FR, capitalPercent: \"30\", votesPercent: \"30\"}, ";
    String french = foreign.formatted("acme", "FR", "FR", "30", "30") + ", ";
    rows.add(
        owned(row(holders + ".listed"), part + french + eu)
            .edit(
                ACME,
                holders(part + french + eu.replace("name: Rest,", "name: Rest, listed: true,")))
            .see(provider("/unresolvedPercent"), "49", "0"));
    rows.addAll(
        ProvenanceRows.of(
            "spec.ownership.provenance",
            ACME,
            draft -> owned(draft, eu),
            p -> "{spec: {ownership: {provenance: " + p + "}}}"));
  }

  private static void offerings(List<Row> rows) {
    String offering =
        "{name: base, layers: [IaaS, CaaS], regions: [north, south], services: [base.compute]}";
    rows.add(
        row("spec.offerings[].name")
            .edit(ACME, offerings(offering.replace("name: base", "name: other")))
            .see(
                problem(
                    "AvailabilityZone a, spec.offerings[0]: there is no offering of acme \"base\""),
                "",
                "AvailabilityZone a, spec.offerings[0]: there is no offering of acme \"base\""));
    rows.add(
        row("spec.offerings[].layers[]")
            .given(POLICY, rule("rule: layers-covered"))
            .given(WEB, "{spec: {layers: [CaaS]}}")
            .edit(ACME, offerings(offering.replace("[IaaS, CaaS]", "[IaaS]")))
            .see(rejected("a"), "", "LayerNotOffered"));
    rows.add(
        row("spec.offerings[].regions[]")
            .given(WEB, "{spec: {services: [base.compute]}}")
            .edit(ACME, offerings(offering.replace("[north, south]", "[north]")))
            .see(rejected(), "", "c=ServiceNotOffered"));
    rows.add(
        row("spec.offerings[].services[]")
            .given(WEB, "{spec: {services: [base.compute]}}")
            .edit(ACME, offerings(offering.replace("base.compute", "base.disk")))
            .see(rejected("a"), "", "ServiceNotOffered"));
  }

  private static void qualifications(List<Row> rows) {
    qualification(rows, "scheme", "scheme: SecNumCloud", "scheme: HDS", "NotQualified");
    qualification(rows, "version", "version: \"3.2\"", "version: \"3.1\"", "VersionNotAccepted");
    for (String state : List.of("InEvaluation", "Suspended", "Withdrawn")) {
      qualification(rows, "state", "state: Qualified", "state: " + state, state);
    }
    qualification(rows, "layers[]", "[IaaS, CaaS]", "[IaaS]", "LayerNotInScope");
    qualification(rows, "validFrom", "2026-01-01", "2026-11-25", "NotYetValid");
    qualification(rows, "validUntil", "2027-12-31", "2026-11-23", "Expired");
    rows.add(
        row("spec.offerings[].qualifications[].announcedOn")
            .given(ACME, qualified(QUALIFIED))
            .edit(ACME, qualified(QUALIFIED + ", announcedOn: \"2025-04-17\""))
            .see(explained("announced 2025-04-17"), "", "announced 2025-04-17"));
    rows.addAll(
        ProvenanceRows.of(
            "spec.offerings[].qualifications[].provenance",
            ACME,
            draft -> draft,
            p -> qualified(QUALIFIED + ", provenance: " + p)));
    rows.add(
        row("spec.offerings[].qualifications[].state")
            .given(ACME, qualified(QUALIFIED))
            .edit(ACME, qualified(QUALIFIED.replace("Qualified", "Withdrawn")))
            .see(provider("/offerings/0/qualification"), "Qualified", "Withdrawn"));
  }

  private static void qualification(
      List<Row> rows, String field, String written, String edited, String code) {
    rows.add(
        row("spec.offerings[].qualifications[]." + field)
            .given(POLICY, rule("rule: qualified-offering, parameters: {version: \"3.2\"}"))
            .given(WEB, "{spec: {layers: [CaaS]}}")
            .given(ACME, qualified(QUALIFIED))
            .edit(ACME, qualified(QUALIFIED.replace(written, edited)))
            .see(rejected("a"), "", code));
  }

  private static Row.Draft owned(Row.Draft draft, String holders) {
    return draft.given(ACME, holders(holders));
  }

  private static String holders(String holders) {
    return "{spec: {ownership: {holders: [" + holders + "]}}}";
  }

  private static String qualified(String qualification) {
    return offerings(
        "{name: base, layers: [IaaS, CaaS], regions: [north, south], services: [base.compute],"
            + " qualifications: [{"
            + qualification
            + "}]}");
  }

  private static String offerings(String offering) {
    return "{spec: {offerings: [" + offering + "]}}";
  }

  static String rule(String rule) {
    return "{spec: {rules: [{name: r, " + rule + "}]}}";
  }
}
