package cloud.bleu.apiserver;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.http.TlsVersion;
import io.fabric8.kubernetes.client.jdkhttp.JdkHttpClientFactory;
import java.net.http.HttpClient;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Comparator;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManager;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes HTTP clients that offer ChaCha20-Poly1305 before AES-GCM, and everything else as the JVM
 * does. API servers take what the client would rather have of these two. The operator runs without
 * Java's second compiler, and only that one uses the instructions of the processor for AES: a
 * kilobyte costs a quarter of the time with ChaCha20 there. What the JVM does not offer is not
 * offered here either.
 */
public final class CipherPreference extends JdkHttpClientFactory {

  private static final Logger LOG = LoggerFactory.getLogger(CipherPreference.class);

  /** Of the JVM: who sets it has chosen an order. */
  private static final String CHOSEN = "jdk.tls.client.cipherSuites";

  private final TlsVersion @Nullable [] versions;
  private final boolean chosen;
  private final Offer offer;

  /**
   * @param config of the client to be made; its versions of TLS hold
   */
  public CipherPreference(Config config) {
    this(
        config.getTlsVersions(),
        System.getProperty(CHOSEN) != null,
        CipherPreference::offeredByJvm);
  }

  /**
   * @param versions that clients may speak; null: those of the JVM
   * @param chosen whether somebody has chosen an order for the JVM, which then holds
   * @param offer what the JVM offers
   */
  CipherPreference(TlsVersion @Nullable [] versions, boolean chosen, Offer offer) {
    this.versions = versions;
    this.chosen = chosen;
    this.offer = offer;
  }

  /** The cipher suites that clients of a JVM offer. */
  interface Offer {
    /** In their order, the one to be preferred first. */
    String[] suites() throws GeneralSecurityException;
  }

  @Override
  protected void additionalConfig(HttpClient.Builder builder) {
    if (chosen) {
      return;
    }
    String[] suites;
    try {
      suites = offer.suites();
    } catch (GeneralSecurityException e) {
      // An order is no reason not to start: the client offers what it would without this one.
      LOG.warn(
          "cipher suites keep the order of the JVM, which does not say what it offers: {}",
          e.toString());
      return;
    }
    builder.sslParameters(
        new SSLParameters(
            order(suites),
            versions == null
                ? null
                : Arrays.stream(versions).map(TlsVersion::javaName).toArray(String[]::new)));
  }

  /** A copy with the ChaCha20 suites first; all others keep their order. */
  static String[] order(String[] suites) {
    return Arrays.stream(suites)
        .sorted(Comparator.comparing((String suite) -> !suite.contains("_CHACHA20_")))
        .toArray(String[]::new);
  }

  /** Read of a context without keys and authorities: whatever stores the JVM has are not opened. */
  static String[] offeredByJvm() throws GeneralSecurityException {
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(new KeyManager[0], new TrustManager[0], null);
    return context.getDefaultSSLParameters().getCipherSuites();
  }
}
