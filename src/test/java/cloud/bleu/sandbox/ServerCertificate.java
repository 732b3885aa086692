package cloud.bleu.sandbox;

import java.time.Instant;

/**
 * A certificate of a server with its key, for tests of what connects to it.
 *
 * @param authority that signed it, in PEM
 * @param certificate in PEM
 * @param key in PEM
 */
public record ServerCertificate(String authority, String certificate, String key) {

  /** One of an authority of its own, valid today. */
  public static ServerCertificate of(String host) {
    Certificates made = new Certificates(Instant.now());
    Certificates.Credential server = made.server(host);
    return new ServerCertificate(made.authority(), server.certificate(), server.key());
  }
}
