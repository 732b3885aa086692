package cloud.bleu.chart;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.cli.Typed;
import cloud.bleu.controlplane.RealControlPlane;
import cloud.bleu.controlplane.TestNamespace;
import cloud.bleu.sandbox.ControlPlane;
import cloud.bleu.sandbox.FakeNode;
import cloud.bleu.sandbox.FakeNodes;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The life of a release of the chart, as a person types it. */
@RealControlPlane(own = true, kinds = false)
@Tag("people")
class HelmReleaseTest {
  private static final Duration SOON = Duration.ofSeconds(60);
  private static final String OURS = "--selector=app.kubernetes.io/instance=bleu";
  private static final String NAMESPACED =
      "deployments,replicasets,pods,poddisruptionbudgets,serviceaccounts,roles,rolebindings,"
          + "services,networkpolicies,configmaps";
  private static final String NOT_NAMESPACED = "clusterroles,clusterrolebindings";

  @TempDir Path folder;

  private Helm helm;
  private KubernetesClient client;
  private String in;

  @BeforeEach
  void twoZonesAndARestrictedNamespace(
      ControlPlane plane, KubernetesClient client, TestNamespace namespace, FakeNodes nodes) {
    this.client = client;
    helm = Helm.on(plane, folder);
    in = "--namespace=" + namespace.name();
    nodes.add(FakeNode.inZone("fr-a", "fr-a-1"));
    nodes.add(FakeNode.inZone("fr-b", "fr-b-1"));
    helm.kubectl(
        "label", "namespace", namespace.name(), "pod-security.kubernetes.io/enforce=restricted");
  }

  @AfterEach
  void nothingStays() {
    helm.does("uninstall", "bleu", in, "--ignore-not-found");
    if (!names("crds").isEmpty()) {
      served();
      helm.kubectl("delete", "crds", OURS);
    }
  }

  /**
   * Installed, upgraded, rolled back, uninstalled and installed again; kinds cost seconds each
   * time.
   */
  @Test
  void aReleaseLivesAndNoObjectOfAUserGoesWithIt() {
    String said = helm.does("install", "bleu", Helm.CHART, in, "--wait", "--timeout=120s");
    itRunsInBothZones();
    String workload = workload();
    String crd = uid("crd", "bleuworkloads.placement.bleu.cloud");
    assertTrue(helm.kubectl("explain", "bleuworkload.spec.replicas").contains("replicas"));
    notesHold(said);

    upgradeAndRollbackKeepEveryObject(workload, crd);
    uninstallLeavesKindsAndObjectsAndNothingElse(workload);

    helm.does("install", "bleu", Helm.CHART, in);
    assertEquals(workload, uid("bleuworkload", "web"));
    assertEquals(crd, uid("crd", "bleuworkloads.placement.bleu.cloud"));
  }

  private void itRunsInBothZones() {
    List<Pod> pods = client.pods().list().getItems();
    assertEquals(
        Set.of("fr-a-1", "fr-b-1"),
        pods.stream().map(pod -> pod.getSpec().getNodeName()).collect(Collectors.toSet()));
    pods.forEach(pod -> assertEquals("Running", pod.getStatus().getPhase()));
  }

  private void notesHold(String said) {
    List<String> commands =
        said.lines().map(String::strip).filter(line -> line.startsWith("kubectl ")).toList();
    assertTrue(commands.size() >= 3, said);
    commands.forEach(command -> helm.kubectl(command.substring("kubectl ".length()).split(" ")));
    assertTrue(said.contains("No image is published"), said);
  }

  private void upgradeAndRollbackKeepEveryObject(String workload, String crd) {
    helm.does("upgrade", "bleu", Helm.CHART, in, "--set=replicas=1", "--wait", "--timeout=120s");
    soon().until(() -> client.pods().list().getItems().size() == 1);
    assertEquals("", names("poddisruptionbudgets", in));
    assertEquals(workload, uid("bleuworkload", "web"));

    helm.does("rollback", "bleu", "1", in, "--wait", "--timeout=120s");
    assertEquals(
        2, client.apps().deployments().withName("bleu").get().getStatus().getReadyReplicas());
    assertEquals("poddisruptionbudget.policy/bleu", names("poddisruptionbudgets", in).strip());
    assertEquals(workload, uid("bleuworkload", "web"));
    assertEquals(crd, uid("crd", "bleuworkloads.placement.bleu.cloud"));
  }

  private void uninstallLeavesKindsAndObjectsAndNothingElse(String workload) {
    String kinds = names("crds");
    assertEquals(List.of(Path.of("crds").toFile().list()).size(), kinds.lines().count(), kinds);
    helm.does("uninstall", "bleu", in);
    soon().until(() -> names(NAMESPACED, "--all-namespaces").isEmpty());
    assertEquals("", names(NOT_NAMESPACED));
    assertEquals(kinds, names("crds"));
    assertEquals(workload, uid("bleuworkload", "web"));
  }

  /** What a person recorded is neither refreshed nor reverted, whatever the next version says. */
  @Test
  void factsThatSomebodyConfirmedStayOverAnUpgrade(ControlPlane plane) {
    String facts = "--set=policies={france-only},providers={s3ns}";
    Helm.Result withoutKinds = helm.typed("install", "bleu", Helm.CHART, in, facts);
    assertTrue(withoutKinds.err().contains("kubectl apply --server-side -f crds"));
    helm.kubectl("apply", "--server-side", "-f", "crds");
    helm.kubectl("wait", "-f", "crds", "--for=condition=Established", "--timeout=30s");
    helm.does("install", "bleu", Helm.CHART, in, "--take-ownership", facts);
    served();
    helm.kubectl("get", "sovereigntypolicy", "france-only");
    assertEquals("2025-12-24", provider("legalEntity.provenance.asOf"));
    assertEquals("2025-12-17", provider("ownership.provenance.asOf"));

    Path kubeconfig = plane.kubeconfigFile(plane.adminKubeconfig());
    Typed confirmed =
        Typed.withInput(
            "",
            "facts",
            "confirm",
            "CloudProvider/s3ns",
            "legalEntity",
            "--basis",
            "SignedDocument",
            "--source",
            "articles of association",
            "--kubeconfig",
            kubeconfig.toString());
    assertEquals(0, confirmed.code(), confirmed.err());

    helm.does("upgrade", "bleu", Helm.CHART, in, "--set=providers={s3ns}", "--set=replicas=1");
    assertEquals("2026-11-24", provider("legalEntity.provenance.asOf"), "as confirmed");
    assertEquals("SignedDocument", provider("legalEntity.provenance.basis"));
    assertEquals("articles of association", provider("legalEntity.provenance.source"));
    assertEquals("2025-12-17", provider("ownership.provenance.asOf"), "as it was");
    helm.does("upgrade", "bleu", Helm.CHART, in, "--reuse-values");
    assertEquals("2026-11-24", provider("legalEntity.provenance.asOf"));

    // A rollback would bring back what the chart said then: the server tells whose fields these
    // are.
    Helm.Result rollback = helm.typed("rollback", "bleu", "1", in);
    assertTrue(rollback.code() != 0, rollback.out());
    assertTrue(rollback.err().contains("conflicts with \"bleu-facts\""), rollback.err());
    assertEquals("2026-11-24", provider("legalEntity.provenance.asOf"));

    // No longer named, it stays: what is known of a provider is not the chart's to take away.
    helm.does("upgrade", "bleu", Helm.CHART, in);
    assertEquals("2026-11-24", provider("legalEntity.provenance.asOf"));
    helm.kubectl("delete", "cloudprovider", "s3ns");
  }

  /** Each look is a process, which costs more than what it asks. */
  private static ConditionFactory soon() {
    return await().atMost(SOON).pollInterval(Duration.ofMillis(300));
  }

  private String provider(String field) {
    return helm.kubectl("get", "cloudprovider", "s3ns", "--output=jsonpath={.spec." + field + "}");
  }

  @Test
  void uninstallWithoutKeepTakesTheKindsAndTheirObjectsAlong() {
    helm.does("install", "bleu", Helm.CHART, in, "--set=crds.keep=false");
    workload();
    helm.does("uninstall", "bleu", in);
    soon().until(() -> names("crds").isEmpty());
  }

  /**
   * Every kind is established and was listed once. An API server that has to delete a kind which
   * nobody has listed yet finds its storage not ready and tries again after minutes only.
   */
  private void served() {
    helm.kubectl("wait", "crds", OURS, "--for=condition=Established", "--timeout=30s");
    String kinds =
        names("crds").lines().map(name -> name.split("/")[1]).collect(Collectors.joining(","));
    // Discovery follows a little later.
    soon().untilAsserted(() -> helm.kubectl("get", kinds, "--all-namespaces"));
  }

  private String workload() {
    served();
    HasMetadata workload =
        Serialization.unmarshal(
            """
            apiVersion: placement.bleu.cloud/v1alpha1
            kind: BleuWorkload
            metadata: {name: web}
            spec:
              dataClasses: [Ordinary]
              workload:
                external: {kind: VM, requests: {cpu: "1", memory: 1Gi}}
            """);
    client.resource(workload).create();
    return uid("bleuworkload", "web");
  }

  private String uid(String kind, String name) {
    return helm.kubectl("get", kind, name, in, "--output=jsonpath={.metadata.uid}");
  }

  private String names(String kinds, String... more) {
    List<String> arguments =
        new java.util.ArrayList<>(List.of("get", kinds, OURS, "--output=name"));
    arguments.addAll(List.of(more));
    return helm.kubectl(arguments.toArray(String[]::new));
  }
}
