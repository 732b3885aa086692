package cloud.bleu.operator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.api.v1alpha1.AvailabilityZone;
import cloud.bleu.api.v1alpha1.BleuWorkload;
import cloud.bleu.api.v1alpha1.CloudProvider;
import cloud.bleu.api.v1alpha1.ClusterProfileRef;
import cloud.bleu.api.v1alpha1.PlacementGate;
import cloud.bleu.api.v1alpha1.PlacementGateSpec;
import cloud.bleu.api.v1alpha1.SovereigntyPolicy;
import cloud.bleu.api.v1alpha1.WorkloadPlacementStatus;
import cloud.bleu.cli.Typed;
import cloud.bleu.controlplane.OperatorAccount;
import cloud.bleu.controlplane.UnlockedEdit;
import cloud.bleu.delivery.companion.CompanionOwners;
import cloud.bleu.delivery.manifest.ChildName;
import cloud.bleu.faults.BoundByGate;
import cloud.bleu.faults.Intruder;
import cloud.bleu.faults.OvertakenLeader;
import cloud.bleu.operator.config.AccessProvider;
import cloud.bleu.operator.config.AccessProviders;
import cloud.bleu.operator.profile.ClusterProfileCrd;
import cloud.bleu.sandbox.ChildProcess;
import cloud.bleu.sandbox.FakeNodes;
import cloud.bleu.sandbox.Fleet;
import cloud.bleu.sandbox.FleetMember;
import cloud.bleu.sandbox.SandboxClients;
import cloud.bleu.status.Conditions;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.api.model.authorization.v1.SubjectAccessReviewBuilder;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * One workload on the hub's own nodes and in two other clusters at once, each reached with the
 * rights of {@code examples/members/rbac.yaml}; the second one keeps back what may be left out. The
 * tests share the zones and an operator, and have a namespace each.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class MembersLife {

  private static final String HOME = "placement.bleu.cloud/home";
  private static final String EXEC = "client.authentication.k8s.io/v1";
  private static final String RESILIENCE =
      "{tolerate: [{of: Site, keep: 1, recover: Reserved}], failover: {after: 1h}}";

  /** Bytes of data in one ConfigMap or Secret at most, by the validation of Kubernetes. */
  private static final int MOST_DATA = 1 << 20;

  /** What was refused in a member is not tried again sooner. */
  private static final Duration AFTER_A_FAILURE = Duration.ofSeconds(15);

  private static final String CAPACITY =
      "{cpu: \"8\", memory: 32Gi, largestNode: {cpu: \"4\", memory: 16Gi}}";

  private final MovableClock clock = new MovableClock();
  private KubernetesClient operatorClient;
  private OperatorAccount account;
  private MemberEstate estate;
  private Fleet fleet;
  private @Nullable Operator operator;
  private FreshNamespace own;
  private KubernetesClient hub;
  private String namespace;
  private ChainWatch chain;
  private Scene scene;

  @BeforeEach
  void start(
      KubernetesClient client, FakeNodes nodes, Fleet members, OperatorAccount operatorAccount) {
    if (operator == null) {
      begin(client, nodes, members, operatorAccount);
    }
    own = FreshNamespace.beside(client);
    hub = own.client();
    namespace = own.name();
    scene = new Scene(hub, nodes);
    chain = new ChainWatch(hub);
    reached();
  }

  private void begin(
      KubernetesClient client, FakeNodes nodes, Fleet members, OperatorAccount operatorAccount) {
    fleet = members;
    account = operatorAccount;
    Scene world = new Scene(client, nodes);
    world.provider("acme").zone("acme", "hub-a");
    estate = new MemberEstate(client, operatorAccount);
    for (FleetMember member : fleet.members()) {
      estate.prepare(member, seesNodes(member));
      world.create(MemberEstate.zone(member.name(), member.name(), CAPACITY));
    }
    operatorClient = account.client();
    run(AccessProviders.NONE);
  }

  private boolean seesNodes(FleetMember member) {
    return member == member(1);
  }

  private void reached() {
    for (String zone : List.of("member-1", "member-2")) {
      awaitReach(zone, "True Reached");
      scene.until(
          zone + " takes replicas", () -> condition(zone, "Schedulable").startsWith("True "));
    }
  }

  /** Whatever became of the test: for the next one all is as it was. */
  @AfterEach
  void clear() {
    if (operator == null) {
      return;
    }
    try {
      for (FleetMember member : fleet.members()) {
        member.recover();
        estate.grant(member, seesNodes(member));
        estate.kubeconfig(member.name(), MemberEstate.kubeconfig(member));
      }
      hub.resources(BleuWorkload.class).delete();
      hub.resources(SovereigntyPolicy.class).delete();
      scene.until(
          "no workload is left",
          () -> hub.resources(BleuWorkload.class).list().getItems().isEmpty());
      // What a workload had taken over serves again.
      hub.apps().deployments().delete();
      scene.until("nothing of the test runs", () -> hub.pods().list().getItems().isEmpty());
      reached();
      chain.awaitEnd(scene);
      chain.verify();
      chain.verifyDecidedOnce();
    } finally {
      chain.close();
      own.close();
    }
  }

  @AfterAll
  void stop() {
    if (operator != null) {
      operator.close();
      operatorClient.close();
    }
  }

  private void run(AccessProviders providers) {
    Operator next =
        OperatorUnderTest.of(
            operatorClient,
            clock.alone(account.namespace()).inZones(List.of("hub-a")).with(providers),
            () -> {});
    next.start();
    operator = next;
  }

  /** Another operator takes the place of the one that runs. */
  private void runAgain(AccessProviders providers) {
    operator.close();
    run(providers);
  }

  private FleetMember member(int number) {
    return fleet.members().get(number - 1);
  }

  private List<Deployment> children(KubernetesClient client) {
    return children(client, "web");
  }

  private List<Deployment> children(KubernetesClient client, String workload) {
    return client
        .apps()
        .deployments()
        .inNamespace(namespace)
        .withLabel("placement.bleu.cloud/workload", workload)
        .list()
        .getItems();
  }

  private Deployment child(KubernetesClient client) {
    List<Deployment> children = children(client);
    return children.isEmpty() ? null : children.get(0);
  }

  private int replicas(KubernetesClient client) {
    Deployment child = child(client);
    return child == null ? -1 : child.getSpec().getReplicas();
  }

  private String image(KubernetesClient client) {
    Deployment child = child(client);
    return child == null
        ? ""
        : child.getSpec().getTemplate().getSpec().getContainers().get(0).getImage();
  }

  private String reach(String zone) {
    return condition(zone, "TargetReachable");
  }

  private String condition(String zone, String type) {
    var status = scene.zone(zone).getStatus();
    Condition condition = status == null ? null : Conditions.find(status.conditions(), type);
    return condition == null ? "" : condition.getStatus() + " " + condition.getReason();
  }

  private void awaitReach(String zone, String wanted) {
    scene.until(zone + " is " + wanted, () -> reach(zone).equals(wanted));
  }

  private void edit(String patch) {
    hub.resource(scene.workload("web")).patch(PatchContext.of(PatchType.JSON_MERGE), patch);
  }

  private void placed() {
    placed(RESILIENCE);
  }

  private void placed(String resilience) {
    scene.workload("web", 3, resilience);
    scene.awaitReady("web");
    assertEquals(
        new TreeMap<>(Map.of("hub-a", 1, "member-1", 1, "member-2", 1)), scene.assigned("web"));
  }

  @Test
  void workloadStandsOnTheHubAndInTwoMembersAtOnce() {
    placed();
    anAutoscalerDoesNotTakeAPartForAll();
    String home = uid(hub);
    String uid = scene.workload("web").getMetadata().getUid();
    for (FleetMember member : fleet.members()) {
      Deployment child = child(member.client());
      assertEquals(1, child.getStatus().getReadyReplicas());
      assertEquals(List.of(), child.getMetadata().getOwnerReferences());
      assertEquals(home, child.getMetadata().getLabels().get(HOME));
      assertEquals(uid, child.getMetadata().getLabels().get("placement.bleu.cloud/workload-uid"));
      Namespace created = member.client().namespaces().withName(namespace).get();
      assertEquals(home, created.getMetadata().getLabels().get(HOME));
      scene.until("a budget", () -> budget(member.client()) != null);
      assertTrue(
          scene
              .workload("web")
              .getMetadata()
              .getFinalizers()
              .contains(uid(member.client()) + ".elsewhere.placement.bleu.cloud/" + member.name()));
    }

    scene.until(
        "what member-2 lacks is told",
        () ->
            message("member-2", "TargetReachable")
                .contains("grant its user list and watch on nodes"));

    edit("{\"spec\":{\"replicas\":6,\"residency\":{\"egress\":[]}}}");
    scene.until("six are asked for", () -> replicas(member(1).client()) == 2);
    scene.awaitReady("web");
    assertEquals(2, replicas(hub));
    assertEquals(2, replicas(member(2).client()));
    for (FleetMember member : fleet.members()) {
      scene.until("what is stated of egress is kept there", () -> hasEgress(member.client()));
    }

    newTemplateComesZoneByZone();

    KubernetesClient first = member(1).client();
    first
        .resource(child(first))
        .patch(
            PatchContext.of(PatchType.JSON),
            """
            [{"op": "replace", "path": "/spec/replicas", "value": 0},
             {"op": "replace", "path": "/spec/template/spec/containers/0/image",
              "value": "theirs"}]
            """);
    scene.until(
        "what was changed by hand is as decided",
        () -> replicas(first) == 2 && image(first).equals("newer"));
    first.resource(child(first)).delete();
    scene.until("what was deleted by hand is back", () -> replicas(first) == 2);
    scene.until(
        "it has the only pods",
        () ->
            Integer.valueOf(2).equals(child(first).getStatus().getReadyReplicas())
                && first.pods().inNamespace(namespace).list().getItems().size() == 2);
    scene.awaitReady("web");

    hub.resource(scene.workload("web")).delete();
    scene.until("the workload is gone", () -> scene.workload("web") == null);
    for (FleetMember member : fleet.members()) {
      assertEquals(List.of(), children(member.client()));
      assertEquals(null, budget(member.client()));
      assertTrue(!hasEgress(member.client()));
      assertEquals(
          List.of(),
          member.client().pods().inNamespace(namespace).list().getItems(),
          "gone is once nothing runs");
    }
  }

  /**
   * It would see the pods of the hub alone, so it does not go by their load. It keeps its bounds
   * all the same, and goes on once all of them are here.
   */
  private void anAutoscalerDoesNotTakeAPartForAll() {
    assertNull(selector());
    Autoscaler autoscaler = Autoscaler.of(scene, hub, 1, 9);
    scene.until("it stops", () -> "InvalidSelector".equals(autoscaler.active()));
    assertEquals(3, scene.workload("web").getSpec().replicas());
    Typed told =
        Typed.now(
            "doctor",
            "-n",
            namespace,
            "--kubeconfig",
            fleet.hub().kubeconfigFile(fleet.hub().adminKubeconfig()).toString());
    assertTrue(told.out().contains("web   InvalidSelector"), told.out() + told.err());
    assertTrue(told.out().contains("(member-1, member-2)"), told.out());
    assertTrue(told.out().contains("in spec.residency.zones.allow"), told.out());

    // Raised and lowered again, all are here.
    edit("{\"spec\":{\"residency\":{\"zones\":{\"allow\":[\"hub-a\"]}},\"resilience\":null}}");
    autoscaler.bounds(6, 9);
    scene.until("it keeps its bounds", () -> scene.workload("web").getSpec().replicas() == 6);
    scene.awaitReady("web");
    autoscaler.bounds(1, 3);
    scene.until("all are here", () -> Map.of("hub-a", 3).equals(scene.assigned("web")));
    scene.until("it sees every pod", () -> "placement.bleu.cloud/workload=web".equals(selector()));
    scene.until(
        "it asks for the load", () -> "FailedGetResourceMetric".equals(autoscaler.active()));

    hub.autoscaling().v2().horizontalPodAutoscalers().delete();
    hub.resource(scene.workload("web")).delete();
    scene.until("the workload is gone", () -> scene.workload("web") == null);
    placed();
  }

  private @Nullable String selector() {
    return hub.resource(scene.workload("web")).scale().getStatus().getSelector();
  }

  private boolean hasEgress(KubernetesClient client) {
    return client
            .network()
            .v1()
            .networkPolicies()
            .inNamespace(namespace)
            .withName("web-egress")
            .get()
        != null;
  }

  /** Whichever cluster they are in: by the numbers that the one etcd gives the writes of all. */
  private void newTemplateComesZoneByZone() {
    try (RolloutWatch rollout = rollout("newer")) {
      image("newer");
      scene.until("the new template is everywhere", () -> rollout.done().size() == 3);
      scene.awaitReady("web");
      assertEquals(1, rollout.mostAtOnce(), "zones on their way at once");
    }
  }

  /** By the chart as it is installed in a member, for an ordinary user of that member. */
  @Test
  void nothingIsBoundOutsideTheDecisionsInAMemberThatHasThePolicies(@TempDir Path folder)
      throws InterruptedException {
    FleetMember first = member(1);
    KubernetesClient there = first.client();
    scene.until(
        "the zone says what is missing",
        () -> condition("member-1", "EnforcedElsewhere").equals("Unknown NotInstalled"));
    UnlockedEdit.of(hub.namespaces().withName(namespace), MembersLife::governed);
    MemberChart chart = MemberChart.install(there, folder);
    try (KubernetesClient mallory = OrdinaryUser.of(first.plane(), there, "mallory", namespace)) {
      scene.until(
          "the zone says that it is kept",
          () -> condition("member-1", "EnforcedElsewhere").equals("True Admission"));
      nothingIsBoundOutsideTheGateWhileItHangs(first);
      placed();
      assertEquals("Unknown NotInstalled", condition("member-2", "EnforcedElsewhere"));
      assertEquals(1, child(there).getStatus().getReadyReplicas(), "ours is bound");
      assertEquals(
          Set.of(ChildName.of("web", "member-1")), gate(there).getSpec().children().keySet());

      HasMetadata foreign =
          Serialization.unmarshal(
              "---\n{apiVersion: v1, kind: Pod, metadata: {name: foreign}, spec: {containers:"
                  + " [{name: main, image: none}]}}");
      KubernetesClientException refused =
          assertThrows(KubernetesClientException.class, () -> mallory.resource(foreign).create());
      assertTrue(
          refused.getMessage().contains("no decision in force is for pod foreign"),
          refused.getMessage());
      assertTrue(refused.getMessage().contains("on the hub, kubectl get bw,wp"));
      PlacementGate stolen = gate(there);
      stolen.setSpec(new PlacementGateSpec(1L, Map.of(), Map.of()));
      assertEquals(
          403,
          assertThrows(KubernetesClientException.class, () -> mallory.resource(stolen).update())
              .getCode());
      assertEquals(
          403,
          assertThrows(
                  KubernetesClientException.class,
                  () ->
                      mallory
                          .apps()
                          .deployments()
                          .withName(child(there).getMetadata().getName())
                          .scale(3))
              .getCode());

      edit("{\"spec\":{\"replicas\":6}}");
      scene.until("six are asked for", () -> replicas(there) == 2);
      scene.awaitReady("web");
      scene.create(
          """
          apiVersion: placement.bleu.cloud/v1alpha1
          kind: SovereigntyPolicy
          metadata: {name: gated}
          spec:
            appliesTo: {dataClasses: [Ordinary]}
            rules: [{name: gate, rule: gate-enforced, action: Enforce}]
          """);
      scene.until(
          "the zone of which it is not known takes nothing new",
          () -> rejected("web").equals(Map.of("member-2", List.of("GateUnknown"))));
      hub.resource(scene.workload("web")).delete();
      scene.until("the workload is gone", () -> scene.workload("web") == null);
      scene.until("its gate goes with it", () -> gate(there) == null);
    } finally {
      chart.close();
    }
    scene.until(
        "the zone says that it is kept no more",
        () -> condition("member-1", "EnforcedElsewhere").equals("Unknown NotInstalled"));
  }

  /**
   * Somebody else tries all the while. The watch begins once the kind is served, and ends before it
   * is served no more: neither would come about otherwise.
   */
  private void nothingIsBoundOutsideTheGateWhileItHangs(FleetMember first)
      throws InterruptedException {
    KubernetesClient there = first.client();
    try (KubernetesClient here =
            SandboxClients.of(
                new ConfigBuilder(there.getConfiguration()).withNamespace(namespace).build());
        BoundByGate bound = new BoundByGate(here)) {
      placed();
      // She repeats nothing that is not answered: the member hangs for longer than she lives.
      KubernetesClient eve = OrdinaryUser.of(first.plane(), there, "eve", namespace);
      Intruder intruder =
          new Intruder(
              SandboxClients.of(
                  new ConfigBuilder(eve.getConfiguration())
                      .withRequestRetryBackoffLimit(0)
                      .withRequestTimeout(2000)
                      .build()),
              "member-1");
      eve.close();
      try {
        scene.until("she is refused", () -> intruder.refused() > 5);
        first.pause();
        // What is written before the silence is known is carried out when it is over.
        edit("{\"spec\":{\"replicas\":6}}");
        awaitReach("member-1", "False NoAnswer");
        first.recover();
        awaitReach("member-1", "True Reached");
        scene.awaitReady("web");
        assertEquals(6, scene.workload("web").getStatus().readyReplicas(), "written while it hung");
        scene.until("it is back", () -> condition("member-1", "Schedulable").startsWith("True"));
        int asked = replicas(there);
        int count = bound.count();
        edit("{\"spec\":{\"replicas\":12}}");
        scene.until("it takes its part", () -> replicas(there) > asked);
        scene.awaitReady("web");
        scene.until("that is bound after it hung", () -> bound.count() > count);
        int before = intruder.refused();
        scene.until("she is refused still", () -> intruder.refused() > before + 5);
      } finally {
        // Nothing that follows ends while it hangs.
        first.recover();
        intruder.close();
      }
      assertEquals(List.of(), intruder.wentThrough());
      assertTrue(bound.count() >= 2, "pods were bound: " + bound.count());
      assertEquals(List.of(), bound.outside());
    }
    hub.resource(scene.workload("web")).delete();
    scene.until("the workload is gone", () -> scene.workload("web") == null);
  }

  private Map<String, List<String>> rejected(String workload) {
    return scene.placement(workload).getStatus().rejected().stream()
        .collect(
            Collectors.toMap(
                WorkloadPlacementStatus.Rejected::zone, WorkloadPlacementStatus.Rejected::codes));
  }

  private static Namespace governed(Namespace namespace) {
    return new NamespaceBuilder(namespace)
        .editMetadata()
        .addToLabels("placement.bleu.cloud/governed", "Enforce")
        .endMetadata()
        .build();
  }

  private PlacementGate gate(KubernetesClient client) {
    return client
        .resources(PlacementGate.class)
        .inNamespace(namespace)
        .withName(PlacementGate.NAME)
        .get();
  }

  private static String uid(KubernetesClient client) {
    return client.namespaces().withName("kube-system").get().getMetadata().getUid();
  }

  private PodDisruptionBudget budget(KubernetesClient client) {
    return client.policy().v1().podDisruptionBudget().inNamespace(namespace).withName("web").get();
  }

  private void companioned(String name, String companions, String pod) {
    scene.create(
        """
        apiVersion: placement.bleu.cloud/v1alpha1
        kind: BleuWorkload
        metadata: {name: %s}
        spec:
          replicas: 3
          dataClasses: [Ordinary]
          workload:
            companions: %s
            deployment:
              template:
                spec: {%s containers: [{name: main, image: none, envFrom: [{configMapRef: {name: config}}],
                  resources: {requests: {cpu: 100m, memory: 64Mi}}}]}
          resilience: {tolerate: [{of: Site, keep: 1, recover: Reserved}], failover: {after: 1h}}
        """
            .formatted(name, companions, pod));
  }

  private ConfigMap config(KubernetesClient client) {
    return named("config", client);
  }

  private ConfigMap named(String name, KubernetesClient client) {
    return client.configMaps().inNamespace(namespace).withName(name).get();
  }

  private Secret credentials(KubernetesClient client) {
    return client.secrets().inNamespace(namespace).withName("credentials").get();
  }

  private ServiceAccount runner(KubernetesClient client) {
    return client.serviceAccounts().inNamespace(namespace).withName("runner").get();
  }

  private Service front(KubernetesClient client) {
    return client.services().inNamespace(namespace).withName("front").get();
  }

  @Test
  void companionsGoAlongAreKeptEqualAndGoWithTheLastWorkloadThatHasThem() {
    scene.create(
        "---\n{apiVersion: v1, kind: ConfigMap, metadata: {name: config}, data: {k: one}}");
    scene.create(
        "---\n"
            + "{apiVersion: v1, kind: Secret, metadata: {name: credentials}, stringData: {p:"
            + " secret}}");
    scene.create("---\n{apiVersion: v1, kind: ServiceAccount, metadata: {name: runner}}");
    scene.create(
        "---\n{apiVersion: v1, kind: Service, metadata: {name: front}, spec: {type: NodePort,"
            + " selector: {app: web}, ports: [{port: 80}]}}");
    scene.create(
        "---\n{apiVersion: v1, kind: PersistentVolumeClaim, metadata: {name: data}, spec:"
            + " {accessModes: [ReadWriteOnce], resources: {requests: {storage: 1Gi}}}}");
    KubernetesClient first = member(1).client();
    String listed = "[{kind: ConfigMap, name: config}, {kind: ServiceAccount, name: runner}]";
    companioned(
        "web",
        listed,
        "serviceAccountName: runner, volumes: [{name: v, secret: {secretName: credentials}}], ");
    scene.until(
        "what is missing is said", () -> scene.reason("web", "Ready").equals("CompanionMissing"));
    String said = scene.message("web", "Ready");
    assertTrue(
        said.contains("Secret credentials, which the template mentions in volumes[v], is not in"),
        said);
    for (FleetMember member : fleet.members()) {
      assertEquals(List.of(), children(member.client()), "nothing is delivered to the zone");
    }

    edit(
        "{\"spec\":{\"workload\":{\"companions\":[{\"kind\":\"ConfigMap\",\"name\":\"config\"},"
            + "{\"kind\":\"ServiceAccount\",\"name\":\"runner\"},"
            + "{\"kind\":\"Service\",\"name\":\"front\"},"
            + "{\"kind\":\"PersistentVolumeClaim\",\"name\":\"data\"},"
            + "{\"kind\":\"Secret\",\"name\":\"credentials\"}]}}}");
    scene.awaitReady("web");
    assertTrue(front(first).getSpec().getPorts().get(0).getNodePort() > 0, "it has a port there");
    String version = front(first).getMetadata().getResourceVersion();
    for (FleetMember member : fleet.members()) {
      KubernetesClient there = member.client();
      assertEquals(Map.of("k", "one"), config(there).getData());
      assertEquals(credentials(hub).getData(), credentials(there).getData());
      assertEquals(uid(hub), runner(there).getMetadata().getLabels().get(HOME));
      assertEquals(1, child(there).getStatus().getReadyReplicas());
    }

    largestThereIs();
    scene.awaitReady("api");
    assertEquals(Set.of("api", "web"), owners(config(first)));
    for (FleetMember member : fleet.members()) {
      assertEquals(MOST_DATA, named("large", member.client()).getData().get("k").length());
    }

    UnlockedEdit.of(
        hub.configMaps().inNamespace(namespace).withName("config"),
        c -> new ConfigMapBuilder(c).withData(Map.of("k", "two")).build());
    UnlockedEdit.of(
        first.secrets().inNamespace(namespace).withName("credentials"),
        c -> new SecretBuilder(c).addToStringData("p", "theirs").addToData("q", "").build());
    member(2).client().serviceAccounts().inNamespace(namespace).withName("runner").delete();
    scene.until(
        "a change is carried on",
        () ->
            fleet.members().stream()
                .allMatch(m -> Map.of("k", "two").equals(config(m.client()).getData())));
    scene.until(
        "drift is repaired", () -> credentials(hub).getData().equals(credentials(first).getData()));
    scene.until("what was deleted is back", () -> runner(member(2).client()) != null);
    assertEquals(
        version, front(first).getMetadata().getResourceVersion(), "what is equal is not written");
    assertEquals(Set.of("api", "web"), owners(config(first)));

    ConfigMap immutable =
        new ConfigMapBuilder(config(hub))
            .withImmutable(true)
            .editMetadata()
            .withResourceVersion(null)
            .endMetadata()
            .build();
    hub.resource(immutable).update();
    scene.until(
        "it is immutable there too", () -> Boolean.TRUE.equals(config(first).getImmutable()));
    hub.resource(immutable).delete();
    immutable.setData(Map.of("k", "three"));
    hub.resource(immutable).create();
    scene.until(
        "another object takes the place of what is immutable",
        () -> {
          ConfigMap there = config(first);
          // It is deleted first, and each of the two that have it adds itself.
          return there != null
              && Map.of("k", "three").equals(there.getData())
              && Set.of("api", "web").equals(owners(there));
        });

    hub.resource(scene.workload("web")).delete();
    scene.until("the workload is gone", () -> scene.workload("web") == null);
    for (FleetMember member : fleet.members()) {
      assertEquals(null, credentials(member.client()));
      assertEquals(null, runner(member.client()));
      assertEquals(null, front(member.client()));
      assertNotNull(
          member.client().persistentVolumeClaims().inNamespace(namespace).withName("data").get(),
          "a claim stays with its data");
      assertEquals(Set.of("api"), owners(config(member.client())), "the other one has it still");
    }
    UnlockedEdit.of(
        member(2).client().configMaps().inNamespace(namespace).withName("config"),
        c -> new ConfigMapBuilder(c).editMetadata().removeFromLabels(HOME).endMetadata().build());
    scene.until(
        "what is not the hub's any more is said",
        () -> scene.reason("api", "Ready").equals("NameConflict"));
    hub.resource(scene.workload("api")).delete();
    scene.until("the other one is gone too", () -> scene.workload("api") == null);
    assertEquals(null, config(first));
    assertNotNull(config(member(2).client()), "it is somebody else's by now");
    assertNotNull(config(hub));
    for (FleetMember member : fleet.members()) {
      assertTrue(named("large", member.client()) == null, "the large one went along");
    }
  }

  /** One with a byte more the hub does not take itself, and who names it is told so. */
  private void largestThereIs() {
    KubernetesClientException refused =
        assertThrows(
            KubernetesClientException.class, () -> hub.resource(large(MOST_DATA + 1)).create());
    assertEquals(422, refused.getCode());
    assertTrue(refused.getMessage().contains("may not be more than " + MOST_DATA + " bytes"));
    companioned("api", "[{kind: ConfigMap, name: config}, {kind: ConfigMap, name: large}]", "");
    scene.until(
        "it is told",
        () ->
            scene.reason("api", "Ready").equals("CompanionMissing")
                && scene.message("api", "Ready").contains("ConfigMap large"));
    hub.resource(large(MOST_DATA)).create();
  }

  private ConfigMap large(int bytes) {
    return new ConfigMapBuilder()
        .withNewMetadata()
        .withNamespace(namespace)
        .withName("large")
        .endMetadata()
        .addToData("k", "x".repeat(bytes))
        .build();
  }

  private static Set<String> owners(HasMetadata copy) {
    return CompanionOwners.of(copy);
  }

  /** One of the two workloads has taken over a Deployment, which serves again when it goes. */
  @Test
  void memberThatHangsHoldsUpNobodyAndIsWaitedForWhenItsWorkloadsGo() {
    placed();
    takenOver();
    member(1).pause();
    awaitReach("member-1", "False NoAnswer");
    scene.until(
        "its number does not count",
        () -> scene.reason("web", "Ready").equals("TargetUnreachable"));
    assertEquals(2, scene.workload("web").getStatus().readyReplicas());
    scene.until(
        "its placement says since when nothing is known",
        () ->
            scene.placement("web").getStatus().zones().stream()
                .anyMatch(
                    z ->
                        z.zone().equals("member-1")
                            && z.unknownSince() != null
                            && z.ready() == null));
    assertEquals(
        new TreeMap<>(Map.of("hub-a", 1, "member-1", 1, "member-2", 1)),
        scene.assigned("web"),
        "nothing moves for it");

    edit("{\"spec\":{\"replicas\":6}}");
    scene.until("the others take what is new", () -> besideTheFirst() == 5);
    assertTrue(replicas(hub) > 0);

    operator.close();
    long begun = System.nanoTime();
    run(AccessProviders.NONE);
    Duration start = Duration.ofNanos(System.nanoTime() - begun);
    assertTrue(start.compareTo(Scene.SOON) < 0, "a start takes " + start);

    hub.resource(scene.workload("web")).delete();
    hub.resource(scene.workload("moved")).delete();
    scene.until(
        "it says what it waits for", () -> scene.reason("web", "Ready").equals("WaitsForTarget"));
    scene.until("the template has its replicas back", () -> legacyReplicas() == 3);
    scene.until("the other member is clean", () -> held(member(2).client()).isEmpty());
    assertNotNull(scene.workload("web"));
    assertNotNull(scene.workload("moved"));
    scene.until("so is its own", () -> children(hub).isEmpty() && children(hub, "moved").isEmpty());

    member(1).recover();
    scene.until("then it goes", () -> scene.workload("web") == null);
    scene.until("then it goes", () -> scene.workload("moved") == null);
    assertEquals(List.of(), held(member(1).client()));
    assertEquals(null, budget(member(1).client()));
    assertEquals(3, legacyReplicas());
  }

  /** A workload of the replicas of a Deployment that stood there before, in all three clusters. */
  private void takenOver() {
    scene.deployment("legacy", 3);
    scene.create(
        """
        apiVersion: placement.bleu.cloud/v1alpha1
        kind: BleuWorkload
        metadata: {name: moved}
        spec:
          replicas: 3
          dataClasses: [Ordinary]
          workload: {deploymentRef: {name: legacy, scaleDown: OnSuccess}}
          resilience: %s
        """
            .formatted(RESILIENCE));
    scene.awaitReady("moved");
    scene.until("the template is scaled down", () -> legacyReplicas() == 0);
    assertEquals(1, children(member(1).client(), "moved").size());
  }

  /** What the hub has in a cluster, of all workloads. */
  private List<Deployment> held(KubernetesClient client) {
    return client
        .apps()
        .deployments()
        .inNamespace(namespace)
        .withLabel("placement.bleu.cloud/workload")
        .list()
        .getItems();
  }

  private int besideTheFirst() {
    return replicas(hub) + replicas(member(2).client());
  }

  private String message(String zone, String type) {
    return Conditions.find(scene.zone(zone).getStatus().conditions(), type).getMessage();
  }

  /** Its successor creates the child that it was about to. One before it created itself. */
  @Test
  void leaderThatIsOvertakenSendsNoWriteIntoAMember() throws InterruptedException {
    operator.close();
    try (OvertakenLeader first =
        new OvertakenLeader(
            hub,
            account,
            clock.elected(account.namespace(), "first").inZones(List.of("hub-a")),
            member(1),
            namespace)) {
      scene.workload("api", 3, RESILIENCE);
      first.awaitDue();
      assertEquals(List.of(), children(member(1).client(), "api"));
      first.goesOnAndWrites(scene);
      scene.awaitReady("api");
      assertEquals(1, children(member(1).client(), "api").size());
      first.holdNext();
      scene.workload("web", 3, RESILIENCE);
      first.awaitDue();
      assertEquals(List.of(), children(member(1).client()));
      first.overtakenBy(hub, "second");
      try (Operator second =
          OperatorUnderTest.of(
              operatorClient,
              clock.elected(account.namespace(), "second").inZones(List.of("hub-a")),
              () -> {})) {
        second.start();
        scene.awaitReady("web");
      }
      // What its successor created is gone again, and nobody but the first one knows: so it has
      // something to write whenever it tries again.
      first.goesOnAndSendsNothing(
          scene,
          () -> {
            member(1).client().resource(child(member(1).client())).delete();
            clock.forward(AFTER_A_FAILURE);
          });
    } finally {
      run(AccessProviders.NONE);
    }
    scene.until("its successor goes on", () -> replicas(member(1).client()) == 1);
  }

  @Test
  void hubThatIsAwayForTwoMinutesMovesNothingAndItsMembersLiveOn() {
    placed(
        "{tolerate: [{of: Site, keep: 2, recover: Reserved}],"
            + " failover: {after: 1m, returnAfter: 30m}}");
    Map<String, Integer> home = scene.assigned("web");
    long decided = scene.ledger().getSpec().sequence();
    Set<String> second = pods(member(2));
    Set<String> killed = pods(member(1));
    assertTrue(
        scene
            .message("web", "Resilient")
            .contains("HubOnLostSite with site site-hub-a: the operator is lost with it"),
        scene.message("web", "Resilient"));

    ChildProcess server = fleet.hub().apiServer();
    server.pause();
    try {
      clock.forward(Duration.ofMinutes(2));
      member(1).client().pods().inNamespace(namespace).delete();
      scene.until(
          "what ends in a member begins again there",
          () ->
              Collections.disjoint(killed, pods(member(1)))
                  && Integer.valueOf(1)
                      .equals(child(member(1).client()).getStatus().getReadyReplicas()));
    } finally {
      server.resume();
    }
    fleet.hub().awaitReady();
    chain.awaitServer(scene, hub);
    // What is new now is answered by a pass that has seen the two minutes go by.
    scene.provider("witness").awaitAnswered(CloudProvider.class, "witness");
    assertEquals(home, scene.assigned("web"), "nothing was moved");
    assertEquals(decided, scene.ledger().getSpec().sequence(), "nothing was decided");
    scene.until(
        "every zone is heard of",
        () ->
            home.keySet().stream().allMatch(zone -> condition(zone, "Healthy").startsWith("True")));
    edit("{\"spec\":{\"replicas\":6}}");
    scene.until("then it goes on", () -> replicas(member(1).client()) == 2);
    scene.awaitReady("web");
    assertEquals(decided + 1, scene.ledger().getSpec().sequence(), "nothing else was decided");
    assertTrue(pods(member(2)).containsAll(second), "nothing that ran was touched");
  }

  private Set<String> pods(FleetMember member) {
    return member.client().pods().inNamespace(namespace).list().getItems().stream()
        .filter(pod -> pod.getMetadata().getDeletionTimestamp() == null)
        .map(pod -> pod.getMetadata().getUid())
        .collect(Collectors.toSet());
  }

  /** Its controller waits for it there as on the hub. */
  @Test
  void podOfAnEarlierTemplateEndsIfItNeverStartedAndElseIsToldOf() {
    scene.create(
        """
        apiVersion: placement.bleu.cloud/v1alpha1
        kind: BleuWorkload
        metadata: {name: db}
        spec:
          replicas: 2
          dataClasses: [Ordinary]
          residency: {zones: {allow: [member-1]}}
          workload:
            statefulSet:
              template:
                spec:
                  containers:
                  - {name: main, image: none, resources: {requests: {cpu: 100m, memory: 64Mi}}}
        """);
    scene.awaitReady("db");
    template(
        "{\"spec\":{\"affinity\":{\"nodeAffinity\":{\"requiredDuringSchedulingIgnoredDuringExecution\":"
            + "{\"nodeSelectorTerms\":[{\"matchExpressions\":[{\"key\":\"disk\",\"operator\":\"In\","
            + "\"values\":[\"ssd\"]}]}]}}}}}");
    scene.until("it gets no node", () -> isLast("PodScheduled", "False"));
    String unstarted = last().getMetadata().getUid();
    template("{\"spec\":{\"affinity\":null}}");
    scene.awaitReady("db");
    assertNotEquals(unstarted, last().getMetadata().getUid());
    assertEquals(2, pods(member(1)).size());

    template("{\"metadata\":{\"annotations\":{\"" + FakeNodes.NEVER_READY + "\":\"true\"}}}");
    scene.until(
        "it runs and is not ready",
        () ->
            last().getMetadata().getAnnotations() != null
                && last().getMetadata().getAnnotations().containsKey(FakeNodes.NEVER_READY)
                && isLast("Ready", "False")
                && "Running".equals(last().getStatus().getPhase()));
    Pod started = last();
    String name = started.getMetadata().getName();
    template("{\"metadata\":{\"annotations\":null}}");
    scene.until("it is told", () -> scene.reason("db", "Available").equals("EarlierTemplate"));
    assertEquals(
        "not every replica is ready in member-1; in member-1: container main runs and is not ready:"
            + " see its readiness probe and its log; pod "
            + name
            + " is of an earlier template, and its StatefulSet starts no other one before it is"
            + " ready: to start the present template, use kubectl delete pod "
            + name
            + " -n "
            + namespace
            + " in the cluster of zone member-1",
        scene.message("db", "Available"));
    assertEquals(started.getMetadata().getUid(), last().getMetadata().getUid());
    member(1).client().resource(started).delete();
    scene.awaitReady("db");
  }

  private void template(String patch) {
    hub.resources(BleuWorkload.class)
        .withName("db")
        .patch(
            PatchContext.of(PatchType.JSON_MERGE),
            "{\"spec\":{\"workload\":{\"statefulSet\":{\"template\":" + patch + "}}}}");
  }

  /** The pod in the first member that is the last one by name, and is not about to go. */
  private Pod last() {
    return member(1).client().pods().inNamespace(namespace).list().getItems().stream()
        .max(Comparator.comparing(pod -> pod.getMetadata().getName()))
        .orElseThrow();
  }

  private boolean isLast(String type, String status) {
    return last().getStatus().getConditions().stream()
        .anyMatch(c -> type.equals(c.getType()) && status.equals(c.getStatus()));
  }

  /** The way is that of SIG Multicluster, with its real CRD and a real program. */
  @Test
  void memberIsReachedByItsClusterProfileAndACredentialPlugin(@TempDir Path folder)
      throws IOException {
    placed();
    try {
      aMemberByItsProfile(folder);
    } finally {
      runAgain(AccessProviders.NONE);
      target(
          "{\"cluster\":{\"kubeconfigSecretRef\":{\"name\":\"member-1\"}},\"clusterProfile\":null}");
    }
  }

  private void aMemberByItsProfile(Path folder) throws IOException {
    Path plugin = folder.resolve("plugin");
    Files.writeString(plugin, "#!/bin/sh\nexec cat " + folder + "/answer\n");
    Files.setPosixFilePermissions(plugin, PosixFilePermissions.fromString("rwx------"));
    AccessProvider provider =
        new AccessProvider("site", EXEC, plugin.toString(), List.of(), Map.of(), true);
    runAgain(new AccessProviders(List.of(provider)));
    answer(folder, Duration.ofHours(1));
    hub.resource(ClusterProfileCrd.read()).serverSideApply();
    clusterProfile();
    target(
        "{\"cluster\":null,\"clusterProfile\":{\"name\":\"fc-1\",\"namespace\":\"%s\"}}"
            .formatted(namespace));
    hub.secrets().inNamespace(account.namespace()).withName("member-1").delete();
    scene.until(
        "the profile's word is told beside what was seen",
        () -> reach("member-1").equals("True Reached") && said("ControlPlaneHealthy=False (Slow)"));
    edit("{\"spec\":{\"replicas\":6}}");
    scene.until("six are asked for", () -> replicas(member(1).client()) == 2);
    scene.awaitReady("web");
    decisionIsPublished();
    profileIsDrafted();

    Files.writeString(folder.resolve("answer"), "broken");
    clock.forward(Duration.ofHours(1));
    awaitReach("member-1", "False CredentialExpired");
    scene.until(
        "it is no silence", () -> condition("member-1", "Healthy").equals("Unknown NotObserved"));
    answer(folder, Duration.ofHours(1));
    clock.forward(Duration.ofMinutes(5));
    awaitReach("member-1", "True Reached");
    scene.awaitReady("web");
    assertEquals(2, replicas(member(1).client()), "what runs there stayed");
    // Last, for it leaves the member empty.
    memberByItsProfileHangsAndIsLeft();
  }

  /**
   * Nobody says so, as where a kubeconfig leads to it: it is left, as many are Ready all the while
   * as is promised, and what was moved away goes once it answers.
   */
  private void memberByItsProfileHangsAndIsLeft() {
    edit(
        "{\"spec\":{\"resilience\":{\"tolerate\":[{\"of\":\"Site\",\"keep\":4,"
            + "\"recover\":\"Reserved\"}],\"failover\":{\"after\":\"5s\"}}}}");
    scene.awaitReady("web");
    Map<String, KubernetesClient> clusters = new TreeMap<>(Map.of("hub", hub));
    fleet.members().forEach(member -> clusters.put(member.name(), member.client()));
    try (RunningWatch running = new RunningWatch(hub, "web");
        FleetReadiness ready = new FleetReadiness(clusters, namespace, "web")) {
      fleet.members().forEach(member -> running.also(member.client(), namespace));
      scene.until("all run", () -> running.running() == 6);
      running.asks(6);
      scene.until("all are Ready", () -> ready.begins(6));
      int before = seenToMove();
      member(1).pause();
      ready.lost("member-1");
      awaitReach("member-1", "False NoAnswer");
      scene.until("it is silent", () -> condition("member-1", "Healthy").equals("False Unreached"));
      clock.forward(EvacuationReport.AFTER.plusSeconds(2));
      scene.provider("seven-seconds").awaitAnswered(CloudProvider.class, "seven-seconds");
      scene.until("it is left", () -> !scene.assigned("web").containsKey("member-1"));
      new EvacuationReport(scene, hub).silent("web", 2, EvacuationReport.AFTER, "member-1");
      assertEquals(2, seenToMove() - before, "as many as were lost");
      member(1).recover();
      awaitReach("member-1", "True Reached");
      scene.until("what was moved away is gone", () -> children(member(1).client()).isEmpty());
      scene.awaitReady("web");
      // One watch may tell later than another one what was written first.
      scene.until("no fewer were Ready, by all writes", () -> ready.least() >= 4);
      scene.until("none was deleted before its successor was Ready", () -> running.lacked() == 0);
    }
  }

  /** Replicas that left a zone for a loss, in all decisions until now. */
  private int seenToMove() {
    long last = scene.ledger().getSpec().sequence();
    scene.until("all decisions are seen", () -> chain.lines().containsKey(last));
    return chain.moved();
  }

  /** What the profile states is proposed as facts, and the API server takes the draft. */
  private void profileIsDrafted() {
    Path kubeconfig = fleet.hub().kubeconfigFile(fleet.hub().adminKubeconfig());
    Typed draft = Typed.bleu("init", "--kubeconfig", kubeconfig.toString());
    String zone =
        Stream.of(draft.out().split("---\n"))
            .filter(one -> one.contains("name: fc-1\n"))
            .findFirst()
            .orElseThrow(() -> new AssertionError(draft.toString()));
    AvailabilityZone drafted = Serialization.unmarshal(zone, AvailabilityZone.class);
    assertEquals("francecentral", drafted.getSpec().region());
    assertEquals("FR", drafted.getSpec().location().country());
    assertEquals("Observation", drafted.getSpec().location().provenance().basis());
    assertEquals(
        new ClusterProfileRef("fc-1", namespace), drafted.getSpec().target().clusterProfile());
    hub.resource(drafted).dryRun(true).create();
  }

  /** Of the zone member-1, in JSON. */
  private void target(String target) {
    hub.resource(scene.zone("member-1"))
        .patch(
            PatchContext.of(PatchType.JSON_MERGE), "{\"spec\":{\"target\":%s}}".formatted(target));
  }

  /** In the inventory of SIG Multicluster too, as soon as its kind is there. */
  private void decisionIsPublished() {
    GenericKubernetesResource theirs =
        Serialization.unmarshal(
            """
            apiVersion: multicluster.x-k8s.io/v1alpha1
            kind: PlacementDecision
            metadata: {name: late, namespace: %s}
            schedulerName: theirs
            decisions: []
            """
                .formatted(namespace),
            GenericKubernetesResource.class);
    hub.resource(ClusterProfileCrd.decisions()).serverSideApply();
    scene.until("the kind of decisions is served", () -> created(theirs));
    List<?> wanted = List.of(Map.of("name", "fc-1", "namespace", namespace));
    scene.until("the decision names the cluster", () -> wanted.equals(chosen()));
    assertEquals(
        scene.workload("web").getMetadata().getUid(),
        decision("web").getMetadata().getOwnerReferences().get(0).getUid());
    hub.resource(decision("web"))
        .patch(
            PatchContext.of(PatchType.JSON_MERGE), "{\"decisions\":[],\"schedulerName\":\"me\"}");
    scene.until("what was changed by hand is as decided", () -> wanted.equals(chosen()));

    scene.workload("late", 3, RESILIENCE);
    scene.until(
        "the name that is somebody else's is told",
        () ->
            hub.events().v1().events().inNamespace(namespace).list().getItems().stream()
                .anyMatch(
                    event ->
                        event.getReason().equals("PlacementDecisionNotWritten")
                            && event.getRegarding().getName().equals("late")));
    assertEquals("theirs", decision("late").getAdditionalProperties().get("schedulerName"));
    hub.resource(scene.workload("late")).delete();
    scene.until("late is gone", () -> scene.workload("late") == null);
    assertNotNull(decision("late"));
  }

  private GenericKubernetesResource decision(String name) {
    return hub.genericKubernetesResources("multicluster.x-k8s.io/v1alpha1", "PlacementDecision")
        .inNamespace(namespace)
        .withName(name)
        .get();
  }

  /** What its PlacementDecision names, null while there is none. */
  private List<?> chosen() {
    GenericKubernetesResource decision = decision("web");
    return decision == null
        ? null
        : ((List<?>) decision.getAdditionalProperties().get("decisions"))
            .stream().map(one -> ((Map<?, ?>) one).get("clusterProfileRef")).toList();
  }

  private boolean said(String words) {
    return Conditions.find(scene.zone("member-1").getStatus().conditions(), "TargetReachable")
        .getMessage()
        .contains(words);
  }

  private Config member() {
    return Config.fromKubeconfig(MemberEstate.kubeconfig(member(1)));
  }

  private void answer(Path folder, Duration lifetime) throws IOException {
    Path next =
        Files.writeString(
            folder.resolve("next"),
            """
            {"apiVersion": "%s", "kind": "ExecCredential",
             "status": {"token": "%s", "expirationTimestamp": "%s"}}
            """
                .formatted(
                    EXEC,
                    member(1).plane().token("bleu-member", "bleu"),
                    clock.instant().plus(lifetime)));
    Files.move(next, folder.resolve("answer"), StandardCopyOption.ATOMIC_MOVE);
  }

  private void clusterProfile() {
    Config config = Config.fromKubeconfig(MemberEstate.kubeconfig(member(1)));
    GenericKubernetesResource profile =
        Serialization.unmarshal(
            """
            apiVersion: multicluster.x-k8s.io/v1alpha1
            kind: ClusterProfile
            metadata: {name: fc-1, namespace: %s}
            spec: {clusterManager: {name: a-manager}}
            status:
              properties:
              - {name: location, value: francecentral, lastObservedTime: "2026-11-27T10:00:00Z"}
              - {name: placement.bleu.cloud/country, value: FR}
              accessProviders:
              - {name: site, cluster: {server: "%s", certificate-authority-data: "%s"}}
              conditions:
              - {type: ControlPlaneHealthy, status: "False", reason: Slow, message: etcd is slow,
                 lastTransitionTime: "2026-11-28T10:00:00Z"}
            """
                .formatted(namespace, config.getMasterUrl(), config.getCaCertData()),
            GenericKubernetesResource.class);
    scene.until("its kind is served", () -> created(profile));
    hub.resource(profile).updateStatus();
  }

  private boolean created(GenericKubernetesResource profile) {
    try {
      hub.resource(profile).serverSideApply();
      return true;
    } catch (KubernetesClientException notServedYet) {
      return false;
    }
  }

  /** In either order, each time while a new template is on its way through the zones. */
  @Test
  void credentialsAreRevokedWhileATemplateRollsOut() {
    placed();
    estate.kubeconfig("member-1", MemberEstate.kubeconfig(member(1), "first"));
    try (RolloutWatch rollout = rollout("second")) {
      image("second");
      estate.kubeconfig("member-1", MemberEstate.kubeconfig(member(1), "next"));
      MemberEstate.revoke(member(1), "first");
      scene.until("the new template is everywhere", () -> rollout.done().size() == 3);
      scene.awaitReady("web");
      assertEquals(1, rollout.mostAtOnce(), "zones on their way at once");
    }
    isSeenAndUndone(member(1).client());

    try (RolloutWatch rollout = rollout("third")) {
      MemberEstate.revoke(member(1), "next");
      image("third");
      awaitReach("member-1", "False Unauthorized");
      Map<String, Integer> home = scene.assigned("web");
      edit("{\"spec\":{\"replicas\":6}}");
      scene.until("the others take what is new", () -> besideTheFirst() == 5);
      assertTrue(scene.assigned("web").get("member-1") >= home.get("member-1"), "nothing moves");
      estate.kubeconfig("member-1", MemberEstate.kubeconfig(member(1), "last"));
      awaitReach("member-1", "True Reached");
      scene.until("the new template is everywhere", () -> rollout.done().size() == 3);
      scene.awaitReady("web");
      assertEquals(6, scene.workload("web").getStatus().readyReplicas());
    }
    isSeenAndUndone(member(1).client());

    member(1).end();
    awaitReach("member-1", "False ConnectionRefused");
    member(1).recover();
    awaitReach("member-1", "True Reached");
    isSeenAndUndone(member(1).client());
    scene.awaitReady("web");
  }

  private RolloutWatch rollout(String image) {
    RolloutWatch rollout = new RolloutWatch(hub, "web", image);
    fleet.members().forEach(member -> rollout.also(member.client(), namespace));
    scene.until("the children are seen", rollout::started);
    return rollout;
  }

  private void image(String image) {
    edit(
        """
        {"spec": {"workload": {"deployment": {"template": {"spec": {"containers": [
          {"name": "main", "image": "%s",
           "resources": {"requests": {"cpu": "500m", "memory": "64Mi"}}}]}}}}}}
        """
            .formatted(image));
  }

  /** A watch of now tells of what somebody changes there, and a write puts it right. */
  private void isSeenAndUndone(KubernetesClient member) {
    int decided = replicas(member);
    member
        .resource(child(member))
        .patch(
            PatchContext.of(PatchType.JSON),
            """
            [{"op": "replace", "path": "/spec/replicas", "value": 0}]
            """);
    scene.until("what was changed by hand is as decided", () -> replicas(member) == decided);
    scene.awaitReady("web");
  }

  /** By what refuses, is nobody's, or is somebody else's: and without a restart it is as before. */
  @Test
  void waysIntoMembersGoWrongOneAfterTheOtherAndAreMended() {
    placed();
    apiIsAnotherHubs();
    childrenAreRefused();
    memberRefuses();
    rightsAndSecretsAreMissing();
    secretLeadsToAnotherCluster();
  }

  /** Where another hub has the name, nothing is held nor touched. */
  private void apiIsAnotherHubs() {
    KubernetesClient first = member(1).client();
    foreignChild(first);
    isPassed(first);
    scene.workload("api", 3, RESILIENCE);
    scene.until("it is told", () -> "AnotherHome".equals(scene.reason("api", "Stalled")));
    String told = scene.message("api", "Stalled");
    assertTrue(told.contains("is held by the hub another-hub, this one is " + uid(hub)), told);
    assertTrue(told.contains("else give the workload another name"), told);
    KubernetesClient second = member(2).client();
    scene.until("the other member is filled", () -> children(second, "api").size() == 1);
    assertEquals(
        List.of(uid(second) + ".elsewhere.placement.bleu.cloud/member-2"),
        scene.workload("api").getMetadata().getFinalizers().stream()
            .filter(one -> one.contains(".elsewhere."))
            .toList());
    hub.resource(scene.workload("api")).delete();
    scene.until("the workload is gone", () -> scene.workload("api") == null);
    assertEquals(
        List.of("theirs"),
        children(first, "api").stream()
            .map(it -> it.getSpec().getTemplate().getSpec().getContainers().get(0).getImage())
            .toList());
    assertEquals(List.of(), children(second, "api"));
  }

  /**
   * Waits until what a member got so far is seen: a change by hand that came later is put right.
   */
  private void isPassed(KubernetesClient member) {
    member
        .resource(child(member))
        .patch(
            PatchContext.of(PatchType.JSON),
            """
            [{"op": "replace", "path": "/spec/replicas", "value": 0}]
            """);
    scene.until("what was changed by hand is as decided", () -> replicas(member) == 1);
    scene.until(
        "it has its pod again",
        () -> Integer.valueOf(1).equals(child(member).getStatus().getReadyReplicas()));
    scene.awaitReady("web");
  }

  private void foreignChild(KubernetesClient client) {
    Map<String, String> labels =
        Map.of(
            HOME,
            "another-hub",
            "placement.bleu.cloud/workload",
            "api",
            "placement.bleu.cloud/zone",
            "member-1");
    client
        .resource(
            new DeploymentBuilder()
                .withNewMetadata()
                .withNamespace(namespace)
                .withName(ChildName.of("api", "member-1"))
                .withLabels(labels)
                .endMetadata()
                .withNewSpec()
                .withReplicas(0)
                .withNewSelector()
                .withMatchLabels(labels)
                .endSelector()
                .withNewTemplate()
                .withNewMetadata()
                .withLabels(labels)
                .endMetadata()
                .withNewSpec()
                .addNewContainer()
                .withName("main")
                .withImage("theirs")
                .endContainer()
                .endSpec()
                .endTemplate()
                .endSpec()
                .build())
        .create();
  }

  /** It is reached, and refuses the kind of the children: that concerns its zone alone. */
  private void childrenAreRefused() {
    KubernetesClient second = member(2).client();
    estate.grant(member(2), seesNodes(member(2)), "deployments");
    scene.until("the server knows that it may not", () -> !mayPatchDeployments(second));
    edit("{\"spec\":{\"replicas\":6}}");
    scene.until("it is told", () -> scene.reason("web", "Ready").equals("DeliveryRefused"));
    String told = scene.message("web", "Ready");
    assertTrue(told.contains("zone member-2: "), told);
    assertTrue(told.contains("cannot patch resource \"deployments\""), told);
    scene.until("the others go on", () -> replicas(hub) == 2 && replicas(member(1).client()) == 2);
    assertEquals(1, replicas(second));
    assertEquals("True Reached", reach("member-2"));
    estate.grant(member(2), seesNodes(member(2)));
    scene.until("then it gets what it is to have", () -> replicas(second) == 2);
    edit("{\"spec\":{\"replicas\":3}}");
    scene.until("all is as before", () -> replicas(second) == 1);
    scene.awaitReady("web");
  }

  /** Whether a member would let the operator change a Deployment now. */
  private boolean mayPatchDeployments(KubernetesClient member) {
    return member
        .authorization()
        .v1()
        .subjectAccessReview()
        .create(
            new SubjectAccessReviewBuilder()
                .withNewSpec()
                .withUser("system:serviceaccount:bleu-member:bleu")
                .withNewResourceAttributes()
                .withGroup("apps")
                .withResource("deployments")
                .withVerb("patch")
                .withNamespace(namespace)
                .endResourceAttributes()
                .endSpec()
                .build())
        .getStatus()
        .getAllowed();
  }

  private void memberRefuses() {
    member(1).end();
    awaitReach("member-1", "False ConnectionRefused");
    edit("{\"spec\":{\"replicas\":6}}");
    scene.until("the others take what is new", () -> besideTheFirst() == 5);
    member(1).recover();
    awaitReach("member-1", "True Reached");
    scene.awaitReady("web");
    assertEquals(6, scene.workload("web").getStatus().readyReplicas());
  }

  private void rightsAndSecretsAreMissing() {
    KubernetesClient second = member(2).client();
    second.rbac().clusterRoleBindings().withName("bleu-member").delete();
    awaitReach("member-2", "False Forbidden");
    Map<String, Integer> before = scene.assigned("web");
    assertTrue(before.containsKey("member-2"));
    // Longer than it waits for a zone that is silent, and a pass has seen that.
    clock.forward(Duration.ofHours(2));
    scene.provider("rightless").awaitAnswered(CloudProvider.class, "rightless");
    assertEquals(before, scene.assigned("web"), "what refuses is not silent: nothing moves");
    // By a controller of its own, in no order with the one of the provider.
    scene.until(
        "it is no silence", () -> condition("member-2", "Healthy").equals("Unknown NotObserved"));
    estate.grant(member(2), seesNodes(member(2)));
    awaitReach("member-2", "True Reached");

    estate.kubeconfig("member-2", "apiVersion: v1\nkind: Config\n");
    awaitReach("member-2", "False KubeconfigRefused");
    estate.kubeconfig("member-2", MemberEstate.kubeconfig(member(2)));
    awaitReach("member-2", "True Reached");
    hub.secrets().inNamespace(account.namespace()).withName("member-2").delete();
    awaitReach("member-2", "False SecretMissing");
    estate.kubeconfig("member-2", MemberEstate.kubeconfig(member(2)));
    awaitReach("member-2", "True Reached");
    scene.awaitReady("web");
  }

  /** It touches nothing there, and what is of that zone is not taken for gone. */
  private void secretLeadsToAnotherCluster() {
    KubernetesClient first = member(1).client();
    KubernetesClient second = member(2).client();
    assertEquals(uid(first), scene.zone("member-1").getStatus().clusterUid());
    estate.kubeconfig("member-1", MemberEstate.kubeconfig(member(2)));
    awaitReach("member-1", "False AnotherCluster");
    edit("{\"spec\":{\"replicas\":9}}");
    scene.until("the others take what is new", () -> besideTheFirst() == 8);
    assertEquals(1, replicas(first));
    assertEquals("False AnotherCluster", condition("member-1", "Schedulable"));
    assertEquals(1, children(second).size(), "nothing of zone member-1 is there");

    hub.resource(scene.workload("web")).delete();
    scene.until(
        "it says what it waits for", () -> scene.reason("web", "Ready").equals("WaitsForTarget"));
    scene.until("the other member is clean", () -> children(second).isEmpty());
    assertEquals(1, replicas(first), "no other cluster says that it is gone");
    estate.kubeconfig("member-1", MemberEstate.kubeconfig(member(1)));
    scene.until("then it goes", () -> scene.workload("web") == null);
    assertEquals(List.of(), children(first));
  }

  private int legacyReplicas() {
    return hub.apps()
        .deployments()
        .inNamespace(namespace)
        .withName("legacy")
        .get()
        .getSpec()
        .getReplicas();
  }
}
