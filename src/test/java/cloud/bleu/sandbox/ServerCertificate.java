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
 * What a server shows to its clients, of an authority of its own, valid today.
 *
 * @param authority its certificate in PEM
 * @param context by which the server answers
 */
public record ServerCertificate(String authority, SSLContext context) {

  /** A new one for a name of a host. */
  public static ServerCertificate of(String host) {
    Certificates certificates = new Certificates(Instant.now());
    Certificates.Credential made = certificates.server(host);
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
      return new ServerCertificate(certificates.authority(), context);
    } catch (IOException | GeneralSecurityException e) {
      throw new IllegalStateException("this JDK makes no server of a curve", e);
    }
  }

  /** The certificate of the authority in base64, as kubeconfigs have it. */
  public String authorityData() {
    return base64(authority);
  }

  private static String base64(String pem) {
    return Base64.getEncoder().encodeToString(pem.getBytes(StandardCharsets.UTF_8));
  }
}
