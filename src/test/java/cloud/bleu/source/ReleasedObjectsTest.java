package cloud.bleu.source;

import static org.junit.jupiter.api.Assertions.assertEquals;

import cloud.bleu.translate.manifest.Manifest;
import cloud.bleu.translate.manifest.ManifestProblem;
import cloud.bleu.translate.manifest.ManifestReader;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which objects of a release Helm puts into its namespace. */
class ReleasedObjectsTest {

  @ParameterizedTest
  @CsvSource({
    "v1, Service, shop",
    "postgresql.cnpg.io/v1, Cluster, shop",
    "cluster.x-k8s.io/v1beta1, Cluster, shop",
    "cluster.x-k8s.io/v1beta1, ClusterClass, shop",
    "rbac.authorization.k8s.io/v1, ClusterRole,",
    "cert-manager.io/v1, ClusterIssuer,",
    "storage.k8s.io/v1, StorageClass,"
  })
  void whatIsOfANamespaceIsInThatOfTheRelease(
      String apiVersion, String kind, @Nullable String namespace) {
    String manifest = "{apiVersion: %s, kind: %s, metadata: {name: x}}".formatted(apiVersion, kind);
    List<Manifest> read = new ArrayList<>();
    new HelmRelease("web", "shop", 1, "web", "1", "1", manifest, "")
        .read(
            new ManifestReader.Receiver() {
              @Override
              public void objects(List<Manifest> objects) {
                read.addAll(objects);
              }

              @Override
              public void problem(ManifestProblem problem) {
                throw new AssertionError(problem.toString());
              }
            });
    assertEquals(1, read.size());
    assertEquals(namespace, read.get(0).ref().namespace());
  }
}
