package cloud.bleu.apiserver;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.http.TlsVersion;
import java.net.http.HttpClient;
import java.util.List;
import java.util.Set;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;

/** Which cipher suites are offered, and in which order. */
class CipherPreferenceTest {

  private static HttpClient client(TlsVersion... versions) {
    Config config = new ConfigBuilder(Config.empty()).withTlsVersions(versions).build();
    HttpClient.Builder builder = HttpClient.newBuilder();
    new CipherPreference(config).additionalConfig(builder);
    return builder.build();
  }

  @Test
  void whatTheJvmOffersIsOfferedWithChaChaFirst() throws Exception {
    HttpClient client = client(TlsVersion.TLS_1_3, TlsVersion.TLS_1_2);
    List<String> offered = List.of(client.sslParameters().getCipherSuites());
    List<String> usual =
        List.of(SSLContext.getDefault().getDefaultSSLParameters().getCipherSuites());
    assertEquals(Set.copyOf(usual), Set.copyOf(offered), "none is added, and none is missing");
    assertEquals(usual.size(), offered.size());
    assertEquals("TLS_CHACHA20_POLY1305_SHA256", offered.get(0));
    assertTrue(
        offered.indexOf("TLS_AES_256_GCM_SHA384") < offered.indexOf("TLS_AES_128_GCM_SHA256"),
        "the others keep their order");
  }

  @Test
  void versionsOfTheConfigurationHold() {
    assertArrayEquals(
        new String[] {"TLSv1.3"}, client(TlsVersion.TLS_1_3).sslParameters().getProtocols());
    assertArrayEquals(
        new String[] {"TLSv1.3", "TLSv1.2"},
        client(TlsVersion.TLS_1_3, TlsVersion.TLS_1_2).sslParameters().getProtocols());
  }
}
