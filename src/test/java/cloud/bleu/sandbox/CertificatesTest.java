package cloud.bleu.sandbox;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.internal.CertUtils;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import javax.naming.ldap.LdapName;
import org.junit.jupiter.api.Test;

/** The JDK's own parser reads what was written by hand. */
class CertificatesTest {
  private static final Instant NOW = Instant.parse("2026-03-04T05:06:07Z");
  private static final char[] PASSWORD = "changeit".toCharArray();
  private final Certificates certificates = new Certificates(NOW);

  @Test
  void authoritySignsItselfAndMaySignOthers() throws Exception {
    X509Certificate authority = parse(certificates.authority());
    authority.verify(authority.getPublicKey());
    assertTrue(authority.getBasicConstraints() >= 0);
    assertTrue(authority.getKeyUsage()[5], "keyCertSign");
    assertTrue(authority.getKeyUsage()[6], "cRLSign");
    assertEquals(authority.getSubjectX500Principal(), authority.getIssuerX500Principal());
  }

  @Test
  void clientIsAUserWithGroups() throws Exception {
    X509Certificate client =
        parse(certificates.client("jeanne@santé", List.of("system:masters", "a,b")).certificate());
    client.verify(parse(certificates.authority()).getPublicKey());
    // The text is from the end of the name, and LdapName counts from the end of the text.
    assertEquals(
        List.of("O=system:masters", "O=a\\,b", "CN=jeanne@santé"),
        new LdapName(client.getSubjectX500Principal().getName())
            .getRdns().stream().map(Object::toString).toList());
    assertEquals(List.of("1.3.6.1.5.5.7.3.2"), client.getExtendedKeyUsage());
    assertEquals(-1, client.getBasicConstraints());
  }

  @Test
  void serverAnswersToItsNamesAndToLoopback() throws Exception {
    X509Certificate server = parse(certificates.server("localhost", "kubernetes").certificate());
    assertEquals(
        List.of(List.of(2, "localhost"), List.of(2, "kubernetes"), List.of(7, "127.0.0.1")),
        List.copyOf(server.getSubjectAlternativeNames()));
    assertEquals(List.of("1.3.6.1.5.5.7.3.1"), server.getExtendedKeyUsage());
  }

  @Test
  void certificateIsValidAroundItsMoment() throws Exception {
    X509Certificate server = parse(certificates.server("localhost").certificate());
    server.checkValidity(Date.from(NOW));
    assertEquals(NOW.minusSeconds(3_600), server.getNotBefore().toInstant());
    assertEquals(NOW.plusSeconds(365 * 86_400L), server.getNotAfter().toInstant());
  }

  @Test
  void keyFitsItsCertificate() throws Exception {
    // As Fabric8 reads it, of which a kubeconfig does not say what it is.
    Certificates.Credential client = certificates.client("jeanne", List.of());
    String algorithm = Config.getKeyAlgorithm(stream(client.key()));
    KeyStore keys =
        CertUtils.createKeyStore(
            stream(client.certificate()), stream(client.key()), algorithm, PASSWORD, null, null);
    String alias = keys.aliases().nextElement();
    Signature signature = Signature.getInstance("SHA256withECDSA");
    signature.initSign((PrivateKey) keys.getKey(alias, PASSWORD));
    signature.update(new byte[] {1, 2, 3});
    byte[] signed = signature.sign();
    signature.initVerify(parse(client.certificate()));
    signature.update(new byte[] {1, 2, 3});
    assertTrue(signature.verify(signed));
  }

  /** One key in 256 has fewer bytes than the others, every second one begins with a set bit. */
  @Test
  void numberIsAsLongAsItsCurve() {
    assertArrayEquals(new byte[] {0, 0, 1, 2}, Certificates.unsigned(BigInteger.valueOf(258), 4));
    assertArrayEquals(
        new byte[] {-1, -1, -1, -2}, Certificates.unsigned(BigInteger.valueOf(0xFFFFFFFEL), 4));
  }

  @Test
  void anotherAuthorityDoesNotVerify() throws Exception {
    X509Certificate client = parse(certificates.client("jeanne", List.of()).certificate());
    X509Certificate other = parse(new Certificates(NOW).authority());
    assertThrows(SignatureException.class, () -> client.verify(other.getPublicKey()));
  }

  private static X509Certificate parse(String pem) throws Exception {
    return (X509Certificate)
        CertificateFactory.getInstance("X.509").generateCertificate(stream(pem));
  }

  private static InputStream stream(String text) {
    return new ByteArrayInputStream(text.getBytes(StandardCharsets.US_ASCII));
  }
}
