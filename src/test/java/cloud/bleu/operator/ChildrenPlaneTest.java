package cloud.bleu.operator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.api.v1alpha1.BleuWorkload;
import cloud.bleu.controlplane.OperatorAccount;
import cloud.bleu.controlplane.RealControlPlane;
import cloud.bleu.delivery.manifest.ChildName;
import cloud.bleu.sandbox.FakeNodes;
import cloud.bleu.sandbox.FakeVolumes;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.discovery.v1.Endpoint;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What stands in the zones: names, labels, owners, volumes, and who finds it. */
@RealControlPlane
class ChildrenPlaneTest {
  private static final String WORKLOAD = "placement.bleu.cloud/workload";
  private static final String ZONE = "placement.bleu.cloud/zone";

  private KubernetesClient client;
  private KubernetesClient operatorClient;
  private Operator operator;
  private Scene scene;

  @BeforeEach
  void start(KubernetesClient client, FakeNodes nodes, OperatorAccount account) {
    this.client = client;
    scene = new Scene(client, nodes);
    operatorClient = account.client();
    operator = OperatorUnderTest.of(operatorClient);
    operator.start();
    scene.provider("acme");
  }

  @AfterEach
  void stop() {
    operator.close();
    operatorClient.close();
  }

  @Test
  void onlyThePodTemplateIsCopiedAndAServiceFindsAllZones() {
    scene.zone("acme", "fr-a").zone("acme", "fr-b").zone("acme", "fr-c");
    scene.create(
        """
        apiVersion: v1
        kind: Service
        metadata: {name: web}
        spec:
          selector: {placement.bleu.cloud/workload: web}
          ports: [{port: 80}]
        """);
    // As Argo CD marks what it prunes.
    scene.create(
        """
        apiVersion: apps/v1
        kind: Deployment
        metadata:
          name: legacy
          labels: {app.kubernetes.io/instance: shop, team: front}
          annotations: {argocd.argoproj.io/tracking-id: "shop:apps/Deployment:legacy"}
        spec:
          replicas: 1
          selector: {matchLabels: {app: web}}
          template:
            metadata: {labels: {app: web, tier: front}, annotations: {note: copied}}
            spec:
              containers:
              - {name: main, image: none, resources: {requests: {cpu: 100m, memory: 64Mi}}}
        """);
    scene.create(
        """
        apiVersion: placement.bleu.cloud/v1alpha1
        kind: BleuWorkload
        metadata:
          name: web
          labels: {app.kubernetes.io/instance: shop, argocd.argoproj.io/instance: shop}
          annotations: {argocd.argoproj.io/tracking-id: "shop:placement.bleu.cloud/BleuWorkload:web"}
        spec:
          replicas: 3
          dataClasses: [Ordinary]
          workload: {deploymentRef: {name: legacy, scaleDown: Never}}
          resilience: {spread: [{over: Site, min: 3, maxSkew: 1}]}
        """);
    scene.awaitReady("web");
    BleuWorkload owner = scene.workload("web");
    List<Deployment> children = scene.children("web");
    assertEquals(3, children.size());
    for (Deployment child : children) {
      String zone = child.getMetadata().getLabels().get(ZONE);
      assertEquals(ChildName.of("web", zone), child.getMetadata().getName());
      assertEquals(Map.of(WORKLOAD, "web", ZONE, zone), child.getMetadata().getLabels());
      assertEquals(
          Set.of("placement.bleu.cloud/template", "deployment.kubernetes.io/revision"),
          child.getMetadata().getAnnotations().keySet());
      controlled(child, owner);
      ObjectMeta pod = child.getSpec().getTemplate().getMetadata();
      assertEquals(
          Map.of("app", "web", "tier", "front", WORKLOAD, "web", ZONE, zone), pod.getLabels());
      assertEquals(Map.of("note", "copied"), pod.getAnnotations());
    }
    controlled(client.policy().v1().podDisruptionBudget().withName("web").get(), owner);
    assertEquals(
        Map.of(WORKLOAD, "web"),
        client.policy().v1().podDisruptionBudget().withName("web").get().getMetadata().getLabels());
    scene.until(
        "the service reaches every zone",
        () -> zonesOfEndpoints("web").equals(Map.of("fr-a", 1, "fr-b", 1, "fr-c", 1)));
  }

  /** Once for each change, and never for what the operator itself does. */
  @Test
  void editsByOthersAreUndoneAndTold() {
    scene.zone("acme", "fr-a").zone("acme", "fr-b").zone("acme", "fr-c");
    scene.workload("web", 3, OperatorPlaneTest.THREE_SITES);
    scene.awaitReady("web");
    client.resources(BleuWorkload.class).withName("web").scale(6);
    scene.until("it has grown", () -> replicas("fr-a") == 2);
    scene.awaitReady("web");
    assertEquals(List.of(), undone(), "nobody else changed anything");

    String child = ChildName.of("web", "fr-a");
    client
        .apps()
        .deployments()
        .withName(child)
        .patch(
            PatchContext.of(PatchType.JSON_MERGE),
            "{\"spec\":{\"minReadySeconds\":77,\"template\":{\"spec\":{\"nodeSelector\":null}}}}");
    scene.until("the edit is undone and told", () -> !undone().isEmpty());
    assertEquals(
        List.of(
            "web: Deployment %s was changed by fabric8-kubernetes-client, and is as decided again: spec.minReadySeconds, spec.template.spec.nodeSelector; change the BleuWorkload instead"
                .formatted(child)),
        undone());
    scene.awaitReady("web");
    client.apps().deployments().withName(child).scale(5);
    scene.until(
        "so are other replicas",
        () ->
            replicas("fr-a") == 2
                && undone().size() == 2
                && undone().stream().anyMatch(told -> told.contains("again: spec.replicas;")));
    scene.awaitReady("web");
    assertEquals(2, undone().size());
    additionsGoAndARestartStays(child);
    whatAPolicyAddsToOurWriteStays(child);
  }

  /** It comes back with each write of the operator, which does not write again for it. */
  private void whatAPolicyAddsToOurWriteStays(String child) {
    scene.create(
        """
        apiVersion: admissionregistration.k8s.io/v1
        kind: MutatingAdmissionPolicy
        metadata: {name: injects}
        spec:
          reinvocationPolicy: Never
          matchConstraints:
            namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: %s}}
            resourceRules:
            - {apiGroups: [apps], apiVersions: [v1], operations: [CREATE, UPDATE], resources: [deployments]}
          mutations:
          - patchType: ApplyConfiguration
            applyConfiguration:
              expression: >-
                Object{spec: Object.spec{template: Object.spec.template{spec:
                Object.spec.template.spec{dnsPolicy: "Default", containers: [
                Object.spec.template.spec.containers{name: "injected", image: "mesh"}]}}}}
        """
            .formatted(client.getNamespace()));
    scene.create(
        """
        apiVersion: admissionregistration.k8s.io/v1
        kind: MutatingAdmissionPolicyBinding
        metadata: {name: injects}
        spec: {policyName: injects}
        """);
    scene.until(
        "it adds something",
        () ->
            client
                    .resource(child(child))
                    .dryRun()
                    .patch(
                        PatchContext.of(PatchType.JSON_MERGE), "{\"spec\":{\"minReadySeconds\":1}}")
                    .getSpec()
                    .getTemplate()
                    .getSpec()
                    .getContainers()
                    .size()
                == 2);
    int before = undone().size();
    patch(child, "kubectl-rollout", "{\"paused\": true}");
    scene.until("the pause is undone", () -> undone().size() == before + 1);
    scene.awaitReady("web");
    Deployment now = child(child);
    assertEquals(2, now.getSpec().getTemplate().getSpec().getContainers().size());
    assertEquals("Default", now.getSpec().getTemplate().getSpec().getDnsPolicy());
    long generation = now.getMetadata().getGeneration();
    patch(
        child,
        "kubectl-rollout",
        "{\"template\":{\"metadata\":{\"annotations\":{\"kubectl.kubernetes.io/restartedAt\":\"later\"}}}}");
    scene.awaitReady("web");
    assertEquals(generation + 1, child(child).getMetadata().getGeneration());
    assertEquals(before + 1, undone().size());
    for (String kind : List.of("MutatingAdmissionPolicyBinding", "MutatingAdmissionPolicy")) {
      client
          .genericKubernetesResources("admissionregistration.k8s.io/v1", kind)
          .withName("injects")
          .delete();
    }
  }

  /** Whatever others put beside what is asked, but for labels and annotations of pods. */
  private void additionsGoAndARestartStays(String child) {
    patch(
        child,
        "kubectl-rollout",
        "{\"template\":{\"metadata\":{\"annotations\":{\"kubectl.kubernetes.io/restartedAt\":\"now\"}}}}");
    scene.until(
        "its pods are restarted",
        () -> {
          Deployment now = child(child);
          return now.getMetadata().getGeneration().equals(now.getStatus().getObservedGeneration())
              && Integer.valueOf(2).equals(now.getStatus().getUpdatedReplicas());
        });
    scene.awaitReady("web");
    assertEquals(2, undone().size(), "a restart is not undone");

    PodSpec decided = child(child).getSpec().getTemplate().getSpec();
    patch(
        child,
        "kubectl-edit",
        """
        {"paused": true, "template": {"spec": {
          "hostNetwork": true, "tolerations": [{"operator": "Exists"}],
          "containers": [{"name": "miner", "image": "evil"},
                         {"name": "main", "env": [{"name": "ADDED", "value": "x"}]}]}}}
        """);
    scene.until("what was added is told", () -> undone().size() == 3);
    assertTrue(
        undone().stream()
            .anyMatch(
                told ->
                    told.contains(
                        "was changed by kubectl-edit, and is as decided again: spec.paused,"
                            + " spec.template.spec.containers[main].env,"
                            + " spec.template.spec.containers[miner],"
                            + " spec.template.spec.hostNetwork,"
                            + " spec.template.spec.tolerations;")),
        undone()::toString);
    Deployment now = child(child);
    assertEquals(decided, now.getSpec().getTemplate().getSpec());
    assertEquals(null, now.getSpec().getPaused());
    assertEquals(
        Map.of("kubectl.kubernetes.io/restartedAt", "now"),
        now.getSpec().getTemplate().getMetadata().getAnnotations());
    scene.awaitReady("web");
    long generation = now.getMetadata().getGeneration();
    assertEquals(generation, child(child).getMetadata().getGeneration(), "and it is left alone");
  }

  private Deployment child(String name) {
    return client.apps().deployments().withName(name).get();
  }

  private void patch(String child, String manager, String spec) {
    client
        .apps()
        .deployments()
        .withName(child)
        .patch(
            new PatchContext.Builder()
                .withPatchType(PatchType.STRATEGIC_MERGE)
                .withFieldManager(manager)
                .build(),
            "{\"spec\":" + spec + "}");
  }

  private int replicas(String zone) {
    return client
        .apps()
        .deployments()
        .withName(ChildName.of("web", zone))
        .get()
        .getSpec()
        .getReplicas();
  }

  /** What is told of edits, with the object that it is told of. */
  private List<String> undone() {
    return client.events().v1().events().list().getItems().stream()
        .filter(e -> "EditUndone".equals(e.getReason()))
        .map(e -> e.getRegarding().getName() + ": " + e.getNote())
        .sorted()
        .toList();
  }

  @Test
  void longNamesAreCutAndRunAndVolumesOutliveWhatUsedThem() {
    String workload = "w".repeat(63);
    List<String> zones = List.of("z".repeat(40) + "-a", "z".repeat(40) + "-b");
    zones.forEach(zone -> scene.zone("acme", zone));
    try (FakeVolumes volumes = FakeVolumes.on(client)) {
      scene.create(
          """
          apiVersion: placement.bleu.cloud/v1alpha1
          kind: BleuWorkload
          metadata: {name: %s}
          spec:
            replicas: 4
            dataClasses: [Ordinary]
            workload:
              statefulSet:
                serviceName: db
                template:
                  spec:
                    containers:
                    - name: main
                      image: none
                      resources: {requests: {cpu: 100m, memory: 64Mi}}
                      volumeMounts: [{name: data, mountPath: /data}]
                volumeClaimTemplates:
                - metadata: {name: data}
                  spec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 1Gi}}}
            resilience: {spread: [{over: Site, min: 2, maxSkew: 1}]}
          """
              .formatted(workload));
      scene.awaitReady(workload);
      List<StatefulSet> children = client.apps().statefulSets().list().getItems();
      assertEquals(
          zones.stream().map(z -> ChildName.of(workload, z)).collect(Collectors.toSet()),
          children.stream().map(s -> s.getMetadata().getName()).collect(Collectors.toSet()));
      for (StatefulSet child : children) {
        String name = child.getMetadata().getName();
        assertTrue(name.length() <= 52 && name.matches("w{20,}-z{20,}-[0-9a-f]{6}"), name);
        var retention = child.getSpec().getPersistentVolumeClaimRetentionPolicy();
        assertEquals("Retain", retention.getWhenDeleted());
        assertEquals("Retain", retention.getWhenScaled());
        controlled(child, scene.workload(workload));
      }
      Set<String> claims = claims();
      assertEquals(4, claims.size());

      client.resources(BleuWorkload.class).withName(workload).scale(2);
      scene.until("two pods are left", () -> scene.pods(workload).size() == 2);
      scene.awaitReady(workload);
      assertEquals(claims, claims(), "after scaling down");

      client.resources(BleuWorkload.class).withName(workload).delete();
      scene.until(
          "nothing runs",
          () ->
              scene.pods(workload).isEmpty()
                  && client.apps().statefulSets().list().getItems().isEmpty());
      assertEquals(claims, claims(), "after the deletion");
      client.persistentVolumeClaims().delete();
      scene.until(
          "claims and volumes are gone",
          () ->
              client.persistentVolumeClaims().list().getItems().isEmpty()
                  && client.persistentVolumes().list().getItems().isEmpty());
    }
  }

  /** Names of the claims that nobody deletes. */
  private Set<String> claims() {
    return client.persistentVolumeClaims().list().getItems().stream()
        .filter(claim -> claim.getMetadata().getDeletionTimestamp() == null)
        .map(PersistentVolumeClaim::getMetadata)
        .map(ObjectMeta::getName)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private Map<String, Integer> zonesOfEndpoints(String service) {
    Map<String, Integer> zones = new TreeMap<>();
    for (var slice :
        client
            .discovery()
            .v1()
            .endpointSlices()
            .withLabel("kubernetes.io/service-name", service)
            .list()
            .getItems()) {
      for (Endpoint endpoint : slice.getEndpoints()) {
        if (Boolean.TRUE.equals(endpoint.getConditions().getReady())) {
          zones.merge(String.valueOf(endpoint.getZone()), 1, Integer::sum);
        }
      }
    }
    return zones;
  }

  private static void controlled(HasMetadata child, BleuWorkload owner) {
    assertEquals(1, child.getMetadata().getOwnerReferences().size());
    OwnerReference reference = child.getMetadata().getOwnerReferences().get(0);
    assertEquals("placement.bleu.cloud/v1alpha1", reference.getApiVersion());
    assertEquals("BleuWorkload", reference.getKind());
    assertEquals(owner.getMetadata().getName(), reference.getName());
    assertEquals(owner.getMetadata().getUid(), reference.getUid());
    assertEquals(true, reference.getController());
    assertEquals(true, reference.getBlockOwnerDeletion());
  }
}
