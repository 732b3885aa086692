package cloud.bleu.chart;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.cli.Typed;
import cloud.bleu.controlplane.RealControlPlane;
import cloud.bleu.controlplane.TestNamespace;
import cloud.bleu.controlplane.UnlockedEdit;
import cloud.bleu.sandbox.ControlPlane;
import cloud.bleu.sandbox.FakeNode;
import cloud.bleu.sandbox.FakeNodes;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseBuilder;
import io.fabric8.kubernetes.api.model.rbac.Role;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
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

  /** Where they are not what it is about: the server compiles each of them at each command. */
  private static final String WITHOUT_POLICIES = "--set=admission.enabled=false";

  /** The kinds stay as they are: nobody takes them away, nor back. */
  private static final String WITHOUT_KINDS = "--set=crds.enabled=false";

  /**
   * Of what {@link #aReleaseLivesAndNoObjectOfAUserGoesWithIt} has Helm look at once: for that the
   * server makes its schemas anew each time that a kind has come or gone.
   */
  private static final String AS_VALIDATED = "--disable-openapi-validation";

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
  void aReleaseLivesAndNoObjectOfAUserGoesWithIt(ControlPlane plane, TestNamespace namespace) {
    String said = helm.does("install", "bleu", Helm.CHART, in, "--wait", "--timeout=120s");
    itRunsInBothZones();
    String workload = workload();
    String crd = uid("crd", "bleuworkloads.placement.bleu.cloud");
    assertTrue(helm.kubectl("explain", "bleuworkload.spec.replicas").contains("replicas"));
    notesHold(said);
    itsTestSaysWhatIsMissing(plane, namespace.name());

    upgradeAndRollbackKeepEveryObject(workload, crd);
    uninstallLeavesKindsAndObjectsAndNothingElse(workload);

    helm.does("install", "bleu", Helm.CHART, in, "--set=crds.keep=false", AS_VALIDATED);
    assertEquals(workload, uid("bleuworkload", "web"));
    assertEquals(crd, uid("crd", "bleuworkloads.placement.bleu.cloud"));
    uninstallWithoutKeepTakesTheKindsAndTheirObjectsAlong();
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

  /** The pod of {@code helm test}, typed here: with its arguments and with its account. */
  private void itsTestSaysWhatIsMissing(ControlPlane plane, String namespace) {
    List<HasMetadata> objects =
        Helm.parsed(
            helm.does(
                "template", "bleu", Helm.CHART, in, "--show-only=templates/tests/check.yaml"));
    Pod pod = (Pod) objects.stream().filter(Pod.class::isInstance).findFirst().orElseThrow();
    List<HasMetadata> account =
        objects.stream().filter(object -> !(object instanceof Pod)).toList();
    assertEquals(
        Set.of(
            Right.of("get coordination.k8s.io/leases"),
            Right.of("list admissionregistration.k8s.io/validatingadmissionpolicies"),
            Right.of("list admissionregistration.k8s.io/validatingadmissionpolicybindings")),
        Right.granted(account));
    account.forEach(object -> client.resource(object).create());
    List<String> words = new ArrayList<>(pod.getSpec().getContainers().get(0).getArgs());
    Path kubeconfig =
        plane.kubeconfigFile(
            plane.serviceAccountKubeconfig(namespace, pod.getSpec().getServiceAccountName()));
    words.addAll(List.of("--kubeconfig", kubeconfig.toString()));

    Typed nobody = Typed.now(words.toArray(String[]::new));
    assertEquals(2, nobody.code(), nobody.out() + nobody.err());
    assertRow(nobody, "kinds +yes +all " + kindsOfTheChart() + " kinds .*");
    assertRow(
        nobody, "leader +no +there is no Lease bleu-placement-operator .*" + namespace + ".*");
    assertRow(nobody, "admission +yes .*");

    client.resource(leaseUntilTomorrow()).create();
    Typed healthy = Typed.now(words.toArray(String[]::new));
    assertEquals(0, healthy.code(), healthy.out() + healthy.err());
    assertRow(healthy, "leader +yes +bleu-0 leads");

    var bindings = client.admissionRegistration().v1().validatingAdmissionPolicyBindings();
    var binding = bindings.withName("enforce.pods.placement.bleu.cloud");
    assertNotNull(binding.get());
    binding.delete();
    Typed unbound = Typed.now(words.toArray(String[]::new));
    assertEquals(2, unbound.code(), unbound.out() + unbound.err());
    assertRow(
        unbound,
        "admission +no +missing.*: ValidatingAdmissionPolicyBinding"
            + " enforce.pods.placement.bleu.cloud; .*");

    account.stream().filter(Role.class::isInstance).forEach(role -> client.resource(role).delete());
    // The authorizer sees it a moment later.
    soon()
        .untilAsserted(
            () ->
                assertRow(
                    Typed.now(words.toArray(String[]::new)),
                    "leader +no +not seen: this account may not get the Lease .*"));
    account.forEach(object -> client.resource(object).delete());
    client.leases().withName("bleu-placement-operator").delete();
    helmTestRunsItAndLeavesNothing(pod.getMetadata().getName());
  }

  /** The kubelet of this node runs no program: that it ended well is said for it. */
  private void helmTestRunsItAndLeavesNothing(String name) {
    CompletableFuture<String> test =
        CompletableFuture.supplyAsync(() -> helm.does("test", "bleu", in, "--timeout=120s"));
    soon()
        .until(
            () -> {
              Pod pod = client.pods().withName(name).get();
              return test.isDone()
                  || pod != null
                      && pod.getStatus() != null
                      && "Running".equals(pod.getStatus().getPhase());
            });
    UnlockedEdit.ofStatus(client.pods().withName(name), HelmReleaseTest::succeeded);
    assertTrue(test.join().contains("Phase:          Succeeded"), test.join());
    for (String kind :
        List.of(
            "pod", "serviceaccount", "role", "rolebinding", "clusterrole", "clusterrolebinding")) {
      assertEquals("", helm.kubectl("get", kind, name, in, "--ignore-not-found"));
    }
  }

  private static Pod succeeded(Pod pod) {
    return new PodBuilder(pod).editStatus().withPhase("Succeeded").endStatus().build();
  }

  private static void assertRow(Typed typed, String row) {
    assertTrue(typed.out().lines().anyMatch(line -> line.matches(row)), row + "\n" + typed.out());
  }

  private static int kindsOfTheChart() {
    return List.of(Path.of("crds").toFile().list()).size();
  }

  private static Lease leaseUntilTomorrow() {
    return new LeaseBuilder()
        .withNewMetadata()
        .withName("bleu-placement-operator")
        .endMetadata()
        .withNewSpec()
        .withHolderIdentity("bleu-0")
        .withLeaseDurationSeconds((int) Duration.ofDays(1).toSeconds())
        .withRenewTime(ZonedDateTime.now(ZoneOffset.UTC))
        .endSpec()
        .build();
  }

  private void upgradeAndRollbackKeepEveryObject(String workload, String crd) {
    // The kinds stay as they are: the way back that loses no field.
    helm.does(
        "upgrade",
        "bleu",
        Helm.CHART,
        in,
        "--set=replicas=1",
        WITHOUT_KINDS,
        AS_VALIDATED,
        "--wait",
        "--timeout=120s");
    assertEquals(crd, uid("crd", "bleuworkloads.placement.bleu.cloud"));
    // As the test of the chart says: the upgrade brings back what was missing.
    helm.kubectl("get", "validatingadmissionpolicybinding", "enforce.pods.placement.bleu.cloud");
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

  /** And back again: nothing that was stored is lost or refused on the way. */
  @Test
  void whatTheFirstChartHadStoredOutlivesAnUpgradeAndARollback(TestNamespace namespace)
      throws Exception {
    helm.does("install", "bleu", FirstChart.PACKAGE, in, AS_VALIDATED);
    served();
    FirstChart first = new FirstChart(client, namespace.name());
    first.store();
    first.hasEveryField();

    helm.does(
        "upgrade",
        "bleu",
        Helm.CHART,
        in,
        "--reset-then-reuse-values",
        AS_VALIDATED,
        "--wait",
        "--timeout=120s");
    assertEquals(kindsOfTheChart(), names("crds").lines().count());
    first.isWhole("after the upgrade");

    helm.does("rollback", "bleu", "1", in, "--wait", "--timeout=120s");
    first.isWhole("after the rollback");
  }

  /** What a person recorded is neither refreshed nor reverted, whatever the next version says. */
  @Test
  void factsThatSomebodyConfirmedStayOverAnUpgrade(ControlPlane plane) {
    String facts = "--set=policies={france-only},providers={s3ns}";
    Helm.Result withoutKinds = helm.typed("install", "bleu", Helm.CHART, in, facts);
    assertTrue(withoutKinds.err().contains("kubectl apply --server-side -f crds"));
    helm.kubectl("apply", "--server-side", "-f", "crds");
    helm.kubectl("wait", "-f", "crds", "--for=condition=Established", "--timeout=120s");
    helm.does(
        "install",
        "bleu",
        Helm.CHART,
        in,
        "--take-ownership",
        facts,
        WITHOUT_POLICIES,
        AS_VALIDATED);
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

    helm.does(
        "upgrade",
        "bleu",
        Helm.CHART,
        in,
        "--set=providers={s3ns}",
        "--set=replicas=1",
        WITHOUT_KINDS,
        WITHOUT_POLICIES,
        AS_VALIDATED);
    assertEquals("2026-11-24", provider("legalEntity.provenance.asOf"), "as confirmed");
    assertEquals("SignedDocument", provider("legalEntity.provenance.basis"));
    assertEquals("articles of association", provider("legalEntity.provenance.source"));
    assertEquals("2025-12-17", provider("ownership.provenance.asOf"), "as it was");
    helm.does("upgrade", "bleu", Helm.CHART, in, "--reuse-values", AS_VALIDATED);
    assertEquals("2026-11-24", provider("legalEntity.provenance.asOf"));

    // A rollback would bring back what the chart said then: the server tells whose fields these
    // are.
    Helm.Result rollback = helm.typed("rollback", "bleu", "1", in);
    assertTrue(rollback.code() != 0, rollback.out());
    assertTrue(rollback.err().contains("conflicts with \"bleu-facts\""), rollback.err());
    assertEquals("2026-11-24", provider("legalEntity.provenance.asOf"));

    // No longer named, it stays: what is known of a provider is not the chart's to take away.
    helm.does("upgrade", "bleu", Helm.CHART, in, WITHOUT_KINDS, WITHOUT_POLICIES, AS_VALIDATED);
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

  private void uninstallWithoutKeepTakesTheKindsAndTheirObjectsAlong() {
    served();
    helm.does("uninstall", "bleu", in);
    soon().until(() -> names("crds").isEmpty());
  }

  /**
   * Every kind is established and was listed once. An API server that has to delete a kind which
   * nobody has listed yet finds its storage not ready and tries again after minutes only.
   */
  private void served() {
    helm.kubectl("wait", "crds", OURS, "--for=condition=Established", "--timeout=120s");
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
    soon().until(() -> admissionKnowsTheKinds(workload));
    client.resource(workload).create();
    return uid("bleuworkload", "web");
  }

  /** A policy refuses all that it matches until the API server has looked up its paramKind. */
  private boolean admissionKnowsTheKinds(HasMetadata workload) {
    try {
      client.resource(workload).dryRun().create();
      return true;
    } catch (KubernetesClientException e) {
      if (String.valueOf(e.getMessage()).contains("failed to find resource referenced")) {
        return false;
      }
      throw e;
    }
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
