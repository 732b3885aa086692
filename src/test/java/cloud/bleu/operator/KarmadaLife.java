package cloud.bleu.operator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.api.v1alpha1.CloudProvider;
import cloud.bleu.controlplane.OperatorAccount;
import cloud.bleu.controlplane.TestNamespace;
import cloud.bleu.delivery.karmada.ResourceBinding;
import cloud.bleu.delivery.manifest.Labels;
import cloud.bleu.operator.config.OperatorOptions;
import cloud.bleu.operator.config.ProbeNetworks;
import cloud.bleu.sandbox.FakeNode;
import cloud.bleu.sandbox.FakeNodes;
import cloud.bleu.sandbox.Fleet;
import cloud.bleu.sandbox.FleetMember;
import cloud.bleu.sandbox.KarmadaPlane;
import cloud.bleu.sandbox.PlaneFlags;
import cloud.bleu.status.Conditions;
import com.sun.net.httpserver.HttpServer;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * The operator as scheduler of a real Karmada, with the rights of the chart: hub, two members, and
 * Karmada's controller manager and aggregated API server. One life, as each part of it is what the
 * next one begins with. The last one of its hub, which runs nothing itself from then on and keeps
 * the kinds of Karmada.
 */
abstract class KarmadaLife {

  /** Of the nodes of this life: a scheduler may still know some that are gone. */
  private static final String NODES = "carried";

  private KubernetesClient hub;
  private KubernetesClient operatorClient;
  private OperatorAccount account;
  private Fleet fleet;
  private String namespace;
  private Operator operator;
  private Scene scene;
  private KarmadaPlane karmada;

  /** What the probe of zmember-2 asks, from when it has one. */
  private @Nullable HttpServer second;

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
    fleet.hub().controllerManager().restart(PlaneFlags.TEMPLATES_ONLY);
    fleet.hub().awaitReady();
    scene.provider("acme");
    for (FleetMember member : fleet.members()) {
      for (int i = 1; i <= 2; i++) {
        member
            .nodes()
            .add(
                FakeNode.inZone(member.name(), member.name() + "-" + i)
                    .withLabel(NODES, "yes")
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
    if (second != null) {
      second.stop(0);
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

  /** What a user of Karmada writes, and the scheduler of whom the policy asks. */
  private void propagated(String name, int replicas, String scheduler) {
    scene.create(
        """
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: %s}
        spec:
          replicas: %d
          selector: {matchLabels: {app: %s}}
          template:
            metadata: {labels: {app: %s}}
            spec:
              nodeSelector: {%s: "yes"}
              initContainers:
              - {name: init, image: none, resources: {requests: {cpu: 600m}}}
              containers:
              - {name: main, image: none, resources: {requests: {cpu: 500m, memory: 64Mi}}}
        """
            .formatted(name, replicas, name, name, NODES));
    // Without the webhook of Karmada nobody else gives a policy its id.
    scene.create(
        """
        apiVersion: policy.karmada.io/v1alpha1
        kind: PropagationPolicy
        metadata:
          name: %s
          labels: {propagationpolicy.karmada.io/permanent-id: %s}
        spec:
          schedulerName: %s
          resourceSelectors: [{apiVersion: apps/v1, kind: Deployment, name: %s}]
          placement: {clusterAffinity: {clusterNames: [member-1, member-2]}}
        """
            .formatted(name, UUID.randomUUID(), scheduler, name));
    // Nor a binding: and by the id of nobody Karmada takes the Works of all of them for those of
    // each.
    scene.until("the binding of " + name + " is there", () -> binding(name) != null);
    hub.resource(binding(name))
        .patch(
            PatchContext.of(PatchType.JSON_MERGE),
            "{\"metadata\":{\"labels\":{\"resourcebinding.karmada.io/permanent-id\":\"%s\"}}}"
                .formatted(UUID.randomUUID()));
  }

  private void workload(String name, int replicas) {
    workload(
        name,
        replicas,
        "resilience: {tolerate: [{of: Site, keep: 1, recover: Reserved}], failover: {after: 1s, returnAfter: 1s}}");
  }

  private void workload(String name, int replicas, String asks) {
    scene.create(
        """
        apiVersion: placement.bleu.cloud/v1alpha1
        kind: BleuWorkload
        metadata: {name: %s}
        spec:
          replicas: %d
          dataClasses: [Ordinary]
          workload: {karmada: {bindingOf: {kind: Deployment, name: %s}}}
          %s
        """
            .formatted(name, replicas, name, asks));
  }

  private GenericKubernetesResource binding(String name) {
    return hub.genericKubernetesResources(ResourceBinding.KIND)
        .inNamespace(namespace)
        .withName(name + "-deployment")
        .get();
  }

  /** Whether the operator has a field in it, of its status too. */
  private boolean isOurs(String name) {
    return binding(name).getMetadata().getManagedFields().stream()
        .anyMatch(fields -> fields.getManager().equals(Labels.MANAGER));
  }

  /** What the binding asks of clusters. */
  private Map<String, Integer> clusters(String name) {
    Map<String, Integer> clusters = new TreeMap<>();
    if (binding(name) != null && binding(name).get("spec", "clusters") instanceof List<?> list) {
      for (Object one : list) {
        Map<?, ?> entry = (Map<?, ?>) one;
        clusters.put((String) entry.get("name"), (Integer) entry.get("replicas"));
      }
    }
    return clusters;
  }

  private Deployment in(int member, String name) {
    return fleet
        .members()
        .get(member - 1)
        .client()
        .apps()
        .deployments()
        .inNamespace(namespace)
        .withName(name)
        .get();
  }

  private int ready(int member) {
    Deployment one = in(member, "api");
    Integer ready =
        one == null || one.getStatus() == null ? null : one.getStatus().getReadyReplicas();
    return ready == null ? 0 : ready;
  }

  private String reach(String zone) {
    var status = scene.zone(zone).getStatus();
    Condition condition =
        status == null ? null : Conditions.find(status.conditions(), "TargetReachable");
    return condition == null ? "" : condition.getStatus() + " " + condition.getReason();
  }

  private void awaitReach(String zone, String wanted) {
    scene.until(zone + " is " + wanted, () -> reach(zone).equals(wanted));
  }

  private void incident(String zone, String value) {
    hub.resource(scene.zone(zone))
        .patch(
            PatchContext.of(PatchType.JSON_MERGE),
            "{\"metadata\":{\"annotations\":{\"placement.bleu.cloud/incident\":%s}}}"
                .formatted(value));
  }

  private void replicas(int number) {
    hub.resource(scene.workload("api"))
        .patch(
            PatchContext.of(PatchType.JSON_MERGE),
            "{\"spec\":{\"replicas\":%d}}".formatted(number));
  }

  @Test
  void operatorSchedulesWhatKarmadaCarriesOut() throws IOException {
    awaitReach("zmember-1", "False KarmadaNotServed");
    karmada = KarmadaPlane.on(fleet);
    awaitReach("zmember-1", "True ClusterReady");
    awaitReach("zmember-2", "True ClusterReady");
    roomIsWhatKarmadaReports("7200m");

    exampleIsTaken();
    propagated("other", 2, "somebody");
    workload("other", 2);
    propagated("api", 2, "bleu");
    workload("api", 4);
    scene.awaitReady("api");
    assertEquals(Map.of("member-1", 2, "member-2", 2), clusters("api"));
    assertEquals(2, ready(1));
    assertEquals(2, ready(2));
    // Karmada counts the largest init container above the sum of all pods before it, once.
    roomIsWhatKarmadaReports("7110m");
    scene.until("Karmada has no scheduler but this", () -> confirmed("api"));
    scene.until(
        "the binding of another scheduler is told",
        () -> scene.reason("other", "Ready").equals("BindingOfAnotherScheduler"));

    replicas(6);
    scene.until(
        "six are asked for", () -> clusters("api").equals(Map.of("member-1", 3, "member-2", 3)));
    scene.awaitReady("api");
    assertEquals(6, scene.workload("api").getStatus().readyReplicas());
    fleet
        .members()
        .get(0)
        .client()
        .resource(in(1, "api"))
        .patch(PatchContext.of(PatchType.JSON_MERGE), "{\"spec\":{\"replicas\":1}}");
    scene.until(
        "Karmada undoes what was scaled by hand",
        () -> in(1, "api").getSpec().getReplicas() == 3 && ready(1) == 3);

    String uid = in(1, "api").getMetadata().getUid();
    fleet.members().get(0).client().resource(in(1, "api")).delete();
    scene.until(
        "Karmada brings back what was deleted by hand",
        () ->
            in(1, "api") != null
                && !in(1, "api").getMetadata().getUid().equals(uid)
                && ready(1) == 3);

    newTemplate();
    scene.until(
        "the newest template runs",
        () -> image(1).equals("newer") && image(2).equals("newer") && ready(1) == 3);
    scene.awaitReady("api");

    applicationFailsOver();
    memberIsLost();
    karmadaIsSilent();
    memberHangsAndItsProbeIsNotAnswered();

    assertNotNull(in(2, "api"), "what the user propagates stays");
    assertEquals(Map.of(), clusters("other"), "it was never touched");
    assertFalse(isOurs("other"), "it was never touched");
    assertTrue(isOurs("api"), "who writes a binding is seen in it");
    whatRunsIsTakenOver();
  }

  /** Six run in a cluster that has no room for as many more, and ask for theirs no second time. */
  private void whatRunsIsTakenOver() {
    fleet
        .members()
        .get(1)
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
                      - {name: main, image: none, resources: {requests: {cpu: 1500m, memory: 64Mi}}}
                """
                    .formatted(NODES),
                Deployment.class))
        .create();
    scene.until("all of it is of others", () -> cpu().equals("3060m"));
    Set<Object> asked = ConcurrentHashMap.newKeySet();
    try (SharedIndexInformer<GenericKubernetesResource> seen =
        hub.genericKubernetesResources(ResourceBinding.KIND)
            .inNamespace(namespace)
            .withName("api-deployment")
            .inform()) {
      seen.addEventHandler(new Asked(asked));
      workload("api", 6, "residency: {zones: {allow: [zmember-2]}}");
      scene.awaitReady("api");
      scene.until("the end of it is seen", () -> confirmed("api"));
    }
    assertEquals(Map.of("zmember-2", 6), scene.assigned("api"));
    assertEquals(
        Set.of(List.of(Map.of("name", "member-2", "replicas", 6))), asked, "it runs on as it did");
    scene.until("its decision counts it", () -> cpu().equals("5760m"));
    karmada.controllerManager().pause();
    hub.resource(scene.workload("api")).delete();
    scene.until("it waits for nobody who is silent", () -> scene.workload("api") == null);
    assertEquals(Map.of("member-2", 6), clusters("api"));
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

  private String cpu() {
    return scene.zone("zmember-2").getStatus().capacity().get("cpu");
  }

  /** Of two nodes of 4 cpu nine tenths, less what others ask, where nobody declares anything. */
  private void roomIsWhatKarmadaReports(String cpu) {
    hub.resource(scene.zone("zmember-2"))
        .patch(PatchContext.of(PatchType.JSON_MERGE), "{\"spec\":{\"capacity\":null}}");
    scene.until(
        "the room is seen",
        () -> {
          return "Karmada".equals(scene.zone("zmember-2").getStatus().capacityOrigin())
              && cpu().equals(cpu);
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

  private boolean confirmed(String name) {
    return binding(name)
        .getMetadata()
        .getGeneration()
        .equals(((Number) binding(name).get("status", "schedulerObservedGeneration")).longValue());
  }

  private void newTemplate() {
    hub.apps()
        .deployments()
        .inNamespace(namespace)
        .withName("api")
        .patch(
            PatchContext.of(PatchType.STRATEGIC_MERGE),
            "{\"spec\":{\"template\":{\"spec\":{\"containers\":[{\"name\":\"main\",\"image\":\"newer\"}]}}}}");
  }

  private String image(int member) {
    return in(member, "api").getSpec().getTemplate().getSpec().getContainers().get(0).getImage();
  }

  /** Of Karmada's own accord: it takes an unhealthy Deployment out of a cluster. */
  private void applicationFailsOver() {
    failover(
        "{\"application\":{\"decisionConditions\":{\"tolerationSeconds\":1},\"purgeMode\":\"Never\"}}");
    scene.until("the binding has it", () -> binding("api").get("spec", "failover") != null);
    schedulable(1, false);
    fleet.members().get(0).client().pods().inNamespace(namespace).delete();
    scene.until(
        "Karmada takes it out of the cluster, and nothing moves for that",
        () -> clusters("api").equals(Map.of("member-2", 3)));
    scene.until("it is told", () -> scene.reason("api", "Ready").equals("KarmadaEvicts"));
    schedulable(1, true);
    scene.until("all is well in the cluster", () -> ready(1) == 3);
    assertEquals(Map.of("member-2", 3), clusters("api"), "Karmada's task is not over");
    failover("null");
    scene.until("it fails over no more", () -> binding("api").get("spec", "failover") == null);
    hub.resource(binding("api"))
        .patch(
            PatchContext.of(PatchType.JSON),
            "[{\"op\":\"replace\",\"path\":\"/spec/gracefulEvictionTasks/0/suppressDeletion\",\"value\":false}]");
    scene.until(
        "it is back as decided",
        () -> clusters("api").equals(Map.of("member-1", 3, "member-2", 3)));
    scene.awaitReady("api");
  }

  private void failover(String json) {
    hub.genericKubernetesResources("policy.karmada.io/v1alpha1", "PropagationPolicy")
        .inNamespace(namespace)
        .withName("api")
        .patch(
            PatchContext.of(PatchType.JSON_MERGE),
            "{\"spec\":{\"propagateDeps\":true,\"failover\":%s}}".formatted(json));
  }

  private void schedulable(int member, boolean schedulable) {
    FleetMember one = fleet.members().get(member - 1);
    for (int i = 1; i <= 2; i++) {
      one.client()
          .nodes()
          .withName(one.name() + "-" + i)
          .patch(
              PatchContext.of(PatchType.JSON_MERGE),
              "{\"spec\":{\"unschedulable\":%s}}".formatted(!schedulable));
    }
  }

  private void memberIsLost() {
    fleet.members().get(0).end();
    awaitReach("zmember-1", "False ClusterNotReady");
    scene.until(
        "no number of it counts",
        () ->
            scene.reason("api", "Ready").equals("TargetUnreachable")
                && scene.workload("api").getStatus().readyReplicas() == 3);
    // Longer ago than it waits: what is new is answered by a pass that has seen all of that.
    scene.provider("witness").awaitAnswered(CloudProvider.class, "witness");
    assertEquals(
        Map.of("member-1", 3, "member-2", 3), clusters("api"), "nothing moves for that alone");
    incident("zmember-1", "\"Lost\"");
    scene.until(
        "a loss that is told moves it", () -> clusters("api").equals(Map.of("member-2", 6)));
    scene.awaitReady("api");
    scene.until(
        "what is left there is told", () -> fenceOfUnknown("zmember-1").equals("Confirmed"));
    fleet.members().get(0).recover();
    awaitReach("zmember-1", "True ClusterReady");
    scene.until("what stood there goes", () -> in(1, "api") == null);
    scene.until("it is heard of", () -> fenceOfUnknown("zmember-1").isEmpty());
  }

  /** Whether what may run on in a zone is fenced; empty where nothing is left that is not seen. */
  private String fenceOfUnknown(String zone) {
    var status = scene.placement("api").getStatus();
    return status == null
        ? ""
        : status.zones().stream()
            .filter(one -> one.zone().equals(zone) && one.unknownSince() != null)
            .map(one -> one.fenced())
            .findFirst()
            .orElse("");
  }

  private void karmadaIsSilent() {
    karmada.controllerManager().pause();
    awaitReach("zmember-2", "False KarmadaSilent");
    scene.until(
        "its last word does not count",
        () -> scene.reason("api", "Ready").equals("TargetUnreachable"));
    karmada.resumeControllerManager();
    awaitReach("zmember-2", "True ClusterReady");
    scene.awaitReady("api");
  }

  /**
   * Nobody reports it, and Karmada takes a while to say so: what the operator asks itself counts.
   * Meanwhile the workload goes, which waits for no cluster of Karmada.
   */
  private void memberHangsAndItsProbeIsNotAnswered() throws IOException {
    incident("zmember-1", "null");
    scene.until(
        "two of it go home in an hour",
        () -> clusters("api").equals(Map.of("member-1", 2, "member-2", 4)));
    scene.awaitReady("api");
    HttpServer first = front();
    second = front();
    probed("zmember-1", first);
    probed("zmember-2", second);
    scene.until("both are answered", () -> answers("zmember-1") && answers("zmember-2"));

    fleet.members().get(0).pause();
    first.stop(0);
    scene.until("it is left", () -> clusters("api").equals(Map.of("member-2", 6)));
    scene.until("its successors run", () -> ready(2) == 6);
    hub.resource(scene.workload("api")).delete();
    scene.until("nothing holds it back", () -> scene.workload("api") == null);
    assertEquals(Map.of("member-2", 6), clusters("api"), "the binding stays as it is");
    fleet.members().get(0).recover();
    scene.until("what stood there goes", () -> in(1, "api") == null);
  }

  private static HttpServer front() throws IOException {
    HttpServer server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
    server.createContext(
        "/healthz",
        exchange -> {
          exchange.sendResponseHeaders(HttpURLConnection.HTTP_NO_CONTENT, -1);
          exchange.close();
        });
    server.start();
    return server;
  }

  private void probed(String zone, HttpServer front) {
    hub.resource(scene.zone(zone))
        .patch(
            PatchContext.of(PatchType.JSON_MERGE),
            """
            {"spec": {"health": {"probes": [
              {"name": "front", "period": "5s", "failureThreshold": 1,
               "http": {"url": "http://127.0.0.1:%d/healthz"}}]}}}
            """
                .formatted(front.getAddress().getPort()));
  }

  private boolean answers(String zone) {
    var health = scene.zone(zone).getStatus().health();
    return health != null && health.probes().stream().anyMatch(p -> p.state().equals("Answers"));
  }
}
