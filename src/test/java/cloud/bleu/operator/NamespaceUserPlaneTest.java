package cloud.bleu.operator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.api.v1alpha1.PlacementGate;
import cloud.bleu.api.v1alpha1.SovereigntyWaiver;
import cloud.bleu.cli.ToldLines;
import cloud.bleu.cli.Typed;
import cloud.bleu.controlplane.OperatorAccount;
import cloud.bleu.controlplane.RealControlPlane;
import cloud.bleu.controlplane.TestNamespace;
import cloud.bleu.sandbox.ControlPlane;
import cloud.bleu.sandbox.FakeNodes;
import cloud.bleu.sandbox.SandboxClients;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Somebody with the ClusterRole edit in one namespace and nothing else asks the command line. */
@RealControlPlane(oneWorld = true)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class NamespaceUserPlaneTest {

  private static final String USER = "dora";

  private ControlPlane plane;
  private KubernetesClient client;
  private Scene scene;
  private String shop;
  private OperatorUnderTest.@Nullable Running operator;
  private Path hers;
  private Path admins;

  @BeforeEach
  void start(
      ControlPlane plane,
      KubernetesClient client,
      TestNamespace namespace,
      FakeNodes nodes,
      OperatorAccount account) {
    if (operator != null) {
      return;
    }
    this.plane = plane;
    this.client = client;
    this.shop = namespace.name();
    scene = new Scene(client, nodes);
    scene.provider("acme").zone("acme", "fr-a").zone("acme", "fr-b");
    policy("germany-only", "Enforce");
    policy("rather-germany", "Warn");
    scene.create(
        """
        apiVersion: rbac.authorization.k8s.io/v1
        kind: RoleBinding
        metadata: {name: dora}
        roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: edit}
        subjects: [{apiGroup: rbac.authorization.k8s.io, kind: User, name: dora}]
        """);
    hers = plane.kubeconfigFile(plane.kubeconfig(USER));
    admins = plane.kubeconfigFile(plane.adminKubeconfig());
    operator = OperatorUnderTest.running(account.client());
    workload("web", 2, "policies: [rather-germany]");
    workload("abroad", 1, "policies: [germany-only]");
    scene.awaitReady("web");
    scene.until("abroad is refused", () -> scene.condition("abroad", "Stalled").equals("True"));
    scene.until(
        "what holds is written down",
        () ->
            scene.placement("web").getStatus() != null
                && !scene.placement("web").getStatus().whyHere().isEmpty()
                && scene.placement("abroad") != null
                && scene.placement("abroad").getStatus() != null
                && !scene.placement("abroad").getStatus().rejected().isEmpty());
    scene.until("edit holds what the chart adds", this::mayListPlacements);
  }

  /** Her namespace is as it was, and so are her rights. */
  @AfterEach
  void clear() {
    if (operator == null) {
      return;
    }
    client.rbac().clusterRoleBindings().withName("dora-reads").delete();
    client.resources(SovereigntyWaiver.class).delete();
    client.apps().deployments().withName("today").delete();
    client.batch().v1().cronjobs().delete();
    client.services().delete();
    client.network().v1().ingresses().delete();
    client.persistentVolumeClaims().delete();
    client.configMaps().withName("today").delete();
    client.serviceAccounts().withName("today").delete();
    client.pods().withName("foreign").withGracePeriod(0).delete();
    governed(null);
    scene.until(
        "nothing of the test is left",
        () ->
            client.resources(SovereigntyWaiver.class).list().getItems().isEmpty()
                && client.persistentVolumeClaims().list().getItems().isEmpty()
                && client.pods().list().getItems().stream()
                    .allMatch(NamespaceUserPlaneTest::isPlaced)
                && gate() == null);
    scene.until("she may not read any more", () -> typed(hers, "plan").code() == 1);
  }

  private static boolean isPlaced(Pod pod) {
    return pod.getMetadata().getLabels().containsKey("placement.bleu.cloud/workload");
  }

  @AfterAll
  void stop() {
    if (operator != null) {
      operator.close();
    }
  }

  private void policy(String name, String action) {
    scene.create(
        """
        apiVersion: placement.bleu.cloud/v1alpha1
        kind: SovereigntyPolicy
        metadata: {name: %s}
        spec:
          appliesTo: {namespaceSelector: {matchLabels: {none: such}}}
          waivable: [location]
          rules:
          - {name: location, rule: data-location, action: %s, parameters: {countries: [DE]}}
          - {name: state, rule: zone-state, action: Enforce}
        """
            .formatted(name, action));
  }

  private void workload(String name, int replicas, String more) {
    scene.create(
        """
        apiVersion: placement.bleu.cloud/v1alpha1
        kind: BleuWorkload
        metadata: {name: %s}
        spec:
          replicas: %d
          dataClasses: [Ordinary]
          %s
          workload:
            deployment:
              template:
                spec:
                  containers:
                  - {name: main, image: none, resources: {requests: {cpu: 500m, memory: 64Mi}}}
          resilience: {spread: [{over: Site, min: 1, maxSkew: 1}]}
        """
            .formatted(name, replicas, more));
  }

  private boolean mayListPlacements() {
    Config config = Config.fromKubeconfig(plane.kubeconfig(USER));
    try (KubernetesClient dora = SandboxClients.of(config)) {
      dora.resources(cloud.bleu.api.v1alpha1.WorkloadPlacement.class).inNamespace(shop).list();
      return true;
    } catch (KubernetesClientException e) {
      assertEquals(403, e.getCode());
      return false;
    }
  }

  private static Typed typed(Path kubeconfig, String command) {
    List<String> words = new ArrayList<>(List.of(command.split(" ")));
    words.addAll(List.of("--kubeconfig", kubeconfig.toString()));
    return Typed.withInput("", words.toArray(String[]::new));
  }

  private static JsonNode tree(Typed typed) throws Exception {
    return new ObjectMapper().readTree(typed.out());
  }

  /** What she reads is what a plan says to who sees everything: decision, rules, facts. */
  @Test
  void explainAnswersFromWhatIsWrittenDown() throws Exception {
    for (String name : List.of("web", "abroad")) {
      // What a test before this one had here may still be written down.
      List<String> differ = new ArrayList<>();
      try {
        scene.until(
            "what is written down of " + name + " is what a plan says",
            () -> {
              differ.clear();
              differ.addAll(differences(name));
              return differ.isEmpty();
            });
      } catch (AssertionError e) {
        throw new AssertionError(String.join("\n", differ), e);
      }
    }
    Typed web = typed(hers, "explain web -n " + shop);
    assertEquals(0, web.code(), web.err());
    assertTrue(web.out().startsWith(shop + "/web: 2 of 2 replicas placed"), web.out());
    assertSays(web.out(), "Warnings", "CountryNotAccepted", "Why here", "state of rather-germany");
    Typed abroad = typed(hers, "explain " + shop + "/abroad --lang fr");
    assertEquals(2, abroad.code(), abroad.err());
    assertSays(abroad.out(), "0 réplica placé sur 1", "CountryNotAccepted", "germany-only");
    assertFalse(abroad.out().contains("non précisé dans"), abroad.out());
  }

  /** Of what she reads of a workload to what a plan says of it. */
  private List<String> differences(String name) throws Exception {
    Typed dora = typed(hers, "explain " + shop + "/" + name + " -o json");
    Typed admin = typed(admins, "explain " + shop + "/" + name + " -o json");
    assertSays(dora.err(), "may not list", "nodes", "pods", "bleu-reader");
    JsonNode told = tree(dora);
    JsonNode planned = tree(admin);
    assertEquals("WorkloadPlacement", told.path("readFrom").asText());
    List<String> differences = new ArrayList<>();
    for (String key :
        List.of(
            "placed",
            "missing",
            "assignments",
            "tolerates",
            "contingency",
            "rejected",
            "relax",
            "inBreach",
            "policies")) {
      compare(differences, key, planned.path(key), told.path(key));
    }
    compare(differences, "exit code", admin.code(), dora.code());
    compare(
        differences,
        "reason",
        planned.path("reason").path("code"),
        told.path("reason").path("code"));
    compare(differences, "lines", ToldLines.of(planned), ToldLines.of(told));
    return differences;
  }

  private static void compare(List<String> differences, String what, Object planned, Object told) {
    if (!planned.equals(told)) {
      differences.add(what + ": planned " + planned + ", written down " + told);
    }
  }

  @Test
  void planShowsWhatIsDecidedInTheNamespace() {
    Typed web = typed(hers, "plan " + shop + "/web");
    assertEquals(0, web.code(), web.err());
    assertSays(web.out(), shop + "/web", "fr-a=1, fr-b=1", "1 of 1 workloads placed");
    Typed all = typed(hers, "plan -n " + shop);
    assertEquals(2, all.code(), all.err());
    assertSays(all.out(), "abroad: 1 not placed, NoZoneAllowed", "1 of 2 workloads placed");
    Typed unknown = typed(hers, "plan wbe -n " + shop);
    assertEquals(1, unknown.code());
    assertSays(unknown.err(), "did you mean web?");
  }

  /** What really needs the whole says which right is missing and what to ask for. */
  @Test
  void theWholeNeedsRightsThatAreNamed() {
    for (String command :
        List.of("plan", "what-if --lose fr-a", "facts due", "report -o csv", "waivers")) {
      Typed typed = typed(hers, command);
      assertEquals(1, typed.code(), command);
      assertEquals("", typed.out(), command);
      assertSays(
          typed.err(),
          "may not list",
          "nodes",
          "availabilityzones.placement.bleu.cloud",
          "resiliencedrills.placement.bleu.cloud",
          "ClusterRole bleu-reader of the chart");
    }
    Typed elsewhere = typed(hers, "explain web -n kube-system");
    assertEquals(1, elsewhere.code());
    assertSays(
        elsewhere.err(),
        "in the namespace kube-system; ask for a RoleBinding there",
        "view or edit");
    scene.create(
        """
        apiVersion: rbac.authorization.k8s.io/v1
        kind: ClusterRoleBinding
        metadata: {name: dora-reads}
        roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: bleu-reader}
        subjects: [{apiGroup: rbac.authorization.k8s.io, kind: User, name: dora}]
        """);
    scene.until("she may read", () -> typed(hers, "plan").code() == 2);
    assertEquals(0, typed(hers, "facts due").code());
    assertEquals(0, typed(hers, "doctor -n " + shop).code());
  }

  @Test
  void waiversAreListedWithTheirState() {
    scene.create(
        """
        apiVersion: placement.bleu.cloud/v1alpha1
        kind: SovereigntyWaiver
        metadata: {name: late}
        spec: {policyRef: germany-only, rule: location, workloadRef: {name: abroad}, reason: late,
          notBefore: "2026-01-01T00:00:00Z", expirationTime: "2036-01-01T00:00:00Z", requestedBy: kubernetes-admin}
        """);
    scene.until(
        "its state is written down",
        () -> {
          var status = client.resources(SovereigntyWaiver.class).withName("late").get().getStatus();
          return status != null && !status.conditions().isEmpty();
        });
    Typed typed = typed(hers, "waivers -n " + shop);
    assertEquals(0, typed.code(), typed.err());
    assertSays(typed.out(), shop + "/late", "AwaitingApproval", "nobody approved it");
    assertSays(typed.err(), "may not list");
  }

  /** Before the namespace is governed there is no gate; afterwards it is read. */
  @Test
  void doctorLooksWithTheGateThatThereIs() {
    Typed before = typed(hers, "doctor -n " + shop);
    assertEquals(0, before.code(), before.out() + before.err());
    assertSays(
        before.err(),
        "not seen: drills, gates of migrations, whether nodes left their zone",
        "not seen: whether the admission policies are there",
        "has no PlacementGate");
    governed("\"Audit\"");
    scene.until("the gate is written", () -> gate() != null);
    scene.create(
        """
        apiVersion: v1
        kind: Pod
        metadata: {name: foreign}
        spec: {containers: [{name: main, image: none}]}
        """);
    Typed after = typed(hers, "doctor -n " + shop);
    assertEquals(2, after.code(), after.err());
    assertSays(after.out(), "governed Audit", "foreign", "NotDecided");
    assertFalse(after.err().contains("has no PlacementGate"), after.err());
    assertFalse(after.out().contains("NodeSelectorDiffers"), after.out());
  }

  /** Nothing that is not seen is taken for something that is not there. */
  @Test
  void doctorNamesWhatMayNotBeListedInTheNamespace() throws Exception {
    scene.create(
        """
        apiVersion: rbac.authorization.k8s.io/v1
        kind: Role
        metadata: {name: few}
        rules:
        - {apiGroups: [""], resources: [namespaces], verbs: [get]}
        - {apiGroups: [autoscaling], resources: [horizontalpodautoscalers], verbs: [list]}
        - {apiGroups: [placement.bleu.cloud], resources: ["*"], verbs: [list]}
        """);
    scene.create(
        """
        apiVersion: rbac.authorization.k8s.io/v1
        kind: RoleBinding
        metadata: {name: few}
        roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: few}
        subjects: [{apiGroup: rbac.authorization.k8s.io, kind: User, name: kim}]
        """);
    HasMetadata autoscaler =
        scene.create(
            """
            apiVersion: autoscaling/v2
            kind: HorizontalPodAutoscaler
            metadata: {name: astray}
            spec: {maxReplicas: 1, scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: web}}
            """);
    Path few = plane.kubeconfigFile(plane.kubeconfig("kim"));
    scene.until("the rights are there", () -> typed(few, "doctor -n " + shop).code() == 0);
    Typed found = typed(few, "doctor -n " + shop);
    assertSays(
        found.err(),
        "not seen in namespace "
            + shop
            + ", as this user may not list them there: deployments.apps",
        "pods",
        "what creates pods",
        "ask for a RoleBinding there");
    assertFalse(found.out().contains("astray"), found.out());
    Typed all = typed(hers, "doctor -n " + shop);
    assertSays(all.out(), "astray", "ScaleTargetMissing", "but a BleuWorkload web");
    assertFalse(all.err().contains("not seen in namespace"), all.err());
    client.resource(autoscaler).delete();
  }

  private void governed(@Nullable String level) {
    client
        .namespaces()
        .withName(shop)
        .patch(
            PatchContext.of(PatchType.JSON_MERGE),
            "{\"metadata\":{\"labels\":{\"placement.bleu.cloud/governed\":" + level + "}}}");
  }

  private @Nullable PlacementGate gate() {
    return client.resources(PlacementGate.class).withName("decisions").get();
  }

  /** What a server adds by default is no finding, and what she may not list is named. */
  @Test
  void assessSaysOfHerNamespaceWhatItSaysOfItsManifests() throws Exception {
    List<String> manifests = List.of(TODAY.replace("NAMESPACE", shop).split("---\n"));
    manifests.forEach(scene::create);
    scene.until(
        "its pods are made",
        () -> client.pods().withLabel("app", "today").list().getItems().size() == 2);
    Typed files =
        Typed.withInput(String.join("---\n", manifests), "assess", "-f", "-", "-o", "json");
    Typed read = typed(hers, "assess -n " + shop + " -o json");
    assertEquals(files.code(), read.code(), read.err());
    assertEquals(findings(tree(files)), findings(tree(read)));
    assertTrue(findings(tree(files)).size() > 8, "there is something to compare");
    assertEquals(
        List.of("Deployment " + shop + "/today", "CronJob " + shop + "/tonight"),
        tree(read).path("workloads").findValuesAsText("workload").stream()
            .filter(w -> w.contains("/to"))
            .sorted(Comparator.reverseOrder())
            .toList());
    JsonNode unread = tree(read).path("notSeen").path("kinds");
    assertEquals(
        "[ingressclasses.networking.k8s.io, storageclasses.storage.k8s.io]",
        unread.findValuesAsText("resource").toString());
    assertSays(
        read.err(), "note: not seen", "`kubectl auth can-i list storageclasses.storage.k8s.io");
    Typed everywhere = typed(hers, "assess");
    assertEquals(1, everywhere.code());
    assertSays(everywhere.err(), "may not list configmaps", "give -n for one namespace");
    Typed admin = typed(admins, "assess -n " + shop + " -o json");
    assertEquals(0, tree(admin).path("notSeen").path("kinds").size(), admin.err());
  }

  /**
   * Of the manifests, without their place in a file; of the server, without what it has besides.
   */
  private List<String> findings(JsonNode tree) {
    List<String> findings = new ArrayList<>();
    for (JsonNode finding : tree.path("findings")) {
      ObjectNode bare = finding.deepCopy();
      bare.remove(List.of("file", "line"));
      if (!finding.path("object").asText().startsWith("BleuWorkload")) {
        findings.add(bare.toString());
      }
    }
    return findings.stream().sorted().toList();
  }

  private static final String TODAY =
      """
      apiVersion: apps/v1
      kind: Deployment
      metadata: {name: today, namespace: NAMESPACE}
      spec:
        replicas: 2
        selector: {matchLabels: {app: today}}
        template:
          metadata: {labels: {app: today}}
          spec:
            serviceAccountName: today
            containers:
            - {name: main, image: 'shop.azurecr.io/today:1', env: [{name: VAULT, value: 'https://shop.vault.azure.net'}], envFrom: [{configMapRef: {name: today}}]}
            volumes: [{name: data, persistentVolumeClaim: {claimName: today}}]
      ---
      apiVersion: v1
      kind: ServiceAccount
      metadata: {name: today, namespace: NAMESPACE, annotations: {azure.workload.identity/client-id: a}}
      ---
      apiVersion: v1
      kind: ConfigMap
      metadata: {name: today, namespace: NAMESPACE}
      data: {blob: 'https://shop.blob.core.windows.net/a'}
      ---
      apiVersion: v1
      kind: PersistentVolumeClaim
      metadata: {name: today, namespace: NAMESPACE}
      spec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 1Gi}}, storageClassName: managed-csi}
      ---
      apiVersion: v1
      kind: Service
      metadata: {name: today, namespace: NAMESPACE, annotations: {service.beta.kubernetes.io/azure-load-balancer-internal: 'true'}}
      spec: {type: LoadBalancer, selector: {app: today}, ports: [{port: 80}]}
      ---
      apiVersion: networking.k8s.io/v1
      kind: Ingress
      metadata: {name: today, namespace: NAMESPACE}
      spec: {ingressClassName: nginx, defaultBackend: {service: {name: today, port: {number: 80}}}}
      ---
      apiVersion: batch/v1
      kind: CronJob
      metadata: {name: tonight, namespace: NAMESPACE}
      spec: {schedule: '0 1 1 1 *', jobTemplate: {spec: {template: {spec: {restartPolicy: Never, containers: [{name: main, image: 'docker.io/a/b:1'}]}}}}}
      """;

  private static void assertSays(String text, String... said) {
    String line = text.replaceAll("\\s+", " ");
    for (String one : said) {
      assertTrue(line.contains(one), () -> one + "\n" + text);
    }
  }
}
