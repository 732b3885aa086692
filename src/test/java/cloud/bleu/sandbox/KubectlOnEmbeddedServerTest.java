package cloud.bleu.sandbox;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.api.v1alpha1.BleuWorkload;
import cloud.bleu.api.v1alpha1.BleuWorkloadStatus;
import cloud.bleu.chart.Helm;
import cloud.bleu.cli.DocumentedCommands;
import cloud.bleu.controlplane.RealControlPlane;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.events.v1.EventBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a visitor types in another terminal while the sandbox runs, with the real kubectl. */
@RealControlPlane
@Tag("people")
class KubectlOnEmbeddedServerTest {

  @TempDir Path folder;

  private EmbeddedApiServer server;
  private Helm tools;
  private Path kubeconfig;

  @BeforeEach
  void oneWorkload() throws IOException {
    server = EmbeddedApiServer.start(ProjectCrds.all());
    kubeconfig = folder.resolve("kubeconfig");
    server.writeKubeconfig(kubeconfig);
    tools = Helm.with(ControlPlaneBinaries.find(System.getenv()), folder, kubeconfig);
    Files.writeString(
        folder.resolve("web.yaml"),
        """
        apiVersion: placement.bleu.cloud/v1alpha1
        kind: BleuWorkload
        metadata: {name: web, namespace: default}
        spec:
          replicas: 2
          dataClasses: [Ordinary]
          workload: {deployment: {template: {spec: {containers: [{name: a}]}}}}
        """);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void itGetsAppliesScalesAndExplains() {
    String file = folder.resolve("web.yaml").toString();
    assertEquals("No resources found", tools.typedKubectl("get", "bw", "-A").err().strip());
    tools.kubectl("apply", "-f", file);
    tools.kubectl("apply", "--server-side", "-f", file);
    tools.kubectl("scale", "bw/web", "--replicas=5");
    assertEquals(
        List.of(
            "NAME", "READY", "REPLICAS", "ZONES", "TOLERATES", "POLICY", "REASON", "AGE", "web"),
        words(tools.kubectl("get", "bw")).subList(0, 9));
    assertTrue(words(tools.kubectl("get", "bw")).contains("5"));
    assertEquals(
        List.of("REPLICAS", "READY-REPLICAS", "ZONES"),
        words(tools.kubectl("get", "bw", "-o", "wide")).subList(2, 5));
    assertTrue(
        words(tools.kubectl("get", "bw", "-o", "wide"))
            .containsAll(List.of("POLICY-REASON", "RESILIENT")));
    assertEquals("5", tools.kubectl("get", "bw", "web", "-o", "jsonpath={.spec.replicas}").strip());
    assertTrue(
        tools.kubectl("get", "bleu", "-A").contains("bleuworkload.placement.bleu.cloud/web"));
    assertTrue(tools.kubectl("explain", "bw.spec.replicas").contains("FIELD: replicas <integer>"));
    tools.kubectl("get", "deploy,sts,pdb,po,ns,no,ev", "-A");
    tools.kubectl("delete", "bw", "web");
    assertTrue(
        tools
            .typedKubectl("get", "bw", "web")
            .err()
            .contains("bleuworkloads.placement.bleu.cloud \"web\" not found"));
    assertTrue(
        tools.typedKubectl("create", "namespace", "x").err().contains("reads JSON and YAML only"));
  }

  /** Nothing scales here; what is applied is listed, and bleu doctor looks at it. */
  @Test
  void itHoldsAutoscalers() throws IOException {
    Path autoscaler = folder.resolve("autoscaler.yaml");
    Files.writeString(
        autoscaler,
        """
        apiVersion: autoscaling/v2
        kind: HorizontalPodAutoscaler
        metadata: {name: web, namespace: default}
        spec:
          scaleTargetRef: {apiVersion: placement.bleu.cloud/v1alpha1, kind: BleuWorkload, name: web}
          minReplicas: 4
          maxReplicas: 12
        """);
    tools.kubectl("apply", "-f", autoscaler.toString());
    Files.writeString(autoscaler, Files.readString(autoscaler).replace("12", "9"));
    tools.kubectl("apply", "-f", autoscaler.toString());
    List<String> listed = words(tools.kubectl("get", "hpa"));
    assertEquals(
        List.of("NAME", "REFERENCE", "MINPODS", "MAXPODS", "AGE", "web", "web", "4", "9"),
        listed.subList(0, 9));
    tools.kubectl("delete", "hpa", "web");
    assertEquals("No resources found", tools.typedKubectl("get", "hpa", "-A").err().strip());
  }

  @Test
  void itTriesWithoutAChange() throws IOException {
    String file = folder.resolve("web.yaml").toString();
    Path space = folder.resolve("shop.yaml");
    Files.writeString(
        space, "{apiVersion: v1, kind: Namespace, metadata: {name: shop, labels: {a: b}}}");
    tools.kubectl("apply", "-f", file, "-f", space.toString());
    String before = tools.kubectl("get", "ns,bw", "-A", "-o", "yaml");
    for (List<String> tried :
        List.of(
            List.of("delete", "bw", "web"),
            List.of("scale", "bw/web", "--replicas=7"),
            List.of("label", "bw", "web", "c=d"),
            List.of("annotate", "ns", "shop", "c=d"),
            List.of("apply", "-f", space.toString()))) {
      List<String> words = new ArrayList<>(tried);
      words.add("--dry-run=server");
      String said = tools.kubectl(words.toArray(String[]::new));
      assertTrue(said.contains("(server dry run)"), said);
    }
    Files.writeString(
        folder.resolve("web.yaml"), Files.readString(Path.of(file)).replace("2", "3"));
    Files.writeString(space, Files.readString(space).replace("a: b", "a: c"));
    Helm.Result diff = tools.typedKubectl("diff", "-f", file, "-f", space.toString());
    assertEquals(1, diff.code(), diff.err());
    assertTrue(diff.out().contains("+  replicas: 3"), diff.out());
    assertTrue(diff.out().contains("+    a: c"), diff.out());
    assertFalse(diff.out().contains("null"), diff.out());
    assertEquals(before, tools.kubectl("get", "ns,bw", "-A", "-o", "yaml"));
  }

  /** A patch of kubectl that merges lists by their keys is refused, and says what else to do. */
  @Test
  void itIsToldWhatThisServerCannotMerge() throws IOException {
    Path pods = folder.resolve("pods.yaml");
    Files.writeString(
        pods,
        "{apiVersion: apps/v1, kind: Deployment, metadata: {name: web},"
            + " spec: {template: {spec: {containers: [{name: a, image: x}]}}}}");
    tools.kubectl("apply", "-f", pods.toString());
    Files.writeString(pods, Files.readString(pods).replace("image: x", "image: z"));
    String refused = tools.typedKubectl("apply", "-f", pods.toString()).err();
    assertTrue(refused.contains("kubectl apply --server-side"), refused);
    assertEquals(
        "x",
        tools.kubectl(
            "get", "deploy", "web", "-o", "jsonpath={.spec.template.spec.containers[0].image}"));
  }

  @Test
  void itListsInOrderAndByFields() {
    tools.kubectl("apply", "-f", folder.resolve("web.yaml").toString());
    try (KubernetesClient client = PatientClients.of(server)) {
      String uid =
          client
              .resources(BleuWorkload.class)
              .inNamespace("default")
              .withName("web")
              .get()
              .getMetadata()
              .getUid();
      for (String name : List.of("web-2", "db-1", "web-1")) {
        client
            .resource(
                new EventBuilder()
                    .withNewMetadata()
                    .withNamespace("default")
                    .withName(name)
                    .endMetadata()
                    .withReason("Placed")
                    .withNote("message of " + name)
                    .withNewRegarding()
                    .withApiVersion("placement.bleu.cloud/v1alpha1")
                    .withKind("BleuWorkload")
                    .withNamespace("default")
                    .withName(name.substring(0, name.indexOf('-')))
                    .withUid(name.startsWith("web") ? uid : "another")
                    .endRegarding()
                    .build())
            .create();
      }
    }
    assertEquals(
        List.of("event/db-1", "event/web-1", "event/web-2"),
        words(tools.kubectl("get", "events", "-o", "name")));
    for (String told :
        List.of(
            tools.kubectl("describe", "bw", "web"),
            tools.kubectl("events", "--for", "bw/web"),
            tools.kubectl("get", "events", "--field-selector", "involvedObject.name!=db"))) {
      assertTrue(told.contains("message of web-1") && told.contains("message of web-2"), told);
      assertFalse(told.contains("message of db-1"), told);
    }
  }

  @Test
  void itWatchesAndWaits() throws Exception {
    tools.kubectl("apply", "-f", folder.resolve("web.yaml").toString());
    Path seen = folder.resolve("seen");
    List<String> command = new ArrayList<>();
    command.add(
        ControlPlaneBinaries.find(System.getenv())
            .path(ControlPlaneBinaries.Program.KUBECTL)
            .toString());
    command.add("--kubeconfig=" + kubeconfig);
    command.addAll(
        words(DocumentedCommands.of(Path.of("docs/tutorial.md"), "kubectl get bw -A -w"))
            .subList(1, 5));
    Process watch =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(seen.toFile()).start();
    try {
      await().atMost(Duration.ofSeconds(60)).until(() -> lines(seen) == 2);
      ready();
      tools.kubectl("wait", "--for=condition=Ready", "bw/web", "--timeout=60s");
      await().atMost(Duration.ofSeconds(60)).until(() -> lines(seen) == 3);
      List<String> last = words(Files.readAllLines(seen).get(2));
      assertEquals(List.of("default", "web", "True", "2"), last.subList(0, 4));
    } finally {
      watch.destroy();
      assertTrue(watch.waitFor(60, TimeUnit.SECONDS));
    }
  }

  /** As the operator writes it. */
  private void ready() {
    Condition condition = new Condition();
    condition.setType("Ready");
    condition.setStatus("True");
    condition.setReason("PlacedAndAvailable");
    BleuWorkload workload = new BleuWorkload();
    workload.getMetadata().setName("web");
    workload.getMetadata().setNamespace("default");
    workload.setStatus(
        new BleuWorkloadStatus(1L, List.of(condition), 2, 2, 0, null, "z1=2", null, null));
    try (KubernetesClient client = PatientClients.of(server)) {
      client
          .resource(workload)
          .subresource("status")
          .patch(
              new PatchContext.Builder()
                  .withPatchType(PatchType.SERVER_SIDE_APPLY)
                  .withFieldManager("operator")
                  .withForce(true)
                  .build());
    }
  }

  /** Those that have an end: a line is written word by word. */
  private static long lines(Path file) throws IOException {
    return Files.readString(file).chars().filter(c -> c == '\n').count();
  }

  private static List<String> words(String text) {
    return List.of(text.strip().split("\\s+"));
  }
}
