package cloud.bleu.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.cli.terminal.ExitCode;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A workload that runs in the north asks for the south alone from now on. Whatever its zones are,
 * it stays, and goes once somebody has it go.
 */
class ResidencyChangeTest {

  private static final String ASKS_FOR_THE_SOUTH = "residency: {zones: {allow: [south]}}";

  private static final Map<String, Integer> ALL_IN_THE_NORTH = Map.of("north", 2);
  private static final Map<String, Integer> ALL_IN_THE_SOUTH = Map.of("south", 2);

  /** Of which a namespace that is governed hears. */
  private static final String POLICY =
      """
      apiVersion: placement.bleu.cloud/v1alpha1
      kind: SovereigntyPolicy
      metadata: {name: south-only}
      spec:
        appliesTo: {dataClasses: [Ordinary]}
        rules:
        - {name: south, rule: zones, action: Enforce, onViolation: %s, parameters: {allow: [south]}}
      ---
      """;

  private static String estate(String target) {
    return PlanCommandTest.ESTATE
        .replace(
            "metadata: {name: shop}",
            "metadata: {name: shop, labels: {placement.bleu.cloud/governed: Enforce}}")
        .replace("nodeSelector: {zone: north}", target.formatted("north"))
        .replace("nodeSelector: {zone: south}", target.formatted("south"));
  }

  private static String workload(String target, int replicas) {
    String web = PlanCommandTest.workload("web", replicas, ASKS_FOR_THE_SOUTH);
    String template =
        "{template: {spec: {containers: [{name: a, resources: {requests: {cpu: 1}}}]}}}";
    assertTrue(web.contains("deployment: " + template), web);
    return target.startsWith("karmada")
        ? web.replace(
                "deployment: " + template, "karmada: {bindingOf: {kind: Deployment, name: web}}")
            + "{apiVersion: apps/v1, kind: Deployment, metadata: {name: web, namespace: shop}, spec: "
            + template
            + "}\n---\n"
        : web;
  }

  private static String runs(String assignments) {
    return """
        apiVersion: placement.bleu.cloud/v1alpha1
        kind: WorkloadPlacement
        metadata: {name: web, namespace: shop}
        spec: {workloadRef: {name: web}, assignments: [%s]}
        """
        .formatted(assignments);
  }

  private static final String IN_THE_NORTH = runs("{zone: north, replicas: 2}");

  private static JsonNode plan(String input) throws Exception {
    Typed typed = Typed.withInput(input, "plan", "-f", "-", "-o", "json");
    assertEquals(ExitCode.OK, typed.code(), typed.out() + typed.err());
    return new ObjectMapper().readTree(typed.out()).path("placements").path(0);
  }

  private static Map<String, Integer> zones(JsonNode web) {
    Map<String, Integer> zones = new TreeMap<>();
    web.path("assignments")
        .fields()
        .forEachRemaining(a -> zones.put(a.getKey(), a.getValue().asInt()));
    return zones;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "nodeSelector: {zone: %s}",
        "cluster: {kubeconfigSecretRef: {name: %s}}",
        "karmada: {cluster: %s}",
        "openClusterManagement: {managedCluster: %s}",
      })
  void whatRunsStaysUntilSomebodyHasItGo(String target) throws Exception {
    String estate = estate(target);
    String web = workload(target, 2);
    JsonNode kept = plan(estate + web + IN_THE_NORTH);
    assertEquals(ALL_IN_THE_NORTH, zones(kept), kept.toString());
    assertEquals("{\"north\":[\"ZoneNotAllowed\"]}", kept.path("inBreach").toString());
    assertEquals(
        ALL_IN_THE_NORTH,
        zones(plan(estate + POLICY.formatted("Report") + web + IN_THE_NORTH)),
        "told twice");

    for (String onViolation : Set.of("MoveNow", "Rebalance")) {
      assertEquals(
          ALL_IN_THE_SOUTH,
          zones(plan(estate + POLICY.formatted(onViolation) + web + IN_THE_NORTH)),
          onViolation);
    }
    assertEquals(
        ALL_IN_THE_SOUTH,
        zones(
            plan(
                estate.replace("  site: site-north", "  site: site-north\n  state: Drained")
                    + web
                    + IN_THE_NORTH)),
        "the zone is drained");

    String both = runs("{zone: north, replicas: 2}, {zone: south, replicas: 2}");
    assertEquals(
        Map.of("north", 2, "south", 2),
        zones(plan(estate + workload(target, 4) + IN_THE_NORTH)),
        "what is new goes where it may");
    assertEquals(
        ALL_IN_THE_SOUTH, zones(plan(estate + web + both)), "what is in breach goes first");
  }
}
