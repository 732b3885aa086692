package cloud.bleu.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What verbs say of zones in other clusters: by which way each is reached and whether it answers,
 * what may run on there, and how the drills of its loss stand. Each line of {@code ZONES} is a way.
 */
class RecordedReachTest {

  private static String zone(String name, String target, String reach) {
    return """
    apiVersion: placement.bleu.cloud/v1alpha1
    kind: AvailabilityZone
    metadata: {name: %1$s, generation: 1}
    spec:
      provider: acme
      region: r
      site: site-%1$s
      location: {country: FR}
      capacity: {cpu: 4, memory: 8Gi}
      target: {%2$s}
    %3$s
    ---
    """
        .formatted(name, target, reach);
  }

  private static String reach(String status, String reason) {
    return """
    status:
      observedGeneration: 1
      conditions:
      - {type: TargetReachable, status: "%s", reason: %s, message: m, lastTransitionTime: "2026-11-24T00:00:00Z"}
    """
        .formatted(status, reason)
        .stripTrailing();
  }

  private static final String ZONES =
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
      """
          + zone("a-nodes", "nodeSelector: {zone: a}", "")
          + zone(
              "b-direct", "cluster: {kubeconfigSecretRef: {name: fc-1}}", reach("True", "Reached"))
          + zone("c-profile", "clusterProfile: {name: fc-1, namespace: fleet}", "")
          + zone("d-karmada", "karmada: {cluster: fc-1}", reach("Unknown", "NotSeenYet"))
          + zone(
              "e-managed",
              "openClusterManagement: {managedCluster: fc-2}",
              reach("False", "ManagedClusterMissing"));

  private static final String WEB = PlanCommandTest.workload("web", 2, "");

  /** The operator moved what was in two zones, and somebody reported one of them. */
  private static final String FENCED =
      """
      apiVersion: placement.bleu.cloud/v1alpha1
      kind: WorkloadPlacement
      metadata: {name: web, namespace: shop}
      spec: {workloadRef: {name: web}, assignments: [{zone: a-nodes, replicas: 2}]}
      status:
        zones:
        - {zone: a-nodes, replicas: 2, ready: 2, observed: 2}
        - {zone: b-direct, replicas: 0, fenced: Confirmed}
        - {zone: e-managed, replicas: 0, unknownSince: "2026-11-24T00:00:00Z", fenced: Unconfirmed}
      ---
      """;

  private static final String PAGE_ZONES =
      "a-nodes , b-direct cluster fc-1 True Reached, c-profile clusterProfile fleet/fc-1,"
          + " d-karmada karmada fc-1 Unknown NotSeenYet,"
          + " e-managed openClusterManagement fc-2 False ManagedClusterMissing";

  private static String said(JsonNode zones) {
    StringBuilder said = new StringBuilder();
    for (JsonNode zone : zones) {
      JsonNode target = zone.path("target");
      JsonNode reach = zone.path("reachable");
      said.append(said.isEmpty() ? "" : ", ")
          .append(zone.path("name").asText())
          .append(' ')
          .append(
              String.join(
                      " ",
                      target.path("kind").asText(),
                      target.path("name").asText(),
                      reach.path("status").asText(),
                      reach.path("reason").asText())
                  .strip());
    }
    return said.toString();
  }

  private static String text(String input, String... typed) {
    return Typed.withInput(input, typed).out();
  }

  private static String flat(String text) {
    return text.replaceAll("\\s+", " ");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "plan -f - -o json",
        "explain shop/web -f - -o json",
        "what-if --lose a-nodes -f - -o json"
      })
  void programsReadEachWay(String typed) {
    JsonNode tree = Reports.json(text(ZONES + WEB, typed.split(" ")));
    assertEquals(PAGE_ZONES.replace("a-nodes , ", ""), said(tree.path("zones")));
  }

  @Test
  void thePageForProgramsHasEachWay() {
    JsonNode page = Reports.json(Reports.text(ZONES + WEB, "-o", "json", "-f", "-"));
    assertEquals(PAGE_ZONES, said(page.path("zones")));
    assertFalse(page.path("zones").path(0).has("target"), "nodes of this cluster");
    assertFalse(page.path("zones").path(2).has("reachable"), "nothing is recorded of it");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          en | Zones in other clusters | fc-2, by an agent of Open Cluster Management | not reached: ManagedClusterMissing
          en | Zones in other clusters | fc-1, by a kubeconfig                        | answers
          en | Zones in other clusters | fleet/fc-1, by a ClusterProfile              | not known
          en | Zones in other clusters | fc-1, by Karmada                             | not known: NotSeenYet
          fr | Zones dans d'autres clusters | fc-2, par un agent d'Open Cluster Management | injoignable : ManagedClusterMissing
          """)
  void peopleReadOnThePageHowAZoneIsReached(
      String language, String heading, String way, String reach) {
    String page =
        flat(Reports.text(ZONES + WEB, "-o", "html", "--lang", language, "-f", "-"))
            .replace("&#39;", "'");
    assertTrue(page.contains(heading), heading);
    String table = page.substring(page.indexOf(heading));
    String row = table.substring(table.indexOf(way));
    assertTrue(row.substring(0, row.indexOf("</tr>")).contains(">" + reach + "<"), row);
  }

  @Test
  void aPageWithoutOtherClustersSaysNothingOfThem() {
    String page = Reports.text(PlanCommandTest.ESTATE + WEB, "-o", "html", "-f", "-");
    assertFalse(page.contains("Zones in other clusters"));
  }

  private static Map<String, String> fences(JsonNode fences) {
    Map<String, String> read = new TreeMap<>();
    for (JsonNode fence : fences) {
      read.put(
          fence.path("zone").asText(),
          (fence.path("fenced").asText() + " " + fence.path("unknownSince").asText()).strip());
    }
    return read;
  }

  private static final Map<String, String> RECORDED =
      Map.of("b-direct", "Confirmed", "e-managed", "Unconfirmed 2026-11-24T00:00:00Z");

  @Test
  void programsReadWhatMayRunOn() {
    String input = ZONES + WEB + FENCED;
    JsonNode plan = Reports.json(text(input, "plan", "-f", "-", "-o", "json"));
    assertEquals(RECORDED, fences(plan.path("placements").path(0).path("fences")));
    JsonNode explained = Reports.json(text(input, "explain", "shop/web", "-f", "-", "-o", "json"));
    assertEquals(RECORDED, fences(explained.path("fences")));
    JsonNode whatIf =
        Reports.json(text(input, "what-if", "--lose", "a-nodes", "-f", "-", "-o", "json"));
    assertEquals(RECORDED, fences(whatIf.path("workloads").path(0).path("fences")));
    JsonNode page = Reports.json(Reports.text(input, "-o", "json", "-f", "-"));
    assertEquals(RECORDED, fences(page.path("workloads").path(0).path("fences")));
    JsonNode heard = Reports.json(text(ZONES + WEB, "plan", "-f", "-", "-o", "json"));
    assertFalse(heard.path("placements").path(0).has("fences"), "nothing is recorded");
  }

  @Test
  void peopleReadWhatMayRunOn() {
    String input = ZONES + WEB + FENCED;
    String told = "what it had in e-managed may run on (fenced: Unconfirmed)";
    String page = flat(Reports.text(input, "-o", "html", "-f", "-"));
    String panel = page.substring(page.indexOf("<details data-namespace=\"shop\""));
    assertTrue(panel.substring(0, panel.indexOf("</details>")).contains(told), panel);
    assertTrue(flat(text(input, "plan", "-f", "-")).contains("shop/web: " + told));
    assertFalse(page.contains("what it had in b-direct"), "somebody reported it");
    Map<String, String> fence =
        Reports.csv(Reports.text(input, "-o", "csv", "-f", "-")).stream()
            .filter(r -> r.get("use").equals("Fence"))
            .filter(r -> r.get("zone").equals("e-managed"))
            .findFirst()
            .orElseThrow();
    assertEquals("web", fence.get("workload"));
    assertEquals("Unconfirmed", fence.get("state"));
    assertEquals("FenceUnconfirmed", fence.get("code"));
    assertEquals("2026-11-24T00:00:00Z", fence.get("asOf"));
    assertTrue(fence.get("message").startsWith(told), fence.get("message"));
  }

  /** Two zones; the one that takes over is in another cluster. */
  private static String two(String reach) {
    return ZONES.substring(
            0,
            ZONES.indexOf("---\napiVersion: placement.bleu.cloud/v1alpha1\nkind: AvailabilityZone")
                + 4)
        + zone("a-nodes", "nodeSelector: {zone: a}", "")
        + zone("b-direct", "cluster: {kubeconfigSecretRef: {name: fc-1}}", reach)
        + PlanCommandTest.workload(
            "web", 2, "resilience: {tolerate: [{of: Zone, keep: 1, recover: Reserved}]}");
  }

  @Test
  void whatIfNamesTheClusterThatWouldTakeReplicas() {
    String[] typed = {"what-if", "--lose", "a-nodes", "-f", "-"};
    String reached = flat(text(two(reach("True", "Reached")), typed));
    assertTrue(
        reached.contains("Would come to other clusters zone b-direct, in fc-1: shop/web ("),
        reached);
    String back = flat(text(two(""), "what-if", "--lose", "b-direct", "-f", "-"));
    assertFalse(back.contains("Would come to other clusters"), back);
  }

  private static String drill(String status) {
    return """
    apiVersion: placement.bleu.cloud/v1alpha1
    kind: ResilienceDrill
    metadata: {name: a-lost, generation: 1}
    spec: {scope: {zone: a-nodes}}
    %s
    ---
    """
        .formatted(status);
  }

  private static final String PASSED =
      """
      status:
        observedGeneration: 1
        lastRun: "2026-11-20T06:00:00Z"
        lastPassed: "2026-11-20T06:00:00Z"
        history:
        - {at: "2026-11-20T06:00:00Z", scope: zone a-nodes, cause: Once, verdict: Passed, breaches: 0, unprotected: 0,
           reduced: 0, survives: 1, notConcerned: 0, missing: 0, digest: "sha256:%s"}
      """
          .formatted("ab".repeat(32))
          .stripTrailing();

  @Test
  void whatIfSaysWhetherTheLossWasDrilled() {
    String[] typed = {"what-if", "--lose", "a-nodes", "-f", "-"};
    String passed = flat(text(two("") + drill(PASSED), typed));
    assertTrue(
        passed.contains("zone a-nodes: drilled on 2026-11-20: Passed (a-lost, Shadow)"), passed);
    String never = flat(text(two("") + drill(""), typed));
    assertTrue(never.contains("zone a-nodes: never drilled (a-lost, Shadow)"), never);
    String other = flat(text(two("") + drill(PASSED), "what-if", "--lose", "b-direct", "-f", "-"));
    assertTrue(other.contains("zone b-direct: never drilled, as no drill simulates it"), other);
    assertFalse(flat(text(two(""), typed)).contains("drilled"), "there is no drill at all");
    assertFalse(
        flat(text(two("") + drill(PASSED), "what-if", "--at", "2027-01-01", "-f", "-"))
            .contains("drilled"),
        "nothing is lost");
    JsonNode tree =
        Reports.json(
            text(two("") + drill(PASSED), "what-if", "--lose", "a-nodes", "-f", "-", "-o", "json"));
    JsonNode drilled = tree.path("drills").path(0);
    assertEquals("zone a-nodes", drilled.path("loss").asText());
    assertEquals("a-lost", drilled.path("drill").asText());
    assertEquals("Passed", drilled.path("verdict").asText());
    assertEquals("2026-11-20T06:00:00Z", drilled.path("at").asText());
    assertEquals(0, drilled.path("noProof").size());
  }
}
