package cloud.bleu.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;

/** The way to another cluster. */
public record MemberCluster(
    @JsonPropertyDescription("A Secret with a kubeconfig, in the namespace of the operator.")
        @Required
        KubeconfigSecretRef kubeconfigSecretRef)
    implements ObjectPart {

  /** By which two zones name one cluster: the Secret and its key. */
  public String id() {
    return kubeconfigSecretRef == null
        ? ""
        : kubeconfigSecretRef.name() + "/" + kubeconfigSecretRef.key();
  }
}
