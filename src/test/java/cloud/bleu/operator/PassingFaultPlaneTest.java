package cloud.bleu.operator;

import static org.junit.jupiter.api.Assertions.assertEquals;

import cloud.bleu.api.v1alpha1.AvailabilityZone;
import cloud.bleu.api.v1alpha1.SovereigntyPolicy;
import cloud.bleu.controlplane.OperatorAccount;
import cloud.bleu.controlplane.RealControlPlane;
import cloud.bleu.sandbox.FakeNodes;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Mistakes that somebody undoes at once: what they took of the evacuation plan is held again. */
@RealControlPlane
class PassingFaultPlaneTest {
  private static final List<String> ZONES = List.of("fr-a", "fr-b", "fr-c");
  private static final PatchContext MERGE = PatchContext.of(PatchType.JSON_MERGE);

  private KubernetesClient client;
  private KubernetesClient operatorClient;
  private Operator operator;
  private Scene scene;
  private Map<String, Integer> placed;
  private String tolerated;

  @BeforeEach
  void start(KubernetesClient client, FakeNodes nodes, OperatorAccount account) {
    this.client = client;
    scene = new Scene(client, nodes);
    scene.provider("acme");
    ZONES.forEach(name -> scene.zone("acme", name));
    operatorClient = account.client();
    operator = OperatorUnderTest.of(operatorClient);
    operator.start();
    scene.workload("web", 3, "{tolerate: [{of: Zone, keep: 2, recover: Reserved}]}");
    scene.awaitReady("web");
    placed = scene.assigned("web");
    tolerated = tolerates();
    assertEquals("1 Zone, 1 Site (assumed)", tolerated);
  }

  @AfterEach
  void stop() {
    operator.close();
    operatorClient.close();
  }

  /** Null while no loss is tolerated. */
  private @Nullable String tolerates() {
    return scene.workload("web").getStatus().tolerates();
  }

  /** First the zones, so that none has been back for long when the policy is undone. */
  @Test
  void zonesAreCordonedAndThenAPolicyAllowsNone() {
    state("Cordoned");
    bare();
    state("Active");
    whole();

    scene.create(
        """
        apiVersion: placement.bleu.cloud/v1alpha1
        kind: SovereigntyPolicy
        metadata: {name: home}
        spec:
          appliesTo: {dataClasses: [Ordinary]}
          rules:
          - {name: where, rule: countries, action: Enforce, parameters: {countries: [BE]}}
        """);
    bare();
    countries("FR");
    whole();
  }

  private void bare() {
    scene.until("no move is held", () -> tolerates() == null);
    scene.until("and it says so", () -> scene.condition("web", "Resilient").equals("False"));
  }

  private void whole() {
    scene.until("all moves are held again", () -> tolerated.equals(tolerates()));
    scene.until("and nothing is short", () -> scene.condition("web", "Resilient").equals("True"));
    assertEquals(placed, scene.assigned("web"));
  }

  private void state(String state) {
    ZONES.forEach(
        name ->
            client
                .resources(AvailabilityZone.class)
                .withName(name)
                .patch(MERGE, "{\"spec\":{\"state\":\"" + state + "\"}}"));
  }

  private void countries(String country) {
    client
        .resources(SovereigntyPolicy.class)
        .withName("home")
        .patch(
            MERGE,
            "{\"spec\":{\"rules\":[{\"name\":\"where\",\"rule\":\"countries\",\"action\":\"Enforce\","
                + "\"parameters\":{\"countries\":[\""
                + country
                + "\"]}}]}}");
  }
}
