package cloud.bleu.operator;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;

import cloud.bleu.api.v1alpha1.AvailabilityZone;
import cloud.bleu.api.v1alpha1.PlacementGate;
import cloud.bleu.api.v1alpha1.PlacementGateSpec;
import cloud.bleu.controlplane.OperatorAccount;
import cloud.bleu.controlplane.RealControlPlane;
import cloud.bleu.controlplane.TestNamespace;
import cloud.bleu.delivery.gate.ExistingPodCheck;
import cloud.bleu.sandbox.ControlPlane;
import cloud.bleu.sandbox.FakeNodes;
import cloud.bleu.translate.policy.ContentCheck;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodSpecBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * Images and storage that an ordinary user, who by RBAC may do all of this, does not get into a
 * namespace that enforces its decisions.
 */
@RealControlPlane(oneWorld = true)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ContentsPlaneTest {
  private static final PatchContext MERGE = PatchContext.of(PatchType.JSON_MERGE);

  /** References as people write them, good and bad. */
  private static final List<String> REFERENCES =
      List.of(
          "reg.example/app/web:1",
          "reg.example/app/web@sha256:" + "a".repeat(64),
          "reg.example/app/web:1@sha256:" + "a".repeat(64),
          "REG.example/app/web:1",
          "reg.example/app",
          "reg.example/application/web",
          "reg.example/other/web",
          "reg.example.evil.test/app/web",
          "reg.example:5000/app/web",
          "reg.example/app/../web",
          "evil.test/reg.example/app/web",
          "evil.test/app/web:reg.example",
          "app/web",
          "web",
          "docker.io/web",
          "busybox:1.36",
          "tools/debug",
          "docker.io/tools/debug",
          "index.docker.io/tools/debug:2",
          "docker.io/library/tools",
          "localhost/app/web",
          "reg.example/app/web:a/b",
          "reg.example//app/web",
          "reg.example/App/web");

  private KubernetesClient client;
  private @Nullable GovernedNamespace shop;
  private KubernetesClient alice;
  private Scene scene;

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
    GovernedNamespace governed = new GovernedNamespace(plane, client, namespace, folder);
    shop = governed;
    alice = governed.alice();
    scene = new Scene(client, nodes);
    scene.provider("acme").zone("acme", "fr-a").zone("acme", "fr-b");
    governed.operated(account);
  }

  @AfterEach
  void clear() {
    if (shop == null) {
      return;
    }
    client.pods().withLabel("app", "jobs").withGracePeriod(0).delete();
    scene.clear();
    for (String zone : List.of("fr-a", "fr-b")) {
      zone(zone, "{'registries': null, 'storage': null}");
    }
    scene.until(
        "the gate says nothing any more",
        () -> gate() != null && gate().claims() == null && gate().pods().isEmpty());
  }

  @AfterAll
  void stop() {
    if (shop != null) {
      shop.close();
    }
  }

  @Test
  void imagesComeFromTheRegistriesOfTheRules() {
    scene.create(
        policy(
            "{name: images, rule: registry-allowed, action: Enforce, parameters: {allow:"
                + " [reg.example/app, docker.io/tools, reg.example/other]}}"));
    zone("fr-a", "{'registries': ['reg.example/app', 'index.docker.io/tools']}");
    zone("fr-b", "{'registries': ['reg.example/app', 'index.docker.io/tools']}");
    scene.create(web("web", "reg.example/app/web:1"));
    scene.awaitReady("web");
    Pod ours = scene.pods("web").get(0);
    String name = ours.getMetadata().getName();
    scene.until("the gate says so", () -> foreign(gate(), ours, "evil.test/app/web:1"));
    PlacementGateSpec gate = gate();
    scene.until(
        "admission knows the gate",
        () ->
            Refused.is(
                "image evil.test/app/web:1 is of no registry",
                () -> debug(name, "evil.test/app/web:1", true)));

    assertAll(
        Refused.with(
            "an ephemeral container from elsewhere",
            "image docker.io/library/busybox is of no registry",
            () -> debug(name, "docker.io/library/busybox", false)),
        Refused.with(
            "another image in a pod that runs",
            "image evil.test/app/web:1 is of no registry",
            () ->
                alice
                    .pods()
                    .withName(name)
                    .patch(
                        PatchContext.of(PatchType.JSON),
                        "[{\"op\":\"replace\",\"path\":\"/spec/containers/0/image\",\"value\":\"evil.test/app/web:1\"}]")),
        () ->
            alice
                .pods()
                .withName(name)
                .patch(
                    PatchContext.of(PatchType.JSON),
                    "[{\"op\":\"replace\",\"path\":\"/spec/containers/0/image\",\"value\":\"reg.example/app/web:2\"}]"),
        () -> alice.pods().withName(name).patch(MERGE, "{\"metadata\":{\"labels\":{\"a\":\"b\"}}}"),
        () -> debug(name, "docker.io/tools/debug:1", false));
    asTheRuleSays(gate, ours);
    roll(name);
  }

  /** Admission and the engine read every reference alike. */
  private void asTheRuleSays(PlacementGateSpec gate, Pod pod) {
    Map<String, Boolean> admitted = new TreeMap<>();
    Map<String, Boolean> expected = new TreeMap<>();
    for (String reference : REFERENCES) {
      expected.put(reference, !foreign(gate, pod, reference));
      boolean in = true;
      try {
        debug(pod.getMetadata().getName(), reference, true);
      } catch (KubernetesClientException e) {
        in = false;
      }
      admitted.put(reference, in);
    }
    assertEquals(expected, admitted);
    assertEquals(8, admitted.values().stream().filter(in -> in).count());
  }

  private static boolean foreign(PlacementGateSpec gate, Pod pod, String reference) {
    return !ContentCheck.foreign(
            gate,
            ExistingPodCheck.statements(gate, pod),
            new PodSpecBuilder()
                .addNewContainer()
                .withName("main")
                .withImage(reference)
                .endContainer()
                .build())
        .isEmpty();
  }

  /** A template that the rules refuse is not rolled out: its pods are not created. */
  private void roll(String name) {
    client
        .resources(cloud.bleu.api.v1alpha1.BleuWorkload.class)
        .withName("web")
        .patch(
            MERGE,
            "{\"spec\":{\"workload\":{\"deployment\":{\"template\":{\"spec\":{\"containers\":[{\"name\":\"main\",\"image\":\"evil.test/web\","
                + "\"resources\":{\"requests\":{\"cpu\":\"500m\",\"memory\":\"64Mi\"}}}]}}}}}}");
    scene.until(
        "the ReplicaSet is told why",
        () ->
            client.apps().replicaSets().list().getItems().stream()
                .flatMap(r -> r.getStatus().getConditions().stream())
                .anyMatch(
                    c ->
                        c.getType().equals("ReplicaFailure")
                            && c.getMessage().contains("image evil.test/web is of no registry")));
    assertEquals(
        List.of(),
        scene.pods("web").stream()
            .filter(p -> p.getSpec().getContainers().get(0).getImage().startsWith("evil"))
            .map(p -> p.getMetadata().getName())
            .toList());
    scene.until(
        "the pod that ran before runs on", () -> client.pods().withName(name).get() != null);
  }

  /** By who may give a pod another controller, as a controller of Kubernetes may. */
  @Test
  void podDoesNotTakeTheImagesOfAnotherWorkload(ControlPlane plane) {
    scene.create(
        policy(
                "{name: images, rule: registry-allowed, action: Enforce, parameters: {allow:"
                    + " [reg.example/app]}}")
            .replace("spec:\n", "spec:\n  appliesTo: {dataClasses: [Health]}\n"));
    zone("fr-a", "{'registries': ['reg.example/app']}");
    zone("fr-b", "{'registries': ['reg.example/app']}");
    scene.create(web("web", "reg.example/app/web:1").replace("[Ordinary]", "[Health]"));
    scene.create(web("lax", "evil.test/app/web:1"));
    scene.awaitReady("web");
    scene.awaitReady("lax");
    Pod ours = scene.pods("web").get(0);
    String other = scene.pods("lax").get(0).getMetadata().getOwnerReferences().get(0).getName();
    String hash = scene.pods("lax").get(0).getMetadata().getLabels().get("pod-template-hash");
    String name = ours.getMetadata().getName();
    scene.until(
        "admission knows the gate",
        () ->
            Refused.is(
                "image evil.test/app/web:1 is of no registry",
                () -> debug(name, "evil.test/app/web:1", true)));
    try (KubernetesClient controllers =
        OrdinaryUser.of(plane, client, "bleu-controller-manager", shop.name())) {
      assertAll(
          Refused.with(
              "the image of another workload with its controller",
              "image evil.test/app/web:1 is of no registry",
              () ->
                  controllers
                      .pods()
                      .withName(name)
                      .patch(
                          PatchContext.of(PatchType.JSON),
                          """
                          [{"op":"replace","path":"/metadata/ownerReferences/0/name","value":"%s"},
                           {"op":"replace","path":"/metadata/labels/pod-template-hash","value":"%s"},
                           {"op":"replace","path":"/spec/containers/0/image","value":"evil.test/app/web:1"}]
                          """
                              .formatted(other, hash))));
    }
  }

  @Test
  void claimsAskForEncryptedClasses() {
    scene.create(policy("{name: storage, rule: encrypted-storage, action: Enforce}"));
    zone(
        "fr-a",
        "{'storage': {'classes': [{'name': 'safe', 'encrypted': true}, {'name': 'half', 'encrypted': true}, {'name': 'plain', 'encrypted': false}]}}");
    zone(
        "fr-b",
        "{'storage': {'classes': [{'name': 'half', 'encrypted': false}, {'name': 'unsaid'}]}}");
    scene.until(
        "the gate says so",
        () ->
            gate() != null
                && gate().claims() != null
                && gate().claims().storageClasses().equals(List.of("safe")));
    scene.until(
        "admission knows the gate",
        () ->
            Refused.is(
                "storage class half is not described as encrypted: use safe",
                () -> claim("half", "storageClassName: half,", true)));
    assertAll(
        Refused.with(
            "a class that is not encrypted",
            "storage class plain is not described as encrypted: use safe",
            () -> claim("plain", "storageClassName: plain,")),
        Refused.with(
            "a class that is encrypted in one zone of two",
            "storage class half is not described as encrypted: use safe",
            () -> claim("half", "storageClassName: half,")),
        Refused.with(
            "a class of which it is not said",
            "storage class unsaid is not described as encrypted: use safe",
            () -> claim("unsaid", "storageClassName: unsaid,")),
        Refused.with(
            "a class that nobody describes",
            "storage class fast is not described as encrypted: use safe",
            () -> claim("fast", "storageClassName: fast,")),
        Refused.with(
            "no class", "the claim names no storage class: use safe", () -> claim("none", "")),
        Refused.with(
            "another class by the deprecated annotation",
            "storage class plain is not described as encrypted: use safe",
            () -> create(claim("sly", "storageClassName: safe,", "plain"), false)),
        () -> claim("kept", "storageClassName: safe,"));
    client.resources(cloud.bleu.api.v1alpha1.SovereigntyPolicy.class).withName("rules").delete();
    scene.until("nothing is said any more", () -> gate().claims() == null);
    scene.until(
        "any class goes",
        () -> {
          try {
            claim("plain", "storageClassName: plain,");
            return true;
          } catch (KubernetesClientException e) {
            return false;
          }
        });
  }

  /** Storage that is neither claimed nor of the node is described by no zone. */
  @Test
  void podsOfOthersWriteToClaims() {
    scene.create(policy("{name: storage, rule: encrypted-storage, action: Enforce}"));
    zone("fr-a", "{'storage': {'classes': [{'name': 'safe', 'encrypted': true}]}}");
    zone("fr-b", "{'storage': {'classes': [{'name': 'safe', 'encrypted': true}]}}");
    scene.create(
        """
        apiVersion: placement.bleu.cloud/v1alpha1
        kind: BleuWorkload
        metadata: {name: jobs}
        spec:
          replicas: 4
          dataClasses: [Ordinary]
          workload: {pods: {selector: {matchLabels: {app: jobs}}, requests: {cpu: 100m, memory: 64Mi}}}
        """);
    scene.until(
        "the gate says so",
        () ->
            gate() != null
                && gate().pods().containsKey("jobs")
                && Boolean.TRUE.equals(gate().pods().get("jobs").claimsOnly())
                && gate().claims() != null
                && gate().claims().storageClasses().equals(List.of("safe")));
    scene.until(
        "admission knows the gate",
        () ->
            Refused.is(
                "ephemeral volume data names no storage class that is described as encrypted: use safe",
                () -> job("none", EPHEMERAL.formatted(""), true)));
    assertAll(
        Refused.with(
            "a network volume",
            "volume data is neither a claim nor of the node, and an enforced rule asks how its storage is encrypted, which"
                + " no zone describes: use a claim of a class that the zones describe",
            () -> job("nfs", "nfs: {server: s.example, path: /}")),
        Refused.with(
            "an inline volume of a driver",
            "volume data is neither a claim nor of the node",
            () -> job("csi", "csi: {driver: files.example}")),
        Refused.with(
            "an ephemeral claim of a class that nobody describes",
            "ephemeral volume data names no storage class that is described as encrypted: use safe",
            () -> job("fast", EPHEMERAL.formatted("storageClassName: fast,"))),
        Refused.with(
            "an ephemeral claim of no class",
            "ephemeral volume data names no storage class that is described as encrypted: use safe",
            () -> job("none", EPHEMERAL.formatted(""))),
        Refused.with(
            "an ephemeral claim of another class by the deprecated annotation",
            "ephemeral volume data names no storage class that is described as encrypted: use safe",
            () -> job("sly", ANNOTATED)),
        () -> job("ephemeral", EPHEMERAL.formatted("storageClassName: safe,")),
        () -> job("claim", "persistentVolumeClaim: {claimName: kept}"),
        () -> job("empty", "emptyDir: {}"));
    client.resources(cloud.bleu.api.v1alpha1.SovereigntyPolicy.class).withName("rules").delete();
    scene.until(
        "any volume goes",
        () -> {
          try {
            job("nfs", "nfs: {server: s.example, path: /}");
            return true;
          } catch (KubernetesClientException e) {
            return false;
          }
        });
  }

  private static final String EPHEMERAL =
      "ephemeral: {volumeClaimTemplate: {spec: {%s accessModes: [ReadWriteOnce], resources: {requests: {storage: 1Gi}}}}}";

  private static final String ANNOTATED =
      "ephemeral: {volumeClaimTemplate: {metadata: {annotations: {volume.beta.kubernetes.io/storage-class: plain}},"
          + " spec: {storageClassName: safe, accessModes: [ReadWriteOnce], resources: {requests: {storage: 1Gi}}}}}";

  private void job(String name, String volume) {
    job(name, volume, false);
  }

  private void job(String name, String volume, boolean dryRun) {
    HasMetadata pod =
        Serialization.unmarshal(
            """
            apiVersion: v1
            kind: Pod
            metadata: {name: %s, labels: {app: jobs}}
            spec:
              schedulingGates: [{name: placement.bleu.cloud/decision}]
              containers: [{name: main, image: x, resources: {requests: {cpu: 100m, memory: 64Mi}}}]
              volumes: [{name: data, %s}]
            """
                .formatted(name, volume));
    create(pod, dryRun);
  }

  private PlacementGateSpec gate() {
    PlacementGate gate = client.resources(PlacementGate.class).withName("decisions").get();
    return gate == null ? null : gate.getSpec();
  }

  private void zone(String name, String spec) {
    client
        .resources(AvailabilityZone.class)
        .withName(name)
        .patch(MERGE, "{\"spec\":" + spec.replace('\'', '"') + "}");
  }

  /** As {@code kubectl debug} does. */
  private void debug(String pod, String image, boolean dryRun) {
    PatchContext.Builder context =
        new PatchContext.Builder().withPatchType(PatchType.STRATEGIC_MERGE);
    alice
        .pods()
        .withName(pod)
        .subresource("ephemeralcontainers")
        .patch(
            (dryRun ? context.withDryRun(List.of("All")) : context).build(),
            Serialization.asJson(
                Map.of(
                    "spec",
                    Map.of(
                        "ephemeralContainers",
                        List.of(
                            Map.of(
                                "name",
                                "debug-" + Math.floorMod(image.hashCode(), 100_000),
                                "image",
                                image))))));
  }

  private void claim(String name, String storageClass) {
    claim(name, storageClass, false);
  }

  private void claim(String name, String storageClass, boolean dryRun) {
    create(claim(name, storageClass, null), dryRun);
  }

  /**
   * @param annotated the class by the deprecated annotation; null: none
   */
  private static HasMetadata claim(String name, String storageClass, @Nullable String annotated) {
    HasMetadata claim =
        Serialization.unmarshal(
            """
            apiVersion: v1
            kind: PersistentVolumeClaim
            metadata: {name: %s}
            spec: {%s accessModes: [ReadWriteOnce], resources: {requests: {storage: 1Gi}}}
            """
                .formatted(name, storageClass));
    if (annotated != null) {
      claim
          .getMetadata()
          .setAnnotations(Map.of("volume.beta.kubernetes.io/storage-class", annotated));
    }
    return claim;
  }

  private void create(HasMetadata object, boolean dryRun) {
    if (dryRun) {
      alice.resource(object).dryRun().create();
    } else {
      alice.resource(object).create();
    }
  }

  private static String policy(String rule) {
    return """
    apiVersion: placement.bleu.cloud/v1alpha1
    kind: SovereigntyPolicy
    metadata: {name: rules}
    spec:
      rules:
      - %s
    """
        .formatted(rule);
  }

  private static String web(String name, String image) {
    return """
    apiVersion: placement.bleu.cloud/v1alpha1
    kind: BleuWorkload
    metadata: {name: %s}
    spec:
      replicas: 2
      dataClasses: [Ordinary]
      workload:
        deployment:
          template:
            metadata: {labels: {app: %s}}
            spec:
              containers:
              - {name: main, image: "%s", resources: {requests: {cpu: 500m, memory: 64Mi}}}
    """
        .formatted(name, name, image);
  }
}
