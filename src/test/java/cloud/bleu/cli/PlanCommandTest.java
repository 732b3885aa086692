package cloud.bleu.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.api.v1alpha1.BleuWorkload;
import cloud.bleu.cli.terminal.ExitCode;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.batch.v1.CronJob;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

public class PlanCommandTest {

  /** Two zones for 4 cpus each, of which 90 % are used: 3 replicas of 1 cpu. */
  public static final String ESTATE =
      """
      apiVersion: v1
      kind: Namespace
      metadata: {name: shop}
      ---
      apiVersion: placement.bleu.cloud/v1alpha1
      kind: CloudProvider
      metadata: {name: acme}
      spec: {displayName: Acme}
      ---
      apiVersion: placement.bleu.cloud/v1alpha1
      kind: AvailabilityZone
      metadata: {name: north}
      spec:
        provider: acme
        region: r
        site: site-north
        location: {country: FR}
        capacity: {cpu: 4, memory: 8Gi}
        target: {nodeSelector: {zone: north}}
      ---
      apiVersion: placement.bleu.cloud/v1alpha1
      kind: AvailabilityZone
      metadata: {name: south}
      spec:
        provider: acme
        region: r
        site: site-south
        location: {country: DE}
        capacity: {cpu: 4, memory: 8Gi}
        target: {nodeSelector: {zone: south}}
      ---
      """;

  public static String workload(String name, int replicas, String more) {
    return """
    apiVersion: placement.bleu.cloud/v1alpha1
    kind: BleuWorkload
    metadata: {name: %s, namespace: shop}
    spec:
      replicas: %d
      workload: {deployment: {template: {spec: {containers: [{name: a, resources: {requests: {cpu: 1}}}]}}}}
      dataClasses: [Ordinary]
    %s
    ---
    """
        .formatted(name, replicas, more.indent(2).stripTrailing());
  }

  /** Whoever has drained a zone reads that this is why what is new waits. */
  @ParameterizedTest
  @CsvSource({
    "Drained, sante/dossier-base: 3 not placed RequirementsConflict",
    "Cordoned, sante/dossier-base: 3 not placed RequirementsConflict",
  })
  void aZoneThatIsLeftOutIsNamed(String state, String refused) throws IOException {
    StringBuilder hospital = new StringBuilder();
    try (Stream<Path> files = Files.list(Path.of("examples/hospital"))) {
      for (Path file : files.filter(f -> f.toString().endsWith(".yaml")).sorted().toList()) {
        hospital.append("---\n").append(Files.readString(file));
      }
    }
    String zone = "metadata: {name: ct-az07}\nspec:\n";
    String input = hospital.toString().replace(zone, zone + "  state: " + state + "\n");
    String out =
        Typed.withInput(input, "plan", "-f", "-").out().replaceAll("\\s+", " ").replace(", ", " ");
    int at = out.indexOf(refused);
    assertTrue(at >= 0, out);
    assertTrue(out.indexOf("(left out for now: ct-az07 is " + state + ");", at) > at, out);
    assertTrue(out.indexOf("or make ct-az07 Active again", at) > at, out);
    // What needs the former beside it waits for that, and for no zone.
    String related =
        "required affinity with dossier-base which has no zone; correct that first: `bleu explain"
            + " sante/dossier-base`";
    assertTrue(out.indexOf(related, at) > at, out);
  }

  @Test
  void placesAndSaysWhere() {
    Typed typed = Typed.withInput(ESTATE + workload("web", 2, ""), "plan", "-f", "-");
    assertEquals(
        """
        WORKLOAD  REPLICAS  TOLERATES                 ZONES
        shop/web  2         1 Zone, 1 Site (assumed)  north=1, south=1

        1 of 1 workloads placed, 2 of 2 replicas, 2 zones
        """,
        typed.out());
    assertEquals("", typed.err());
    assertEquals(ExitCode.OK, typed.code());
  }

  /** All is placed, and still a loss that it asks to survive would take too many. */
  @Test
  void whatDoesNotSurviveWhatItAsksIsToldThoughAllIsPlaced() {
    String input =
        ESTATE
            + workload(
                "web",
                2,
                "resilience: {tolerate: [{of: Region, keep: 1, whenUnsatisfiable: PlaceAnyway}]}");
    Typed typed = Typed.withInput(input, "plan", "-f", "-");
    assertEquals(ExitCode.OK, typed.code(), typed.out() + typed.err());
    assertTrue(
        typed
            .out()
            .replaceAll("\\s+", " ")
            .contains(
                "1 workload does not have all that resilience asks: shop/web SurvivalUnsatisfiable;"
                    + " see `bleu explain WORKLOAD` 1 of 1 workloads placed, 2 of 2 replicas"),
        typed.out());
  }

  /** A policy that asks for qualifications, on facts of one basis each. */
  @ParameterizedTest(name = "qualification on {0}, operations on {1}: {2}")
  @CsvSource({"Press, Press, true", "Press, Contract, false", "RegulatorList, Press, false"})
  void aPlanOnPressFactsOnlySaysSo(String qualification, String operations, boolean said) {
    String estate =
        ESTATE
                .replace(
                    "metadata: {name: shop}",
                    "metadata: {name: shop, labels: {placement.bleu.cloud/governed: Enforce}}")
                .replace(
                    "spec: {displayName: Acme}",
                    ("spec: {operations: {administrationFrom: [FR], provenance: {basis: %s, source:"
                            + " s, asOf: '2026-11-01'}}, offerings: [{name: base, layers: [IaaS],"
                            + " regions: [r], qualifications: [{scheme: SecNumCloud, state: Qualified,"
                            + " layers: [IaaS], provenance: {basis: %s, source: s, asOf:"
                            + " '2026-11-01'}}]}]}")
                        .formatted(operations, qualification))
                .replace("provider: acme", "provider: acme\n  offerings: [base]")
            + """
            apiVersion: placement.bleu.cloud/v1alpha1
            kind: SovereigntyPolicy
            metadata: {name: learning}
            spec: {rules: [{name: q, rule: qualified-offering, action: Enforce, parameters: {acceptOpenWindow: true}}]}
            ---
            """
            + workload("web", 2, "layers: [IaaS]");
    Typed plan = Typed.withInput(estate, "plan", "-f", "-");
    assertEquals(
        said,
        plan.out().contains("1 rests on press facts only: shop/web\n"),
        plan.out() + plan.err());
    Typed explained = Typed.withInput(estate, "explain", "web", "-f", "-");
    assertEquals(
        said,
        explained.out().contains("under learning, on press facts only\n"),
        explained.out() + explained.err());
    Typed french = Typed.withInput(estate, "explain", "web", "-f", "-", "--lang", "fr");
    assertEquals(
        said,
        french.out().contains("sous learning, sur la seule foi de la presse\n"),
        french.out());
  }

  @Test
  void whatCannotBePlacedIsExitCode2AndSaysWhatToDo() {
    Typed typed =
        Typed.withInput(
            ESTATE + workload("web", 2, "residency: {countries: [IT]}"), "plan", "-f", "-");
    assertEquals(ExitCode.UNPLACED, typed.code());
    assertTrue(typed.out().contains("shop/web: 2 not placed, "), typed.out());
    assertTrue(typed.out().contains("see `bleu explain shop/web`"), typed.out());
    assertTrue(
        typed.out().endsWith("0 of 1 workloads placed, 0 of 2 replicas, 2 zones\n"), typed.out());
  }

  @Test
  void theShapeOfTheJsonIsStable() throws Exception {
    Typed typed =
        Typed.withInput(
            ESTATE
                + workload("web", 2, "resilience: {tolerate: [{of: Zone, keep: 1}]}")
                + workload("xl", 99, "residency: {countries: [FR]}"),
            "plan",
            "-o",
            "json",
            "-f",
            "-");
    assertEquals(ExitCode.UNPLACED, typed.code());
    JsonNode tree = new ObjectMapper().readTree(typed.out());
    assertEquals(List.of("placements", "orphans", "summary", "errors"), names(tree));
    JsonNode web = tree.path("placements").path(0);
    assertEquals(
        List.of(
            "namespace",
            "name",
            "placed",
            "missing",
            "assignments",
            "tolerates",
            "contingency",
            "rejected",
            "relax",
            "inBreach",
            "withWarning",
            "waived",
            "breakGlass"),
        names(web));
    assertEquals("shop", web.path("namespace").asText());
    assertEquals("web", web.path("name").asText());
    assertTrue(web.path("placed").isBoolean() && web.path("placed").asBoolean());
    assertEquals(0, web.path("missing").asInt());
    assertEquals("{\"north\":1,\"south\":1}", web.path("assignments").toString());
    assertEquals(
        "{\"event\":\"zone"
            + " north\",\"moves\":[{\"from\":\"north\",\"to\":\"south\",\"replicas\":1}],"
            + "\"evicts\":[],\"keeps\":1}",
        web.path("contingency").path(0).toString());
    JsonNode xl = tree.path("placements").path(1);
    assertEquals(List.of("code", "message"), names(xl.path("reason")));
    assertEquals(99, xl.path("missing").asInt());
    assertEquals("[\"CountryNotAllowed\"]", xl.path("rejected").path("south").toString());
    assertEquals(
        "{\"workloads\":2,\"placed\":1,\"replicas\":2,\"missing\":99,\"moves\":0,\"zones\":2,"
            + "\"inBreach\":0,\"withWarning\":0}",
        tree.path("summary").toString());
  }

  @Test
  void aPlacementWithoutItsWorkloadIsTold() throws Exception {
    String input =
        ESTATE
            + """
            apiVersion: placement.bleu.cloud/v1alpha1
            kind: WorkloadPlacement
            metadata: {name: gone, namespace: shop}
            spec: {workloadRef: {name: gone}, assignments: [{zone: north, replicas: 1}]}
            """;
    assertTrue(
        Typed.withInput(input, "plan", "-f", "-")
            .out()
            .contains("WorkloadPlacement shop/gone has no BleuWorkload"));
    JsonNode tree =
        new ObjectMapper().readTree(Typed.withInput(input, "plan", "-f", "-", "-o", "json").out());
    assertEquals("[{\"namespace\":\"shop\",\"name\":\"gone\"}]", tree.path("orphans").toString());
  }

  /** A comment of a forge has an end, however many placements are left over. */
  @Test
  void aCommentHasRoomForOrphansOnlyWhileThereIsSome() {
    StringBuilder input = new StringBuilder(ESTATE);
    for (int i = 0; i < 2_000; i++) {
      input.append(
          "---\n"
              + "{apiVersion: placement.bleu.cloud/v1alpha1, kind: WorkloadPlacement, metadata:"
              + " {name: gone-with-a-long-name-"
              + i
              + ", namespace: shop}, spec: {workloadRef: {name: gone-with-a-long-name-"
              + i
              + "}, assignments: [{zone: north, replicas: 1}]}}\n");
    }
    String text = Typed.withInput(input.toString(), "plan", "-f", "-", "-o", "markdown").out();
    assertTrue(text.length() < 65_536, "characters: " + text.length());
    assertTrue(text.contains("| shop/gone-with-a-long-name-0 |\n"), text);
    assertTrue(text.stripTrailing().endsWith(" more."), text);
  }

  /** A policy that came after the workload: it stays where it is, and everybody is told. */
  @Test
  void whatRunsInBreachIsShownAndCounted() throws Exception {
    String input =
        ESTATE.replace(
                "metadata: {name: shop}",
                "metadata: {name: shop, labels: {placement.bleu.cloud/governed: Enforce}}")
            + workload("web", 1, "")
            + """
            apiVersion: placement.bleu.cloud/v1alpha1
            kind: SovereigntyPolicy
            metadata: {name: abroad}
            spec:
              rules:
              - {name: place, rule: data-location, action: %s, parameters: {countries: [DE]}}
            ---
            apiVersion: placement.bleu.cloud/v1alpha1
            kind: WorkloadPlacement
            metadata: {name: web, namespace: shop}
            spec: {workloadRef: {name: web}, assignments: [{zone: north, replicas: 1}]}
            """;
    Typed breach = Typed.withInput(input.formatted("Enforce"), "plan", "-f", "-");
    assertEquals(ExitCode.OK, breach.code(), breach.out());
    assertTrue(
        breach.out().contains("\n1 runs in breach: shop/web CountryNotAccepted in north\n1 of 1"),
        breach.out());
    JsonNode tree =
        new ObjectMapper()
            .readTree(
                Typed.withInput(input.formatted("Enforce"), "plan", "-f", "-", "-o", "json").out());
    assertEquals(1, tree.path("summary").path("inBreach").asInt());
    assertEquals(
        "{\"north\":[\"CountryNotAccepted\"]}",
        tree.path("placements").path(0).path("inBreach").toString());

    Typed warned = Typed.withInput(input.formatted("Warn"), "plan", "-f", "-");
    assertTrue(
        warned.out().contains("\n1 runs with a warning: 1 CountryNotAccepted\n1 of 1"),
        warned.out());
    Typed recorded = Typed.withInput(input.formatted("Audit"), "plan", "-f", "-");
    assertTrue(!recorded.out().contains("warning"), recorded.out());
  }

  @Test
  void yamlSaysTheSameAsJson() throws Exception {
    String input = ESTATE + workload("web", 2, "");
    JsonNode json =
        new ObjectMapper().readTree(Typed.withInput(input, "plan", "-f", "-", "-o", "json").out());
    Object yaml =
        new org.snakeyaml.engine.v2.api.Load(
                org.snakeyaml.engine.v2.api.LoadSettings.builder().build())
            .loadFromString(Typed.withInput(input, "plan", "-f", "-", "-o", "yaml").out());
    assertEquals(json, new ObjectMapper().valueToTree(yaml));
  }

  @Test
  void diffShowsWhatChanges() {
    String placement =
        """
        apiVersion: placement.bleu.cloud/v1alpha1
        kind: WorkloadPlacement
        metadata: {name: web, namespace: shop}
        spec:
          workloadRef: {name: web}
          assignments: [{zone: north, replicas: 1}]
          decision: {sequence: 1, digest: "sha256:%s"}
        """
            .formatted("0".repeat(64));
    Typed grown =
        Typed.withInput(ESTATE + workload("web", 2, "") + placement, "plan", "--diff", "-f", "-");
    assertEquals(
        """
        WORKLOAD  NOW  PLANNED  CHANGE  ZONE
        shop/web  0    1        +1      south

        1 more, 0 less
        """,
        grown.out());
    Typed same =
        Typed.withInput(ESTATE + workload("web", 1, "") + placement, "plan", "--diff", "-f", "-");
    assertEquals("nothing changes\n", same.out());
  }

  /** As in the cluster: what was moved within the hour is taken from the budget. */
  @Test
  void movesOfTheLastHourCount() {
    String web =
        workload(
            "web",
            2,
            """
            resilience: {spread: [{over: Site, min: 2, whenUnsatisfiable: DoNotPlace}]}
            placement: {rebalance: {maxMovesPerHour: 1}}
            """);
    String placement =
        """
        apiVersion: placement.bleu.cloud/v1alpha1
        kind: WorkloadPlacement
        metadata:
          name: web
          namespace: shop
          annotations: {placement.bleu.cloud/recent-moves: "%s=1"}
        spec:
          workloadRef: {name: web}
          assignments: [{zone: north, replicas: 2}]
          decision: {sequence: 1, digest: "sha256:%s"}
        """;
    String digest = "0".repeat(64);
    String spent = placement.formatted(Typed.NOW.minusSeconds(3599), digest);
    assertEquals(
        "nothing changes\n",
        Typed.withInput(ESTATE + web + spent, "plan", "--diff", "-f", "-").out());
    String freed = placement.formatted(Typed.NOW.minusSeconds(3600), digest);
    assertEquals(
        """
        WORKLOAD  NOW  PLANNED  CHANGE  ZONE
        shop/web  2    1        -1      north
        shop/web  0    1        +1      south

        1 more, 1 less
        """,
        Typed.withInput(ESTATE + web + freed, "plan", "--diff", "-f", "-").out());
  }

  @Test
  void theOrderOfTheInputDoesNotMatter() {
    String a = workload("a", 2, "");
    String b = workload("b", 3, "");
    assertEquals(
        Typed.withInput(ESTATE + a + b, "plan", "-f", "-", "-o", "json").out(),
        Typed.withInput(b + a + ESTATE, "plan", "-f", "-", "-o", "json").out());
  }

  @ParameterizedTest
  @ValueSource(strings = {"hospital", "ministry", "migration", "openb"})
  void tablesFitIn100Columns(String example) {
    Typed typed = Typed.onTerminal(100, "plan", "-f", "examples/" + example);
    assertEquals("", typed.err());
    assertEquals(List.of(), typed.out().lines().filter(line -> line.length() > 100).toList());
  }

  /** The CronJob is for the API server; what selects its pods is the workload's. */
  @Test
  void podsOfACronJobAreDecidedFor() throws IOException {
    Typed typed = Typed.bleu("plan", "-f", "examples/hospital", "-f", "examples/jobs");
    assertEquals(0, typed.code(), typed.err());
    assertTrue(
        typed.out().lines().anyMatch(l -> l.matches("sante/import-laboratoires +2 .*")),
        typed.out());
    String[] objects =
        Files.readString(Path.of("examples/jobs/nightly-import.yaml")).split("(?m)^---$");
    BleuWorkload workload = Serialization.unmarshal(objects[1], BleuWorkload.class);
    PodTemplateSpec template =
        Serialization.unmarshal(objects[2], CronJob.class)
            .getSpec()
            .getJobTemplate()
            .getSpec()
            .getTemplate();
    assertEquals(
        template.getMetadata().getLabels(),
        workload.getSpec().workload().pods().selector().getMatchLabels());
    assertEquals(
        workload.getSpec().workload().pods().requests().toString(),
        template.getSpec().getContainers().get(0).getResources().getRequests().toString());
    assertEquals(
        "placement.bleu.cloud/decision", template.getSpec().getSchedulingGates().get(0).getName());
  }

  private static List<String> names(JsonNode object) {
    List<String> names = new ArrayList<>();
    object.fieldNames().forEachRemaining(names::add);
    return names;
  }

  /** As the operator, which says so of one workload of the namespace. */
  @Test
  void nothingIsPlannedWhereTheOperatorMayNotChangeObjects(@TempDir Path folder)
      throws IOException {
    String workload =
        """
        apiVersion: placement.bleu.cloud/v1alpha1
        kind: BleuWorkload
        metadata: {name: %s, namespace: %s}
        spec: {replicas: 1, dataClasses: [Ordinary], workload: {external: {kind: VM, requests: {cpu: 1}}}}
        """;
    String told =
        """
        status:
          conditions:
          - {type: %s, status: "%s", reason: NamespaceNotServed, lastTransitionTime: "2026-10-01T00:00:00Z", message: m}
        """;
    String estate =
        String.join(
            "---\n",
            ESTATE + "apiVersion: v1\nkind: Namespace\nmetadata: {name: shut}\n",
            workload.formatted("told", "shut") + told.formatted("Stalled", "True"),
            // Is deleted since its namespace is listed, and says of itself what it said before.
            workload.formatted("ends", "shop") + told.formatted("Placed", "False"),
            workload.formatted("new", "shut"),
            workload.formatted("new", "shop"));
    Path file = Files.writeString(folder.resolve("estate.yaml"), estate);
    Typed plan = Typed.bleu("plan", "-f", file.toString());
    assertEquals(
        List.of("shop/ends 1", "shop/new 1", "shut/new 0 of 1", "shut/told 0 of 1"),
        plan.out()
            .lines()
            .filter(line -> line.matches("sh\\S+ .*") && !line.contains(":"))
            .map(line -> line.replaceAll(" +", " ").replaceAll(" - .*", ""))
            .toList(),
        plan.out());
    assertTrue(
        plan.out()
            .replaceAll("\\s+", " ")
            .contains("shut/new: 1 not placed, Suspended: its decision stands still: spec.suspend"),
        plan.out());
    assertTrue(
        plan.err()
            .replaceAll("\\s+", " ")
            .contains(
                "shut is one in which the operator may not change objects, so nothing is decided"
                    + " there"),
        plan.err());
    Typed french = Typed.bleu("explain", "shut/new", "-f", file.toString(), "--lang", "fr");
    assertTrue(
        french
            .out()
            .replaceAll("\\s+", " ")
            .contains("Sa décision est figée : spec.suspend est à true, l'objet est en erreur"),
        french.out() + french.err());
  }
}
