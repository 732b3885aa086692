package cloud.bleu.delivery.ocm;

import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;

/** The CRDs of Open Cluster Management as it releases them. */
public final class ManagedClusterCrds {

  private ManagedClusterCrds() {}

  /** ManifestWork and ManagedCluster. */
  public static List<CustomResourceDefinition> all() {
    return List.of(read("manifestworks"), read("managedclusters"));
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
