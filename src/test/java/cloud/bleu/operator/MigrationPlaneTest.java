package cloud.bleu.operator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.api.v1alpha1.MigrationPlan;
import cloud.bleu.api.v1alpha1.MigrationPlanStatus;
import cloud.bleu.assess.wave.TargetEstate;
import cloud.bleu.chart.Helm;
import cloud.bleu.controlplane.OperatorAccount;
import cloud.bleu.controlplane.RealControlPlane;
import cloud.bleu.placement.estate.ZoneRule;
import cloud.bleu.sandbox.ControlPlane;
import cloud.bleu.sandbox.ControlPlaneBinaries.Program;
import cloud.bleu.sandbox.FakeNodes;
import cloud.bleu.status.Conditions;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.rbac.ClusterRole;
import io.fabric8.kubernetes.api.model.rbac.ClusterRoleBindingBuilder;
import io.fabric8.kubernetes.api.model.rbac.ClusterRoleBuilder;
import io.fabric8.kubernetes.api.model.rbac.PolicyRule;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A plan of a migration in one life of an operator: without the right, with it, and moved. */
@RealControlPlane
class MigrationPlaneTest {

  /** What the operator may read and change, by the two roles of a release. */
  private static final Set<String> RIGHTS =
      Set.of(OperatorAccount.RELEASE, OperatorAccount.RELEASE + "-changes");

  private static final String RIGHT = "migration-under-test";

  private final MovableClock clock = new MovableClock();
  @TempDir private Path folder;
  private KubernetesClient client;

  @AfterEach
  void end() {
    client.resources(MigrationPlan.class).delete();
    client.rbac().clusterRoleBindings().withName(RIGHT).delete();
    client.rbac().clusterRoles().withName(RIGHT).delete();
  }

  @Test
  void itIsPlannedOnceItMayBeReadAndFollowsWhatRuns(
      ControlPlane plane, KubernetesClient client, FakeNodes nodes, OperatorAccount account)
      throws IOException, InterruptedException {
    this.client = client;
    Scene scene = new Scene(client, nodes);
    scene.provider("acme").zone("acme", "fr-a").zone("acme", "fr-b");
    for (String name : List.of("web", "prices")) {
      scene.create(
          """
          apiVersion: apps/v1
          kind: Deployment
          metadata: {name: %s}
          spec:
            replicas: 2
            selector: {matchLabels: {app: %s}}
            template:
              metadata: {labels: {app: %s}}
              spec:
                containers:
                - {name: main, image: none, envFrom: [{secretRef: {name: login}}], resources: {requests: {cpu: 100m, memory: 64Mi}}}
          """
              .formatted(name, name, name));
    }
    scene.create(
        """
        apiVersion: v1
        kind: Secret
        metadata: {name: login}
        stringData: {host: hidden}
        """);
    try (KubernetesClient own = account.client();
        Operator operator = OperatorUnderTest.of(own, clock.alone(), () -> {})) {
      operator.start();
      scene.create(
          """
          apiVersion: placement.bleu.cloud/v1alpha1
          kind: MigrationPlan
          metadata: {name: shop}
          spec: {target: acme, namespaces: [%s], mostWorkloads: 1, interval: 10m}
          """
              .formatted(client.getNamespace()));
      scene.until(
          "it says which right is missing",
          () -> condition("Stalled").equals("True InventoryForbidden"));
      assertTrue(message("Stalled").contains("migration.enabled"), message("Stalled"));
      assertEquals("Unknown MigrationNotPlanned", condition("NextWaveClear"));

      grant(account);
      scene.until(
          "it is planned",
          () -> {
            clock.forward(Duration.ofMinutes(1));
            return condition("Ready").equals("True MigrationPlanned");
          });
      assertEquals("", condition("Stalled") + condition("Reconciling"));
      MigrationPlanStatus status = status();
      assertEquals(
          List.of(2, 0, 1),
          List.of(
              status.inventory().workloads(),
              status.inventory().moved(),
              status.inventory().notSeen()));
      assertEquals(
          List.of("Ready", "Waiting"),
          status.waves().stream().map(MigrationPlanStatus.Wave::state).toList());
      assertEquals("True NothingInTheWay", condition("NextWaveClear"));
      assertTrue(
          kubectl(plane, "get mplan")
              .matches("(?s).*shop +acme +2 +0 +0 +1 +True +True +MigrationPlanned .*"));
      assertTrue(
          kubectl(plane, "get mplan shop -o jsonpath={.status.next}").contains("\"wave\":1"));
      assertTrue(
          kubectl(plane, "wait mplan/shop --for=condition=NextWaveClear --timeout=60s")
              .contains("condition met"));
      Path exported =
          Files.writeString(
              folder.resolve("target.yaml"),
              kubectl(plane, "get cprov,az,sovpol,waiver,bw,wp,ns,nodes,pods -A -o yaml"));
      assertEquals(
          List.of(),
          TargetEstate.read(
                  List.of(exported.toString()),
                  "acme",
                  clock.instant(),
                  LocalDate.ofInstant(clock.instant(), ZoneRule.PARIS))
              .problems());
      assertTrue(
          client.apps().deployments().withName("prices").get().getSpec().getReplicas() == 2,
          "nothing is moved by a plan");

      scene.create(
          """
          apiVersion: placement.bleu.cloud/v1alpha1
          kind: BleuWorkload
          metadata: {name: prices}
          spec:
            replicas: 2
            dataClasses: [Ordinary]
            workload: {deploymentRef: {name: prices, scaleDown: OnSuccess}}
          """);
      scene.awaitReady("prices");
      scene.until(
          "the first wave has moved",
          () -> {
            clock.forward(Duration.ofMinutes(10));
            return status().inventory().moved() == 1;
          });
      assertEquals("Done", status().waves().get(0).state());
      assertEquals(2, status().next().wave());
      scene.until("that is an event", () -> events().contains("WaveMoved"));
      assertEquals(1, events().stream().filter("WaveMoved"::equals).count());
    }
  }

  /** What the chart gives with migration.enabled, and nothing else. */
  private void grant(OperatorAccount account) {
    Helm helm = Helm.offline(folder);
    List<PolicyRule> without = rules(helm);
    List<PolicyRule> more =
        rules(helm, "--set", "migration.enabled=true").stream()
            .filter(rule -> !without.contains(rule))
            .toList();
    client
        .resource(
            new ClusterRoleBuilder()
                .withNewMetadata()
                .withName(RIGHT)
                .endMetadata()
                .withRules(more)
                .build())
        .create();
    client
        .resource(
            new ClusterRoleBindingBuilder()
                .withNewMetadata()
                .withName(RIGHT)
                .endMetadata()
                .withNewRoleRef("rbac.authorization.k8s.io", "ClusterRole", RIGHT)
                .addNewSubject()
                .withKind("ServiceAccount")
                .withName(OperatorAccount.RELEASE)
                .withNamespace(account.namespace())
                .endSubject()
                .build())
        .create();
  }

  private static List<PolicyRule> rules(Helm helm, String... values) {
    return helm.objectsOf(OperatorAccount.RELEASE, values).stream()
        .filter(ClusterRole.class::isInstance)
        .map(ClusterRole.class::cast)
        .filter(r -> RIGHTS.contains(r.getMetadata().getName()))
        .flatMap(r -> r.getRules().stream())
        .toList();
  }

  /** What kubectl prints. */
  private static String kubectl(ControlPlane plane, String typed)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(plane.binaries().path(Program.KUBECTL).toString());
    command.add("--kubeconfig=" + plane.kubeconfigFile(plane.adminKubeconfig()));
    command.addAll(List.of(typed.split(" ")));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, process.waitFor(), said);
    return said;
  }

  private MigrationPlanStatus status() {
    return client.resources(MigrationPlan.class).withName("shop").get().getStatus();
  }

  private Condition found(String type) {
    MigrationPlanStatus status = status();
    return status == null ? null : Conditions.find(status.conditions(), type);
  }

  private String condition(String type) {
    Condition condition = found(type);
    return condition == null ? "" : condition.getStatus() + " " + condition.getReason();
  }

  private String message(String type) {
    Condition condition = found(type);
    return condition == null ? "" : condition.getMessage();
  }

  private List<String> events() {
    return client.events().v1().events().inNamespace("default").list().getItems().stream()
        .filter(e -> "MigrationPlan".equals(e.getRegarding().getKind()))
        .map(e -> e.getReason())
        .toList();
  }
}
