package cloud.bleu.image;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.util.List;
import java.util.stream.Stream;

/**
 * The authorities that Java trusts, from files of certificates. PKCS #12 without a password, so that
 * nothing in it is drawn by chance: the same certificates are the same bytes.
 */
final class TrustStore {

  private TrustStore() {}

  /**
   * Writes the store.
   *
   * @param certificates a directory of PEM files with one certificate each, named *.crt
   */
  static void write(Path certificates, Path store) throws IOException, GeneralSecurityException {
    System.setProperty("keystore.pkcs12.certProtectionAlgorithm", "NONE");
    System.setProperty("keystore.pkcs12.macAlgorithm", "NONE");
    KeyStore authorities = KeyStore.getInstance("PKCS12");
    authorities.load(null, null);
    CertificateFactory factory = CertificateFactory.getInstance("X.509");
    List<Path> files;
    try (Stream<Path> all = Files.list(certificates)) {
      files = all.filter(file -> file.toString().endsWith(".crt")).sorted().toList();
    }
    if (files.isEmpty()) {
      throw new IOException(certificates + " has no certificate");
    }
    for (Path file : files) {
      String name = file.getFileName().toString();
      try (InputStream in = Files.newInputStream(file)) {
        authorities.setCertificateEntry(
            name.substring(0, name.length() - ".crt".length()), factory.generateCertificate(in));
      }
    }
    try (OutputStream out = Files.newOutputStream(store)) {
      authorities.store(out, null);
    }
  }
}
