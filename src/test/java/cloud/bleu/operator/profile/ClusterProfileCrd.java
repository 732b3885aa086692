package cloud.bleu.operator.profile;

import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/** The CRDs of the cluster inventory API as SIG Multicluster releases them. */
public final class ClusterProfileCrd {

  private ClusterProfileCrd() {}

  /** That of ClusterProfile. */
  public static CustomResourceDefinition read() {
    return read("clusterprofiles");
  }

  /** That of PlacementDecision. */
  public static CustomResourceDefinition decisions() {
    return read("placementdecisions");
  }

  private static CustomResourceDefinition read(String name) {
    try (InputStream file =
        ClusterProfileCrd.class.getResourceAsStream("/clusterprofile/" + name + ".yaml")) {
      return Serialization.unmarshal(file, CustomResourceDefinition.class);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
