package cloud.bleu.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;

/** A kubeconfig in a Secret. */
public record KubeconfigSecretRef(
    @JsonPropertyDescription("Name of the Secret.")
        @Required
        @Pattern(Format.NAME)
        @Size(min = 1, max = 253)
        String name,
    @JsonPropertyDescription(
            "The key of the kubeconfig. It holds server, authority and credentials in itself: files, programs"
                + " (exec), proxies and insecure-skip-tls-verify are refused.")
        @Default("kubeconfig")
        @Pattern("^[-._a-zA-Z0-9]+$")
        @Size(min = 1, max = 253)
        String key)
    implements ObjectPart {
  public KubeconfigSecretRef {
    key = UnmodifiableCopies.or(key, "kubeconfig");
  }
}
