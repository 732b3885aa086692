package cloud.bleu.apiserver;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import io.fabric8.kubernetes.client.http.TlsVersion;
import java.net.http.HttpClient;
import java.security.KeyStoreException;
import java.security.NoSuchAlgorithmException;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import org.junit.jupiter.api.Test;

/**
 * Which cipher suites are offered, and in which order. What this JVM was started with does not
 * matter: what it offers, and whether somebody chose that, is handed in.
 */
class CipherPreferenceTest {

  private static final String AES_256 = "TLS_AES_256_GCM_SHA384";
  private static final String AES_128 = "TLS_AES_128_GCM_SHA256";
  private static final String CHACHA = "TLS_CHACHA20_POLY1305_SHA256";
  private static final String OLD_AES = "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384";
  private static final String OLD_CHACHA = "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256";

  private static final TlsVersion[] BOTH = {TlsVersion.TLS_1_3, TlsVersion.TLS_1_2};

  /** What a client offers that had parameters of its own before. */
  private static SSLParameters offered(CipherPreference preference) throws Exception {
    HttpClient.Builder builder =
        HttpClient.newBuilder()
            .sslContext(context())
            .sslParameters(new SSLParameters(new String[] {AES_128}, new String[] {"TLSv1.3"}));
    preference.additionalConfig(builder);
    return builder.build().sslParameters();
  }

  /** As clients of Kubernetes have one: with stores of their own. */
  private static SSLContext context() throws Exception {
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, null, null);
    return context;
  }

  private static CipherPreference preference(TlsVersion... versions) {
    return new CipherPreference(versions, false, () -> new String[] {AES_256, CHACHA});
  }

  @Test
  void chaChaComesFirstAndAllOthersKeepTheirOrder() {
    assertArrayEquals(
        new String[] {CHACHA, OLD_CHACHA, AES_256, AES_128, OLD_AES},
        CipherPreference.order(new String[] {AES_256, AES_128, CHACHA, OLD_AES, OLD_CHACHA}));
    assertArrayEquals(
        new String[] {AES_128, AES_256},
        CipherPreference.order(new String[] {AES_128, AES_256}),
        "what is not offered is not added");
  }

  @Test
  void clientOffersThatOrderInTheVersionsOfItsConfiguration() throws Exception {
    SSLParameters both = offered(preference(BOTH));
    assertArrayEquals(new String[] {CHACHA, AES_256}, both.getCipherSuites());
    assertArrayEquals(new String[] {"TLSv1.3", "TLSv1.2"}, both.getProtocols());
    assertArrayEquals(
        new String[] {"TLSv1.3"}, offered(preference(TlsVersion.TLS_1_3)).getProtocols());
  }

  @Test
  void orderThatSomebodyChoseHolds() throws Exception {
    SSLParameters kept =
        offered(new CipherPreference(BOTH, true, () -> new String[] {AES_256, CHACHA}));
    assertArrayEquals(new String[] {AES_128}, kept.getCipherSuites());
    assertArrayEquals(new String[] {"TLSv1.3"}, kept.getProtocols());
  }

  /** As of a key store that nobody can read: what the client needs it for is not asked here. */
  @Test
  void whatTheJvmDoesNotSayChangesNothing() throws Exception {
    SSLParameters kept =
        offered(
            new CipherPreference(
                BOTH,
                false,
                () -> {
                  throw new NoSuchAlgorithmException(new KeyStoreException("unreadable"));
                }));
    assertArrayEquals(new String[] {AES_128}, kept.getCipherSuites());
    assertArrayEquals(new String[] {"TLSv1.3"}, kept.getProtocols());
  }

  @Test
  void offerIsThatOfTheClientsOfTheJvm() throws Exception {
    assertArrayEquals(
        context().getDefaultSSLParameters().getCipherSuites(), CipherPreference.offeredByJvm());
  }
}
