package cloud.bleu.operator.migration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.cli.ListedCluster;
import cloud.bleu.migration.MigrationOrder;
import cloud.bleu.migration.MigrationSamples;
import cloud.bleu.migration.MigrationTranslator;
import cloud.bleu.sandbox.PatientClients;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is read of a cluster for a plan, with all rights and with few. */
@Tag("wiring")
class InventoryReaderTest {

  @TempDir private Path folder;
  private ListedCluster cluster;
  private final List<String> read = new ArrayList<>();

  @BeforeEach
  void start() throws IOException {
    cluster =
        new ListedCluster(folder)
            .holding(
                """
                {apiVersion: apps/v1, kind: StatefulSet, metadata: {name: db, namespace: shop}, spec: {volumeClaimTemplates: [{spec: {storageClassName: fast}}]}}
                ---
                {apiVersion: apps/v1, kind: StatefulSet, metadata: {name: of-an-operator, namespace: shop, ownerReferences: [{apiVersion: example.com/v1, kind: Database, name: d, controller: true}]}}
                ---
                {apiVersion: v1, kind: Pod, metadata: {name: db-0, namespace: shop}}
                ---
                {apiVersion: v1, kind: Secret, metadata: {name: login, namespace: shop}}
                ---
                {apiVersion: v1, kind: Service, metadata: {name: db, namespace: other}}
                ---
                {apiVersion: storage.k8s.io/v1, kind: StorageClass, metadata: {name: fast}}
                ---
                {apiVersion: storage.k8s.io/v1, kind: StorageClass, metadata: {name: slow}}
                """);
  }

  @AfterEach
  void stop() {
    cluster.close();
  }

  private void read() throws Exception {
    MigrationOrder order =
        MigrationTranslator.read(
                MigrationSamples.plan("{target: p, namespaces: [shop]}"),
                MigrationSamples.CATALOGUE)
            .order();
    Config config = Config.fromKubeconfig(Files.readString(cluster.kubeconfig()));
    try (KubernetesClient client = PatientClients.of(config)) {
      new InventoryReader(client, new CountDownLatch(1))
          .read(
              order,
              page -> {
                page.stream()
                    .filter(order::takes)
                    .forEach(
                        m ->
                            read.add(
                                m.ref()
                                    + (m.json().path("metadata").path("ownerReferences").isEmpty()
                                        ? ""
                                        : " owned")));
                return true;
              });
    }
  }

  @Test
  void workloadsOfTheNamespaceAndTheClassesThatTheyNameAreRead() throws Exception {
    read();
    assertEquals(
        List.of("StatefulSet shop/db", "StatefulSet shop/of-an-operator", "StorageClass fast"),
        read);
    assertTrue(
        cluster.requests().stream().noneMatch(r -> r.matches(".*/(secrets|pods)( .*)?")),
        cluster.requests().toString());
  }

  @Test
  void aClassOfAVolumeThatLivesWithItsPodIsRead() throws Exception {
    cluster.holding(
        """
        {apiVersion: apps/v1, kind: Deployment, metadata: {name: cache, namespace: shop}, spec: {template: {spec: {volumes: [{name: tmp, ephemeral: {volumeClaimTemplate: {spec: {storageClassName: slow}}}}]}}}}
        """);
    read();
    assertTrue(read.contains("StorageClass slow"), read.toString());
  }

  @ParameterizedTest
  @ValueSource(ints = {403, 404})
  void aPlanDoesWithoutClassesThatItMayNotList(int code) throws Exception {
    cluster.refusing("storageclasses.storage.k8s.io", code);
    read();
    assertEquals(List.of("StatefulSet shop/db", "StatefulSet shop/of-an-operator"), read);
  }

  @ParameterizedTest
  @ValueSource(ints = {401, 500, 503})
  void classesThatAreNotAnsweredEndTheReading(int code) {
    cluster.refusing("storageclasses.storage.k8s.io", code);
    KubernetesClientException failed = assertThrows(KubernetesClientException.class, this::read);
    assertEquals(code, failed.getCode());
  }

  @Test
  void aKindOfTheNamespaceThatMayNotBeListedIsNamed() {
    cluster.refusing("statefulsets.apps", 403);
    InventoryReader.ForbiddenException refused =
        assertThrows(InventoryReader.ForbiddenException.class, this::read);
    assertEquals("statefulsets.apps in namespace shop", refused.getMessage());
  }
}
