package cloud.bleu.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code bleu explain}: requirement, fact, basis and day beside each answer, here and there. */
class ExplainCommandTest {

  private static final String FACT = "{basis: %s, source: doc, asOf: 2026-10-01}";

  /** The north is qualified on the word of the press, the east and the west lie elsewhere. */
  private static final String INPUT =
      """
      apiVersion: v1
      kind: Namespace
      metadata: {name: shop, labels: {placement.bleu.cloud/governed: Enforce}}
      ---
      apiVersion: placement.bleu.cloud/v1alpha1
      kind: CloudProvider
      metadata: {name: acme}
      spec:
        displayName: Acme
        ownership:
          holders:
          - {name: Big, of: acme, country: US, controlledFrom: US, capitalPercent: "30", votesPercent: "0"}
          - {name: Own, of: acme, country: FR, controlledFrom: FR, capitalPercent: "70", votesPercent: "100"}
          provenance: REGISTER
        offerings:
        - name: base
          layers: [IaaS]
          regions: [r]
          qualifications:
          - {scheme: SecNumCloud, version: "3.2", state: Qualified, layers: [IaaS], validFrom: 2025-01-01, validUntil: 2029-12-31, provenance: LIST}
          - {scheme: HDS, state: Qualified, layers: [IaaS], provenance: {basis: Press, asOf: 2024-01-01}}
      ---
      """
          .replace("REGISTER", FACT.formatted("SignedDocument"))
          .replace("LIST", FACT.formatted("RegulatorList"));

  private static String zone(String name, String country) {
    return """
        apiVersion: placement.bleu.cloud/v1alpha1
        kind: AvailabilityZone
        metadata: {name: %s}
        spec:
          provider: acme
          offerings: [base]
          region: r
          site: site-%s
          siteProvenance: {basis: Observation, source: seen, asOf: 2026-10-02}
          location: {country: %s, provenance: {basis: Observation, source: seen, asOf: 2026-10-02}}
          capacity: {cpu: 4, memory: 8Gi}
          target: {nodeSelector: {zone: %s}}
        ---
        """
        .formatted(name, name, country, name);
  }

  private static String policy(String facts, String... rules) {
    return "apiVersion: placement.bleu.cloud/v1alpha1\n"
        + "kind: SovereigntyPolicy\n"
        + "metadata: {name: strict}\n"
        + "spec:\n"
        + facts
        + "  rules:\n  - "
        + String.join("\n  - ", rules)
        + "\n---\n";
  }

  private static final String[] RULES = {
    "{name: qualified, rule: qualified-offering, action: Enforce, parameters: {version: '3.2'}}",
    "{name: location, rule: data-location, action: Enforce, parameters: {countries: [EU]}}",
    "{name: holders, rule: ownership-thresholds, action: Warn}",
    "{name: none, rule: services-offered, action: Enforce}",
  };

  private static String input(String facts, String... rules) {
    return INPUT
        + zone("north", "FR")
        + zone("south", "DE")
        + zone("west", "US")
        + policy(facts, rules)
        + PlanCommandTest.workload("web", 2, "layers: [IaaS]");
  }

  /** What its owner froze is not to look like what nobody holds back. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          en | Suspended: spec.suspend freezes its decision; set it to false to have it decided anew
          fr | Suspended : Sa décision est figée par spec.suspend ; mettez-le à false pour qu'elle soit reprise
          """)
  void whatIsSuspendedSaysSoFirst(String language, String sentence) {
    String input = PlanCommandTest.ESTATE + PlanCommandTest.workload("web", 2, "suspend: true");
    String text = told(input, "--lang", language).replaceAll("\\s+", " ");
    int at = text.indexOf(sentence);
    assertTrue(at > 0 && at < 200, text);
  }

  /** Programs read the same. */
  @Test
  void whatIsSuspendedSaysSoToPrograms() throws Exception {
    String input = PlanCommandTest.ESTATE + PlanCommandTest.workload("web", 2, "suspend: true");
    JsonNode reason = tree(input).path("reason");
    assertEquals("Suspended", reason.path("code").asText());
    assertEquals(
        "spec.suspend freezes its decision; set it to false to have it decided anew",
        reason.path("message").asText());
    Typed plan = Typed.withInput(input, "plan", "-f", "-", "-o", "json");
    JsonNode planned = new ObjectMapper().readTree(plan.out()).path("placements").path(0);
    assertEquals("Suspended", planned.path("reason").path("code").asText(), plan.out());
  }

  private static String told(String input, String... more) {
    String[] all = new String[more.length + 4];
    System.arraycopy(new String[] {"explain", "web", "-f", "-"}, 0, all, 0, 4);
    System.arraycopy(more, 0, all, 4, more.length);
    return Typed.withInput(input, all).out();
  }

  private static JsonNode tree(String input, String... more) throws Exception {
    String[] all = java.util.Arrays.copyOf(more, more.length + 2);
    all[more.length] = "-o";
    all[more.length + 1] = "json";
    return new ObjectMapper().readTree(told(input, all));
  }

  /**
   * What is decided and does not run is told first, with the reason that the operator wrote down.
   */
  @Test
  void whyItDoesNotRunIsOnTheFirstScreen() throws Exception {
    String status =
        """
        status:
          conditions:
          - {type: Placed, status: "True", reason: Placed, lastTransitionTime: "2026-10-01T00:00:00Z", message: every replica has a zone}
          - {type: Available, status: "False", reason: FailedCreate, lastTransitionTime: "2026-10-01T00:00:00Z", message: 'not every replica is ready in north; in north: pods "web-…" is forbidden'}
        """;
    String seen = input("", RULES).stripTrailing().replaceFirst("---$", status + "---");
    String text = told(seen).replaceAll("\\s+", " ");
    assertTrue(
        text.contains(
            "Not available FailedCreate: not every replica is ready in north; in north: pods"
                + " \"web-…\" is forbidden"),
        text);
    assertTrue(text.indexOf("Not available") < text.indexOf("Why not there"), text);
    String french = told(seen, "--lang", "fr").replaceAll("\\s+", " ");
    assertTrue(
        french.contains("Pas disponible FailedCreate : « not every replica is ready in"), french);
    assertTrue(french.contains("Ce qui est entre guillemets"), french);
    assertEquals("FailedCreate", tree(seen).path("unavailable").path("code").asText());
    String unseen = input("", RULES);
    assertFalse(told(unseen).contains("Not available"));
    assertTrue(tree(unseen).path("unavailable").isMissingNode());
    assertFalse(
        told(seen.replace("reason: Placed", "reason: FailedCreate")).contains("Not available"),
        "said of the decision");
  }

  @Test
  void whyHereHasRequirementFactBasisAndDay() throws Exception {
    String text = told(input("", RULES)).replaceAll("\\s+", " ");
    for (String said :
        new String[] {
          // Both zones at once, as the same is true of them.
          "Why here Pass: SecNumCloud 3.2 of offering base is stated to be Qualified for layer IaaS rule qualified of"
              + " strict, 3.2, Enforce, Attested, on RegulatorList of 2026-10-01:"
              + " north, south",
          "Pass: the zone is stated to lie in FR rule location of strict, 19.2.b, Enforce, Declared, on Observation"
              + " of 2026-10-02: north",
          "NotApplicable: the workload states no service rule none of strict, Enforce, Declared:"
              + " north, south",
          "Why not there CountryNotAccepted: the zone is stated to lie in US, accepted: EU; use a zone in one of"
              + " these rule location of strict, 19.2.b, Enforce, Declared, on Observation of"
              + " 2026-10-02: west",
          "Warnings IndividualShareTooHigh: Big has 30 % of the capital of acme, accepted: 24;",
          "rule holders of strict, 19.6.b, Warn, Attested, on SignedDocument of 2026-10-01: north,"
              + " south",
          "SecNumCloud 3.2 Qualified, from 2025-01-01 until 2029-12-31, for offering base of acme"
              + " (Acme): RegulatorList, doc, as of 2026-10-01",
        }) {
      assertTrue(text.contains(said), () -> said + "\n" + text);
    }

    JsonNode tree = tree(input("", RULES));
    JsonNode here = tree.path("whyHere").path(0);
    assertEquals("qualified of strict", here.path("rule").asText());
    assertEquals("Pass", here.path("result").asText());
    assertEquals(1, here.path("facts").size(), "the other scheme was not asked");
    assertEquals("RegulatorList", here.path("facts").path(0).path("basis").asText());
    assertEquals("2026-10-01", here.path("facts").path(0).path("asOf").asText());
    assertEquals("2029-12-31", here.path("facts").path(0).path("validUntil").asText());
    JsonNode there = tree.path("explanations").path(0);
    assertEquals("Reject", there.path("result").asText());
    assertEquals("19.2.b", there.path("requirements").asText());
    assertEquals("2026-10-02", there.path("facts").path(0).path("asOf").asText());
    assertTrue(
        tree.path("facts").findValuesAsText("validUntil").contains("2029-12-31"),
        tree.path("facts").toString());
  }

  @Test
  void whatDiffersInItsFactsIsNotMerged() throws Exception {
    String other =
        input("", RULES)
            .replace(
                "DE, provenance: {basis: Observation, source: seen, asOf: 2026-10-02}",
                "DE, provenance: {basis: Observation, source: seen, asOf: 2026-09-01}");
    String text = told(other).replaceAll("\\s+", " ");
    assertTrue(text.contains("on Observation of 2026-10-02: north"), text);
    assertTrue(text.contains("on Observation of 2026-09-01: south"), text);
    String french = told(other, "--lang", "fr").replaceAll("\\s+", " ");
    assertTrue(french.contains("source : observation du 2026-10-02 : north"), french);
    assertTrue(french.contains("source : observation du 2026-09-01 : south"), french);
    assertTrue(french.contains("Big a 30 % du capital de acme, accepté : 24 ; choisissez"), french);
  }

  /** 1 October 2026 and 40 days are 10 November; the 24th is within the 20 days after. */
  @ParameterizedTest
  @CsvSource({
    "2026-11-10, false, false",
    "2026-11-11, true, false",
    "2026-11-29, true, false",
    "2026-12-02, false, true"
  })
  void inGraceIsAWarning(String day, boolean warned, boolean refused) throws Exception {
    String input =
        input(
            "  facts: {maxAgeDays: 40, graceDays: 20}\n",
            "{name: fresh, rule: fact-freshness, action: Enforce}",
            "{name: qualified, rule: qualified-offering, action: Enforce}");
    JsonNode tree = tree(input, "--at", day);
    assertEquals(!refused, tree.path("placed").asBoolean());
    assertEquals(warned, tree.path("warnings").findValuesAsText("code").contains("InGrace"));
    assertEquals(warned, tree.path("withWarning").size() > 0);
    String text = told(input, "--at", day).replaceAll("\\s+", " ");
    assertEquals(
        warned,
        text.matches(
            ".*Warnings InGrace: in grace: .*SecNumCloud qualification of offering base"
                + " \\(2026-10-01\\) until 2026-11-30.*"),
        text);
    String plan = Typed.withInput(input, "plan", "-f", "-", "--at", day).out();
    assertEquals(warned, plan.contains("\n1 runs with a warning: 1 InGrace\n"), plan);
    String french = told(input, "--at", day, "--lang", "fr").replaceAll("\\s+", " ");
    assertEquals(
        warned,
        french.matches(
            ".*Avertissements InGrace : Ces faits ont dépassé l'âge accepté et comptent encore pour un temps \\(délai de"
                + " grâce\\) : .*\\(2026-10-01\\) jusqu'au 2026-11-30.*"),
        french);
  }

  /** What is known to fail before what is not known, and the most zones before fewer. */
  @Test
  void theHeadlineNamesWhatMatters() throws Exception {
    String input =
        INPUT.replace(
                "layers: [IaaS], validFrom: 2025-01-01, validUntil: 2029-12-31", "layers: [IaaS]")
            + zone("a", "US")
            + zone("b", "US")
            + zone("c", "FR")
            + policy(
                "",
                "{name: admin, rule: administration-location, action: Enforce, parameters:"
                    + " {countries: [EU]}}",
                "{name: names, rule: zones, action: Enforce, parameters: {deny: [c]}}",
                "{name: qualified, rule: qualified-offering, action: Enforce}",
                "{name: location, rule: data-location, action: Enforce, parameters: {countries: [EU]}}")
            + PlanCommandTest.workload("web", 2, "layers: [IaaS]");
    String text = told(input).replaceAll("\\s+", " ");
    assertTrue(
        text.contains(
            "the rules exclude every zone: CountryNotAccepted by location of strict, ZoneDenied by"
                + " names of strict, AdministrationLocationUnknown by admin of strict, WindowUnknown by"
                + " qualified of strict;"),
        text);
    int country = text.indexOf(" CountryNotAccepted: the zone is stated to lie in US");
    int denied = text.indexOf(" ZoneDenied: ");
    int admin = text.indexOf(" AdministrationLocationUnknown: ");
    int window = text.indexOf(" WindowUnknown: ");
    assertTrue(country > 0 && country < denied && denied < admin && admin < window, text);
  }

  /** Where nothing is known for certain, the order is that of the policy. */
  @Test
  void s3nsIsOnlyAnnounced() {
    String zone = zone("north", "FR").replace("acme", "s3ns").replace("base", "premi3ns");
    String input =
        "apiVersion: v1\nkind: Namespace\n"
            + "metadata: {name: shop, labels: {placement.bleu.cloud/governed: Enforce}}\n---\n"
            + zone.replace("region: r\n", "region: u-france-east1\n")
            + PlanCommandTest.workload("web", 2, "layers: [IaaS]\ndependencies: []")
                .replace("[Ordinary]", "[Sensitive]");
    Typed typed =
        Typed.withInput(
            input,
            "explain",
            "web",
            "-f",
            "-",
            "-f",
            "examples/providers/s3ns.yaml",
            "-f",
            "examples/policies/secnumcloud-3.2-customer-side.yaml");
    String text = typed.out().replaceAll("\\s+", " ");
    assertTrue(
        text.contains("the rules exclude every zone: OnlyAnnounced by qualified-offering of"),
        typed.err() + text);
    assertFalse(text.contains("Why here"), text);
  }

  /** What is lost may find a place all the same: then there is one by chance. */
  @ParameterizedTest
  @CsvSource({
    "BestEffort, site site-north  1     1 without held room, 'site site-north : 1 reste ; 1 sans place réservée'",
    "Reserved, 'site site-north  1     1 from north to south', 'site site-north : 1 reste ; 1 de north vers south'",
  })
  void lossTellsForHowManyNoRoomIsHeld(String recover, String english, String french) {
    String input =
        INPUT
            + zone("north", "FR")
            + zone("south", "FR")
            + PlanCommandTest.workload(
                "web",
                2,
                "resilience: {tolerate: [{of: Site, keep: 1, recover: %s}]}".formatted(recover));
    String told = Typed.withInput(input, "explain", "web", "-f", "-", "--all").out();
    assertTrue(told.contains(english), told);
    String said = Typed.withInput(input, "explain", "web", "-f", "-", "--lang", "fr").out();
    assertTrue(said.contains(french), said);
  }
}
