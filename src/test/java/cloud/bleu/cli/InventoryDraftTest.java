package cloud.bleu.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.cli.terminal.ExitCode;
import cloud.bleu.delivery.karmada.KarmadaCrds;
import cloud.bleu.delivery.ocm.ManagedClusterCrds;
import cloud.bleu.operator.profile.ClusterProfileCrd;
import cloud.bleu.sandbox.EmbeddedApiServer;
import cloud.bleu.sandbox.ProjectCrds;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code bleu init --clusters}: what inventories say of clusters, as proposals for facts. */
@Tag("wiring")
class InventoryDraftTest {

  @TempDir Path folder;
  private EmbeddedApiServer server;
  private KubernetesClient client;

  @BeforeEach
  void start() throws IOException {
    List<CustomResourceDefinition> kinds = new ArrayList<>(ProjectCrds.all());
    kinds.add(ClusterProfileCrd.read());
    kinds.addAll(ManagedClusterCrds.all());
    kinds.addAll(KarmadaCrds.all());
    server = EmbeddedApiServer.start(kinds);
    client = server.newClient();
    server.writeKubeconfig(folder.resolve("kubeconfig"));
  }

  @AfterEach
  void stop() {
    client.close();
    server.close();
  }

  private void inventory(String yaml) {
    GenericKubernetesResource object =
        Serialization.unmarshal("---\n" + yaml, GenericKubernetesResource.class);
    Object status = object.getAdditionalProperties().get("status");
    client.resource(object).create();
    if (status != null) {
      object.getMetadata().setResourceVersion(null);
      object.setAdditionalProperty("status", status);
      client.resource(object).updateStatus();
    }
  }

  private Typed init(String... more) {
    List<String> typed =
        new ArrayList<>(
            List.of("init", "--clusters", "--kubeconfig", folder.resolve("kubeconfig").toString()));
    typed.addAll(List.of(more));
    return Typed.bleu(typed.toArray(String[]::new));
  }

  @Test
  void eachClusterIsAZoneWithWhatItsInventorySays() throws IOException {
    inventory(
        """
        apiVersion: multicluster.x-k8s.io/v1alpha1
        kind: ClusterProfile
        metadata: {name: fc-1, namespace: fleet}
        spec: {clusterManager: {name: a-manager}}
        status:
          properties:
          - {name: region, value: nord, lastObservedTime: "2026-11-20T08:00:00Z"}
          - {name: topology.kubernetes.io/zone, value: Lille 2, lastObservedTime: "2026-11-20T08:00:00Z"}
          - {name: country, value: FR, lastObservedTime: "2026-11-21T08:00:00Z"}
          - {name: owner, value: "one\\n---\\nkind: Secret"}
        """);
    inventory(
        """
        apiVersion: cluster.open-cluster-management.io/v1
        kind: ManagedCluster
        metadata: {name: fc-2}
        spec: {hubAcceptsClient: true}
        status:
          conditions: []
          version: {}
          clusterClaims:
          - {name: platform.open-cluster-management.io, value: OpenStack}
          - {name: region.open-cluster-management.io, value: sud}
          - {name: country, value: France}
        """);
    inventory(
        """
        apiVersion: cluster.karmada.io/v1alpha1
        kind: Cluster
        metadata: {name: fc-3}
        spec: {syncMode: Push, provider: alpha, region: est, zones: [metz]}
        """);
    inventory(
        """
        apiVersion: cluster.karmada.io/v1alpha1
        kind: Cluster
        metadata: {name: fc-1}
        spec: {syncMode: Push}
        """);
    Typed draft = init();
    assertEquals(ExitCode.OK, draft.code(), draft.err());
    assertEquals(
        "note: Cluster fc-1 of Karmada is left out: zone fc-1 is drafted from ClusterProfile"
            + " fleet/fc-1\n",
        draft.err());
    String[] documents = draft.out().split("(?m)^---\n");
    assertEquals(
        """
        # ClusterProfile fleet/fc-1 says besides, by property owner: one --- kind: Secret
        apiVersion: placement.bleu.cloud/v1alpha1
        kind: AvailabilityZone
        metadata:
          name: fc-1
        spec:
          provider: unknown
          region: nord
          site: lille-2
          siteProvenance:
            basis: Observation
            source: ClusterProfile fleet/fc-1, property topology.kubernetes.io/zone
            asOf: '2026-11-20'
          location:
            country: FR
            provenance:
              basis: Observation
              source: ClusterProfile fleet/fc-1, property country
              asOf: '2026-11-21'
          target:
            clusterProfile:
              name: fc-1
              namespace: fleet
        """,
        documents[4]);
    assertEquals(
        """
        # ManagedCluster fc-2 says besides, by claim country: France
        apiVersion: placement.bleu.cloud/v1alpha1
        kind: AvailabilityZone
        metadata:
          name: fc-2
        spec:
          provider: openstack
          region: sud
          site: fc-2
          siteProvenance:
            basis: Assumption
            source: the name of ManagedCluster fc-2; one cluster is taken as one site
            asOf: '2026-11-24'
          target:
            openClusterManagement:
              managedCluster: fc-2
        """,
        documents[5]);
    assertTrue(documents[6].contains("site: metz"), documents[6]);
    assertTrue(
        documents[6].contains("source: Cluster fc-3 of Karmada, field spec.zones"), documents[6]);
    assertTrue(documents[6].contains("    karmada:\n      cluster: fc-3"), documents[6]);

    Path estate = Files.createDirectory(folder.resolve("estate"));
    Files.writeString(estate.resolve("draft.yaml"), draft.out());
    Files.writeString(
        estate.resolve("web.yaml"),
        "{apiVersion: v1, kind: Namespace, metadata: {name: shop}}\n---\n"
            + PlanCommandTest.workload("web", 1, ""));
    // Of the schema of zones; only their room is not known.
    String notes = Typed.bleu("plan", "-f", estate.toString()).err();
    assertTrue(notes.lines().allMatch(line -> line.startsWith("note: ")), notes);
    assertTrue(notes.lines().allMatch(line -> line.contains(", spec.capacity: ")), notes);
    assertTrue(init("-o", "table").out().contains("ManagedCluster fc-2"));
  }

  @Test
  void withoutAnInventoryThereIsNothingToDraft() {
    Typed none = init();
    assertEquals(ExitCode.BAD_INPUT, none.code());
    assertTrue(none.err().contains("no inventory there lists a cluster"), none.err());
    Typed files = Typed.bleu("init", "--clusters", "-f", "examples/hospital");
    assertEquals(ExitCode.BAD_INPUT, files.code());
    assertTrue(files.err().contains("--clusters reads a cluster"), files.err());
  }
}
