package cloud.bleu.sandbox;

import java.time.Instant;
import java.util.List;

/**
 * A certificate of a client with its key, for tests of what reads them.
 *
 * @param certificate in PEM
 * @param key in PEM
 */
public record ClientCertificate(String certificate, String key) {

  /** One of an authority of its own. */
  public static ClientCertificate of(String user) {
    Certificates.Credential made =
        new Certificates(Instant.parse("2026-11-28T12:00:00Z")).client(user, List.of());
    return new ClientCertificate(made.certificate(), made.key());
  }
}
