package cloud.bleu.operator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.api.v1alpha1.AvailabilityZoneStatus;
import cloud.bleu.api.v1alpha1.WorkloadPlacementStatus.ZoneStatus;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.util.List;
import java.util.Map;

/**
 * What keeps Karmada from doing what it is asked, in the life of {@link KarmadaLife}: fields of its
 * policy, and rights in a member. Of a workload of its own, which is gone in the end.
 */
final class CarriedPolicies {

  private static final String NAME = "few";

  /** What a replica asks, in thousandths of a cpu. */
  private static final int ONE = 600;

  private static final PatchContext MERGE = PatchContext.of(PatchType.JSON_MERGE);
  private static final Map<String, Integer> BOTH = Map.of("member-1", 1, "member-2", 1);

  private final KubernetesClient hub;
  private final Scene scene;
  private final CarriedScene carried;
  private final String namespace;

  CarriedPolicies(KubernetesClient hub, Scene scene, CarriedScene carried, String namespace) {
    this.hub = hub;
    this.scene = scene;
    this.carried = carried;
    this.namespace = namespace;
  }

  /** All of it. */
  void keepKarmadaFromIt() {
    carried.propagated(NAME, 2, "bleu");
    carried.workload(NAME, 2);
    carried.identified(NAME + "-configmap");
    scene.awaitReady(NAME);
    assertEquals(BOTH, carried.clusters(NAME));
    dispatchingIsSuspended();
    whatIsLeftWouldBePreserved();
    whatIsLeftMayNotBeDeleted();
    end();
  }

  private void dispatchingIsSuspended() {
    policy("{\"suspension\":{\"dispatchingOnClusters\":{\"clusterNames\":[\"member-1\"]}}}");
    awaitInBinding("suspension", true);
    replicas(4);
    scene.until("it is told", () -> scene.reason(NAME, "Ready").equals("KarmadaDispatchSuspended"));
    scene.until(
        "it is asked for all the same",
        () -> carried.clusters(NAME).equals(Map.of("member-1", 2, "member-2", 2)));
    assertTrue(scene.message(NAME, "Ready").contains("zone zmember-1"));
    policy("{\"suspension\":null}");
    scene.awaitReady(NAME);
    replicas(2);
    scene.until("it is as before", () -> carried.clusters(NAME).equals(BOTH));
    scene.awaitReady(NAME);
  }

  private void whatIsLeftWouldBePreserved() {
    policy("{\"preserveResourcesOnDeletion\":true}");
    scene.until("it is told", () -> scene.reason(NAME, "Ready").equals("PolicyPreserves"));
    zoneState("\"Drained\"");
    scene.until("the decision leaves", () -> scene.assigned(NAME).equals(Map.of("zmember-2", 2)));
    assertEquals(BOTH, carried.clusters(NAME), "nothing moves");
    policy("{\"preserveResourcesOnDeletion\":false}");
    scene.until("it has left", () -> carried.clusters(NAME).equals(Map.of("member-2", 2)));
    scene.until("nothing is left there", () -> carried.in(1, NAME) == null);
    scene.awaitReady(NAME);
    zoneState("\"Active\"");
    replicas(4);
    scene.until("it is back", () -> carried.clusters(NAME).containsKey("member-1"));
    scene.awaitReady(NAME);
  }

  /** Karmada says of that nothing but that its Work is there still. */
  private void whatIsLeftMayNotBeDeleted() {
    int there = carried.clusters(NAME).get("member-1");
    HasMetadata rights =
        carried.member(1).client().rbac().clusterRoleBindings().withName("karmada").get();
    carried.member(1).client().resource(rights).delete();
    scene.until("it has no rights there", () -> !carried.mayKarmadaWrite(1));
    zoneState("\"Drained\"");
    scene.until("it is told", () -> scene.reason(NAME, "Ready").equals("Removing"));
    assertEquals(Map.of("member-2", 4), carried.clusters(NAME));
    String message = scene.message(NAME, "Ready");
    assertTrue(message.contains("Deployment few still stands in zone zmember-1"), message);
    scene.until("the placement lists it", () -> left().equals(List.of("0 of " + there)));
    scene.until("nobody else gets its room", () -> held() == there * ONE);

    rights.getMetadata().setResourceVersion(null);
    carried.member(1).client().resource(rights).create();
    scene.until("Karmada has removed it", () -> carried.in(1, NAME) == null);
    scene.awaitReady(NAME);
    scene.until("nothing is left there", () -> left().isEmpty() && held() == 0);
  }

  private void end() {
    zoneState("\"Active\"");
    hub.resource(scene.workload(NAME)).delete();
    hub.apps().deployments().inNamespace(namespace).withName(NAME).delete();
    policy().delete();
    scene.until(
        "it is gone",
        () ->
            scene.workload(NAME) == null
                && carried.in(1, NAME) == null
                && carried.in(2, NAME) == null);
  }

  /** What zmember-1 is listed with though nothing is decided for it: ready of what was there. */
  private List<String> left() {
    return scene.placement(NAME).getStatus().zones().stream()
        .filter(one -> one.zone().equals("zmember-1") && one.replicas() == 0 && isThere(one))
        .map(one -> one.replicas() + " of " + one.ready())
        .toList();
  }

  private static boolean isThere(ZoneStatus zone) {
    return zone.ready() != null && zone.ready() > 0;
  }

  /** What is not available of the room of zmember-1, in thousandths of a cpu. */
  private int held() {
    AvailabilityZoneStatus status = scene.zone("zmember-1").getStatus();
    return cpu(status.capacity()) - cpu(status.available());
  }

  private static int cpu(Map<String, String> amounts) {
    return Quantity.parse(amounts.get("cpu"))
        .getNumericalAmount()
        .movePointRight(3)
        .intValueExact();
  }

  private void replicas(int number) {
    hub.resource(scene.workload(NAME))
        .patch(MERGE, "{\"spec\":{\"replicas\":%d}}".formatted(number));
  }

  private void zoneState(String state) {
    hub.resource(scene.zone("zmember-1"))
        .patch(MERGE, "{\"spec\":{\"state\":%s}}".formatted(state));
  }

  private void policy(String json) {
    policy().patch(MERGE, "{\"spec\":" + json + "}");
  }

  private Resource<?> policy() {
    return hub.genericKubernetesResources("policy.karmada.io/v1alpha1", "PropagationPolicy")
        .inNamespace(namespace)
        .withName(NAME);
  }

  private void awaitInBinding(String field, boolean there) {
    scene.until(
        "the binding has it", () -> (carried.binding(NAME).get("spec", field) != null) == there);
  }
}
