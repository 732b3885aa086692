package cloud.bleu.operator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import cloud.bleu.api.v1alpha1.AvailabilityZone;
import cloud.bleu.api.v1alpha1.MigrationPlan;
import cloud.bleu.api.v1alpha1.PlacementGate;
import cloud.bleu.chart.AuditLog;
import cloud.bleu.chart.Helm;
import cloud.bleu.chart.Right;
import cloud.bleu.controlplane.AdmissionPolicies;
import cloud.bleu.controlplane.RealControlPlane;
import cloud.bleu.controlplane.TestNamespace;
import cloud.bleu.delivery.ocm.ManagedClusterCrds;
import cloud.bleu.migration.MigrationStatus;
import cloud.bleu.operator.config.OperatorOptions;
import cloud.bleu.operator.profile.ClusterProfileCrd;
import cloud.bleu.sandbox.ControlPlane;
import cloud.bleu.sandbox.FakeNodes;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The operator has the rights that the chart gives to its service account and no others: what it
 * asks for is compared with them by the audit log of the API server.
 */
@RealControlPlane(
    own = true,
    kinds = false,
    apiServer = {
      "--audit-policy-file=src/test/resources/audit-service-accounts.yaml",
      "--audit-log-path=" + OperatorRightsTest.LOG,
      "--enable-admission-plugins=OwnerReferencesPermissionEnforcement"
    })
public class OperatorRightsTest {
  private static final String SYSTEM = "bleu-system";
  static final String ELSEWHERE =
      "members.enabled=true,members.companions.enabled=true,"
          + "members.companions.secretNamespaces={*},karmada.enabled=true,clusterProfiles.enabled=true,"
          + "openClusterManagement.enabled=true,migration.enabled=true";
  static final String LOG = "target/audit-service-accounts.log";

  private static final String COMPANION =
      "asked when a workload with companions is delivered to a member; MembersPlaneTest does";

  private static final String DECISION =
      "asked when a workload is placed in a cluster of the inventory; MembersPlaneTest and"
          + " PlacementDecisionsTest do";

  private static final String WORK =
      "asked when a workload is placed in a ManagedCluster; MembersPlaneTest and"
          + " WorkTargetTest do";

  /** Rights that the life below does not use, and why they are given all the same. */
  private static final Map<String, String> RARE =
      Map.ofEntries(
          Map.entry("patch multicluster.x-k8s.io/placementdecisions", DECISION),
          Map.entry("get multicluster.x-k8s.io/placementdecisions", DECISION),
          Map.entry("delete multicluster.x-k8s.io/placementdecisions", DECISION),
          Map.entry("create multicluster.x-k8s.io/placementdecisions", DECISION),
          Map.entry("patch work.open-cluster-management.io/manifestworks", WORK),
          Map.entry("get work.open-cluster-management.io/manifestworks", WORK),
          Map.entry("delete work.open-cluster-management.io/manifestworks", WORK),
          Map.entry("create work.open-cluster-management.io/manifestworks", WORK),
          Map.entry("get /configmaps", COMPANION),
          Map.entry("get /persistentvolumeclaims", COMPANION),
          Map.entry("get /secrets", COMPANION),
          Map.entry("get /serviceaccounts", COMPANION),
          Map.entry("get /services", COMPANION),
          Map.entry("get networking.k8s.io/ingresses", COMPANION),
          Map.entry("get rbac.authorization.k8s.io/rolebindings", COMPANION),
          Map.entry("get rbac.authorization.k8s.io/roles", COMPANION),
          Map.entry(
              "update placement.bleu.cloud/bleuworkloads/finalizers",
              "asked by admission when a child names its owner, not by a request"),
          Map.entry(
              "list events.k8s.io/events",
              "asked when a StatefulSet has created no pods for a while; PodFaultsPlaneTest does"));

  @TempDir Path folder;

  @BeforeAll
  static void forgetEarlierRuns() throws IOException {
    Files.deleteIfExists(Path.of(LOG));
  }

  @Test
  void everyRightOfTheChartIsUsedAndNoneIsMissing(
      ControlPlane plane, KubernetesClient client, TestNamespace namespace, FakeNodes nodes) {
    Helm helm = Helm.on(plane, folder);
    helm.does(
        "install",
        "bleu",
        Helm.CHART,
        "-n",
        SYSTEM,
        "--create-namespace",
        "--set",
        "replicas=0",
        "--set",
        ELSEWHERE,
        "--set",
        AdmissionPolicies.CONTROLLERS);
    ReleasedRights.awaitKnown(client, SYSTEM, "bleu");
    label(client, namespace, "\"Enforce\"");
    OpenReportsLife.crd(client);
    assertNull(OpenReportsLife.report(client));
    GatewayApiCrds.install(client);
    String account =
        client
            .serviceAccounts()
            .inNamespace(SYSTEM)
            .withName("bleu")
            .require()
            .getMetadata()
            .getUid();
    try (KubernetesClient ofTheChart =
            plane.client(plane.serviceAccountKubeconfig(SYSTEM, "bleu"));
        Operator operator =
            OperatorUnderTest.of(ofTheChart, elected(new TestNamespace(SYSTEM), "one"), () -> {})) {
      operator.start();
      Scene scene = new Scene(client, nodes);
      new OneLife(scene, client).live();
      scene.until("the migration is planned", () -> isPlanned(client));
      scene.until("a report", () -> OpenReportsLife.report(client) != null);
      assertEquals(
          List.of(),
          AuditLog.of(Path.of(LOG), account).used().stream()
              .filter(right -> right.resource().equals("secrets") && !right.verb().equals("get"))
              .filter(right -> !right.verb().equals("create"))
              .toList(),
          "no Secrets are listed or watched while no zone names one");
      scene.create(
          "---\n{apiVersion: placement.bleu.cloud/v1alpha1, kind: AvailabilityZone, metadata: {name:"
              + " elsewhere}, spec: {provider: nobody, region: r, site: elsewhere, target: {cluster:"
              + " {kubeconfigSecretRef: {name: missing}}}}}");
      scene.until(
          "the Secrets are read",
          () ->
              client.resources(AvailabilityZone.class).withName("elsewhere").get().getStatus()
                      != null
                  && String.valueOf(
                          client
                              .resources(AvailabilityZone.class)
                              .withName("elsewhere")
                              .get()
                              .getStatus()
                              .conditions())
                      .contains("SecretMissing"));
      client.resource(ClusterProfileCrd.read()).serverSideApply();
      client.resource(ClusterProfileCrd.decisions()).serverSideApply();
      scene.create(
          "---\n{apiVersion: placement.bleu.cloud/v1alpha1, kind: AvailabilityZone, metadata: {name:"
              + " inventoried}, spec: {provider: nobody, region: r, site: inventoried, target:"
              + " {clusterProfile: {name: missing, namespace: fleet}}}}");
      scene.until(
          "the ClusterProfiles are read",
          () ->
              String.valueOf(
                      client
                          .resources(AvailabilityZone.class)
                          .withName("inventoried")
                          .get()
                          .getStatus())
                  .contains("ProfileMissing"));
      ManagedClusterCrds.all().forEach(crd -> client.resource(crd).serverSideApply());
      scene.create(
          "---\n{apiVersion: placement.bleu.cloud/v1alpha1, kind: AvailabilityZone, metadata: {name:"
              + " managed}, spec: {provider: nobody, region: r, site: managed, target:"
              + " {openClusterManagement: {managedCluster: missing}}}}");
      scene.until(
          "the ManagedClusters are read",
          () ->
              String.valueOf(
                      client
                          .resources(AvailabilityZone.class)
                          .withName("managed")
                          .get()
                          .getStatus())
                  .contains("ManagedClusterMissing"));
      new CarriedLife(scene, client, namespace.name()).live();
      label(client, namespace, "null");
      scene.until("no report", () -> OpenReportsLife.report(client) == null);
      scene.until(
          "the gate of a namespace that is not governed any more is gone",
          () -> client.resources(PlacementGate.class).withName(PlacementGate.NAME).get() == null);
    } catch (AssertionError e) {
      throw new AssertionError(
          "refused: " + AuditLog.of(Path.of(LOG), account).forbidden() + "\n" + e.getMessage(), e);
    } finally {
      AdmissionPolicies.remove(plane);
    }

    AuditLog asked = AuditLog.of(Path.of(LOG), account);
    Set<Right> granted = Right.granted(helm.objects("-n", SYSTEM, "--set", ELSEWHERE));
    Set<Right> used = asked.used();
    StringBuilder differences = new StringBuilder();
    asked.forbidden().forEach(request -> differences.append("refused: " + request + "\n"));
    minus(used, granted).forEach(right -> differences.append("missing: " + right + "\n"));
    Set<Right> rare = new TreeSet<>();
    RARE.keySet().forEach(right -> rare.add(Right.of(right)));
    minus(minus(granted, used), rare)
        .forEach(right -> differences.append("unused: " + right + "\n"));
    minus(rare, minus(granted, used))
        .forEach(right -> differences.append("not rare, or not granted: " + right + "\n"));
    assertEquals("", differences.toString());
  }

  private static boolean isPlanned(KubernetesClient client) {
    MigrationPlan plan = client.resources(MigrationPlan.class).withName("away").get();
    return plan.getStatus() != null && MigrationStatus.isPlanned(plan.getStatus());
  }

  /** The life is one in a namespace that enforces its decisions. */
  private static void label(KubernetesClient client, TestNamespace namespace, String level) {
    client
        .namespaces()
        .withName(namespace.name())
        .patch(
            PatchContext.of(PatchType.JSON_MERGE),
            "{\"metadata\":{\"labels\":{\"placement.bleu.cloud/governed\":%s}}}".formatted(level));
  }

  /**
   * A lease that outlives a pause of the machine: nobody waits for its end, as who ends gives it
   * back.
   */
  public static OperatorOptions elected(TestNamespace namespace, String identity) {
    return new OperatorOptions(
        "127.0.0.1",
        -1,
        true,
        namespace.name(),
        identity,
        Duration.ofSeconds(60),
        Duration.ofSeconds(40),
        Duration.ofMillis(500),
        Clock.systemUTC(),
        null);
  }

  private static Set<Right> minus(Set<Right> some, Set<Right> others) {
    Set<Right> rest = new TreeSet<>(some);
    rest.removeAll(others);
    return rest;
  }
}
