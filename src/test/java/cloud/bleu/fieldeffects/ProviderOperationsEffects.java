package cloud.bleu.fieldeffects;

import static cloud.bleu.fieldeffects.CloudProviderEffects.rule;
import static cloud.bleu.fieldeffects.Decided.rejected;
import static cloud.bleu.fieldeffects.Explained.explained;
import static cloud.bleu.fieldeffects.Row.row;

import java.util.ArrayList;
import java.util.List;

/** What the fields of a CloudProvider do that say how it operates, with whom, under what law. */
final class ProviderOperationsEffects {
  private static final String ACME = "CloudProvider/acme";
  private static final String POLICY = "SovereigntyPolicy/p";
  private static final String SIGNED =
      "reference: A-1, signedOn: \"2026-01-01\", statesQualifiedService: true";

  private ProviderOperationsEffects() {}

  static List<Row> rows() {
    List<Row> rows = new ArrayList<>();
    rows.add(
        row("spec.legalEntity.governingLaw")
            .given(POLICY, rule("rule: governing-law"))
            .edit(ACME, "{spec: {legalEntity: {governingLaw: FR}}}")
            .see(rejected("a"), "LawUnknown", ""));
    rows.add(right("vetoRightsOutsideEU", "ForeignVeto"));
    rows.add(right("majorityAppointmentOutsideEU", "ForeignAppointment"));
    suppliers(rows);
    operations(rows);
    agreement(rows);
    rows.add(
        row("spec.offerings[].qualifications[].activities[]")
            .given(
                POLICY,
                rule("rule: qualified-offering, parameters: {scheme: HDS, activities: [hosting]}"))
            .given("BleuWorkload/web", "{spec: {layers: [CaaS]}}")
            .given(ACME, hds("hosting"))
            .edit(ACME, hds("backup"))
            .see(rejected("a"), "", "ActivityNotInScope"));
    return rows;
  }

  private static Row right(String field, String code) {
    String holders =
        "holders: [{name: A, of: acme, country: FR, controlledFrom: FR, capitalPercent: \"100\","
            + " votesPercent: \"100\"}]";
    return row("spec.ownership." + field)
        .given(POLICY, rule("rule: no-foreign-control"))
        .given(
            ACME,
            "{spec: {ownership: {"
                + holders
                + ", vetoRightsOutsideEU: false, majorityAppointmentOutsideEU: false}}}")
        .edit(ACME, "{spec: {ownership: {" + field + ": true}}}")
        .see(rejected("a"), "", code);
  }

  private static void suppliers(List<Row> rows) {
    String vendor =
        "name: Vendor, country: FR, controlledFrom: FR, technicalAccess: true, autonomy: None";
    String outside = vendor.replace("FR", "US");
    rows.add(
        row("spec.suppliers[].name")
            .given(ACME, supplied(vendor))
            .edit(ACME, supplied(vendor.replace("Vendor", "Maker")))
            .see(explained("supplier (Vendor|Maker)"), "supplier Vendor", "supplier Maker"));
    for (String field : List.of("country", "controlledFrom")) {
      rows.add(
          row("spec.suppliers[]." + field)
              .given(POLICY, rule("rule: supplier-access"))
              .given(ACME, supplied(vendor))
              .edit(ACME, supplied(vendor.replace(field + ": FR", field + ": US")))
              .see(rejected("a"), "", "SupplierHasAccess"));
    }
    rows.add(
        row("spec.suppliers[].technicalAccess")
            .given(POLICY, rule("rule: supplier-access"))
            .given(ACME, supplied(outside))
            .edit(ACME, supplied(outside.replace("true", "false")))
            .see(rejected("a"), "SupplierHasAccess", ""));
    for (String way : List.of("OwnSkills", "TwoSuppliers", "SupplierQualified")) {
      rows.add(
          row("spec.suppliers[].autonomy")
              .given(POLICY, rule("rule: operating-autonomy"))
              .given(ACME, supplied(outside))
              .edit(ACME, supplied(outside.replace("None", way)))
              .see(rejected("a"), "AutonomyNotAccepted", ""));
    }
    rows.addAll(
        ProvenanceRows.of(
            "spec.suppliers[].provenance",
            ACME,
            draft -> draft,
            p -> supplied(vendor + ", provenance: " + p)));
  }

  private static void operations(List<Row> rows) {
    rows.add(
        row("spec.operations.administrationFrom[]")
            .given(POLICY, rule("rule: administration-location"))
            .given(ACME, operated("administrationFrom: [FR]"))
            .edit(ACME, operated("administrationFrom: [FR, US]"))
            .see(rejected("a"), "", "AdministrationLocationNotAccepted"));
    rows.add(
        row("spec.operations.technicalDataIn[]")
            .given(POLICY, rule("rule: technical-data-location"))
            .given(ACME, operated("technicalDataIn: [EU]"))
            .edit(ACME, operated("technicalDataIn: [US]"))
            .see(rejected("a"), "", "TechnicalDataLocationNotAccepted"));
    rows.add(
        row("spec.operations.supportFrom[]")
            .given(POLICY, rule("rule: support-location"))
            .given(ACME, operated("supportFrom: [FR]"))
            .edit(ACME, operated("supportFrom: [FR, US]"))
            .see(rejected("a"), "", "SupportLocationUnknown"));
    for (String form : List.of("None", "Listed")) {
      rows.add(
          row("spec.operations.nonEUSupport")
              .given(POLICY, rule("rule: support-location"))
              .given(ACME, operated("nonEUSupport: Unrestricted"))
              .edit(ACME, operated("nonEUSupport: " + form))
              .see(rejected("a"), "NonEUSupportNotAccepted", ""));
    }
    rows.addAll(
        ProvenanceRows.of(
            "spec.operations.provenance",
            ACME,
            draft -> draft.given(ACME, operated("nonEUSupport: None")),
            p -> operated("provenance: " + p)));
  }

  private static void agreement(List<Row> rows) {
    String path = "spec.offerings[].agreement.";
    rows.add(
        row(path + "reference")
            .given(ACME, agreed(SIGNED))
            .edit(ACME, agreed(SIGNED.replace("A-1", "B-2")))
            .see(explained("agreement (A-1|B-2)"), "agreement A-1", "agreement B-2"));
    rows.add(
        row(path + "signedOn")
            .given(POLICY, rule("rule: agreement-states-qualification"))
            .given(ACME, agreed(SIGNED))
            .edit(ACME, agreed(SIGNED.replace("2026-01-01", "2026-11-25")))
            .see(rejected("a"), "", "AgreementNotSigned"));
    rows.add(
        row(path + "statesQualifiedService")
            .given(POLICY, rule("rule: agreement-states-qualification"))
            .given(ACME, agreed(SIGNED))
            .edit(ACME, agreed(SIGNED.replace("true", "false")))
            .see(rejected("a"), "", "QualificationNotStated"));
    rows.add(
        row(path + "subscriptions[]")
            .given(
                POLICY,
                rule("rule: agreement-states-qualification, parameters: {subscriptions: [s1]}"))
            .given(ACME, agreed(SIGNED + ", subscriptions: [s1]"))
            .edit(ACME, agreed(SIGNED + ", subscriptions: [s2]"))
            .see(rejected("a"), "", "SubscriptionNotCovered"));
    rows.addAll(
        ProvenanceRows.of(
            path + "provenance", ACME, draft -> draft, p -> agreed(SIGNED + ", provenance: " + p)));
  }

  private static String supplied(String supplier) {
    return "{spec: {suppliers: [{" + supplier + "}]}}";
  }

  private static String operated(String operations) {
    return "{spec: {operations: {" + operations + "}}}";
  }

  private static String agreed(String agreement) {
    return "{spec: {offerings: [{name: base, layers: [IaaS, CaaS], regions: [north, south], services:"
        + " [base.compute], agreement: {"
        + agreement
        + "}}]}}";
  }

  private static String hds(String activity) {
    return "{spec: {offerings: [{name: base, layers: [IaaS, CaaS], regions: [north, south], services:"
        + " [base.compute], qualifications: [{scheme: HDS, state: Qualified, layers: [CaaS],"
        + " activities: ["
        + activity
        + "], validFrom: \"2026-01-01\", validUntil: \"2027-12-31\"}]}]}}";
  }
}
