package cloud.bleu.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.cli.terminal.ExitCode;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What the verbs say of a zone that is in another cluster, offline. */
class ZoneClusterTest {

  private static final String HERE =
      PlanCommandTest.ESTATE.replace(
              "metadata: {name: shop}",
              "metadata: {name: shop, labels: {placement.bleu.cloud/governed: Enforce}}")
          + """
            apiVersion: placement.bleu.cloud/v1alpha1
            kind: SovereigntyPolicy
            metadata: {name: europe}
            spec:
              rules:
              - {name: place, rule: data-location, action: Enforce, parameters: {countries: [FR, DE]}}
            ---
            """
          + PlanCommandTest.workload("web", 2, "");

  private static final String ELSEWHERE =
      HERE.replace(
          "target: {nodeSelector: {zone: south}}",
          "target: {cluster: {kubeconfigSecretRef: {name: fc-1}}}");

  private static String unreached(String reason) {
    return ELSEWHERE.replace(
        "target: {cluster: {kubeconfigSecretRef: {name: fc-1}}}",
        """
        target: {cluster: {kubeconfigSecretRef: {name: fc-1}}}
        status:
          conditions:
          - {type: TargetReachable, status: "False", reason: %s, message: it is away,
             lastTransitionTime: "2026-11-24T00:00:00Z"}
        """
            .formatted(reason)
            .indent(2)
            .stripLeading()
            .replace("\n  status:", "\nstatus:")
            .stripTrailing());
  }

  private static JsonNode quoted(String json) {
    return Reports.json(json.replace('\'', '"'));
  }

  private static List<List<String>> zones(String input, String... more) {
    List<String> arguments = new ArrayList<>(List.of("explain", "shop/web", "-f", "-", "--all"));
    arguments.addAll(List.of(more));
    Typed typed = Typed.withInput(input, arguments.toArray(String[]::new));
    assertEquals(ExitCode.OK, typed.code(), typed.out() + typed.err());
    return typed
        .out()
        .lines()
        .filter(line -> line.matches("(ZONE|north|south)  .*"))
        .map(line -> List.of(line.strip().split(" {2,}")))
        .toList();
  }

  @Test
  void explainNamesTheClusterBesideTheZone() {
    assertEquals(
        List.of(
            List.of("ZONE", "REPLICAS", "SITE", "REGION", "CLUSTER", "ANSWER"),
            List.of("north", "1", "site-north", "r", "-", "allowed"),
            List.of("south", "1", "site-south", "r", "fc-1", "allowed")),
        zones(ELSEWHERE));
    assertEquals(
        List.of("south", "-", "site-south", "r", "fc-1 (NoAnswer)", "NoAnswer"),
        zones(unreached("NoAnswer")).get(2));
    assertEquals(
        List.of("north", "2", "site-north", "r", "-", "autorisée"),
        zones(unreached("NoAnswer"), "--lang", "fr").get(1));
    assertFalse(zones(HERE).get(0).contains("CLUSTER"), "where all zones are in one");
  }

  private static final String CARRIED =
      ELSEWHERE.replace(
          "target: {cluster: {kubeconfigSecretRef: {name: fc-1}}}",
          "target: {karmada: {cluster: fc-1}}");

  /** A cluster of Karmada is told from a Secret of the same name. */
  @Test
  void clusterOfKarmadaIsNamedAsOthersAre() {
    assertEquals("karmada/fc-1", zones(CARRIED).get(2).get(4));
    String away =
        unreached("KarmadaNotServed")
            .replace(
                "target: {cluster: {kubeconfigSecretRef: {name: fc-1}}}",
                "target: {karmada: {cluster: fc-1}}");
    assertEquals("karmada/fc-1 (KarmadaNotServed)", zones(away).get(2).get(4));
    String doctor = Typed.withInput(away, "doctor", "-n", "shop", "-f", "-").out();
    assertTrue(doctor.contains("KarmadaNotServed"), doctor);
    assertTrue(doctor.contains("--set karmada.enabled=true"), doctor);
    assertTrue(
        Reports.csv(Reports.text(CARRIED, "-o", "csv", "-f", "-")).stream()
            .anyMatch(
                r -> r.get("zone").equals("south") && r.get("cluster").equals("karmada/fc-1")));
  }

  @Test
  void clusterOfAProfileIsNamedWithItsNamespace() {
    String profile =
        ELSEWHERE.replace(
            "target: {cluster: {kubeconfigSecretRef: {name: fc-1}}}",
            "target: {clusterProfile: {name: fc-1, namespace: fleet}}");
    assertEquals("clusterprofile/fleet/fc-1", zones(profile).get(2).get(4));
  }

  /** The decision is the same wherever a zone is; where it is, and whether it answers, is told. */
  @Test
  void programsReadWhereAZoneIsAndWhetherItAnswers() {
    for (String[] verb :
        List.of(
            new String[] {"explain", "shop/web", "-f", "-", "-o", "json"},
            new String[] {"plan", "-f", "-", "-o", "json"},
            new String[] {"what-if", "-f", "-", "-o", "json", "--lose", "north"})) {
      ObjectNode here = (ObjectNode) Reports.json(Typed.withInput(HERE, verb).out());
      assertFalse(here.isEmpty());
      assertFalse(here.has("zones"), "of a zone that is nodes of this cluster nothing is said");
      ObjectNode elsewhere = (ObjectNode) Reports.json(Typed.withInput(ELSEWHERE, verb).out());
      assertEquals(
          quoted("[{'name': 'south', 'target': {'kind': 'cluster', 'name': 'fc-1'}}]"),
          elsewhere.remove("zones"),
          verb[0]);
      ObjectNode away =
          (ObjectNode) Reports.json(Typed.withInput(unreached("NoAnswer"), verb).out());
      assertEquals(
          quoted(
              "[{'name': 'south', 'target': {'kind': 'cluster', 'name': 'fc-1'},"
                  + " 'reachable': {'status': 'False', 'reason': 'NoAnswer'}}]"),
          away.remove("zones"),
          verb[0]);
      if (!verb[0].equals("what-if")) {
        assertEquals(here, elsewhere, verb[0]);
      }
    }
  }

  @Test
  void doctorListsZonesWhoseClusterIsNotReached() {
    Typed away = doctor("NoAnswer");
    Typed here = Typed.withInput(ELSEWHERE, "doctor", "-n", "shop", "-f", "-");
    assertEquals(here.code(), away.code(), "admission does not ask for it");
    assertFalse(here.out().contains("not reached"), here.out());
    assertTrue(away.out().contains("Zones in other clusters that are not reached"), away.out());
    assertTrue(
        away.out()
            .lines()
            .anyMatch(l -> l.matches("AvailabilityZone +south +NoAnswer +it is away")),
        away.out());
    assertTrue(
        doctor("SecretMissing")
            .out()
            .contains(
                "kubectl create secret generic fc-1 -n NAMESPACE --from-file=kubeconfig=FILE"));
    assertTrue(doctor("SecretsNotRead").out().contains("--set members.enabled=true"));
    JsonNode tree = Reports.json(doctor("NoAnswer", "-o", "json").out()).path("unreached");
    assertEquals(1, tree.size());
    assertEquals("south", tree.path(0).path("name").asText());
  }

  private static Typed doctor(String reason, String... more) {
    List<String> arguments = new ArrayList<>(List.of("doctor", "-n", "shop", "-f", "-"));
    arguments.addAll(List.of(more));
    return Typed.withInput(unreached(reason), arguments.toArray(String[]::new));
  }

  @Test
  void reportsSayWhereAZoneIs() {
    Map<String, String> clusters =
        Reports.csv(Reports.text(ELSEWHERE, "-o", "csv", "-f", "-")).stream()
            .collect(Collectors.toMap(r -> r.get("zone"), r -> r.get("cluster"), (a, b) -> a));
    assertEquals(Map.of("north", "", "south", "fc-1"), clusters);
    JsonNode results = Reports.json(Reports.text(ELSEWHERE, "-o", "oscal", "-f", "-"));
    Map<String, String> components =
        results.findValues("components").stream()
            .flatMap(list -> list.findParents("title").stream())
            .filter(c -> List.of("north", "south").contains(c.path("title").asText()))
            .collect(
                Collectors.toMap(c -> c.path("title").asText(), c -> Reports.prop(c, "cluster")));
    assertEquals(Map.of("north", "", "south", "fc-1"), components);
  }
}
