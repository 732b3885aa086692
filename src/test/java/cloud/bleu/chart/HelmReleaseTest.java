package cloud.bleu.chart;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.cli.DocumentedCommands;
import cloud.bleu.cli.Typed;
import cloud.bleu.controlplane.ProjectKinds;
import cloud.bleu.controlplane.RealControlPlane;
import cloud.bleu.controlplane.TestNamespace;
import cloud.bleu.controlplane.UnlockedEdit;
import cloud.bleu.operator.ReleaseEnd;
import cloud.bleu.sandbox.ControlPlane;
import cloud.bleu.sandbox.FakeNode;
import cloud.bleu.sandbox.FakeNodes;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseBuilder;
import io.fabric8.kubernetes.api.model.rbac.Role;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.NamespacedKubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The life of a release of the chart, as a person types it and as the documents say it. */
@RealControlPlane(own = true, kinds = false)
@Tag("people")
class HelmReleaseTest {
  private static final Duration SOON = Duration.ofSeconds(60);
  private static final String OURS = "--selector=app.kubernetes.io/instance=bleu";
  private static final String NAMESPACED =
      "deployments,replicasets,pods,poddisruptionbudgets,serviceaccounts,roles,rolebindings,"
          + "services,networkpolicies,configmaps";

  /**
   * Of what {@link #aReleaseLivesAndNoObjectOfAUserGoesWithIt} has Helm look at once: for that the
   * server makes its schemas anew each time that a kind has come or gone.
   */
  private static final String AS_VALIDATED = "--disable-openapi-validation";

  private static final Path RUNBOOKS = Path.of("docs/runbooks.md");
  private static final String NOT_NAMESPACED = "clusterroles,clusterrolebindings";

  /** The namespace of the documents. */
  private static final String DOCUMENTED = "bleu-system";

  /** Where the operator of the last release has a workload. */
  private static final String SERVED = "served";

  private static final Path README = Path.of("README.md");
  private static final Path INSTALL = Path.of("docs/how-to/install.md");

  /** One of the smaller kinds, of a chart that has no other. */
  private static final String ONE_KIND = "placementgates.placement.bleu.cloud";

  private static final String FILE = "placement.bleu.cloud_placementgates.yaml";
  private static final String VERSION =
      "{.spec.versions[0].additionalPrinterColumns[0].description}";

  private static final String UPGRADED =
      "helm upgrade bleu helm/bleu --namespace bleu-system --reset-then-reuse-values --force";

  private static final Path UPGRADE = Path.of("docs/how-to/upgrade.md");
  private static final Path GITOPS = Path.of("docs/how-to/gitops.md");
  private static final Path UNINSTALL = Path.of("docs/how-to/uninstall.md");

  private static final List<String> OF_KUBERNETES =
      List.of(
          """
          apiVersion: v1
          kind: Pod
          metadata: {name: some}
          spec: {containers: [{name: main, image: none}]}
          """,
          """
          apiVersion: apps/v1
          kind: Deployment
          metadata: {name: some}
          spec:
            replicas: 0
            selector: {matchLabels: {app: some}}
            template:
              metadata: {labels: {app: some}}
              spec: {containers: [{name: main, image: none}]}
          """,
          """
          apiVersion: v1
          kind: PersistentVolumeClaim
          metadata: {name: some}
          spec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 1Gi}}}
          """);

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
    restrict(namespace.name());
  }

  private void restrict(String namespace) {
    helm.kubectl("label", "namespace", namespace, "pod-security.kubernetes.io/enforce=restricted");
  }

  @AfterEach
  void nothingStays() {
    helm.does("uninstall", "bleu", in, "--ignore-not-found");
    if (!names("crds").isEmpty()) {
      ProjectKinds.awaitListed(client);
      helm.kubectl("delete", "crds", OURS);
    }
    client.namespaces().withName(DOCUMENTED).delete();
  }

  /**
   * Installed, upgraded, rolled back, uninstalled and installed again, by the commands of the
   * documents, at last with an operator; kinds cost seconds each time.
   */
  @Test
  void aReleaseLivesAndNoObjectOfAUserGoesWithIt(ControlPlane plane, FakeNodes nodes)
      throws Exception {
    helm.kubectl("create", "namespace", DOCUMENTED);
    restrict(DOCUMENTED);
    in = "--namespace=" + DOCUMENTED;
    client = client.adapt(NamespacedKubernetesClient.class).inNamespace(DOCUMENTED);
    String said = typed(DocumentedCommands.ofReadme("helm install"), "--wait", "--timeout=120s");
    itRunsInBothZones();
    assertEquals("YOUR/IMAGE", repository());
    served();
    assertEquals(
        "No resources found", helm.typedKubectl("get", "bw", "--all-namespaces").err().strip());
    String workload = workload();
    String crd = uid("crd", "bleuworkloads.placement.bleu.cloud");
    assertTrue(helm.kubectl("explain", "bleuworkload.spec.replicas").contains("replicas"));
    notesHold(said);
    itsTestSaysWhatIsMissing(plane, DOCUMENTED);

    upgradeAndRollbackKeepEveryObject(workload, crd);
    uninstallLeavesKindsAndObjectsAndNothingElse(workload);
    Typed released =
        Typed.now(
            "release", "--kubeconfig", plane.kubeconfigFile(plane.adminKubeconfig()).toString());
    assertTrue(DocumentedCommands.of(UNINSTALL, "./bleu release").equals("./bleu release"));
    assertEquals(0, released.code(), released.out() + released.err());
    assertEquals(workload, uid("bleuworkload", "web"));

    String notes =
        helm.does(
            "install", "bleu", Helm.CHART, in, "--set=crds.keep=false,replicas=0", AS_VALIDATED);
    assertEquals(workload, uid("bleuworkload", "web"));
    assertEquals(crd, uid("crd", "bleuworkloads.placement.bleu.cloud"));
    uninstallWithoutKeepTakesTheKindsAndTheirObjectsAlong(plane, nodes, notes);
  }

  /**
   * The policies are there and the kind of their parameters is not, as in the first seconds of a
   * release or after somebody deleted the CRDs: the API server then refuses all that a policy
   * matches, and that has to be what is governed and nothing else in the cluster.
   */
  @Test
  void withoutTheKindsOnlyWhatIsGovernedIsRefused(ControlPlane plane) {
    try (KubernetesClient admin = plane.adminClient()) {
      withoutTheKindsOnlyWhatIsGovernedIsRefused(admin);
    }
  }

  private void withoutTheKindsOnlyWhatIsGovernedIsRefused(KubernetesClient admin) {
    created(admin, "enforced", Map.of("placement.bleu.cloud/governed", "Enforce"));
    created(admin, "free", Map.of());
    for (String name : List.of("enforced", "free", "kube-system")) {
      // Without it no pod is taken, whatever the policies say.
      await("the service account of " + name)
          .atMost(SOON)
          .until(() -> admin.serviceAccounts().inNamespace(name).withName("default").get() != null);
    }
    List<HasMetadata> policies =
        Helm.offline(folder).objects("-n", "bleu-system").stream()
            .filter(o -> o.getKind().contains("AdmissionPolicy"))
            .toList();
    policies.forEach(o -> admin.resource(o).serverSideApply());
    try {
      for (String object : OF_KUBERNETES) {
        await(object)
            .atMost(SOON)
            .until(() -> said(admin, "enforced", object).contains("paramKind"));
      }
      for (String object : OF_KUBERNETES) {
        assertEquals("", said(admin, "free", object), object);
        assertEquals("", said(admin, "kube-system", object), object);
      }
      await("labels of what is governed").atMost(SOON).until(() -> isHeld(admin, "enforced"));
      assertEquals("", saidOfLabels(admin, "free"));
      assertEquals("", saidOfLabels(admin, "kube-system"));
      for (String name : List.of("enforced", "free")) {
        admin.namespaces().withName(name).delete();
        await(name + " ends")
            .atMost(SOON)
            .until(() -> admin.namespaces().withName(name).get() == null);
      }
    } finally {
      policies.forEach(o -> admin.resource(o).delete());
      for (String name : List.of("enforced", "free")) {
        admin.namespaces().withName(name).delete();
      }
    }
  }

  private static boolean isHeld(KubernetesClient admin, String namespace) {
    return saidOfLabels(admin, namespace).contains("paramKind");
  }

  private static String saidOfLabels(KubernetesClient admin, String namespace) {
    try {
      admin
          .namespaces()
          .withName(namespace)
          .dryRun()
          .patch(
              PatchContext.of(PatchType.JSON_MERGE),
              "{\"metadata\":{\"labels\":{\"env\":\"dev\"}}}");
      return "";
    } catch (KubernetesClientException e) {
      return String.valueOf(e.getMessage());
    }
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

    // The authorizer sees what was just granted a moment later.
    soon()
        .untilAsserted(
            () -> {
              Typed known = Typed.now(words.toArray(String[]::new));
              assertRow(known, "leader +no +there is no Lease .*");
              assertRow(known, "admission +yes .*");
            });
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
    String lease =
        DocumentedCommands.of(RUNBOOKS, "kubectl -n bleu-system get lease")
            .substring("kubectl ".length());
    String shown = helm.kubectl(lease.split(" "));
    assertTrue(shown.contains("holderIdentity: bleu-0\n") && shown.contains("renewTime: "), shown);

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
                    "leader +no +not seen: this account may not get the Lease .*; have the Role"
                        + " bleu-lease-reader of the chart bound to it there; .*"));
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
    assertEquals("", typed(DocumentedCommands.of(UPGRADE, "kubectl diff")));
    String bindings =
        typed(DocumentedCommands.of(UPGRADE, "kubectl get clusterrolebindings,rolebindings"));
    assertTrue(bindings.contains("ClusterRole/bleu-changes"), bindings);
    crdsOfAnEarlierChartAreKeptByArgoCd();
    typed(DocumentedCommands.of(UPGRADE, UPGRADED));
    assertEquals("YOUR/IMAGE", repository());
    assertEquals(Set.of("Prune=false,Delete=false"), syncOptions());
    // As the test of the chart says: the upgrade brings back what was missing.
    helm.kubectl("get", "validatingadmissionpolicybinding", "enforce.pods.placement.bleu.cloud");
    typed(DocumentedCommands.of(Path.of("docs/how-to/add-a-cluster.md"), "helm upgrade bleu"));
    assertTrue(
        helm.kubectl("get", "role", "bleu-members", in, "--output=yaml").contains("secrets"));
    // The kinds stay as they are, and so what people wrote.
    typed(
        DocumentedCommands.of(
            UPGRADE,
            "helm upgrade bleu helm/bleu --namespace bleu-system --reset-then-reuse-values --set"),
        "--set=replicas=1",
        AS_VALIDATED,
        "--wait",
        "--timeout=120s");
    assertEquals(crd, uid("crd", "bleuworkloads.placement.bleu.cloud"));
    soon().until(() -> client.pods().list().getItems().size() == 1);
    assertEquals("", names("poddisruptionbudgets", in));
    assertEquals(workload, uid("bleuworkload", "web"));

    rollBack("--wait", "--timeout=120s");
    assertEquals(
        2, client.apps().deployments().withName("bleu").get().getStatus().getReadyReplicas());
    assertEquals("poddisruptionbudget.policy/bleu", names("poddisruptionbudgets", in).strip());
    assertEquals(workload, uid("bleuworkload", "web"));
    assertEquals(crd, uid("crd", "bleuworkloads.placement.bleu.cloud"));
  }

  /** To the revision before the last one. */
  private void rollBack(String... more) {
    List<String> revisions =
        typed(DocumentedCommands.of(UPGRADE, "helm history"))
            .lines()
            .map(line -> line.split("\\s")[0])
            .toList();
    String before = revisions.get(revisions.size() - 2);
    typed(DocumentedCommands.of(UPGRADE, "helm rollback").replace("REVISION", before), more);
  }

  private void crdsOfAnEarlierChartAreKeptByArgoCd() {
    String annotate = DocumentedCommands.of(GITOPS, "kubectl annotate crds");
    assertEquals(Set.of("Prune=false,Delete=false"), syncOptions());
    typed(annotate.replaceAll("=Prune\\S+", "-"));
    assertEquals(Set.of(""), syncOptions());
    typed(annotate);
    assertEquals(Set.of("Prune=false,Delete=false"), syncOptions());
  }

  /** What the kinds that are there say to Argo CD. */
  private Set<String> syncOptions() {
    return helm.kubectl(
            "get",
            "crds",
            OURS,
            "--output=jsonpath={range .items[*]}{.metadata.annotations"
                + ".argocd\\.argoproj\\.io/sync-options}{'\\n'}{end}")
        .lines()
        .collect(Collectors.toSet());
  }

  private void uninstallLeavesKindsAndObjectsAndNothingElse(String workload) {
    String kinds = names("crds");
    assertEquals(List.of(Path.of("crds").toFile().list()).size(), kinds.lines().count(), kinds);
    typed(DocumentedCommands.of(UNINSTALL, "helm uninstall"));
    await().atMost(SOON).until(this::nothingRuns);
    assertEquals("", names(NAMESPACED, "--all-namespaces"));
    assertEquals("", names(NOT_NAMESPACED));
    assertEquals(kinds, names("crds"));
    assertEquals(workload, uid("bleuworkload", "web"));
  }

  /** What the garbage collector deletes when Helm has deleted all else is gone. */
  private boolean nothingRuns() {
    return client.apps().replicaSets().list().getItems().isEmpty()
        && client.pods().list().getItems().isEmpty();
  }

  /** And back again: nothing that was stored is lost or refused on the way. */
  @Test
  void whatTheFirstChartHadStoredOutlivesAnUpgradeAndARollback(TestNamespace namespace)
      throws Exception {
    helm.does("install", "bleu", FirstChart.PACKAGE, in, AS_VALIDATED);
    ProjectKinds.awaitListed(client);
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

  /** Whichever way the kinds came, and whoever has scaled the operator or mended a kind since. */
  @Test
  void kindsThatDifferComeWithAnUpgradeAfterEachWayIn() throws Exception {
    in = "--namespace=" + DOCUMENTED;
    client = client.adapt(NamespacedKubernetesClient.class).inNamespace(DOCUMENTED);
    String apply = DocumentedCommands.of(INSTALL, "kubectl apply --server-side -f crds");
    String takeOver =
        DocumentedCommands.of(INSTALL, "helm install bleu").replace(" -f values.yaml", "");
    helm.kubectl("create", "namespace", DOCUMENTED);

    typed(of("older", apply));
    small(of("older", takeOver));
    newerKindsCome();

    // As was documented until December 2026, and as the README begins.
    typed(of("older", DocumentedCommands.of(README, "kubectl apply --server-side -f crds")));
    small(of("older", takeOver));
    newerKindsCome();

    small(of("older", DocumentedCommands.ofReadme("helm install")));
    assertEquals("", typed(of("older", DocumentedCommands.of(UPGRADE, "kubectl diff"))));
    typed(of("older", DocumentedCommands.of(UNINSTALL, "helm upgrade bleu")), AS_VALIDATED);
    typed(of("newer", DocumentedCommands.of(UPGRADE, "kubectl apply --server-side")));
    helm.kubectl("scale", "deployment", "bleu", in, "--replicas=1");
    newerKindsCome();
  }

  /** And go with a rollback; nothing is left. */
  private void newerKindsCome() {
    Helm.Result diff =
        helm.typedKubectl(words(of("newest", DocumentedCommands.of(UPGRADE, "kubectl diff"))));
    assertEquals(1, diff.code(), diff.out() + diff.err());
    small(of("newest", DocumentedCommands.of(UPGRADE, UPGRADED)));
    assertEquals("newest", helm.kubectl("get", "crd", ONE_KIND, "--output=jsonpath=" + VERSION));
    assertEquals(0, client.apps().deployments().withName("bleu").get().getSpec().getReplicas());
    rollBack();
    assertEquals("older", helm.kubectl("get", "crd", ONE_KIND, "--output=jsonpath=" + VERSION));
    typed(DocumentedCommands.of(UNINSTALL, "helm uninstall"));
    typed(DocumentedCommands.of(UNINSTALL, "kubectl delete crds"));
  }

  /** A command, with the chart and the kinds of one that has one kind, which says so. */
  private String of(String version, String command) {
    try {
      Path there = folder.resolve(version);
      if (!Files.exists(there)) {
        String kind =
            Files.readString(Path.of("crds", FILE))
                .replaceFirst("description: .*", "description: " + version);
        Files.createDirectories(there.resolve("crds"));
        Files.writeString(there.resolve("crds").resolve(FILE), kind);
        Path chart = Path.of(Helm.CHART);
        try (Stream<Path> all = Files.walk(chart)) {
          for (Path file : all.filter(f -> !f.getParent().endsWith("crds")).toList()) {
            Files.copy(file, there.resolve("chart").resolve(chart.relativize(file)));
          }
        }
        Files.writeString(there.resolve("chart/files/crds").resolve(FILE), kind);
      }
      return command
          .replace(" helm/bleu ", " " + there.resolve("chart") + " ")
          .replace(" crds", " " + there.resolve("crds"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Without what takes time and has nothing to do with kinds. */
  private void small(String command) {
    typed(command, "--set=admission.enabled=false,rbac.create=false,replicas=0", AS_VALIDATED);
  }

  private static String[] words(String command) {
    return command.substring(command.indexOf(' ') + 1).split(" ");
  }

  /** A command of a document, which needs no shell, and what it printed. */
  private String typed(String command, String... more) {
    List<String> words = new ArrayList<>(List.of(command.split(" ")));
    String program = words.remove(0);
    words.addAll(List.of(more));
    return program.equals("kubectl")
        ? helm.kubectl(words.toArray(String[]::new))
        : helm.does(words.toArray(String[]::new));
  }

  /** Of the image that the operator runs. */
  private String repository() {
    return client
        .apps()
        .deployments()
        .withName("bleu")
        .get()
        .getSpec()
        .getTemplate()
        .getSpec()
        .getContainers()
        .get(0)
        .getImage()
        .replaceAll(":.*", "");
  }

  /** Each look is a process, which costs more than to wait for a second. */
  private static ConditionFactory soon() {
    return await()
        .atMost(SOON)
        .pollDelay(Duration.ofMillis(300))
        .pollInterval(Duration.ofSeconds(1));
  }

  /** With replicas that run in a namespace which restricts no pod. */
  private void uninstallWithoutKeepTakesTheKindsAndTheirObjectsAlong(
      ControlPlane plane, FakeNodes nodes, String notes) throws Exception {
    ProjectKinds.awaitListed(client);
    try (KubernetesClient admin = plane.adminClient()) {
      created(admin, SERVED, Map.of());
      new ReleaseEnd(
              plane,
              folder,
              DOCUMENTED,
              admin.adapt(NamespacedKubernetesClient.class).inNamespace(SERVED),
              nodes)
          .comes(notes);
      admin.namespaces().withName(SERVED).delete();
    }
  }

  /** Every kind is served, and kubectl has found it. */
  private void served() {
    ProjectKinds.awaitListed(client);
    String kinds =
        names("crds").lines().map(name -> name.split("/")[1]).collect(Collectors.joining(","));
    // Discovery follows a little later. Each request is bounded, and told where it fails.
    soon()
        .atMost(Duration.ofMinutes(2))
        .untilAsserted(
            () -> helm.kubectl("get", kinds, "--all-namespaces", "--request-timeout=10s", "--v=6"));
  }

  private String workload() {
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

  private static void created(KubernetesClient admin, String name, Map<String, String> labels) {
    admin
        .resource(
            new NamespaceBuilder()
                .withNewMetadata()
                .withName(name)
                .withLabels(labels)
                .endMetadata()
                .build())
        .create();
  }

  /** Why the server would not take an object; "" when it would. */
  private static String said(KubernetesClient admin, String namespace, String yaml) {
    HasMetadata object = Serialization.unmarshal(yaml);
    object.getMetadata().setNamespace(namespace);
    try {
      admin.resource(object).dryRun().create();
      return "";
    } catch (KubernetesClientException e) {
      return String.valueOf(e.getMessage());
    }
  }
}
