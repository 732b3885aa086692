package cloud.bleu.delivery.ocm;

import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The CRDs of Open Cluster Management as it releases them. */
public final class ManagedClusterCrds {

  private ManagedClusterCrds() {}

  /** ManifestWork and ManagedCluster. */
  public static List<CustomResourceDefinition> all() {
    return List.of(read("manifestworks"), read("managedclusters"));
  }

  /** What an agent needs in the managed cluster: AppliedManifestWork. */
  public static List<CustomResourceDefinition> ofMember() {
    return List.of(read("appliedmanifestworks"));
  }

  /** Applies them, and returns once they are served. */
  public static void establish(KubernetesClient client, List<CustomResourceDefinition> crds) {
    for (CustomResourceDefinition crd : crds) {
      client.resource(crd).serverSideApply();
      client
          .resource(crd)
          .waitUntilCondition(
              one ->
                  one != null
                      && one.getStatus() != null
                      && one.getStatus().getConditions() != null
                      && one.getStatus().getConditions().stream()
                          .anyMatch(
                              c ->
                                  c.getType().equals("Established")
                                      && c.getStatus().equals("True")),
              60,
              TimeUnit.SECONDS);
    }
  }

  private static CustomResourceDefinition read(String name) {
    try (InputStream file =
        ManagedClusterCrds.class.getResourceAsStream("/ocm/" + name + ".yaml")) {
      return Serialization.unmarshal(file, CustomResourceDefinition.class);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
