package cloud.bleu.operator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import cloud.bleu.api.v1alpha1.WorkloadPlacement;
import cloud.bleu.chart.Helm;
import cloud.bleu.cli.Typed;
import cloud.bleu.controlplane.OperatorAccount;
import cloud.bleu.controlplane.RealControlPlane;
import cloud.bleu.controlplane.TestNamespace;
import cloud.bleu.placement.model.Contingency;
import cloud.bleu.sandbox.ControlPlane;
import cloud.bleu.sandbox.FakeNodes;
import cloud.bleu.translate.workload.WrittenDecision;
import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the operator wrote, and what {@code bleu plan} says of the same objects in a file. */
@RealControlPlane
class ExportPlaneTest {

  private static final String KINDS = "ns,no,po,pc,deploy,cprov,az,sovpol,bw,wp";

  @TempDir Path folder;

  @Test
  void thePlanOfTheExportIsWhatTheOperatorWrote(
      ControlPlane plane,
      KubernetesClient client,
      FakeNodes nodes,
      OperatorAccount account,
      TestNamespace namespace)
      throws Exception {
    Scene scene = new Scene(client, nodes);
    scene.provider("acme").provider("other");
    scene.zone("acme", "fr-a").zone("acme", "fr-b").zone("acme", "fr-c").zone("other", "fr-d");
    scene.create(
        """
        apiVersion: placement.bleu.cloud/v1alpha1
        kind: SovereigntyPolicy
        metadata: {name: known-only}
        spec:
          appliesTo: {dataClasses: [Ordinary]}
          rules:
          - {name: zones, rule: zones, action: Enforce, parameters: {deny: [fr-d]}}
          - {name: providers, rule: providers, action: Enforce, parameters: {allow: [acme]}}
        """);
    Helm tools = Helm.on(plane, folder);
    Writes writes = new Writes();
    try (KubernetesClient operatorClient = writes.client(account.config());
        Operator operator = OperatorUnderTest.of(operatorClient)) {
      operator.start();
      scene.workload("web", 4, "{tolerate: [{of: Site, keep: 2, recover: Reserved}]}");
      // The loss of a site leaves two of three, wherever they are.
      scene.workload("stuck", 3, "{tolerate: [{of: Site, keep: 3, recover: None}]}");
      tools.kubectl(
          "wait", "--for=condition=Ready", "bw/web", "-n", namespace.name(), "--timeout=120s");
      tools.kubectl(
          "wait",
          "--for=condition=Ready=false",
          "bw/stuck",
          "-n",
          namespace.name(),
          "--timeout=120s");
      scene.until(
          "what to relax is told",
          () ->
              scene.placement("stuck") != null
                  && scene.placement("stuck").getStatus() != null
                  && !scene.placement("stuck").getStatus().relax().isEmpty());
      scene.settled(writes);

      String export = tools.kubectl("get", KINDS, "-A", "-o", "yaml");
      Typed plan = Typed.withInput(export, "plan", "-n", namespace.name(), "-f", "-", "-o", "json");
      assertEquals("", plan.err());
      assertEquals(2, plan.code());
      JsonNode placements = Serialization.jsonMapper().readTree(plan.out()).get("placements");
      Map<String, Said> planned = new TreeMap<>();
      placements.forEach(p -> planned.put(p.get("name").asText(), Said.by(p)));
      Map<String, Said> written = new TreeMap<>();
      for (String name : List.of("stuck", "web")) {
        written.put(name, Said.by(scene.placement(name)));
      }
      assertEquals(written, planned);

      // None of it is compared empty.
      assertEquals(Set.of("fr-d"), written.get("web").rejected().keySet());
      assertEquals(2, written.get("web").rejected().get("fr-d").size());
      assertFalse(written.get("web").contingency().isEmpty());
      assertEquals(Map.of(), written.get("stuck").assignments());
      assertFalse(written.get("stuck").relax().isEmpty());
    }
  }

  /** The parts that a placement and the JSON of a plan share. */
  private record Said(
      Map<String, Integer> assignments,
      List<String> contingency,
      Map<String, Set<String>> rejected,
      List<String> relax) {

    static Said by(WorkloadPlacement written) {
      Map<String, Integer> assignments = new TreeMap<>();
      written.getSpec().assignments().forEach(a -> assignments.put(a.zone(), a.replicas()));
      List<String> contingency = new ArrayList<>();
      for (Contingency c : WrittenDecision.contingency(written)) {
        contingency.add(
            c.event()
                + " "
                + c.moves().stream().map(m -> m.from() + ">" + m.to() + " " + m.replicas()).toList()
                + c.evicts().size()
                + " keeps "
                + c.keeps());
      }
      Map<String, Set<String>> rejected = new TreeMap<>();
      written.getStatus().rejected().forEach(r -> rejected.put(r.zone(), new TreeSet<>(r.codes())));
      List<String> relax =
          written.getStatus().relax().stream()
              .map(
                  r ->
                      r.changes().stream()
                          .map(c -> c.path() + " " + c.from() + " " + c.to())
                          .toList()
                          .toString())
              .toList();
      return new Said(assignments, contingency, rejected, relax);
    }

    static Said by(JsonNode planned) {
      Map<String, Integer> assignments = new TreeMap<>();
      planned
          .get("assignments")
          .properties()
          .forEach(a -> assignments.put(a.getKey(), a.getValue().asInt()));
      List<String> contingency = new ArrayList<>();
      for (JsonNode c : planned.get("contingency")) {
        List<String> moves = new ArrayList<>();
        c.get("moves")
            .forEach(
                m ->
                    moves.add(
                        m.get("from").asText()
                            + ">"
                            + m.get("to").asText()
                            + " "
                            + m.get("replicas").asInt()));
        contingency.add(
            c.get("event").asText()
                + " "
                + moves
                + c.get("evicts").size()
                + " keeps "
                + c.get("keeps").asInt());
      }
      Map<String, Set<String>> rejected = new TreeMap<>();
      planned
          .get("rejected")
          .properties()
          .forEach(
              r -> {
                Set<String> codes = new TreeSet<>();
                r.getValue().forEach(code -> codes.add(code.asText()));
                rejected.put(r.getKey(), codes);
              });
      List<String> relax = new ArrayList<>();
      for (JsonNode set : planned.get("relax")) {
        List<String> changes = new ArrayList<>();
        set.forEach(
            c ->
                changes.add(
                    c.get("path").asText()
                        + " "
                        + c.get("from").asText()
                        + " "
                        + c.get("to").asText()));
        relax.add(changes.toString());
      }
      return new Said(assignments, contingency, rejected, relax);
    }
  }
}
