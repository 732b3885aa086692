package cloud.bleu.operator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import cloud.bleu.api.v1alpha1.AvailabilityZone;
import cloud.bleu.controlplane.OperatorAccount;
import cloud.bleu.controlplane.RealControlPlane;
import cloud.bleu.sandbox.FakeNodes;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A zone that is back draws replicas home once it has been back for {@code returnAfter}. */
@RealControlPlane
class ReturnPlaneTest {

  private static final String LOST = "fr-a";

  private final MovableClock clock = new MovableClock();
  private KubernetesClient client;
  private KubernetesClient operatorClient;
  private Operator operator;
  private Scene scene;
  private Writes writes;
  private Map<String, Integer> home;

  @BeforeEach
  void start(KubernetesClient client, FakeNodes nodes, OperatorAccount account) {
    this.client = client;
    scene = new Scene(client, nodes);
    scene.provider("acme").zone("acme", "fr-a").zone("acme", "fr-b").zone("acme", "fr-c");
    writes = new Writes();
    operatorClient = writes.client(account.config());
    operator = OperatorUnderTest.of(operatorClient, clock.alone().moving(1), () -> {});
    operator.start();
    workload("web");
    home = scene.assigned("web");
    assertEquals(1, home.get(LOST));
  }

  private void workload(String name) {
    scene.workload(
        name,
        3,
        "{tolerate: [{of: Site, keep: 1, recover: Reserved}], failover: {after: 1s, returnAfter:"
            + " 30m}}");
    scene.awaitReady(name);
  }

  @AfterEach
  void stop() {
    operator.close();
    operatorClient.close();
  }

  /** One life, as the first leaves the workload where it was. */
  @Test
  void whatALossDroveOutWaitsUntilItsZoneIsBackForLongEnough(FakeNodes nodes) {
    whatSilentNodesDroveOutWaits(nodes);
    // What went home then is of another hour.
    clock.forward(Duration.ofMinutes(61));
    whatAnIncidentDroveOutWaits();
  }

  /** And then for the others: all together may move one in an hour. */
  private void whatAnIncidentDroveOutWaits() {
    workload("xyz");
    incident("\"Lost\"");
    scene.until("moved", () -> !scene.assigned("web").containsKey(LOST));
    scene.until("the other too", () -> !scene.assigned("xyz").containsKey(LOST));
    incident("null");
    returnsInTime();

    scene.until(
        "the other waits",
        () -> scene.message("xyz", "Placed").contains("all workloads together may move 1 in an"));
    assertEquals("Placed", scene.reason("xyz", "Placed"));
    scene.until("it waits no more", () -> !scene.message("web", "Placed").contains("wait"));
    // The clock runs on beside this: far enough from the end of the hour on both sides.
    clock.forward(Duration.ofMinutes(45));
    scene.settled(writes);
    assertFalse(scene.assigned("xyz").containsKey(LOST), "the hour is not over");
    clock.forward(Duration.ofMinutes(16));
    scene.until("went home", () -> scene.assigned("xyz").equals(home));
    scene.until(
        "nobody waits", () -> scene.message("xyz", "Placed").equals("every replica has a zone"));
  }

  private void whatSilentNodesDroveOutWaits(FakeNodes nodes) {
    SilentNodes.of(client, nodes, client.getNamespace(), LOST);
    scene.until("moved", () -> !scene.assigned("web").containsKey(LOST));
    nodes.resumeAll();
    returnsInTime();
  }

  private void returnsInTime() {
    scene.until("the zone is back", () -> schedulable().equals("True"));
    scene.settled(writes);
    assertFalse(scene.assigned("web").containsKey(LOST), "it is not back for long enough");

    clock.forward(Duration.ofMinutes(29));
    scene.settled(writes);
    assertFalse(scene.assigned("web").containsKey(LOST), "it is not back for long enough");

    clock.forward(Duration.ofMinutes(2));
    scene.until("went home", () -> scene.assigned("web").equals(home));
    scene.until("and is there", () -> scene.bound("web").equals(home));
  }

  private String schedulable() {
    return scene.zone(LOST).getStatus().conditions().stream()
        .filter(c -> c.getType().equals("Schedulable"))
        .map(Condition::getStatus)
        .findFirst()
        .orElse("");
  }

  private void incident(String state) {
    client
        .resources(AvailabilityZone.class)
        .withName(LOST)
        .patch(
            PatchContext.of(PatchType.JSON_MERGE),
            "{\"metadata\":{\"annotations\":{\"placement.bleu.cloud/incident\":" + state + "}}}");
  }
}
