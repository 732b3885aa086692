package cloud.bleu.sandbox;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.internal.SSLUtils;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Base64;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.X509KeyManager;

/**
 * What a server shows to its clients, of an authority of its own, valid today.
 *
 * @param authority its certificate in PEM
 * @param context by which the server answers
 * @param certificate of the server, as in that context
 * @param key of that certificate
 */
public record ServerCertificate(
    String authority, SSLContext context, X509Certificate certificate, PrivateKey key) {

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
      KeyManager[] keys = SSLUtils.keyManagers(own);
      context.init(keys, null, null);
      X509KeyManager shown = (X509KeyManager) keys[0];
      String alias = shown.getServerAliases("EC", null)[0];
      return new ServerCertificate(
          certificates.authority(),
          context,
          shown.getCertificateChain(alias)[0],
          shown.getPrivateKey(alias));
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
