package cloud.bleu.operator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.api.v1alpha1.AvailabilityZone;
import cloud.bleu.api.v1alpha1.BleuWorkload;
import cloud.bleu.controlplane.OperatorAccount;
import cloud.bleu.controlplane.RealControlPlane;
import cloud.bleu.sandbox.FakeNodes;
import cloud.bleu.status.Conditions;
import io.fabric8.kubernetes.api.model.ObjectReference;
import io.fabric8.kubernetes.api.model.events.v1.Event;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What {@code kubectl describe} shows under Events. */
@RealControlPlane
class EventsPlaneTest {

  private static final PatchContext MERGE = PatchContext.of(PatchType.JSON_MERGE);
  private static final String LABEL = "{\"metadata\":{\"labels\":{\"any\":\"thing\"}}}";

  /** Asks for a country in which there is no zone: no zone is allowed. */
  private static final String ABROAD =
      """
      apiVersion: placement.bleu.cloud/v1alpha1
      kind: BleuWorkload
      metadata: {name: abroad}
      spec:
        replicas: 1
        dataClasses: [Ordinary]
        residency: {countries: [DE]}
        workload: {external: {kind: VM, requests: {cpu: "1"}}}
      """;

  private KubernetesClient client;
  private OperatorUnderTest.Running operator;
  private Scene scene;
  private Writes writes;

  @BeforeEach
  void start(KubernetesClient client, FakeNodes nodes, OperatorAccount account) {
    this.client = client;
    scene = new Scene(client, nodes);
    scene.provider("acme").zone("acme", "fr-a").zone("acme", "fr-b").zone("acme", "fr-c");
    writes = new Writes();
    operator = OperatorUnderTest.running(writes.client(account.config()));
  }

  @AfterEach
  void stop() {
    operator.close();
  }

  @Test
  void decisionsAndFlipsAreToldOnce() {
    scene.workload("web", 3, OperatorPlaneTest.THREE_SITES);
    scene.workload("wide", 5, "{spread: [{over: Site, min: 5, maxSkew: 1}]}");
    scene.create(ABROAD);
    scene.awaitReady("web");
    scene.until("stalled", () -> scene.condition("abroad", "Stalled").equals("True"));
    scene.until("waiting", () -> scene.condition("wide", "Reconciling").equals("True"));
    for (String workload : List.of("web", "wide", "abroad")) {
      scene.until(workload + " is told of", () -> told(workload).size() == 2);
    }

    Event decided = of("web", "Placed");
    assertEquals("Normal", decided.getType());
    assertEquals("Decide", decided.getAction());
    assertEquals("runs in fr-a=1, fr-b=1, fr-c=1", decided.getNote());
    assertEquals("placement.bleu.cloud/operator", decided.getReportingController());
    assertRegards(scene.workload("web"), decided.getRegarding());

    Event ready = of("web", "PlacedAndAvailable");
    assertEquals("Normal", ready.getType());
    assertEquals("Observe", ready.getAction());
    assertEquals(message("web", "Ready"), ready.getNote());

    assertEquals("runs nowhere", of("wide", "NotPlaced").getNote());
    Event waiting = of("wide", scene.reason("wide", "Placed"));
    assertEquals("Warning", waiting.getType());
    assertEquals(message("wide", "Placed"), waiting.getNote());

    Event stalled = of("abroad", scene.reason("abroad", "Stalled"));
    assertEquals("Warning", stalled.getType());
    assertEquals(message("abroad", "Stalled"), stalled.getNote());
    assertRegards(scene.workload("abroad"), stalled.getRegarding());

    // Passes over an unchanged world have nothing to tell.
    scene.settled(writes);
    List<String> before = all();
    client.resources(AvailabilityZone.class).withName("fr-a").patch(MERGE, LABEL);
    client.resources(BleuWorkload.class).withName("web").patch(MERGE, LABEL);
    client.resources(BleuWorkload.class).withName("wide").patch(MERGE, LABEL);
    scene.settled(writes);
    assertEquals(before, all());
    List.of("web", "wide", "abroad")
        .forEach(
            workload -> told(workload).forEach(e -> assertNull(e.getSeries(), all()::toString)));
  }

  private List<Event> told(String workload) {
    return client.resources(Event.class).list().getItems().stream()
        .filter(e -> e.getRegarding().getKind().equals("BleuWorkload"))
        .filter(e -> e.getRegarding().getName().equals(workload))
        .toList();
  }

  private Event of(String workload, String reason) {
    List<Event> events = told(workload).stream().filter(e -> reason.equals(e.getReason())).toList();
    assertEquals(1, events.size(), () -> reason + " among " + all());
    return events.get(0);
  }

  /** Every event in one line, the count of its series included. */
  private List<String> all() {
    return client.resources(Event.class).list().getItems().stream()
        .filter(e -> e.getRegarding().getKind().equals("BleuWorkload"))
        .map(
            e ->
                String.join(
                    " ",
                    e.getRegarding().getName(),
                    e.getType(),
                    e.getReason(),
                    e.getNote(),
                    String.valueOf(e.getSeries())))
        .sorted()
        .toList();
  }

  private String message(String workload, String type) {
    return Conditions.find(scene.workload(workload).getStatus().conditions(), type).getMessage();
  }

  private static void assertRegards(BleuWorkload workload, ObjectReference regarding) {
    assertEquals(workload.getApiVersion(), regarding.getApiVersion());
    assertEquals("BleuWorkload", regarding.getKind());
    assertEquals(workload.getMetadata().getNamespace(), regarding.getNamespace());
    assertEquals(workload.getMetadata().getUid(), regarding.getUid());
    assertTrue(regarding.getName().equals(workload.getMetadata().getName()));
  }
}
