package cloud.bleu.operator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.api.v1alpha1.CloudProvider;
import cloud.bleu.api.v1alpha1.ResilienceDrillStatus.WorkloadVerdict;
import cloud.bleu.controlplane.OperatorAccount;
import cloud.bleu.controlplane.TestNamespace;
import cloud.bleu.delivery.karmada.ResourceBinding;
import cloud.bleu.operator.config.OperatorOptions;
import cloud.bleu.operator.config.ProbeNetworks;
import cloud.bleu.sandbox.FakeNode;
import cloud.bleu.sandbox.FakeNodes;
import cloud.bleu.sandbox.Fleet;
import cloud.bleu.sandbox.FleetMember;
import cloud.bleu.sandbox.KarmadaPlane;
import cloud.bleu.sandbox.PlaneFlags;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * The operator as scheduler of a real Karmada, with the rights of the chart: hub, two members, and
 * Karmada's controller manager and aggregated API server. To the first member Karmada brings what
 * it is to have, and the second one fetches it, by Karmada's agent. One life, as each part of it is
 * what the next one begins with. The last one of its hub, which runs nothing itself from then on
 * and keeps the kinds of Karmada.
 */
public abstract class KarmadaLife {

  /** Two go home after the drill, and two more of those that a loss moves, in the same hour. */
  private static final String TWICE_HOME =
      CarriedScene.TOLERANT + "\n  placement: {rebalance: {maxMovesPerHour: 4}}";

  private KubernetesClient hub;
  private KubernetesClient operatorClient;
  private OperatorAccount account;
  private Fleet fleet;
  private String namespace;
  private Operator operator;
  private Scene scene;
  private CarriedScene carried;
  private KarmadaPlane karmada;
  private KarmadaLosses losses;

  @BeforeEach
  void start(
      KubernetesClient client,
      FakeNodes nodes,
      Fleet members,
      OperatorAccount operatorAccount,
      TestNamespace test) {
    hub = client;
    fleet = members;
    account = operatorAccount;
    namespace = test.name();
    scene = new Scene(client, nodes);
    carried = new CarriedScene(client, members, namespace, scene);
    fleet.hub().controllerManager().restart(PlaneFlags.TEMPLATES_ONLY);
    fleet.hub().awaitReady();
    scene.provider("acme");
    for (FleetMember member : fleet.members()) {
      for (int i = 1; i <= 2; i++) {
        member
            .nodes()
            .add(
                FakeNode.inZone(member.name(), member.name() + "-" + i)
                    .withLabel(CarriedScene.NODES, "yes")
                    .withCapacity("cpu", "4")
                    .withCapacity("memory", "16Gi"));
      }
      zone("z" + member.name(), member.name());
    }
    operatorClient = account.client();
    operator =
        OperatorUnderTest.of(
            operatorClient,
            new OperatorOptions(
                    "127.0.0.1",
                    -1,
                    false,
                    account.namespace(),
                    "alone",
                    Duration.ofSeconds(15),
                    Duration.ofSeconds(10),
                    Duration.ofSeconds(2),
                    Clock.systemUTC(),
                    null)
                .with(ProbeNetworks.of(List.of("127.0.0.1/32"))),
            () -> {});
    operator.start();
  }

  @AfterEach
  void stop() {
    operator.close();
    operatorClient.close();
    if (losses != null) {
      losses.close();
    }
    if (karmada != null) {
      karmada.close();
    }
  }

  private void zone(String name, String cluster) {
    scene.create(
        SiteZone.yaml(
            "acme",
            name,
            "{cpu: \"8\", memory: 32Gi, largestNode: {cpu: \"4\", memory: 16Gi}}",
            "karmada: {cluster: " + cluster + "}"));
  }

  @Test
  void operatorSchedulesWhatKarmadaCarriesOut() throws IOException {
    carried.awaitReach("zmember-1", "False KarmadaNotServed");
    karmada = KarmadaPlane.on(fleet, List.of(carried.member(1)));
    losses = new KarmadaLosses(hub, scene, carried, karmada, karmada.pull(carried.member(2)));
    carried.awaitReach("zmember-1", "True ClusterReady");
    carried.awaitReach("zmember-2", "True ClusterReady");
    assertEquals(List.of("Push", "Pull"), carried.joined());
    assertEquals(List.of("member-1"), carried.credentials(), "the other one needs none");
    new CarriedPolicies(hub, scene, carried, namespace).keepKarmadaFromIt();
    roomIsWhatKarmadaReports("zmember-2", "7200m");

    exampleIsTaken();
    statefulSetIsRefused();
    carried.propagated("api", 2, "bleu");
    carried.workload("api", 4, TWICE_HOME + "\n  residency: {egress: []}");
    carried.identified("api-configmap");
    scene.awaitReady("api");
    assertEquals(Map.of("member-1", 2, "member-2", 2), carried.clusters("api"));
    assertEquals(2, carried.ready(1));
    assertEquals(2, carried.ready(2));
    // Karmada counts the largest init container above the sum of all pods before it, once.
    roomIsWhatKarmadaReports("zmember-2", "7110m");
    scene.until("Karmada has no scheduler but this", () -> carried.isConfirmed("api"));
    scene.until("what its template names is there as well", () -> settingsAre("begun"));
    neitherEgressNorBudgetIsCarried();
    zoneIsDrilled();

    // No drill begins while it is not ready in the zone.
    carried.propagated("other", 2, "somebody");
    carried.workload("other", 2);
    scene.until(
        "the binding of another scheduler is told",
        () -> scene.reason("other", "Ready").equals("BindingOfAnotherScheduler"));
    carried.setting("changed");
    carried.replicas(6);
    scene.until(
        "six are asked for",
        () -> carried.clusters("api").equals(Map.of("member-1", 3, "member-2", 3)));
    scene.awaitReady("api");
    assertEquals(6, scene.workload("api").getStatus().readyReplicas());
    scene.until("what the template names is kept equal", () -> settingsAre("changed"));

    whatIsDoneByHandIsUndone();
    newTemplateThatOneMemberForbids();
    applicationFailsOver();
    losses.memberIsLostAndComesBackAsAnOlderOne();
    losses.karmadaIsSilent();
    losses.memberHangsAndItsProbeIsNotAnswered();

    assertNotNull(carried.in(1, "api"), "what the user propagates stays");
    assertEquals("changed", carried.settingIn(1), "with what it names");
    assertEquals(Map.of(), carried.clusters("other"), "it was never touched");
    assertFalse(carried.isOurs("other"), "it was never touched");
    assertTrue(carried.isOurs("api"), "who writes a binding is seen in it");
    whatRunsIsTakenOver();
  }

  /** What is stated of egress is told not to be kept there. */
  private void neitherEgressNorBudgetIsCarried() {
    scene.until(
        "it is told", () -> scene.reason("api", "EgressDelivered").equals("EgressNotCarried"));
    List<KubernetesClient> clusters =
        List.of(hub, carried.member(1).client(), carried.member(2).client());
    for (KubernetesClient there : clusters) {
      assertEquals(
          List.of(),
          there.network().v1().networkPolicies().inNamespace(namespace).list().getItems());
      assertEquals(
          List.of(),
          there.policy().v1().podDisruptionBudget().inNamespace(namespace).list().getItems());
    }
  }

  private boolean settingsAre(String said) {
    return carried.settingIn(1).equals(said) && carried.settingIn(2).equals(said);
  }

  /**
   * For real: what Karmada runs there moves, none is deleted before its successor is Ready, by
   * watches in both clusters, and all of it comes home.
   */
  private void zoneIsDrilled() {
    Map<String, Integer> home = carried.clusters("api");
    DrillScene drill = new DrillScene(hub, scene, "karmada-live");
    try (RunningWatch running =
        new RunningWatch(hub, "app", "api")
            .also(carried.member(1).client(), namespace)
            .also(carried.member(2).client(), namespace)) {
      scene.until("all run", () -> running.running() == 4);
      running.asks(4);
      drill.create("zone: zmember-1");
      scene.until("it has a verdict", () -> !drill.history().isEmpty());
      WorkloadVerdict verdict = drill.workloads().get(0);
      assertEquals(
          List.of("Passed", "api", "Survives", 4, 2, 4),
          List.of(
              drill.history().get(0).verdict(),
              verdict.name(),
              verdict.outcome(),
              verdict.before(),
              verdict.lost(),
              verdict.after()));
      scene.until("it is over", () -> drill.condition("Ready").equals("True DrillDone"));
      scene.until("it is home", () -> carried.clusters("api").equals(home));
      scene.awaitReady("api");
      scene.until("two went, and came home", () -> running.deleted() == 4);
      scene.until(
          "all run where they are decided",
          () -> running.running() == 4 && carried.ready(1) == 2 && carried.ready(2) == 2);
      assertEquals(4, running.deleted());
      assertEquals(0, running.lacked(), "pods were deleted before their successors were ready");
    } finally {
      drill.delete();
    }
  }

  /** By Karmada, whose objects these are, or by its agent. */
  private void whatIsDoneByHandIsUndone() {
    List<Integer> members = List.of(1, 2);
    for (int member : members) {
      carried
          .member(member)
          .client()
          .resource(carried.in(member, "api"))
          .patch(PatchContext.of(PatchType.JSON_MERGE), "{\"spec\":{\"replicas\":1}}");
    }
    for (int member : members) {
      scene.until(
          "Karmada undoes what was scaled by hand",
          () ->
              carried.in(member, "api").getSpec().getReplicas() == 3 && carried.ready(member) == 3);
    }

    List<String> uids =
        members.stream().map(member -> carried.in(member, "api").getMetadata().getUid()).toList();
    for (int member : members) {
      KubernetesClient there = carried.member(member).client();
      there.configMaps().inNamespace(namespace).withName("api").delete();
      there.resource(carried.in(member, "api")).delete();
    }
    for (int member : members) {
      scene.until(
          "Karmada brings back what was deleted by hand",
          () ->
              carried.in(member, "api") != null
                  && !uids.contains(carried.in(member, "api").getMetadata().getUid())
                  && carried.ready(member) == 3
                  && carried.settingIn(member).equals("changed"));
    }
  }

  /**
   * A member takes nothing from Karmada any more: its API server answers 403. It still says that it
   * is ready, as it does to everybody, and so Karmada calls it Ready.
   */
  private void newTemplateThatOneMemberForbids() {
    HasMetadata rights =
        carried.member(1).client().rbac().clusterRoleBindings().withName("karmada").get();
    carried.member(1).client().resource(rights).delete();
    // What is written before the member knows that is taken, and then nobody may look at it.
    scene.until("it has no rights there", () -> !carried.mayKarmadaWrite(1));
    carried.newTemplate();
    scene.until(
        "it is told in the words of the member, and no number of it counts",
        () ->
            scene.reason("api", "Ready").equals("DeliveryRefused")
                && scene.message("api", "Ready").contains("forbidden")
                && scene.workload("api").getStatus().readyReplicas() == 3);
    scene.until(
        "the other member has it", () -> carried.image(2).equals("newer") && carried.ready(2) == 3);
    // Longer ago than it waits, as below.
    scene.provider("onlooker").awaitAnswered(CloudProvider.class, "onlooker");
    assertEquals("True ClusterReady", carried.reach("zmember-1"));
    assertEquals(
        Map.of("member-1", 3, "member-2", 3), carried.clusters("api"), "nothing moves for that");
    assertEquals("none", carried.image(1));
    assertEquals(3, carried.ready(1), "what runs there runs on");

    rights.getMetadata().setResourceVersion(null);
    carried.member(1).client().resource(rights).create();
    scene.until(
        "the newest template runs",
        () ->
            carried.image(1).equals("newer")
                && carried.image(2).equals("newer")
                && carried.ready(1) == 3);
    scene.awaitReady("api");
  }

  /**
   * Seven run in a cluster that has no room for as many more, and ask for theirs no second time.
   */
  private void whatRunsIsTakenOver() {
    carried
        .member(1)
        .client()
        .apps()
        .deployments()
        .inNamespace(namespace)
        .resource(
            Serialization.unmarshal(
                """
                apiVersion: apps/v1
                kind: Deployment
                metadata: {name: foreign}
                spec:
                  selector: {matchLabels: {app: foreign}}
                  template:
                    metadata: {labels: {app: foreign}}
                    spec:
                      nodeSelector: {%s: "yes"}
                      containers:
                      - {name: main, image: none, resources: {requests: {cpu: 900m, memory: 64Mi}}}
                """
                    .formatted(CarriedScene.NODES),
                Deployment.class))
        .create();
    roomIsWhatKarmadaReports("zmember-1", "3150m");
    Set<Object> asked = ConcurrentHashMap.newKeySet();
    try (SharedIndexInformer<GenericKubernetesResource> seen =
        hub.genericKubernetesResources(ResourceBinding.KIND)
            .inNamespace(namespace)
            .withName("api-deployment")
            .inform()) {
      seen.addEventHandler(new Asked(asked));
      carried.workload("api", 7, "residency: {zones: {allow: [zmember-1]}}");
      scene.awaitReady("api");
      scene.until("the end of it is seen", () -> carried.isConfirmed("api"));
    }
    assertEquals(Map.of("zmember-1", 7), scene.assigned("api"));
    assertEquals(
        Set.of(List.of(Map.of("name", "member-1", "replicas", 7))), asked, "it runs on as it did");
    scene.until("its decision counts it", () -> cpu("zmember-1").equals("6300m"));
    karmada.controllerManager().pause();
    hub.resource(scene.workload("api")).delete();
    scene.until("it waits for nobody who is silent", () -> scene.workload("api") == null);
    assertEquals(Map.of("member-1", 7), carried.clusters("api"));
  }

  /** Each list of clusters that a binding had. */
  private record Asked(Set<Object> lists)
      implements ResourceEventHandler<GenericKubernetesResource> {

    @Override
    public void onAdd(GenericKubernetesResource binding) {
      lists.add(binding.<Object>get("spec", "clusters"));
    }

    @Override
    public void onUpdate(GenericKubernetesResource before, GenericKubernetesResource now) {
      onAdd(now);
    }

    @Override
    public void onDelete(GenericKubernetesResource binding, boolean unknown) {
      lists.add("gone");
    }
  }

  private String cpu(String zone) {
    return scene.zone(zone).getStatus().capacity().get("cpu");
  }

  /** Of two nodes of 4 cpu nine tenths, less what others ask, where nobody declares anything. */
  private void roomIsWhatKarmadaReports(String zone, String cpu) {
    hub.resource(scene.zone(zone))
        .patch(PatchContext.of(PatchType.JSON_MERGE), "{\"spec\":{\"capacity\":null}}");
    scene.until(
        "the room is seen",
        () -> {
          return "Karmada".equals(scene.zone(zone).getStatus().capacityOrigin())
              && cpu(zone).equals(cpu);
        });
  }

  /** The policy of the example is of the schema that Karmada has for it. */
  private void exampleIsTaken() {
    try (InputStream text = Files.newInputStream(Path.of("examples/karmada/api.yaml"))) {
      HasMetadata policy =
          hub.load(text).items().stream()
              .filter(one -> one.getKind().equals("PropagationPolicy"))
              .findFirst()
              .orElseThrow();
      policy.getMetadata().setNamespace(namespace);
      GenericKubernetesResource taken =
          (GenericKubernetesResource) hub.resource(policy).dryRun().create();
      assertEquals(ResourceBinding.SCHEDULER, taken.get("spec", "schedulerName"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void statefulSetIsRefused() {
    KubernetesClientException refused =
        assertThrows(KubernetesClientException.class, () -> carried.statefulSet("db"));
    assertEquals(422, refused.getCode());
    assertTrue(refused.getMessage().contains("bindingOf.kind"), refused.getMessage());
  }

  /** Of Karmada's own accord: it takes an unhealthy Deployment out of a cluster. */
  private void applicationFailsOver() {
    carried.failover(
        "{\"application\":{\"decisionConditions\":{\"tolerationSeconds\":1},\"purgeMode\":\"Never\"}}");
    scene.until("the binding has it", () -> carried.binding("api").get("spec", "failover") != null);
    schedulable(1, false);
    carried.member(1).client().pods().inNamespace(namespace).delete();
    scene.until(
        "Karmada takes it out of the cluster, and nothing moves for that",
        () -> carried.clusters("api").equals(Map.of("member-2", 3)));
    scene.until("it is told", () -> scene.reason("api", "Ready").equals("KarmadaEvicts"));
    schedulable(1, true);
    scene.until("all is well in the cluster", () -> carried.ready(1) == 3);
    assertEquals(Map.of("member-2", 3), carried.clusters("api"), "Karmada's task is not over");
    carried.failover("null");
    scene.until(
        "it fails over no more", () -> carried.binding("api").get("spec", "failover") == null);
    hub.resource(carried.binding("api"))
        .patch(
            PatchContext.of(PatchType.JSON),
            "[{\"op\":\"replace\",\"path\":\"/spec/gracefulEvictionTasks/0/suppressDeletion\",\"value\":false}]");
    scene.until(
        "it is back as decided",
        () -> carried.clusters("api").equals(Map.of("member-1", 3, "member-2", 3)));
    scene.awaitReady("api");
  }

  private void schedulable(int member, boolean schedulable) {
    FleetMember one = carried.member(member);
    for (int i = 1; i <= 2; i++) {
      one.client()
          .nodes()
          .withName(one.name() + "-" + i)
          .patch(
              PatchContext.of(PatchType.JSON_MERGE),
              "{\"spec\":{\"unschedulable\":%s}}".formatted(!schedulable));
    }
  }
}
