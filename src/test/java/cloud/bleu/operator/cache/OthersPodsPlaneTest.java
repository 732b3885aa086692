package cloud.bleu.operator.cache;

import static cloud.bleu.operator.GovernedNamespace.MERGE;
import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.api.v1alpha1.AvailabilityZone;
import cloud.bleu.api.v1alpha1.BleuWorkload;
import cloud.bleu.controlplane.OperatorAccount;
import cloud.bleu.controlplane.RealControlPlane;
import cloud.bleu.controlplane.TestNamespace;
import cloud.bleu.delivery.gate.PodAssignments;
import cloud.bleu.operator.GovernedNamespace;
import cloud.bleu.operator.NightlyPods;
import cloud.bleu.operator.Refused;
import cloud.bleu.operator.Scene;
import cloud.bleu.sandbox.ControlPlane;
import cloud.bleu.sandbox.FakeNodes;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Pods that others create, in a namespace that enforces its decisions and in one that does not. */
@RealControlPlane(oneWorld = true)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OthersPodsPlaneTest {
  private KubernetesClient client;
  private @Nullable GovernedNamespace shop;
  private Scene scene;
  private NightlyPods nightly;

  @BeforeEach
  void start(
      ControlPlane plane,
      KubernetesClient client,
      TestNamespace namespace,
      FakeNodes nodes,
      OperatorAccount account,
      @TempDir Path folder) {
    if (shop != null) {
      return;
    }
    this.client = client;
    shop = new GovernedNamespace(plane, client, namespace, folder);
    scene = new Scene(client, nodes);
    scene.provider("acme").zone("acme", "fr-a").zone("acme", "fr-b").zone("acme", "fr-c");
    nightly = new NightlyPods(client, shop, scene);
    shop.operated(account);
  }

  @AfterEach
  void clear() {
    if (shop != null) {
      close("fr-a", false);
      List.of("fr-a", "fr-b", "fr-c").forEach(zone -> state(zone, "Active"));
      shop.level("Enforce");
      nightly.clear();
    }
  }

  @AfterAll
  void stop() {
    if (shop != null) {
      shop.close();
    }
  }

  @Test
  void jobRunsOnlyWhereItIsDecided() {
    scene.create(NightlyPods.nightly(3, "zones: {allow: [fr-a, fr-b]}"));
    nightly.awaitEntry();
    shop.create(NightlyPods.job("coding", 3));
    scene.until(
        "three pods run", () -> nightly.running().values().stream().mapToInt(n -> n).sum() == 3);
    assertEquals(scene.assigned("nightly"), nightly.running());
    assertEquals(List.of("fr-a", "fr-b"), List.copyOf(nightly.running().keySet()));
    scene.awaitReady("nightly");
    assertEquals(
        scene.assigned("nightly"),
        new TreeMap<>(
            shop.gate().getSpec().assigned().values().stream()
                .collect(Collectors.toMap(a -> a.zone(), a -> 1, Integer::sum))));

    shop.create(NightlyPods.bare("late", "app: nightly"));
    scene.until("the fourth waits", () -> nightly.reason("Available").equals("False PodsWaiting"));
    assertEquals(1, scene.workload("nightly").getStatus().waitingPods());
    assertTrue(PodAssignments.waits(client.pods().withName("late").get()));

    client.resources(BleuWorkload.class).withName("nightly").scale(4);
    scene.until(
        "the fourth has a zone",
        () -> PodAssignments.node(client.pods().withName("late").get()) != null);
    scene.awaitReady("nightly");
    assertEquals(scene.assigned("nightly"), nightly.running());
  }

  @Test
  void whatHasNotStartedLeavesZoneThatLostItsDecision() {
    // Nothing starts in fr-a: its nodes are closed to pods that do not say otherwise.
    close("fr-a", true);
    scene.create(NightlyPods.nightly(2, "zones: {allow: [fr-a, fr-b]}"));
    nightly.awaitEntry();
    assertEquals(Map.of("fr-a", 1, "fr-b", 1), scene.assigned("nightly"));
    shop.create(NightlyPods.job("coding", 2));
    scene.until("both have a zone", () -> nightly.zones().equals(Map.of("fr-a", 1, "fr-b", 1)));
    scene.until("one of them runs", () -> nightly.running().equals(Map.of("fr-b", 1)));
    state("fr-a", "Drained");
    scene.until(
        "the Job has another one in fr-b", () -> nightly.running().equals(Map.of("fr-b", 2)));
    assertEquals(2, nightly.mine().size());

    close("fr-a", false);
    state("fr-a", "Active");
    List<String> before =
        nightly.mine().stream().map(p -> p.getMetadata().getUid()).sorted().toList();
    state("fr-b", "Drained");
    scene.until(
        "all is decided for fr-a", () -> scene.assigned("nightly").equals(Map.of("fr-a", 2)));
    scene.until(
        "what runs outside is told",
        () -> nightly.reason("Available").equals("True PodsOutsideDecision"));
    // What runs is its creator's: nobody evicts it.
    assertEquals(
        before, nightly.mine().stream().map(p -> p.getMetadata().getUid()).sorted().toList());
    // The next run of what creates them; the Job would wait longer and longer with each pod lost.
    client.batch().v1().jobs().withName("coding").delete();
    shop.create(NightlyPods.job("recoding", 2));
    scene.until(
        "its creator's new ones are in fr-a", () -> nightly.running().equals(Map.of("fr-a", 2)));
  }

  @Test
  void waitingPodsOutliveTheirWorkloadAndAreTakenUpAgain() {
    scene.create(NightlyPods.nightly(1, "zones: {allow: [fr-a]}"));
    nightly.awaitEntry();
    shop.create(NightlyPods.bare("first", "app: nightly"));
    shop.create(NightlyPods.bare("second", "app: nightly"));
    scene.until("one waits", () -> nightly.reason("Available").equals("False PodsWaiting"));
    scene.until("the other one runs", () -> nightly.running().equals(Map.of("fr-a", 1)));
    client
        .resources(BleuWorkload.class)
        .withName("nightly")
        .patch(MERGE, "{\"spec\":{\"suspend\":true}}");
    scene.until("it is frozen", () -> nightly.reason("Placed").equals("True Suspended"));
    // Frozen is the decision: what dies within it is let in again.
    Pod runs =
        nightly.mine().stream()
            .filter(p -> PodAssignments.node(p) != null)
            .findFirst()
            .orElseThrow();
    client.pods().withName(runs.getMetadata().getName()).withGracePeriod(0).delete();
    shop.create(NightlyPods.bare("third", "app: nightly"));
    scene.until(
        "another one runs",
        () ->
            nightly.mine().stream()
                .anyMatch(
                    p ->
                        PodAssignments.node(p) != null
                            && !p.getMetadata().getUid().equals(runs.getMetadata().getUid())));
    scene.until("one waits again", () -> nightly.mine().stream().anyMatch(PodAssignments::waits));
    client.resources(BleuWorkload.class).withName("nightly").delete();
    scene.until("nothing is selected", () -> shop.gate().getSpec().pods().isEmpty());
    assertEquals(1, nightly.mine().stream().filter(PodAssignments::waits).count());
    // The API server sees a gate a moment later in its policies.
    scene.until(
        "admission knows that", () -> !shop.lets(NightlyPods.bare("probe", "app: nightly")));
    assertAll(
        Refused.with(
            "another pod",
            "no decision in force is for pod late",
            () -> shop.create(NightlyPods.bare("late", "app: nightly"))));
    scene.create(NightlyPods.nightly(2, "zones: {allow: [fr-a]}"));
    scene.until("both run", () -> nightly.running().equals(Map.of("fr-a", 2)));
  }

  @Test
  void elsewhereItIsDecidedAndNotConstrained() {
    shop.level(null);
    scene.until("nothing is enforced", () -> shop.lets(GovernedNamespace.FOREIGN));
    scene.create(NightlyPods.nightly(2, "zones: {allow: [fr-a]}"));
    scene.until("it is decided", () -> scene.assigned("nightly").equals(Map.of("fr-a", 2)));
    shop.create(
        NightlyPods.bare("free", "app: nightly")
            .replace(
                "containers",
                "nodeSelector: {bleu.node-restriction.kubernetes.io/zone: fr-c}, containers"));
    scene.until("it runs where it wants", () -> nightly.running().equals(Map.of("fr-c", 1)));
    scene.until("that is said", () -> nightly.reason("Available").equals("True NotConstrained"));
    // One that waits of its own will gets its zone all the same.
    shop.create(
        NightlyPods.bare("willing", "app: nightly")
            .replace(
                "containers",
                "schedulingGates: [{name: placement.bleu.cloud/decision}], containers"));
    scene.until("it has its zone", () -> nightly.running().equals(Map.of("fr-a", 1, "fr-c", 1)));
    // One in the room of the decision that asks for more takes that from its zone: 90 % are usable
    // of 8 cpu less 2.5, and two replicas count as 0.5 each.
    shop.create(
        NightlyPods.bare("hungry", "app: nightly")
            .replace("cpu: 500m", "cpu: 3")
            .replace(
                "containers",
                "nodeSelector: {bleu.node-restriction.kubernetes.io/zone: fr-a}, containers"));
    scene.until("it runs", () -> nightly.running().equals(Map.of("fr-a", 2, "fr-c", 1)));
    scene.until(
        "its zone has less",
        () -> "3950m".equals(scene.zone("fr-a").getStatus().available().get("cpu")));
    scene.until(
        "the placement says where they are",
        () ->
            scene.placement("nightly").getStatus() != null
                && scene.placement("nightly").getStatus().zones().stream()
                    .anyMatch(
                        z -> z.zone().equals("fr-c") && z.replicas() == 0 && z.observed() == 1));
  }

  private void state(String zone, String state) {
    client
        .resources(AvailabilityZone.class)
        .withName(zone)
        .patch(MERGE, "{\"spec\":{\"state\":\"%s\"}}".formatted(state));
  }

  private void close(String zone, boolean closed) {
    for (int i = 1; i <= 2; i++) {
      client
          .nodes()
          .withName(zone + "-" + i)
          .patch(
              MERGE,
              closed
                  ? "{\"spec\":{\"taints\":[{\"key\":\"closed\",\"effect\":\"NoSchedule\"}]}}"
                  : "{\"spec\":{\"taints\":null}}");
    }
  }
}
