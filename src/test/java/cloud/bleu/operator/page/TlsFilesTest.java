package cloud.bleu.operator.page;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.operator.config.UiOptions;
import cloud.bleu.sandbox.ServerCertificate;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The certificate of the page. */
class TlsFilesTest {
  private static final String PAGE =
      "dns:page.example,dns:*.apps.example,ip:10.0.0.1,ip:2001:db8::5";
  private static final String OTHER = "new.example";

  private static final int RSA_BITS = 2048;

  private static @Nullable Pair rsa;

  @TempDir Path folder;

  private final AtomicLong now = new AtomicLong();

  private Path certificate() {
    return folder.resolve("tls.crt");
  }

  private Path key() {
    return folder.resolve("tls.key");
  }

  /** A certificate and its key, as PEM. */
  private record Pair(String certificate, String key) {}

  private void write(Pair pair) throws IOException {
    Files.writeString(certificate(), pair.certificate());
    Files.writeString(key(), pair.key());
  }

  /** Another one for {@link #OTHER} each time. */
  private static Pair ec() throws Exception {
    ServerCertificate made = ServerCertificate.of(OTHER);
    return new Pair(
        pem("CERTIFICATE", made.certificate().getEncoded()),
        pem("PRIVATE KEY", made.key().getEncoded()));
  }

  /** The one for {@link #PAGE}. */
  private Pair rsa() throws Exception {
    if (rsa == null) {
      rsa = byKeytool();
    }
    return rsa;
  }

  private static String anotherRsaKey() throws Exception {
    KeyPairGenerator keys = KeyPairGenerator.getInstance("RSA");
    keys.initialize(RSA_BITS);
    return pem("PRIVATE KEY", keys.generateKeyPair().getPrivate().getEncoded());
  }

  /** Of this JDK, which has nothing else for a certificate; a second of a processor each time. */
  private Pair byKeytool() throws Exception {
    Path store = folder.resolve("store.p12");
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-J-XX:TieredStopAtLevel=1",
                "-J-XX:+UseSerialGC",
                "-genkeypair",
                "-alias",
                "page",
                "-keyalg",
                "RSA",
                "-keysize",
                String.valueOf(RSA_BITS),
                "-dname",
                "CN=page",
                "-ext",
                "san=" + PAGE,
                "-storetype",
                "PKCS12",
                "-keystore",
                store.toString(),
                "-storepass",
                "changeit")
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("keytool.log").toFile())
            .start();
    assertEquals(0, process.waitFor(), Files.readString(folder.resolve("keytool.log")));
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(store)) {
      keys.load(in, "changeit".toCharArray());
    }
    return new Pair(
        pem("CERTIFICATE", keys.getCertificate("page").getEncoded()),
        pem("PRIVATE KEY", keys.getKey("page", "changeit".toCharArray()).getEncoded()));
  }

  private static String pem(String label, byte[] bytes) {
    return "-----BEGIN %s-----\n%s\n-----END %s-----\n"
        .formatted(label, Base64.getMimeEncoder().encodeToString(bytes), label);
  }

  private TlsFiles files() {
    return new TlsFiles(certificate(), key(), now::get);
  }

  /** The certificate that a server presents, and its answer to a host. */
  private static String answer(ReaderServer server, String host, Set<String> presented)
      throws Exception {
    SSLContext anything = SSLContext.getInstance("TLS");
    anything.init(null, new TrustManager[] {new Anybody()}, null);
    try (SSLSocket socket =
        (SSLSocket)
            anything
                .getSocketFactory()
                .createSocket(InetAddress.getLoopbackAddress(), server.port())) {
      socket.setSoTimeout(60_000);
      socket
          .getOutputStream()
          .write(
              "GET /sign-in HTTP/1.1\r\nHost: %s\r\nConnection: close\r\n\r\n"
                  .formatted(host)
                  .getBytes());
      String said = new String(socket.getInputStream().readAllBytes());
      for (Certificate one : socket.getSession().getPeerCertificates()) {
        presented.add(((X509Certificate) one).getSubjectAlternativeNames().toString());
      }
      return said.substring(0, 12);
    }
  }

  @Test
  void anotherCertificateNeedsNoRestart() throws Exception {
    write(rsa());
    try (ReaderServer server =
        new ReaderServer(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
            files(),
            new AccessMemory(token -> new AccessAnswer.Unknown(), () -> 0),
            new ReaderFeeds(
                access -> {
                  throw new AssertionError();
                },
                () -> {},
                now::get),
            now::get)) {
      Set<String> presented = new TreeSet<>();
      for (String host : List.of("page.example", "PAGE.example:443", "bleu.apps.example")) {
        assertEquals("HTTP/1.1 200", answer(server, host, presented), host);
      }
      for (String host :
          List.of("10.0.0.1:8443", "localhost:8081", "[2001:DB8:0::5]:443", "[::1]")) {
        assertEquals("HTTP/1.1 200", answer(server, host, presented), host);
      }
      for (String host :
          List.of(
              "evil.example",
              "a.b.apps.example",
              "apps.example",
              "other",
              "[2001:db8::6]",
              "[x]")) {
        assertEquals("HTTP/1.1 421", answer(server, host, presented), host);
      }
      assertEquals(1, presented.size());

      Files.writeString(key(), "half written");
      now.addAndGet(Duration.ofSeconds(10).toNanos());
      assertEquals("HTTP/1.1 200", answer(server, "page.example", presented));
      assertEquals(1, presented.size(), "what cannot be read leaves the one of before");

      write(ec());
      now.addAndGet(Duration.ofSeconds(10).toNanos());
      assertEquals("HTTP/1.1 200", answer(server, "new.example", presented));
      assertEquals(2, presented.size());
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          BEGIN PRIVATE KEY | BEGIN RSA PRIVATE KEY | tls.key has no key in PKCS #8
          END PRIVATE KEY   | END                   | tls.key has no key in PKCS #8
          MII               | AAA                   | tls.key is not the key of
          BEGIN CERTIFICATE | BEGIN NOTHING         | tls.crt is no certificate in PEM
          """)
  void filesThatCannotBeUsedAreSaid(String text, String other, String said) throws Exception {
    write(rsa());
    for (Path file : List.of(certificate(), key())) {
      if (text.contains("CERT") == file.equals(certificate())) {
        Files.writeString(file, Files.readString(file).replaceFirst(text, other));
      }
    }
    String message = assertThrows(IllegalArgumentException.class, this::files).getMessage();
    assertTrue(message.contains(said), message);
  }

  /** Of the same kind, which the algorithm alone does not tell apart. */
  @ParameterizedTest
  @CsvSource({"RSA", "EC"})
  void anotherKeyThanThatOfTheCertificateIsRefused(String algorithm) throws Exception {
    write(algorithm.equals("RSA") ? rsa() : ec());
    files();
    Files.writeString(key(), algorithm.equals("RSA") ? anotherRsaKey() : ec().key());
    String message = assertThrows(IllegalArgumentException.class, this::files).getMessage();
    assertTrue(message.contains("tls.key is not the key of"), message);
  }

  @Test
  void filesThatAreNotThereAreNamed() throws IOException {
    Files.writeString(certificate(), "");
    String message = assertThrows(IllegalArgumentException.class, this::files).getMessage();
    assertTrue(message.contains("tls.key") && message.contains("cannot be read"), message);
  }

  @ParameterizedTest
  @CsvSource({
    "127.0.0.1,false,true",
    "::1,false,true",
    "localhost,false,true",
    "0.0.0.0,false,false",
    "10.0.0.1,false,false",
    "0.0.0.0,true,true"
  })
  void tokensGoBeyondThisMachineOverTlsOnly(String address, boolean tls, boolean taken) {
    Path file = tls ? Path.of("file") : null;
    if (taken) {
      assertEquals(address, new UiOptions(address, 0, file, file).address());
    } else {
      String message =
          assertThrows(IllegalArgumentException.class, () -> new UiOptions(address, 0, file, file))
              .getMessage();
      assertTrue(message.contains("--ui-tls-cert") && message.contains("port-forward"), message);
    }
    assertFalse(
        assertThrows(
                IllegalArgumentException.class,
                () -> new UiOptions(address, 0, null, Path.of("key")))
            .getMessage()
            .isEmpty());
  }

  /** Trusts anybody: it is the other side that is tested. */
  private static final class Anybody implements X509TrustManager {
    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) {}

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }
}
