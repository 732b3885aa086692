package cloud.bleu.sandbox;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.interfaces.ECPrivateKey;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/**
 * A certificate authority that lives as long as one control plane, made with nothing but the JDK.
 * Kubernetes reads the user from the common name of a client certificate and the groups from its
 * organizations. Sources: RFC 5280, RFC 5758.
 */
final class Certificates {
  private static final Duration VALID = Duration.ofDays(365);
  // A clock that is a little late on the other side must not refuse a new certificate.
  private static final Duration ALREADY_VALID = Duration.ofHours(1);
  private static final byte[] ECDSA_WITH_SHA256 = Der.sequence(Der.oid("1.2.840.10045.4.3.2"));
  private static final String P256 = "1.2.840.10045.3.1.7";
  private static final String COMMON_NAME = "2.5.4.3";
  private static final String ORGANIZATION = "2.5.4.10";
  private static final String SERVER_AUTH = "1.3.6.1.5.5.7.3.1";
  private static final String CLIENT_AUTH = "1.3.6.1.5.5.7.3.2";

  private final SecureRandom random = new SecureRandom();
  private final Instant now;
  private final KeyPair authority;
  private final byte[] authorityName;
  private final String authorityPem;

  /** PEM texts: the certificate, and its private key. */
  record Credential(String certificate, String key) {}

  Certificates(Instant now) {
    this.now = now;
    this.authority = keyPair();
    this.authorityName = name("bleu-control-plane", List.of());
    this.authorityPem =
        pem(
            "CERTIFICATE",
            sign(
                authorityName,
                authority,
                // cA true; keyCertSign and cRLSign.
                extension("2.5.29.19", true, Der.sequence(Der.yes())),
                extension("2.5.29.15", true, Der.bits(1, new byte[] {0x06}))));
  }

  /** The certificate of the authority, PEM. */
  String authority() {
    return authorityPem;
  }

  /**
   * A certificate for a server on the loopback address that answers to these host names as well.
   */
  Credential server(String... hostNames) {
    List<byte[]> names = new ArrayList<>();
    for (String host : hostNames) {
      names.add(Der.taggedBytes(2, host.getBytes(StandardCharsets.US_ASCII)));
    }
    names.add(Der.taggedBytes(7, new byte[] {127, 0, 0, 1}));
    return issue(
        name("bleu-control-plane-server", List.of()),
        extension("2.5.29.37", false, Der.sequence(Der.oid(SERVER_AUTH))),
        extension("2.5.29.17", false, Der.sequence(names.toArray(byte[][]::new))));
  }

  /** A certificate that makes its holder this Kubernetes user, member of these groups. */
  Credential client(String user, List<String> groups) {
    return issue(
        name(user, groups), extension("2.5.29.37", false, Der.sequence(Der.oid(CLIENT_AUTH))));
  }

  /**
   * A key pair as PEM: the public half under {@code certificate}. Service account tokens are signed
   * with it.
   */
  Credential signingKey() {
    KeyPair pair = keyPair();
    return new Credential(pem("PUBLIC KEY", pair.getPublic().getEncoded()), pem(pair.getPrivate()));
  }

  private Credential issue(byte[] subject, byte[]... extensions) {
    KeyPair pair = keyPair();
    return new Credential(
        pem("CERTIFICATE", sign(subject, pair, extensions)), pem(pair.getPrivate()));
  }

  private byte[] sign(byte[] subject, KeyPair pair, byte[]... extensions) {
    byte[] body =
        Der.sequence(
            Der.tagged(0, Der.integer(BigInteger.TWO)),
            Der.integer(new BigInteger(120, random).setBit(0)),
            ECDSA_WITH_SHA256,
            authorityName,
            Der.sequence(Der.time(now.minus(ALREADY_VALID)), Der.time(now.plus(VALID))),
            subject,
            pair.getPublic().getEncoded(),
            Der.tagged(3, Der.sequence(extensions)));
    try {
      Signature signature = Signature.getInstance("SHA256withECDSA");
      signature.initSign(authority.getPrivate());
      signature.update(body);
      return Der.sequence(body, ECDSA_WITH_SHA256, Der.bits(0, signature.sign()));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this JDK cannot sign with a curve", e);
    }
  }

  private static byte[] extension(String oid, boolean critical, byte[] value) {
    return critical
        ? Der.sequence(Der.oid(oid), Der.yes(), Der.octets(value))
        : Der.sequence(Der.oid(oid), Der.octets(value));
  }

  private static byte[] name(String commonName, List<String> organizations) {
    List<byte[]> parts = new ArrayList<>();
    for (String organization : organizations) {
      parts.add(Der.set(Der.sequence(Der.oid(ORGANIZATION), Der.text(organization))));
    }
    parts.add(Der.set(Der.sequence(Der.oid(COMMON_NAME), Der.text(commonName))));
    return Der.sequence(parts.toArray(byte[][]::new));
  }

  // An elliptic curve rather than RSA: a JVM that has just begun makes an RSA key in a second.
  private static KeyPair keyPair() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"));
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this JDK cannot make keys of a curve", e);
    }
  }

  /** As in RFC 5915, by whose label Fabric8 knows it from an RSA key. */
  private static String pem(PrivateKey key) {
    return pem(
        "EC PRIVATE KEY",
        Der.sequence(
            Der.integer(BigInteger.ONE),
            Der.octets(unsigned(((ECPrivateKey) key).getS(), 32)),
            Der.tagged(0, Der.oid(P256))));
  }

  /** The last bytes of a number that is not negative, with zeros in front where it has fewer. */
  static byte[] unsigned(BigInteger number, int length) {
    byte[] bytes = number.toByteArray();
    byte[] all = new byte[length];
    int used = Math.min(bytes.length, length);
    System.arraycopy(bytes, bytes.length - used, all, length - used, used);
    return all;
  }

  private static String pem(String label, byte[] content) {
    return "-----BEGIN %s-----%n%s%n-----END %s-----%n"
        .formatted(
            label, Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(content), label);
  }
}
