package cloud.bleu.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.placement.catalogue.Catalogue;
import cloud.bleu.placement.estate.Verdict;
import cloud.bleu.placement.estate.ZoneRule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the shipped policies answer on the shipped facts, and on what a customer records. */
class ShippedPoliciesTest {

  private static final String STRICT = "policies/secnumcloud-3.2-customer-side";
  private static final String DOCUMENT =
      "{basis: SignedDocument, source: annex 1, asOf: 2026-11-01}";

  /** A provider of which everything is documented; %1 further holders, %2 suppliers. */
  private static final String DOCUMENTED =
      """
      apiVersion: placement.bleu.cloud/v1alpha1
      kind: CloudProvider
      metadata: {name: %3$s}
      spec:
        legalEntity: {name: Operator SAS, registeredOffice: FR, centralAdministration: FR, principalEstablishment: FR, governingLaw: FR, provenance: &doc %4$s}
        ownership:
          holders: [{name: Family, of: Operator SAS, country: FR, controlledFrom: FR, capitalPercent: "61", votesPercent: "61"}%1$s]
          vetoRightsOutsideEU: false
          majorityAppointmentOutsideEU: false
          provenance: *doc
        suppliers: [%2$s]
        operations: {administrationFrom: [FR], supportFrom: [FR], nonEUSupport: None, technicalDataIn: [FR], provenance: *doc}
        offerings:
        - name: %5$s
          layers: [IaaS, CaaS, PaaS]
          regions: [%6$s]
          services: [vm]
          agreement: {reference: A-1, signedOn: 2026-01-05, statesQualifiedService: true, provenance: *doc}
          qualifications:
          - {scheme: SecNumCloud, version: "3.2", state: Qualified, layers: [IaaS, CaaS, PaaS], validFrom: 2025-12-17, validUntil: 2028-12-16,
             provenance: {basis: RegulatorList, source: the list of qualified services, asOf: 2026-11-01, checkedBy: Security office}}
      """;

  private static final String OWN =
      "{name: Builder, country: FR, controlledFrom: FR, technicalAccess: true, autonomy: TwoSuppliers, provenance: "
          + DOCUMENT
          + "}";

  private static String documented(String holders, String suppliers) {
    return DOCUMENTED.formatted(holders, OWN + suppliers, "operator", DOCUMENT, "iaas", "r");
  }

  private static String holder(String name, String percent) {
    return ", {name: %s, of: Operator SAS, country: US, controlledFrom: US, capitalPercent: \"%s\", votesPercent: \"%s\"}"
        .formatted(name, percent, percent);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "secnumcloud-3.2-customer-side",
        "secnumcloud-preparation",
        "france-only",
        "hds",
        "ii901",
        "resilience-baseline"
      })
  void everyShippedPolicyIsUnderstood(String policy) {
    assertEquals(List.of(), new Shipped().with("policies/" + policy).problems());
  }

  @Test
  void theStrictPolicyAsksEveryRuleThatServesARequirement() throws IOException {
    String policy = Files.readString(Path.of("examples", STRICT + ".yaml"));
    List<String> left =
        Catalogue.rules().stream()
            .map(ZoneRule::declaration)
            .filter(rule -> !rule.requirements().isEmpty())
            .map(ZoneRule.Declaration::id)
            .filter(id -> !policy.contains(" rule: " + id + ","))
            .filter(id -> !policy.contains(" rule: " + id + "\n"))
            .toList();
    assertEquals(List.of(), left);
  }

  @Test
  void onTheWordOfThePressTheQualificationOfS3nsIsUnknownUntilSomebodyRecordsIt() {
    Shipped press =
        new Shipped()
            .with(STRICT)
            .with("providers/s3ns")
            .zone("s3ns", "premi3ns", "u-france-east1", "FR");
    List<Verdict> verdicts = press.verdicts("Sensitive");
    assertTrue(
        verdicts.stream().allMatch(v -> v.result() == Verdict.Result.Unknown), verdicts.toString());
    assertEquals(
        "SecNumCloud 3.2 of offering premi3ns is only announced in the press; check the regulator's"
            + " list and record it",
        verdicts.stream()
            .filter(v -> v.rule().equals("qualified-offering"))
            .findFirst()
            .orElseThrow()
            .message());
    // One edit of one object: what the list and the documents say.
    Shipped recorded =
        new Shipped()
            .with(STRICT)
            .and(
                DOCUMENTED
                    .formatted("", OWN, "s3ns", DOCUMENT, "premi3ns", "u-france-east1")
                    .replace("\"61\"", "\"100\""))
            .zone("s3ns", "premi3ns", "u-france-east1", "FR");
    assertEquals(List.of(), recorded.refusals("Sensitive"));
    assertEquals(0, recorded.decision("Sensitive").missing());
  }

  @Test
  void theOtherOfferingOfTheSameCompanyIsNotTheQualifiedOne() {
    Shipped other =
        new Shipped()
            .with(STRICT)
            .with("providers/s3ns")
            .zone("s3ns", "crypt3ns", "europe-west9", "FR");
    assertTrue(other.refusals("Sensitive").contains("Reject NotQualified"));
  }

  @ParameterizedTest(name = "{0} {1}: {4}")
  @CsvSource({
    "oracle, commercial, eu-marseille-1, FR, Unknown SeatUnknown",
    "oracle, commercial, eu-paris-1, FR, Unknown SeatUnknown",
    "ibm, commercial, paris, FR, Unknown SeatUnknown",
    "aws, commercial, eu-west-3, FR, Unknown SeatUnknown",
    "google, commercial, europe-west9, FR, Unknown SeatUnknown",
    "aws-european-sovereign-cloud, sovereign, eusc-de-east-1, DE, Reject IndividualShareTooHigh",
    "microsoft, azure, france, FR, Unknown SeatUnknown",
    "oracle-eu-sovereign, eu-sovereign, eu-frankfurt-2, DE, Unknown SeatUnknown", // its company is
    // not
    // known
  })
  void providersFromOutsideAreRefusedWithTheReason(
      String provider, String offering, String region, String country, String reason) {
    String file = provider.replaceFirst("^(aws|oracle)-.*", "$1");
    Shipped strict =
        new Shipped()
            .with(STRICT)
            .with("providers/" + file)
            .zone(provider, offering, region, country);
    assertTrue(
        strict.refusals("Sensitive").contains(reason), strict.refusals("Sensitive")::toString);
    assertTrue(strict.refusals("Sensitive").contains("Reject NotQualified"));
    // Data that no rule on qualifications governs is a matter of the country alone.
    Shipped ordinary =
        new Shipped()
            .with("policies/france-only")
            .with("providers/" + file)
            .zone(provider, offering, region, country);
    assertEquals(
        country.equals("FR") ? List.of() : List.of("Reject CountryNotAccepted"),
        ordinary.refusals("Ordinary"));
  }

  @Test
  void theShareOfTheOwnerIsANumberInTheReason() {
    Shipped strict =
        new Shipped()
            .with(STRICT)
            .with("providers/aws")
            .zone("aws-european-sovereign-cloud", "sovereign", "eusc-de-east-1", "DE");
    String message =
        strict.verdicts("Sensitive").stream()
            .filter(v -> v.code().equals("IndividualShareTooHigh"))
            .findFirst()
            .orElseThrow()
            .message();
    assertTrue(
        message.startsWith(
            "Amazon has 100 % of the capital of aws-european-sovereign-cloud, accepted: 24"),
        message);
  }

  /**
   * A company of the Union in which vendors from outside hold something, with technology of theirs.
   */
  @ParameterizedTest(name = "Oracle {0} %, IBM {1} %: {2}")
  @CsvSource({
    "24, 15, Pass", // 24 % alone and 39 % together are the thresholds themselves
    "24.000001, 14, Reject IndividualShareTooHigh",
    "20, 19, Pass",
    "20, 19.000001, Reject CollectiveShareTooHigh",
  })
  void aJointVentureIsJudgedByItsNumbers(String oracle, String ibm, String answer) {
    // What is left to a hundred is the family's, which has 61 at most.
    String family =
        new java.math.BigDecimal(100)
            .subtract(new java.math.BigDecimal(oracle))
            .subtract(new java.math.BigDecimal(ibm))
            .toPlainString();
    Shipped venture =
        new Shipped()
            .with(STRICT)
            .and(
                documented(holder("Oracle", oracle) + holder("IBM", ibm), "")
                    .replace("\"61\"", "\"" + family + "\""))
            .zone("operator", "iaas", "r", "FR");
    assertEquals(
        answer.equals("Pass") ? List.of() : List.of(answer), venture.refusals("Sensitive"));
  }

  @ParameterizedTest(name = "access {0}, {1}: {2}")
  @CsvSource({
    "false, OwnSkills, Pass", // software from outside, operated without its maker
    "false, TwoSuppliers, Pass",
    "true, OwnSkills, Reject SupplierHasAccess",
    "false, None, Reject AutonomyNotAccepted",
  })
  void softwareFromOutsideIsJudgedByAccessAndAutonomy(
      boolean access, String autonomy, String answer) {
    Shipped operator =
        new Shipped()
            .with(STRICT)
            .and(
                documented(
                        "",
                        ", {name: IBM, country: US, technicalAccess: "
                            + access
                            + ", autonomy: "
                            + autonomy
                            + ", provenance: "
                            + DOCUMENT
                            + "}")
                    .replace("\"61\"", "\"100\""))
            .zone("operator", "iaas", "r", "FR");
    assertEquals(
        answer.equals("Pass") ? List.of() : List.of(answer), operator.refusals("Sensitive"));
  }

  /** What no template describes has a way through the strict policy, and none by silence. */
  @ParameterizedTest(name = "{0}, enforced {1}, storage {2}, backup {3}: {4}")
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      value = {
        "pods: {selector: {matchLabels: {app: a}}, requests: {cpu: 1}} | true  | -             | false | -",
        "pods: {selector: {matchLabels: {app: a}}, requests: {cpu: 1}} | false | -             | false | Unknown StorageUnseen",
        "external: {kind: ManagedService, requests: {cpu: 1}} | true | -               | true  | Unknown StorageClassUnknown",
        "external: {kind: ManagedService, requests: {cpu: 1}} | true | encrypted: true | false | Unknown BackupNotStated",
        "external: {kind: ManagedService, requests: {cpu: 1}} | true | encrypted: true | true  | -",
        "external: {kind: VM, requests: {cpu: 1}}             | true | encrypted: false | true | Unknown EncryptionUnknown",
      })
  void whatNoTemplateDescribesIsAskedAllTheSame(
      String source, boolean enforced, String storage, boolean backup, String answer) {
    String described =
        ", storage: {classes: [%s], backupZones: [far], provenance: %s}"
            .formatted(storage == null ? "" : "{name: disk, " + storage + "}", DOCUMENT);
    Shipped shipped =
        new Shipped()
            .with(STRICT)
            .and(documented("", "").replace("\"61\"", "\"100\""))
            .zone("operator", "iaas", "r", "FR", described)
            .and(
                """
                apiVersion: placement.bleu.cloud/v1alpha1
                kind: AvailabilityZone
                metadata: {name: far}
                spec:
                  {provider: operator, offerings: [iaas], region: r, site: far, siteProvenance: %s, location: {country: FR, provenance: %s},
                   state: Cordoned, capacity: {cpu: 10, memory: 10Gi}, target: {nodeSelector: {zone: far}},
                   storage: {classes: [{name: disk, encrypted: true}], provenance: %s}}
                """
                    .formatted(DOCUMENT, DOCUMENT, DOCUMENT))
            .running(source, backup ? ", resilience: {backup: {toZones: [far]}}" : "");
    if (enforced) {
      shipped.enforced();
    }
    assertEquals(answer == null ? List.of() : List.of(answer), shipped.refusals("Sensitive"));
  }

  @Test
  void preparationAcceptsWhatIsInEvaluationInRehearsalsOnly() {
    Shipped rehearsal = bleu("policies/secnumcloud-preparation").with(STRICT).rehearsal();
    assertEquals(List.of(), rehearsal.refusals("Sensitive"));
    Shipped production = bleu("policies/secnumcloud-preparation").with(STRICT);
    assertTrue(production.refusals("Sensitive").contains("Reject InEvaluation"));
  }

  private static Shipped bleu(String policy) {
    return new Shipped()
        .with(policy)
        .with("providers/bleu")
        .zone("bleu", "azure", "bleufrancecentral", "FR");
  }

  @Test
  void ii901AsksForTheTerritoryAndForADecisionInForce() {
    String decision =
        ", homologations: [{reference: H-7, dataClasses: [II901Sensitive], validFrom: 2026-01-01, validUntil: %s, provenance: "
            + DOCUMENT
            + "}]";
    assertEquals(List.of("Reject NotHomologated"), ii901("FR", ""));
    assertEquals(List.of(), ii901("FR", decision.formatted("2026-11-24")));
    assertEquals(
        List.of("Reject HomologationExpired"), ii901("FR", decision.formatted("2026-11-23")));
    assertEquals(
        List.of("Reject CountryNotAccepted"), ii901("DE", decision.formatted("2027-12-31")));
  }

  private static List<String> ii901(String country, String decision) {
    return new Shipped()
        .with("policies/ii901")
        .and(documented("", "").replace("\"61\"", "\"100\""))
        .zone("operator", "iaas", "r", country, decision)
        .refusals("II901Sensitive");
  }

  @Test
  void healthDataStaysInTheEconomicAreaWithACertifiedHoster() {
    String certified =
        documented("", "").replace("SecNumCloud, version: \"3.2\"", "HDS, version: \"2\"");
    Stream.of("FR", "NO", "DE")
        .forEach(country -> assertEquals(List.of(), hds(certified, country), country));
    assertEquals(
        List.of("Unknown VersionUnknown"),
        hds(certified.replace("HDS, version: \"2\"", "HDS"), "FR"));
    assertEquals(List.of("Reject CountryNotAccepted"), hds(certified, "CH"));
    assertEquals(List.of("Reject NotQualified"), hds(documented("", ""), "FR"));
  }

  private static List<String> hds(String provider, String country) {
    return new Shipped()
        .with("policies/hds")
        .and(provider)
        .zone("operator", "iaas", "r", country)
        .refusals("Health");
  }

  @Test
  void nothingNewComesBeforeAnAnnouncedOperation() {
    String notice =
        ", maintenance: [{from: \"%s\", to: \"2026-11-26T12:00:00Z\", state: Cordoned}]";
    assertEquals(
        List.of("Reject MaintenanceAnnounced"),
        baseline(notice.formatted("2026-11-25T12:00:00Z"))); // 24 hours ahead
    assertEquals(List.of(), baseline(notice.formatted("2026-11-25T12:00:01Z")));
    assertTrue(baseline(notice.formatted("2026-11-24T12:00:00Z")).contains("Reject InMaintenance"));
  }

  private static List<String> baseline(String notice) {
    return new Shipped()
        .with("policies/resilience-baseline")
        .and(documented("", ""))
        .zone("operator", "iaas", "r", "FR", notice)
        .refusals("Ordinary");
  }
}
