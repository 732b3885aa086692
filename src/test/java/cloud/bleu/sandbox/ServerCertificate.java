package cloud.bleu.sandbox;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.internal.SSLUtils;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Base64;
import javax.net.ssl.SSLContext;

/**
 * What a server on 127.0.0.1 shows to its clients, of an authority of its own.
 *
 * @param authority its certificate in PEM, in base64 as kubeconfigs have it
 * @param context by which the server answers
 */
public record ServerCertificate(String authority, SSLContext context) {

  /** A new one. */
  public static ServerCertificate create() {
    Certificates certificates = new Certificates(Instant.now());
    Certificates.Credential made = certificates.server("localhost");
    Config own =
        new ConfigBuilder()
            .withAutoConfigure(false)
            .withClientCertData(base64(made.certificate()))
            .withClientKeyData(base64(made.key()))
            .withClientKeyAlgo("EC")
            .build();
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(SSLUtils.keyManagers(own), null, null);
      return new ServerCertificate(base64(certificates.authority()), context);
    } catch (IOException | GeneralSecurityException e) {
      throw new IllegalStateException("this JDK makes no server of a curve", e);
    }
  }

  private static String base64(String pem) {
    return Base64.getEncoder().encodeToString(pem.getBytes(StandardCharsets.UTF_8));
  }
}
