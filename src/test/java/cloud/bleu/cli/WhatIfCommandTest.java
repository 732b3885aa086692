package cloud.bleu.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.cli.terminal.ExitCode;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code bleu what-if}, and {@code --at} of the verbs that decide. */
class WhatIfCommandTest {

  /** Qualified in both zones; in the south until the last day of 2026. */
  private static final String ESTATE =
      """
      apiVersion: v1
      kind: Namespace
      metadata: {name: shop, labels: {placement.bleu.cloud/governed: Enforce}}
      ---
      apiVersion: placement.bleu.cloud/v1alpha1
      kind: CloudProvider
      metadata: {name: acme}
      spec:
        offerings:
        - name: north
          layers: [CaaS]
          regions: [r]
          qualifications:
          - {scheme: SecNumCloud, version: "3.2", state: Qualified, layers: [CaaS], validFrom: 2025-01-01, validUntil: 2028-12-31}
        - name: south
          layers: [CaaS]
          regions: [r]
          qualifications:
          - {scheme: SecNumCloud, version: "3.2", state: Qualified, layers: [CaaS], validFrom: 2025-01-01, validUntil: 2026-12-31}
      ---
      apiVersion: placement.bleu.cloud/v1alpha1
      kind: AvailabilityZone
      metadata: {name: north}
      spec:
        provider: acme
        offerings: [north]
        region: r
        site: site-north
        location: {country: FR}
        capacity: {cpu: 10, memory: 80Gi}
        target: {nodeSelector: {zone: north}}
      ---
      apiVersion: placement.bleu.cloud/v1alpha1
      kind: AvailabilityZone
      metadata: {name: south}
      spec:
        provider: acme
        offerings: [south]
        region: r
        site: site-south
        location: {country: FR}
        capacity: {cpu: 10, memory: 80Gi}
        target: {nodeSelector: {zone: south}}
      ---
      apiVersion: placement.bleu.cloud/v1alpha1
      kind: SovereigntyPolicy
      metadata: {name: strict}
      spec:
        rules:
        - {name: qualified, rule: qualified-offering, action: Enforce, onViolation: %s, parameters: {acceptStates: [Qualified]}}
      ---
      """;

  private static String input(String onViolation) {
    return ESTATE.formatted(onViolation)
        + PlanCommandTest.workload(
            "web",
            4,
            "layers: [CaaS]\nresilience: {spread: [{over: Zone, min: 2, whenUnsatisfiable: PlaceAnyway}]}");
  }

  private static JsonNode whatIf(String input, int code, String... supposed) throws Exception {
    String[] arguments = new String[supposed.length + 5];
    System.arraycopy(new String[] {"what-if", "-f", "-", "-o", "json"}, 0, arguments, 0, 5);
    System.arraycopy(supposed, 0, arguments, 5, supposed.length);
    Typed typed = Typed.withInput(input, arguments);
    assertEquals(code, typed.code(), typed.err() + typed.out());
    return new ObjectMapper().readTree(typed.out());
  }

  /**
   * The last day counts: on the first of January it runs in breach. Where the rule moves, it has
   * moved away before, in the last seven days.
   */
  @ParameterizedTest
  @CsvSource({
    "Report,    2026-12-31, 2, 2, 0, 0",
    "Report,    2027-01-01, 2, 2, 0, 1",
    "Rebalance, 2026-12-24, 2, 2, 0, 0",
    "Rebalance, 2026-12-25, 4, 0, 2, 0",
    "Rebalance, 2027-01-01, 4, 0, 2, 0",
    "MoveNow,   2026-12-24, 2, 2, 0, 0",
    "MoveNow,   2026-12-25, 4, 0, 2, 0",
    "MoveNow,   2027-01-01, 4, 0, 2, 0"
  })
  void aDayShowsWhatMovesAndWhatIsInBreach(
      String onViolation, String day, int north, int south, int moves, int inBreach)
      throws Exception {
    JsonNode tree = whatIf(input(onViolation), 0, "--at", day);
    JsonNode after = tree.path("workloads").path(0).path("after");
    assertEquals(north, after.path("assignments").path("north").asInt(), tree.toString());
    assertEquals(south, after.path("assignments").path("south").asInt(), tree.toString());
    assertEquals(moves, tree.path("summary").path("moves").asInt());
    assertEquals(inBreach, tree.path("summary").path("after").path("inBreach").asInt());
    assertEquals(0, tree.path("summary").path("before").path("inBreach").asInt());
    assertEquals(inBreach, after.path("violations").size());
  }

  @Test
  void survivalBeforeAndAfter() throws Exception {
    JsonNode summary = whatIf(input("Rebalance"), 0, "--at", "2027-01-01").path("summary");
    assertEquals(1, summary.path("before").path("survive").path("site").asInt());
    assertEquals(0, summary.path("after").path("survive").path("site").asInt());
  }

  @ParameterizedTest
  @CsvSource({"north", "zone/north", "site-north", "site/site-north"})
  void aLossIsAZoneASiteARegionOrAProvider(String loss) throws Exception {
    JsonNode tree = whatIf(input("Report"), 0, "--lose", loss);
    JsonNode web = tree.path("workloads").path(0);
    assertEquals(4, web.path("after").path("assignments").path("south").asInt(), web.toString());
    assertFalse(web.path("after").path("assignments").has("north"));
    assertEquals(2, web.path("moves").asInt());
  }

  @Test
  void twoLossesAtOnceLeaveWhatIsInNeither() throws Exception {
    JsonNode both =
        whatIf(input("Report"), ExitCode.UNPLACED, "--lose", "north", "--lose", "south");
    assertEquals("zone north is lost", both.path("changes").path(0).asText());
    assertEquals("zone south is lost", both.path("changes").path(1).asText());
    assertEquals(4, both.path("summary").path("after").path("missing").asInt());
    assertEquals(0, both.path("summary").path("before").path("missing").asInt());
  }

  @Test
  void theWholeRegionLostLeavesNothing() throws Exception {
    JsonNode tree = whatIf(input("Report"), ExitCode.UNPLACED, "--lose", "r");
    assertEquals("region r is lost", tree.path("changes").path(0).asText());
    assertEquals(4, tree.path("summary").path("after").path("missing").asInt());
    assertEquals(0, tree.path("summary").path("before").path("missing").asInt());
  }

  /** 10 cpus at 90 % hold nine replicas; at 30 % of it two, the rest of a rollout left aside. */
  @Test
  void lessCapacityMovesNothingAndRefusesWhatIsNew() throws Exception {
    JsonNode tree = whatIf(input("Report"), 0, "--capacity", "north=10%");
    assertEquals(0, tree.path("summary").path("moves").asInt(), "what runs stays");
    JsonNode lost =
        whatIf(input("Report"), ExitCode.UNPLACED, "--capacity", "north=10%", "--lose", "south");
    assertEquals(2, lost.path("changes").size());
    assertEquals(2, lost.path("summary").path("after").path("missing").asInt(), lost.toString());
  }

  @Test
  void aPolicyOrAFactInsteadOfTheOneThere(@TempDir Path directory) throws Exception {
    String input = input("Rebalance");
    Path policy = directory.resolve("policy.yaml");
    Files.writeString(
        policy,
        """
        apiVersion: placement.bleu.cloud/v1alpha1
        kind: SovereigntyPolicy
        metadata: {name: abroad}
        spec:
          rules: [{name: place, rule: data-location, action: Enforce, parameters: {countries: [DE]}}]
        """);
    JsonNode tree = whatIf(input, 0, "--policy", policy.toString());
    assertEquals("SovereigntyPolicy abroad is added", tree.path("changes").path(0).asText());
    assertEquals(1, tree.path("summary").path("after").path("inBreach").asInt());

    Path fact = directory.resolve("fact.yaml");
    String provider =
        input.substring(
            input.indexOf("kind: CloudProvider"),
            input.indexOf(
                "---\napiVersion: placement.bleu.cloud/v1alpha1\nkind: AvailabilityZone"));
    Files.writeString(
        fact,
        "apiVersion: placement.bleu.cloud/v1alpha1\n"
            + provider.replace("validUntil: 2028-12-31", "validUntil: 2026-01-31"));
    JsonNode expired = whatIf(input, 0, "--fact", fact.toString());
    assertEquals(
        "CloudProvider acme says what the file says", expired.path("changes").path(0).asText());
    JsonNode after = expired.path("workloads").path(0).path("after").path("assignments");
    assertEquals("{\"south\":4}", after.toString());
  }

  /** A file of Git says nothing of the incident that a person wrote in the cluster. */
  @Test
  void aFactLeavesTheIncidentOfItsZone(@TempDir Path directory) throws Exception {
    String input = input("Report").replace("replicas: 4", "replicas: 12");
    String zone =
        input.substring(
            input.indexOf("kind: AvailabilityZone\nmetadata: {name: north}"),
            input.indexOf(
                "---\napiVersion: placement.bleu.cloud/v1alpha1\nkind: AvailabilityZone\nmetadata: {name: south}"));
    String lost =
        zone.replace(
            "metadata: {name: north}",
            "metadata: {name: north, annotations: {placement.bleu.cloud/incident: Lost}}");
    Path fact = directory.resolve("fact.yaml");
    Files.writeString(
        fact, "apiVersion: placement.bleu.cloud/v1alpha1\n" + zone.replace("cpu: 10", "cpu: 20"));
    JsonNode tree = whatIf(input.replace(zone, lost), ExitCode.UNPLACED, "--fact", fact.toString());
    assertEquals(
        "AvailabilityZone north says what the file says", tree.path("changes").path(0).asText());
    assertEquals(
        12, tree.path("summary").path("after").path("missing").asInt(), "north is lost: " + tree);
  }

  /** Nobody is evicted for it, so a zone may hold more than it has. */
  @Test
  void zoneThatWouldHoldMoreThanFitsIsNamed() throws Exception {
    Typed typed = Typed.withInput(input("Report"), "what-if", "-f", "-", "--capacity", "north=0%");
    assertTrue(
        typed
            .out()
            .contains(
                """

                Would hold more than fits
                  north: cpu 2 of 0, pods 2 of 0
                  Lower capacity evicts nobody: what runs there stays, nothing new comes.
                """),
        typed.out());
    assertEquals(
        "[{\"zone\":\"north\",\"allocated\":{\"cpu\":\"2\",\"pods\":\"2\"},"
            + "\"usable\":{\"cpu\":\"0\",\"pods\":\"0\"}}]",
        whatIf(input("Report"), 0, "--capacity", "north=0%").path("overfull").toString());
    assertFalse(whatIf(input("Report"), 0, "--capacity", "north=99%").has("overfull"));
  }

  @Test
  void peopleReadWhatDiffersAndWhatIsInBreach() {
    Typed typed = Typed.withInput(input("Report"), "what-if", "-f", "-", "--at", "2027-01-01");
    assertEquals(
        """
        What if it is 2027-01-01

        no workload would be placed otherwise

        Would run in breach of
          Expired: the last day of SecNumCloud 3.2 of offering south is 2026-12-31; use another zone, or
            record the renewal with its source (rule qualified of strict)
            shop/web in south

                                          BEFORE  AFTER
        workloads placed                  1 of 1  1 of 1
        replicas placed                   4 of 4  4 of 4
        workloads in breach               0       1
        survive the loss of any zone      1 of 1  1 of 1
        survive the loss of any site      1 of 1  1 of 1
        survive the loss of any region    0 of 1  0 of 1
        survive the loss of any provider  0 of 1  0 of 1

        0 replicas move
        """,
        typed.out());
  }

  /** All are decided; those of the namespace are shown, counted and in the exit code. */
  @ParameterizedTest
  @CsvSource({"shop, 0, 4", "till, 2, 9"})
  void oneNamespaceIsShownAlone(String namespace, int code, int replicas) throws Exception {
    String input = input("Report") + PlanCommandTest.workload("pay", 9, "").replace("shop", "till");
    JsonNode one = whatIf(input, code, "--lose", "north", "-n", namespace);
    assertEquals(namespace, one.path("namespace").asText());
    assertEquals(List.of(namespace), one.path("workloads").findValuesAsText("namespace"));
    JsonNode after = one.path("summary").path("after");
    assertEquals(1, after.path("workloads").asInt());
    assertEquals(replicas, after.path("replicas").asInt() + after.path("missing").asInt());
    assertEquals(
        List.of(namespace), one.path("unreported").path("workloads").findValuesAsText("namespace"));
    JsonNode all = whatIf(input, ExitCode.UNPLACED, "--lose", "north", "-A");
    assertFalse(all.has("namespace"));
    assertEquals(List.of("shop", "till"), all.path("workloads").findValuesAsText("namespace"));
    for (JsonNode each : all.path("workloads")) {
      if (each.path("namespace").asText().equals(namespace)) {
        assertEquals(each, one.path("workloads").path(0), "it is decided beside all others");
      }
    }
  }

  @Test
  void thatNothingOfOneNamespaceMovesIsNotSaidOfAll() {
    String input = input("Report") + PlanCommandTest.workload("pay", 4, "").replace("shop", "till");
    Typed typed = Typed.withInput(input, "what-if", "-f", "-", "--at", "2027-01-01", "-n", "shop");
    assertTrue(
        typed.out().contains("\nno workload of shop would be placed otherwise\n"), typed.out());
    assertTrue(typed.out().endsWith("\n0 replicas of shop move\n"), typed.out());
  }

  /** The Deployment of the operator, as the chart has it. */
  static String operator(String arguments) {
    return """
        apiVersion: apps/v1
        kind: Deployment
        metadata:
          name: bleu
          namespace: bleu-system
          labels: {app.kubernetes.io/name: bleu, app.kubernetes.io/component: operator}
        spec: {template: {spec: {containers: [{name: operator, args: [run, %s]}]}}}
        ---
        """
        .formatted(arguments);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          north       |             | north       | true
          north       |             | site-north  | true
          north       |             | r           | true
          north       |             | south       | false
          north,south |             | north       | false
          north,south |             | r           | true
          north,south |             | north,south | true
                      |             | north       | false
                      | north       | north       | true
                      | north,south | north       | false
          south       | north       | north       | false
          """)
  void aLossThatTakesTheOperatorIsTold(String typed, String deployed, String lost, boolean told)
      throws Exception {
    List<String> arguments = new ArrayList<>();
    for (String zone : typed == null ? new String[0] : typed.split(",")) {
      arguments.addAll(List.of("--self-zone", zone));
    }
    for (String loss : lost.split(",")) {
      arguments.addAll(List.of("--lose", loss));
    }
    String input =
        (deployed == null
                ? ""
                : operator("--self-zone=" + deployed.replace(",", ", --self-zone, ")))
            + input("Report");
    boolean placed = !lost.equals("r") && !lost.contains(",");
    JsonNode tree = whatIf(input, placed ? 0 : ExitCode.UNPLACED, arguments.toArray(String[]::new));
    assertEquals(
        told ? "HubOnLostSite" : "", tree.path("operatorLoss").path("code").asText(), tree + "");
  }

  @Test
  void peopleReadThatTheOperatorIsLostToo() {
    String[] lost = {"what-if", "-f", "-", "--lose", "north"};
    assertFalse(Typed.withInput(input("Report"), lost).out().contains("HubOnLostSite"));
    Typed typed =
        Typed.withInput(
            input("Report"), "what-if", "-f", "-", "--lose", "north", "--self-zone", "north");
    assertTrue(
        typed
            .out()
            .contains(
                """

                HubOnLostSite: the operator is lost with it, as it runs in north: what runs elsewhere runs on, and
                  nothing moves, not even into room that is reserved for it, until the operator runs elsewhere; run
                  a replica of the operator on another site, or write down how it is started there
                """),
        typed.out());
    Typed wrong =
        Typed.withInput(
            input("Report"), "what-if", "-f", "-", "--lose", "north", "--self-zone", "nort");
    assertEquals(ExitCode.BAD_INPUT, wrong.code());
    assertTrue(wrong.err().contains("\"nort\" is no zone of the input; did you mean north?"));
  }

  /** Where its plan for such a loss is told: of that event alone, in both languages. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          explain shop/web -f - --self-zone north           | HubOnLostSite with site site-north: the operator is lost with it, as it runs in north
          explain shop/web -f - --lang fr --self-zone north | HubOnLostSite avec site site-north : L'opérateur est perdu avec, car il tourne dans north
          plan -f - --self-zone north                       | HubOnLostSite with site site-north: the operator is lost with it, as it runs in north
          plan -f - -o json --self-zone north               | "events": [ "site site-north" ]
          explain shop/web -f - -o json --self-zone north   | "events": [ "site site-north" ]
          report -f - -o json --self-zone north             | "code": "HubOnLostSite"
          """)
  void answersAboutSurvivalNameTheLossesThatTakeTheOperator(String typed, String told) {
    String input =
        ESTATE.formatted("Report")
            + PlanCommandTest.workload(
                "web",
                4,
                "layers: [CaaS]\nresilience: {tolerate: [{of: Site, keep: 1, recover: Reserved}]}");
    String said = Typed.withInput(input, typed.split(" ")).out().replaceAll("\\s+", " ");
    assertTrue(said.contains(told), said);
    String deployed =
        Typed.withInput(
                operator("--self-zone=north") + input,
                typed.replace(" --self-zone north", "").split(" "))
            .out();
    assertEquals(said, deployed.replaceAll("\\s+", " "), "the input says it as well");
    String silent =
        Typed.withInput(input, typed.replace(" --self-zone north", "").split(" ")).out();
    assertFalse(silent.contains("HubOnLostSite"), silent);
  }

  @Test
  void planAndExplainDecideForADay() throws Exception {
    String input = input("Report");
    assertTrue(
        Typed.withInput(input, "plan", "-f", "-", "--at", "2027-01-01").out().contains("north=4"));
    assertTrue(
        Typed.withInput(input, "plan", "-f", "-", "--at", "2026-12-31")
            .out()
            .contains("north=2, south=2"));
    String explained =
        Typed.withInput(input, "explain", "web", "-f", "-", "--at", "2027-01-01").out();
    assertTrue(explained.contains("Expired: the last day of SecNumCloud 3.2"), explained);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          ''                      | nothing is supposed; give --at, --lose, --capacity, --policy or --fact
          --lose north -n shap    | no BleuWorkload is in the namespace "shap"; did you mean shop?
          --lose north -n shop -A | -n and -A exclude each other; give one of them
          --lose nort             | no zone, site, region or provider is called "nort" (did you mean north?)
          --capacity north=half   | --capacity "north=half" is not of the form ZONE=50%; write it so
          --capacity sooth=50%    | there is no zone "sooth"; did you mean south?
          --policy nowhere.yaml   | nowhere.yaml: no such file or directory
          --fact examples/policies/france-only.yaml | --fact takes objects of the kind CloudProvider or AvailabilityZone, and there is none
          --policy examples/providers/bleu.yaml | --policy takes objects of the kind SovereigntyPolicy, and there is none
          --at tomorrow           | Invalid value for option '--at'
          """)
  void misuseSaysWhatToDo(String supposed, String message) {
    String typed = "what-if -f - " + supposed;
    Typed refused = Typed.withInput(input("Report"), typed.strip().split(" "));
    assertEquals(ExitCode.BAD_INPUT, refused.code());
    assertEquals("", refused.out());
    assertTrue(refused.err().contains(message), refused.err());
  }

  /** Room that an engine reported is not more than that, and what nobody saw has no percentage. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          , capacityOrigin: Karmada | 110% | is what was seen of its cluster, so more than 100%
          ''                        | 50%  | is not known; declare spec.capacity
          """)
  void roomThatNobodyDeclaredDoesNotGrow(String origin, String percent, String message) {
    String elsewhere =
        input("Report")
            .replaceFirst(" *capacity: .cpu: 10, memory: 80Gi.\n", "")
            .replaceFirst(
                "target: .nodeSelector: .zone: north..",
                "target: {karmada: {cluster: m}}\nstatus: {capacity: {cpu: 10}" + origin + "}");
    Typed refused =
        Typed.withInput(elsewhere, "what-if", "-f", "-", "--capacity", "north=" + percent);
    assertEquals(ExitCode.BAD_INPUT, refused.code());
    assertTrue(refused.err().contains(message), refused.err());
  }

  @ParameterizedTest
  @ValueSource(strings = {"Service", "Ingress", "Namespace"})
  void whatIsBesideAPolicyIsNotPassedOver(String kind, @TempDir Path folder) throws Exception {
    String version = kind.equals("Ingress") ? "networking.k8s.io/v1" : "v1";
    Path file =
        Files.writeString(
            folder.resolve("policy.yaml"),
            Files.readString(Path.of("examples/policies/france-only.yaml"))
                + "---\napiVersion: %s\nkind: %s\nmetadata: {name: door}\n"
                    .formatted(version, kind));
    Typed refused = Typed.withInput(input("Report"), "what-if", "-f", "-", "--policy", "" + file);
    assertEquals(ExitCode.BAD_INPUT, refused.code(), refused.out());
    assertTrue(refused.err().contains("only; take the others out"), refused.err());
  }
}
