package cloud.bleu.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.api.v1alpha1.AvailabilityZone;
import cloud.bleu.api.v1alpha1.BleuWorkload;
import cloud.bleu.controlplane.AdmissionPolicies;
import cloud.bleu.controlplane.OperatorAccount;
import cloud.bleu.controlplane.RealControlPlane;
import cloud.bleu.controlplane.TestNamespace;
import cloud.bleu.layers.Campaign;
import cloud.bleu.operator.ChainWatch;
import cloud.bleu.operator.OperatorProcess;
import cloud.bleu.operator.OperatorUnderTest;
import cloud.bleu.operator.OrdinaryUser;
import cloud.bleu.operator.Scene;
import cloud.bleu.operator.config.EvidenceOptions;
import cloud.bleu.operator.config.OperatorOptions;
import cloud.bleu.sandbox.ControlPlane;
import cloud.bleu.sandbox.FakeNodes;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * In a namespace that enforces its decisions no pod is ever bound outside the gate: not while a
 * zone is lost and comes back, not under operators that crash after each of their writes, not with
 * two leaders, and not by an ordinary user who tries all the while. A leader that was stopped and
 * wakes after its successor sells nothing and ends. What these operators export has every entry
 * that was ever in the ledger.
 */
@RealControlPlane
class EnforcedUnderFaultsTest {

  private static final PatchContext MERGE = PatchContext.of(PatchType.JSON_MERGE);
  private static final int REPLICAS = 6;

  /** Who crashes after every write does so after every one of a gate. */
  private static final List<String> CRASHES =
      Campaign.isLong()
          ? List.of("crash@*:every:1", "crash@*:every:2", "crash@placementgates:every:1")
          : List.of("crash@*:every:1");

  /** Two workloads for which there is room once. */
  private static final List<String> CLAIMANTS = List.of("one", "two");

  /**
   * From before the namespace is governed: others are bound too soon for her to bind them first.
   */
  private static final String WAITING =
      """
      apiVersion: v1
      kind: Pod
      metadata: {name: waiting}
      spec: {schedulerName: nobody, containers: [{name: main, image: none}]}
      """;

  @TempDir Path folder;
  private KubernetesClient client;
  private OperatorAccount account;
  private AdmissionPolicies policies;
  private Scene scene;
  private BoundByGate bound;
  private ChainWatch chain;
  private Intruder intruder;

  @BeforeEach
  void start(
      ControlPlane plane,
      KubernetesClient client,
      TestNamespace namespace,
      FakeNodes nodes,
      OperatorAccount account) {
    this.client = client;
    this.account = account;
    client.leases().inNamespace(account.namespace()).withName(OperatorOptions.LEASE).delete();
    client.resource(Serialization.<Pod>unmarshal(WAITING)).create();
    client
        .namespaces()
        .withName(namespace.name())
        .patch(
            MERGE, "{\"metadata\":{\"labels\":{\"placement.bleu.cloud/governed\":\"Enforce\"}}}");
    policies = AdmissionPolicies.install(plane, folder);
    scene = new Scene(client, nodes);
    scene.provider("acme").zone("acme", "fr-a").zone("acme", "fr-b").zone("acme", "fr-c");
    bound = new BoundByGate(client);
    chain = new ChainWatch(client);
    intruder = new Intruder(OrdinaryUser.of(plane, client, "alice", namespace.name()), "fr-a");
  }

  @AfterEach
  void stop() throws InterruptedException {
    intruder.close();
    bound.close();
    chain.close();
    policies.close();
  }

  @Test
  void whileZonesGoAndOperatorsCrash() throws InterruptedException, IOException {
    CrashedExport export = new CrashedExport(folder.resolve("exports"));
    for (String plan : CRASHES) {
      try (Operators operators =
          new Operators(account.config(), Crash.parse(plan), Fault.NONE, export)) {
        workload();
        everythingIsBound();
        String lost = scene.assigned("web").keySet().iterator().next();
        incident(lost, "\"Lost\"");
        scene.until("out of " + lost, () -> !scene.assigned("web").containsKey(lost));
        scene.until("no longer in " + lost, () -> !scene.bound("web").containsKey(lost));
        everythingIsBound();
        incident(lost, "null");
        scene.until("back in " + lost, () -> scene.bound("web").containsKey(lost));
        everythingIsBound();
        client.resources(BleuWorkload.class).withName("web").delete();
        scene.until("gone", () -> scene.pods("web").isEmpty() && scene.placement("web") == null);
        ExportCheck.await(scene, export::current);
        assertTrue(
            operators.crashedAfterKinds().stream().anyMatch(w -> w.endsWith(" placementgates")),
            plan);
        Plans.print(plan + ": " + operators.crashedAfter().size() + " crashes");
      }
    }
    verify(CRASHES.size() * REPLICAS);
    ExportCheck.holds(export.current(), scene, chain);
  }

  @Test
  void whileTwoBelieveThatTheyLead(ControlPlane plane) throws Exception {
    try (OperatorProcess first = process(plane, "first")) {
      scene.until(
          "the first leads, or has ended", () -> holder().startsWith("first_") || !first.isAlive());
      assertTrue(first.isAlive(), first.log());
      workload();
      everythingIsBound();
      first.pause();
      try (OperatorUnderTest.Running second =
          OperatorProcess.successor(
              account, "second", EvidenceOptions.to(folder.resolve("export")))) {
        scene.until("the second leads", () -> holder().startsWith("second_"));
        incident("fr-a", "\"Lost\"");
        scene.until("out of fr-a", () -> !scene.bound("web").containsKey("fr-a"));
        everythingIsBound();
        scene.until("nor in the gate", () -> !gateHas("fr-a"));
        roomForOneIsAskedForTwice();
        // The first goes on where it stopped, with what it believed then.
        first.resume();
        scene.until("the first has ended\n" + first.log(), () -> !first.isAlive());
        assertEquals(1, first.exitCode(), first.log());
        itIsSoldOnce();
        assertTrue(holder().startsWith("second_"), holder());
        client.resources(BleuWorkload.class).withName("web").scale(REPLICAS + 2);
        scene.until("grown", () -> sum() == REPLICAS + 2);
        assertFalse(gateHas("fr-a"));
        assertFalse(scene.bound("web").containsKey("fr-a"));
        // While the first was stopped it held the directory, and decisions went on without it.
        ExportCheck.await(scene, () -> folder.resolve("export"));
      }
    }
    verify(REPLICAS);
    ExportCheck.holds(folder.resolve("export"), scene, chain);
  }

  /**
   * Beside web, what it keeps for a loss and a pod more in a rollout, three pods of 1 cpu fit into
   * fr-b and three into fr-c; each of these asks for five. Both come while the first is stopped,
   * who will hear of them when it goes on.
   */
  private void roomForOneIsAskedForTwice() {
    for (String name : CLAIMANTS) {
      scene.create(
          """
          apiVersion: placement.bleu.cloud/v1alpha1
          kind: BleuWorkload
          metadata: {name: %s}
          spec:
            replicas: 5
            dataClasses: [Ordinary]
            workload:
              deployment:
                template:
                  spec:
                    containers:
                    - {name: main, image: none, resources: {requests: {cpu: "1", memory: 64Mi}}}
          """
              .formatted(name));
    }
    scene.until(
        "the second has decided both",
        () ->
            CLAIMANTS.stream()
                .allMatch(
                    w -> scene.placement(w) != null && scene.workload(w).getStatus() != null));
  }

  private void itIsSoldOnce() {
    String placed = scene.assigned("one").isEmpty() ? "two" : "one";
    scene.awaitReady(placed);
    assertEquals(
        5,
        CLAIMANTS.stream()
            .flatMap(w -> scene.assigned(w).values().stream())
            .mapToInt(Integer::intValue)
            .sum(),
        "replicas of 1 cpu sold, of six that fit");
    chain.awaitEnd(scene);
    chain.verify();
    assertEquals(
        CLAIMANTS,
        chain.entries().stream()
            .map(e -> e.workload().name())
            .filter(CLAIMANTS::contains)
            .sorted()
            .toList(),
        "each is decided once");
    CLAIMANTS.forEach(w -> client.resources(BleuWorkload.class).withName(w).delete());
    scene.until(
        "both are gone",
        () ->
            CLAIMANTS.stream()
                .allMatch(w -> scene.placement(w) == null && scene.pods(w).isEmpty()));
  }

  private void verify(int atLeast) throws InterruptedException {
    intruder.close();
    assertTrue(bound.count() >= atLeast, "pods were bound: " + bound.count());
    assertEquals(List.of(), bound.outside());
    assertEquals(List.of(), intruder.wentThrough());
    assertTrue(intruder.refused() > 20, "she tried: " + intruder.refused());
    assertEquals(Intruder.KINDS, intruder.refusedByKind().keySet(), "what she was refused");
  }

  private boolean gateHas(String zone) {
    return bound.newest().children().values().stream().anyMatch(c -> c.zone().equals(zone));
  }

  private void workload() {
    scene.workload(
        "web",
        REPLICAS,
        "{tolerate: [{of: Site, keep: 2, recover: Reserved}], failover: {after: 10m, returnAfter:"
            + " 1s}}");
  }

  private void everythingIsBound() {
    scene.until(
        "all are bound where they are decided",
        () -> sum() == REPLICAS && scene.bound("web").equals(scene.assigned("web")));
  }

  private int sum() {
    return scene.bound("web").values().stream().mapToInt(Integer::intValue).sum();
  }

  private void incident(String zone, String state) {
    client
        .resources(AvailabilityZone.class)
        .withName(zone)
        .patch(
            MERGE,
            "{\"metadata\":{\"annotations\":{\"placement.bleu.cloud/incident\":" + state + "}}}");
  }

  private OperatorProcess process(ControlPlane plane, String name) throws Exception {
    return OperatorProcess.expiring(
        plane.kubeconfigFile(account.kubeconfig()),
        folder,
        name,
        account.namespace(),
        "--evidence-dir",
        folder.resolve("export").toString());
  }

  private String holder() {
    Lease lease =
        client.leases().inNamespace(account.namespace()).withName(OperatorOptions.LEASE).get();
    return lease == null || lease.getSpec().getHolderIdentity() == null
        ? ""
        : lease.getSpec().getHolderIdentity();
  }
}
