package cloud.bleu.operator.evidence;

import cloud.bleu.evidence.chain.Signer;
import cloud.bleu.evidence.chain.SigningKey;
import cloud.bleu.operator.config.EvidenceOptions;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.util.Base64;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The signing key in a Secret of the operator's namespace, made at the first start. Whoever may
 * read Secrets there, for example a cluster administrator, can sign another chain with it.
 */
public final class EvidenceKey {

  private static final Logger LOG = LoggerFactory.getLogger(EvidenceKey.class);
  private static final String PRIVATE = "private.pem";
  private static final String PUBLIC = "public.pem";

  private EvidenceKey() {}

  /**
   * The signer of the Secret, which is made if there is none.
   *
   * @throws IOException when it cannot be read or made, or holds no key; the message says which
   */
  public static Signer signer(KubernetesClient client, String namespace) throws IOException {
    try {
      Secret secret = read(client, namespace);
      if (secret == null) {
        secret = create(client, namespace);
      }
      String encoded = secret.getData() == null ? null : secret.getData().get(PRIVATE);
      if (encoded == null) {
        throw new IOException(
            "Secret %s/%s has no %s; remove it to have one made"
                .formatted(namespace, EvidenceOptions.SECRET, PRIVATE));
      }
      return SigningKey.signer(
          new String(Base64.getDecoder().decode(encoded), StandardCharsets.US_ASCII));
    } catch (KubernetesClientException | IllegalArgumentException e) {
      throw new IOException(
          "Secret %s/%s: %s".formatted(namespace, EvidenceOptions.SECRET, e.getMessage()), e);
    }
  }

  private static @Nullable Secret read(KubernetesClient client, String namespace) {
    return client.secrets().inNamespace(namespace).withName(EvidenceOptions.SECRET).get();
  }

  private static Secret create(KubernetesClient client, String namespace) {
    KeyPair pair = SigningKey.generate();
    Secret made =
        new SecretBuilder()
            .withNewMetadata()
            .withNamespace(namespace)
            .withName(EvidenceOptions.SECRET)
            .endMetadata()
            .withType("Opaque")
            .withData(
                Map.of(
                    PRIVATE, encoded(SigningKey.pem(pair.getPrivate())),
                    PUBLIC, encoded(SigningKey.pem(pair.getPublic()))))
            .build();
    try {
      Secret created = client.resource(made).create();
      LOG.warn(
          "the key that signs checkpoints was made, in Secret {}/{}: whoever may read it can sign another chain. Keep"
              + " its {} outside of the cluster, and for more than that use an external signer",
          namespace,
          EvidenceOptions.SECRET,
          PUBLIC);
      return created;
    } catch (KubernetesClientException e) {
      Secret others = e.getCode() == 409 ? read(client, namespace) : null;
      if (others == null) {
        throw e;
      }
      return others;
    }
  }

  private static String encoded(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.US_ASCII));
  }
}
