package cloud.bleu.operator.profile;

import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/** The CRD of ClusterProfile as SIG Multicluster releases it. */
public final class ClusterProfileCrd {

  private ClusterProfileCrd() {}

  /** The CRD. */
  public static CustomResourceDefinition read() {
    try (InputStream file =
        ClusterProfileCrd.class.getResourceAsStream("/clusterprofile/clusterprofiles.yaml")) {
      return Serialization.unmarshal(file, CustomResourceDefinition.class);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
