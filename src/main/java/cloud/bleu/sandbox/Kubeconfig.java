package cloud.bleu.sandbox;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * Kubeconfig files with everything inline, for kubectl, helm, Fabric8 and the control plane's own
 * components.
 */
final class Kubeconfig {
  private Kubeconfig() {}

  static String withCertificate(
      URI server, String authority, String namespace, Certificates.Credential credential) {
    return text(
        server,
        authority,
        namespace,
        "client-certificate-data: %s\n    client-key-data: %s"
            .formatted(base64(credential.certificate()), base64(credential.key())));
  }

  static String withToken(URI server, String authority, String namespace, String token) {
    return text(server, authority, namespace, "token: " + token);
  }

  private static String text(URI server, String authority, String namespace, String user) {
    return """
        apiVersion: v1
        kind: Config
        current-context: bleu
        clusters:
        - name: bleu
          cluster:
            server: %s
            certificate-authority-data: %s
        users:
        - name: bleu
          user:
            %s
        contexts:
        - name: bleu
          context:
            cluster: bleu
            namespace: %s
            user: bleu
        """
        .formatted(server, base64(authority), user, namespace);
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.US_ASCII));
  }
}
