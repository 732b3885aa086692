package cloud.bleu.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.cli.terminal.ExitCode;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code bleu facts}: what is due, and its confirmation in a file. Today is 24 November 2026. */
class FactsCommandTest {

  private static final String FACTS =
      """
      # Kept as it is: comments, order, style.
      apiVersion: placement.bleu.cloud/v1alpha1
      kind: CloudProvider
      metadata: {name: acme}
      spec:
        legalEntity: {name: Acme, registeredOffice: FR}    # no word on who says so
        ownership:
          holders: [{name: A, of: acme, country: FR, capitalPercent: "50", votesPercent: "50"}]
          provenance:
            basis: Contract
            source: the register
            asOf: 2026-03-01   # 268 days ago
        offerings:
        - name: base
          layers: [CaaS]
          regions: [r]
          qualifications:
          - {scheme: SecNumCloud, version: "3.2", state: Qualified, layers: [CaaS], validFrom: 2025-01-01, validUntil: 2026-12-31}
          - {scheme: HDS, state: Qualified, validUntil: 2029-12-31, provenance: {basis: Press, asOf: 2026-11-01}}
      ---
      apiVersion: placement.bleu.cloud/v1alpha1
      kind: AvailabilityZone
      metadata: {name: north}
      spec:
        provider: acme
        offerings: [base]
        region: r
        site: site-north
        siteProvenance: {basis: Contract, source: annex 1, asOf: 2025-12-01}
        location: {country: FR}
        capacity: {cpu: 4, memory: 8Gi}
        target: {nodeSelector: {zone: north}}
      """;

  private static final String REST =
      """
      apiVersion: v1
      kind: Namespace
      metadata: {name: shop, labels: {placement.bleu.cloud/governed: Enforce}}
      ---
      apiVersion: placement.bleu.cloud/v1alpha1
      kind: SovereigntyPolicy
      metadata: {name: fresh}
      spec:
        facts: {maxAgeDays: 300, graceDays: 60}
        rules: [{name: fresh, rule: fact-freshness, action: Enforce}]
      ---
      """
          + PlanCommandTest.workload("web", 1, "");

  @TempDir private Path folder;
  private Path facts;

  @BeforeEach
  void write() throws IOException {
    facts = folder.resolve("facts.yaml");
    Files.writeString(facts, FACTS);
    Files.writeString(folder.resolve("rest.yaml"), REST);
  }

  private List<String> due(String... more) throws Exception {
    List<String> arguments =
        new ArrayList<>(List.of("facts", "due", "-f", folder.toString(), "-o", "json"));
    arguments.addAll(List.of(more));
    Typed typed = Typed.withInput("", arguments.toArray(String[]::new));
    assertEquals(ExitCode.OK, typed.code(), typed.err());
    List<String> due = new ArrayList<>();
    for (JsonNode one : new ObjectMapper().readTree(typed.out()).path("due")) {
      due.add(
          one.path("state").asText()
              + " "
              + one.path("object").asText()
              + " "
              + one.path("group").asText()
              + (one.path("what").asText().equals("Window") ? " ends" : ""));
    }
    return due;
  }

  private static final List<String> UNDATED =
      List.of(
          "Undated AvailabilityZone/north location",
          "Undated CloudProvider/acme legalEntity",
          "Undated CloudProvider/acme offerings[base].qualifications[SecNumCloud]");

  private static List<String> and(String... more) {
    List<String> all = new ArrayList<>(UNDATED);
    all.addAll(List.of(more));
    return all;
  }

  @Test
  void whatIsDueIsListedWithTheEarliestFirst() throws Exception {
    // 1 December 2025 and 300 days are 27 September 2026: in grace until 26 November.
    String site = "InGrace AvailabilityZone/north site";
    String window = "Due CloudProvider/acme offerings[base].qualifications[SecNumCloud] ends";
    // 1 March 2026 and 300 days are 26 December.
    String ownership = "Due CloudProvider/acme ownership";
    assertEquals(and(site, ownership, window), due());
    assertEquals(and(site), due("--within", "31"));
    assertEquals(and(site, ownership), due("--within", "32"));
    assertEquals(
        and(site, ownership, window, "Due CloudProvider/acme offerings[base].qualifications[HDS]"),
        due("--within", "400"));
    assertEquals(
        "Lapsed AvailabilityZone/north site", due("--at", "2026-11-27").get(UNDATED.size()));
    assertEquals(site, due("--at", "2026-11-26").get(UNDATED.size()));
  }

  @Test
  void peopleSeeATable() {
    String out = Typed.withInput("", "facts", "due", "-f", folder.toString()).out();
    assertTrue(out.contains("2026-11-26  InGrace  AvailabilityZone/north  site"), out);
    assertTrue(out.contains("2026-12-31  Ends     CloudProvider/acme"), out);
    assertTrue(out.contains("`bleu facts confirm OBJECT GROUP --basis BASIS"), out);
  }

  /**
   * The security officer's own directory: facts alone, or with the policies that ask for an age.
   */
  @Test
  void factsAloneCanBeAsked() throws Exception {
    Typed alone = Typed.bleu("facts", "due", "-f", facts.toString());
    assertEquals(ExitCode.OK, alone.code(), alone.err());
    assertTrue(alone.err().contains("note: no policy in the input asks for an age"), alone.err());
    assertTrue(alone.out().contains("2026-12-31  Ends   CloudProvider/acme"), alone.out());
    assertTrue(!alone.out().contains("Undated"), alone.out());

    // The policy without its namespace and its workload.
    Files.writeString(folder.resolve("rest.yaml"), REST.split("---\n")[1]);
    List<String> all = new ArrayList<>(UNDATED);
    all.add("InGrace AvailabilityZone/north site");
    assertEquals(all, due("--within", "31"));

    Typed shipped = Typed.bleu("facts", "due", "-f", "examples/providers");
    assertEquals(ExitCode.OK, shipped.code(), shipped.err());

    Files.delete(facts);
    Typed nothing = Typed.bleu("facts", "due", "-f", folder.toString());
    assertEquals(ExitCode.BAD_INPUT, nothing.code());
    assertTrue(
        nothing.err().contains("neither a CloudProvider nor an AvailabilityZone;"), nothing.err());
  }

  /** The country is in the contract, the town is a guess: two facts, each with a day of its own. */
  @Test
  void coordinatesThatAreKnownFromElsewhereAreAFactOfTheirOwn() throws Exception {
    String place =
        "  location: {country: FR, latitude: \"48.8\", longitude: \"2.3\", provenance: {basis:"
            + " Contract, source: annex 1, asOf: 2025-11-01}";
    Files.writeString(facts, FACTS.replace("  location: {country: FR}", place + "}"));
    assertTrue(due().stream().noneMatch(d -> d.contains("coordinates")), due().toString());
    Files.writeString(
        facts,
        FACTS.replace(
            "  location: {country: FR}",
            place
                + ", coordinatesProvenance: {basis: Assumption, source: guessed, asOf: 2025-12-02}}"));
    assertTrue(due().contains("Lapsed AvailabilityZone/north location"), due().toString());
    assertTrue(
        due("--within", "31").contains("InGrace AvailabilityZone/north location.coordinates"),
        due("--within", "31").toString());
    assertEquals(
        ExitCode.OK,
        confirm("az/north", "location.coordinates", "--basis", "Contract", "--source", "annex 3")
            .code());
    assertTrue(
        Files.readString(facts)
            .contains(
                "coordinatesProvenance: {basis: Contract, source: \"annex 3\", asOf:"
                    + " \"2026-11-24\"}}\n"),
        Files.readString(facts));
  }

  @Test
  void hazardsThatAreStatedAreDated() throws Exception {
    Files.writeString(
        facts,
        FACTS.replace("site: site-north", "site: site-north\n  failureDomains: {flood: None}"));
    assertTrue(due().contains("Undated AvailabilityZone/north failureDomains"));
  }

  private Typed confirm(String object, String group, String... more) {
    List<String> arguments =
        new ArrayList<>(List.of("facts", "confirm", object, group, "-f", facts.toString()));
    arguments.addAll(List.of(more));
    return Typed.withInput("", arguments.toArray(String[]::new));
  }

  /** Each form of writing is kept, and nothing else changes. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          CloudProvider/acme | ownership   | '      source: the register
                asOf: 2026-03-01   # 268' | '      source: "the register"
                asOf: "2026-11-24"   # 268'
          az/north           | site        | {basis: Contract, source: annex 1, asOf: 2025-12-01} | '{basis: Contract, source: "annex 1", asOf: "2026-11-24"}'
          """)
  void aConfirmationIsWrittenWhereTheFactIs(
      String object, String group, String before, String after) throws Exception {
    Typed typed = confirm(object, group);
    assertEquals(ExitCode.OK, typed.code(), typed.err());
    assertEquals(
        FACTS.replace(before.strip(), after.strip()).replace("the register\n", "the register\n"),
        Files.readString(facts));
    assertTrue(due().stream().noneMatch(d -> d.endsWith(" " + group)), typed.out());
  }

  @Test
  void whatHadNoProvenanceGetsOne() throws Exception {
    Path document = folder.resolve("attestation.pdf");
    Files.writeString(document, "abc");
    assertEquals(
        ExitCode.OK,
        confirm(
                "cloudproviders.placement.bleu.cloud/acme",
                "offerings[base].qualifications[SecNumCloud]",
                "--basis",
                "SignedDocument",
                "--source",
                "attestation \"12\"",
                "--as-of",
                "2026-11-20",
                "--checked-by",
                "security",
                "--document",
                document.toString())
            .code());
    assertEquals(
        FACTS.replace(
            "validUntil: 2026-12-31}",
            "validUntil: 2026-12-31, provenance: {basis: SignedDocument, source: \"attestation"
                + " \\\"12\\\"\", asOf: \"2026-11-20\", checkedBy: \"security\", documentSHA256:"
                + " \"ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad\"}}"),
        Files.readString(facts));
    Files.writeString(
        facts,
        Files.readString(facts)
            .replace(
                "  site: site-north\n", "  site: site-north\n  failureDomains: {flood: rhone}\n"));
    assertEquals(
        ExitCode.OK,
        confirm("az/north", "failureDomains", "--basis", "Contract", "--source", "annex 2").code());
    String text = Files.readString(facts);
    assertTrue(
        text.contains(
            "spec:\n  failureDomainsProvenance: {basis: Contract, source: \"annex 2\", asOf:"
                + " \"2026-11-24\"}\n  provider: acme\n"),
        text);
    assertEquals(0, Typed.withInput("", "plan", "-f", folder.toString()).code() & 1);
  }

  @Test
  void whatNodesCallIsDueAndConfirmed() throws Exception {
    String stated =
        FACTS.replace(
            "  location: {country: FR}\n",
            "  location: {country: FR}\n  egress: {bootstrap: [packages.example]}\n");
    Files.writeString(facts, stated);
    assertTrue(due().contains("Undated AvailabilityZone/north egress"), due().toString());
    assertEquals(
        ExitCode.OK,
        confirm("az/north", "egress", "--basis", "Contract", "--source", "annex 3").code());
    assertTrue(
        Files.readString(facts)
            .contains(
                "  egress: {bootstrap: [packages.example], provenance: {basis: Contract, source:"
                    + " \"annex 3\", asOf: \"2026-11-24\"}}\n"),
        Files.readString(facts));
    assertTrue(!due().contains("Undated AvailabilityZone/north egress"), due().toString());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          CloudProvider/acme legalEntity                           | nobody stated a basis yet; give --basis RegulatorList
          CloudProvider/acme legalEntity --basis Press             | nobody stated a source yet; give --source TEXT
          CloudProvider/acme owner                                 | states no group "owner"; it states legalEntity, ownership
          AvailabilityZone/north failureDomains --basis Press --source x | states no group "failureDomains"; it states site, location
          CloudProvider/acmes ownership                            | there is no CloudProvider/acmes; did you mean acme?
          Node/n ownership                                         | is not of the form KIND/NAME
          CloudProvider/acme ownership --as-of 2026-11-25          | is in the future
          CloudProvider/acme ownership --document nowhere          | nowhere: cannot be read
          CloudProvider/acme ownership --basis Rumour              | Invalid value for option '--basis'
          """)
  void misuseWritesNothingAndSaysWhatToDo(String typed, String message) throws Exception {
    List<String> arguments = new ArrayList<>(List.of("facts", "confirm", "-f", facts.toString()));
    arguments.addAll(List.of(typed.strip().split(" ")));
    Typed refused = Typed.withInput("", arguments.toArray(String[]::new));
    assertEquals(ExitCode.BAD_INPUT, refused.code(), refused.out());
    assertTrue(refused.err().contains(message.strip()), refused.err());
    assertEquals(FACTS, Files.readString(facts));
  }
}
