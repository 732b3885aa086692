package cloud.bleu.operator.access;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Secrets as other tools write them. */
class KubeconfigSecretTest {

  private static final MemberAccess.Source SOURCE =
      new MemberAccess.Source("the kubeconfig in Secret s of namespace n", "KubeconfigRefused");

  /** As Cluster API writes it for a control plane of its own. */
  private static final String CLUSTER_API =
      """
      apiVersion: v1
      clusters:
      - cluster: {certificate-authority-data: YQ==, server: "https://10.0.0.1:6443"}
        name: fc-1
      contexts:
      - context: {cluster: fc-1, user: fc-1-admin}
        name: fc-1-admin@fc-1
      current-context: fc-1-admin@fc-1
      kind: Config
      preferences: {}
      users:
      - name: fc-1-admin
        user: {client-certificate-data: YQ==, client-key-data: YQ==}
      """;

  private static final String ARGO_CD =
      "{\"bearerToken\": \"t\", \"tlsClientConfig\": {\"insecure\": false, \"caData\": \"YQ==\"}}";

  private static MemberAccess access(String key, String type, Map<String, String> texts) {
    SecretBuilder secret = new SecretBuilder().withType(type);
    texts.forEach(
        (name, text) ->
            secret.addToData(
                name, Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8))));
    return access(key, secret.build());
  }

  private static MemberAccess access(String key, Secret secret) {
    return new KubeconfigSecret("Secret s of namespace n", secret, key).access(SOURCE);
  }

  @Test
  void kubeconfigOfClusterApiIsUsedUnderItsKeyAndNamedUnderAnother() {
    Map<String, String> written = Map.of("value", CLUSTER_API);
    assertNotNull(access("value", "cluster.x-k8s.io/secret", written).kubeconfig());
    MemberAccess other = access("kubeconfig", "cluster.x-k8s.io/secret", written);
    assertEquals("SecretKeyMissing", other.reason());
    assertEquals(
        "Secret s of namespace n has no key kubeconfig; its kubeconfig has the key value: set"
            + " spec.target.cluster.kubeconfigSecretRef.key of the zone to value",
        other.problem());
  }

  /** A token has no server with it, and a server no kubeconfig around it. */
  @Test
  void secretWithoutAKubeconfigSaysWhatToWrite() {
    for (Map<String, String> written :
        List.of(
            Map.of("token", "eyJhbGciOi", "caBundle", "-----BEGIN CERTIFICATE-----\nYQ==\n"),
            Map.of("name", "fc-1", "server", "https://10.0.0.1:6443", "config", ARGO_CD))) {
      MemberAccess none = access("kubeconfig", "Opaque", written);
      assertEquals("SecretKeyMissing", none.reason());
      assertEquals(
          "Secret s of namespace n has no key kubeconfig, and no kubeconfig under "
              + String.join(", ", new TreeSet<>(written.keySet()))
              + ": write server, authority and credential as one kubeconfig into that key, as in"
              + " step 3 of docs/how-to/add-a-cluster.md",
          none.problem());
      for (String key : written.keySet()) {
        MemberAccess refused = access(key, "Opaque", written);
        assertEquals("KubeconfigRefused", refused.reason());
        assertTrue(refused.problem().contains("it is no kubeconfig"), refused.problem());
        assertFalse(refused.problem().contains(written.get(key)), refused.problem());
      }
    }
  }

  @Test
  void emptySecretAndOneWithManyKeysAreToldShortly() {
    assertEquals(
        "Secret s of namespace n has no key kubeconfig: write server, authority and credential as"
            + " one kubeconfig into that key, as in step 3 of docs/how-to/add-a-cluster.md",
        access("kubeconfig", new Secret()).problem());
    MemberAccess many =
        access(
            "kubeconfig",
            "Opaque",
            Map.of("a", "", "b", "", "c", "", "d", "", "e", "", "f", "", "g", ""));
    assertTrue(many.problem().contains("under a, b, c, d, e and others: "), many.problem());
  }

  @Test
  void whatIsNoTextIsRefused() {
    MemberAccess garbled =
        access("kubeconfig", new SecretBuilder().addToData("kubeconfig", "!").build());
    assertEquals("KubeconfigRefused", garbled.reason());
    assertTrue(garbled.problem().endsWith("write the kubeconfig into it"), garbled.problem());
  }
}
