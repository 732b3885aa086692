package cloud.bleu.operator.page;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Duration;
import java.util.Arrays;
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
 * A certificate and its key, as PEM files that are read again while the process runs: a new
 * certificate needs no restart. One that cannot be read leaves the one of before in use.
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
  private byte[] read;
  private long readAt;

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
      read = bytes();
      pair = pair();
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
      byte[] found = bytes();
      if (!Arrays.equals(found, read)) {
        read = found;
        pair = pair();
        LOG.info("{}: another certificate is in use for the page", certificate);
      }
    } catch (IOException | IllegalArgumentException e) {
      LOG.warn(
          "the certificate of the page stays the one of before, as the files cannot be used: {}",
          e.getMessage());
    }
  }

  private byte[] bytes() throws IOException {
    return (Files.readString(certificate) + '\n' + Files.readString(key))
        .getBytes(StandardCharsets.UTF_8);
  }

  private Pair pair() throws IOException {
    try {
      X509Certificate[] chain =
          CertificateFactory.getInstance("X.509")
              .generateCertificates(new ByteArrayInputStream(Files.readAllBytes(certificate)))
              .toArray(X509Certificate[]::new);
      if (chain.length == 0) {
        throw new IllegalArgumentException(certificate + " has no certificate");
      }
      return new Pair(chain, key(chain[0].getPublicKey().getAlgorithm()), names(chain[0]));
    } catch (CertificateException e) {
      throw new IllegalArgumentException(
          certificate + " is no certificate in PEM: " + e.getMessage(), e);
    }
  }

  private PrivateKey key(String algorithm) throws IOException {
    Matcher pem = KEY.matcher(Files.readString(key));
    if (!pem.find()) {
      throw new IllegalArgumentException(
          key
              + " has no key in PKCS #8, which begins with BEGIN PRIVATE KEY; convert it with `openssl"
              + " pkcs8 -topk8 -nocrypt`, or give cert-manager privateKey.encoding: PKCS8");
    }
    try {
      return KeyFactory.getInstance(algorithm)
          .generatePrivate(
              new PKCS8EncodedKeySpec(Base64.getMimeDecoder().decode(pem.group(1).strip())));
    } catch (InvalidKeySpecException | IllegalArgumentException e) {
      throw new IllegalArgumentException(key + " is not the key of " + certificate, e);
    } catch (GeneralSecurityException e) {
      throw new IllegalArgumentException(
          certificate + " has a key of a kind that is not known: " + algorithm, e);
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
