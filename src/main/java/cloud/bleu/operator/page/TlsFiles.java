package cloud.bleu.operator.page;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyFactory;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.SignatureException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.LongSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A certificate and its key, as PEM files that are read again while the process runs, so that a new
 * certificate needs no restart. If they cannot be read, the certificate before stays in use.
 */
final class TlsFiles extends X509ExtendedKeyManager {
  private static final Logger LOG = LoggerFactory.getLogger(TlsFiles.class);
  private static final Duration EVERY = Duration.ofSeconds(10);
  private static final Pattern KEY =
      Pattern.compile("-----BEGIN PRIVATE KEY-----([^-]+)-----END PRIVATE KEY-----");
  private static final String ALIAS = "page";

  private final Path certificate;
  private final Path key;
  private final LongSupplier nanos;
  private volatile Pair pair;
  private Text read;
  private long readAt;

  /** What the files are, both read at once. */
  private record Text(String certificate, String key) {
    @Override
    public String toString() {
      return "a certificate and its key";
    }
  }

  /** What the files say. */
  private record Pair(X509Certificate[] chain, PrivateKey key, Set<String> names) {}

  /**
   * Reads the files.
   *
   * @param certificate the chain, that of the server first
   * @param key in PKCS #8
   * @param nanos a clock that nobody can set
   * @throws IllegalArgumentException if they are not to be used; the message says what to do
   */
  TlsFiles(Path certificate, Path key, LongSupplier nanos) {
    this.nanos = nanos;
    this.certificate = certificate;
    this.key = key;
    try {
      read = read();
      pair = pair(read);
    } catch (IOException e) {
      throw new IllegalArgumentException(
          "%s and %s cannot be read: %s".formatted(certificate, key, e.getMessage()), e);
    }
    readAt = nanos.getAsLong();
  }

  /** For a server that presents the certificate as it is in the files then. */
  SSLContext context() {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(new KeyManager[] {this}, null, new SecureRandom());
      return context;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The hosts that the certificate is for, in lower case; some begin with {@code *.}. */
  Set<String> names() {
    return pair.names();
  }

  private synchronized void readAgain() {
    long now = nanos.getAsLong();
    if (now - readAt < EVERY.toNanos()) {
      return;
    }
    readAt = now;
    try {
      Text found = read();
      if (!found.equals(read)) {
        pair = pair(found);
        read = found;
        LOG.info("{}: another certificate is in use for the page", certificate);
      }
    } catch (IOException | IllegalArgumentException e) {
      LOG.warn(
          "the certificate of the page stays the one of before, as the files cannot be used: {}",
          e.getMessage());
    }
  }

  private Text read() throws IOException {
    return new Text(Files.readString(certificate), Files.readString(key));
  }

  private Pair pair(Text files) {
    try {
      X509Certificate[] chain =
          CertificateFactory.getInstance("X.509")
              .generateCertificates(
                  new ByteArrayInputStream(files.certificate().getBytes(StandardCharsets.UTF_8)))
              .toArray(X509Certificate[]::new);
      if (chain.length == 0) {
        throw new IllegalArgumentException(certificate + " has no certificate");
      }
      return new Pair(chain, key(files.key(), chain[0].getPublicKey()), names(chain[0]));
    } catch (CertificateException e) {
      throw new IllegalArgumentException(
          certificate + " is no certificate in PEM: " + e.getMessage(), e);
    }
  }

  private PrivateKey key(String text, PublicKey of) {
    Matcher pem = KEY.matcher(text);
    if (!pem.find()) {
      throw new IllegalArgumentException(
          key
              + " has no key in PKCS #8, which begins with BEGIN PRIVATE KEY; convert it with `openssl"
              + " pkcs8 -topk8 -nocrypt`, or give cert-manager privateKey.encoding: PKCS8");
    }
    try {
      PrivateKey found =
          KeyFactory.getInstance(of.getAlgorithm())
              .generatePrivate(
                  new PKCS8EncodedKeySpec(Base64.getMimeDecoder().decode(pem.group(1).strip())));
      if (isPair(found, of)) {
        return found;
      }
    } catch (InvalidKeySpecException | InvalidKeyException | IllegalArgumentException e) {
      throw new IllegalArgumentException(key + " is not the key of " + certificate, e);
    } catch (GeneralSecurityException e) {
      throw new IllegalArgumentException(
          certificate + " has a key of a kind that is not known: " + of.getAlgorithm(), e);
    }
    throw new IllegalArgumentException(
        key + " is not the key of " + certificate + "; take both from one Secret");
  }

  /** Whether what one signs the other one verifies. */
  private static boolean isPair(PrivateKey found, PublicKey of) throws GeneralSecurityException {
    byte[] nonce = new byte[32];
    new SecureRandom().nextBytes(nonce);
    String algorithm =
        switch (of.getAlgorithm()) {
          case "RSA" -> "SHA256withRSA";
          case "EC" -> "SHA256withECDSA";
          default -> of.getAlgorithm();
        };
    Signature signing = Signature.getInstance(algorithm);
    signing.initSign(found);
    signing.update(nonce);
    byte[] signed = signing.sign();
    signing.initVerify(of);
    signing.update(nonce);
    try {
      return signing.verify(signed);
    } catch (SignatureException e) {
      return false;
    }
  }

  private static Set<String> names(X509Certificate of) throws CertificateException {
    Set<String> names = new TreeSet<>();
    if (of.getSubjectAlternativeNames() != null) {
      for (List<?> name : of.getSubjectAlternativeNames()) {
        if (name.get(1) instanceof String text) {
          names.add(text.toLowerCase(Locale.ROOT));
        }
      }
    }
    return names;
  }

  @Override
  public @Nullable String chooseEngineServerAlias(
      String keyType, Principal @Nullable [] issuers, @Nullable SSLEngine engine) {
    readAgain();
    return pair.key().getAlgorithm().equals(keyType) ? ALIAS : null;
  }

  @Override
  public X509Certificate[] getCertificateChain(String alias) {
    return pair.chain();
  }

  @Override
  public PrivateKey getPrivateKey(String alias) {
    return pair.key();
  }

  @Override
  public String @Nullable [] getServerAliases(String keyType, Principal @Nullable [] issuers) {
    return new String[] {ALIAS};
  }

  @Override
  public @Nullable String chooseServerAlias(
      String keyType, Principal @Nullable [] issuers, @Nullable Socket socket) {
    return chooseEngineServerAlias(keyType, issuers, null);
  }

  @Override
  public String @Nullable [] getClientAliases(String keyType, Principal @Nullable [] issuers) {
    return null;
  }

  @Override
  public @Nullable String chooseClientAlias(
      String[] keyType, Principal @Nullable [] issuers, @Nullable Socket socket) {
    return null;
  }
}
