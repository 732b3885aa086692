package cloud.bleu.sandbox;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;

/**
 * Kubeconfig files with everything inline, for kubectl, helm, Fabric8 and the control plane's own
 * components.
 */
final class Kubeconfig {
  /** The context of the cluster that the operator belongs on. */
  static final String NAME = "bleu";

  private Kubeconfig() {}

  /**
   * How one user reaches one cluster.
   *
   * @param authority certificates that are trusted, PEM
   * @param user the fields of the user, lines of YAML that are indented by four
   */
  record Access(URI server, String authority, String namespace, String user) {
    static Access withCertificate(
        URI server, String authority, String namespace, Certificates.Credential credential) {
      return new Access(
          server,
          authority,
          namespace,
          "    client-certificate-data: %s\n    client-key-data: %s\n"
              .formatted(base64(credential.certificate()), base64(credential.key())));
    }

    static Access withToken(URI server, String authority, String namespace, String token) {
      return new Access(server, authority, namespace, "    token: " + token + "\n");
    }
  }

  /** The text with one context, which is current. */
  static String of(Access access) {
    return of(Map.of(NAME, access));
  }

  /** The text with these contexts by their names, of which the first is current. */
  static String of(Map<String, Access> contexts) {
    StringBuilder clusters = new StringBuilder();
    StringBuilder users = new StringBuilder();
    StringBuilder pairs = new StringBuilder();
    contexts.forEach(
        (name, access) -> {
          clusters.append(
              """
              - name: %s
                cluster:
                  server: %s
                  certificate-authority-data: %s
              """
                  .formatted(name, access.server(), base64(access.authority())));
          users.append("- name: " + name + "\n  user:\n" + access.user());
          pairs.append(
              """
              - name: %s
                context:
                  cluster: %s
                  namespace: %s
                  user: %s
              """
                  .formatted(name, name, access.namespace(), name));
        });
    return "apiVersion: v1\nkind: Config\ncurrent-context: "
        + contexts.keySet().iterator().next()
        + "\nclusters:\n"
        + clusters
        + "users:\n"
        + users
        + "contexts:\n"
        + pairs;
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.US_ASCII));
  }
}
