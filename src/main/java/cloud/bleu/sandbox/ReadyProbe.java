package cloud.bleu.sandbox;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** Asks health endpoints until they answer 200, as anyone may. */
final class ReadyProbe {
  private static final Duration BETWEEN = Duration.ofMillis(50);
  private static final Duration ANSWER_WITHIN = Duration.ofSeconds(5);

  private final HttpClient http;

  ReadyProbe(String authority) {
    this.http =
        HttpClient.newBuilder()
            .sslContext(trusting(authority))
            .connectTimeout(ANSWER_WITHIN)
            .version(HttpClient.Version.HTTP_1_1)
            .proxy(HttpClient.Builder.NO_PROXY)
            .build();
  }

  /** Returns when all answer 200; fails when a process ends or the bound is over. */
  void await(List<URI> urls, List<ChildProcess> processes, Duration bound) {
    long end = System.nanoTime() + bound.toNanos();
    List<URI> waiting = new ArrayList<>(urls);
    while (true) {
      waiting.removeIf(this::ready);
      if (waiting.isEmpty()) {
        return;
      }
      for (ChildProcess process : processes) {
        if (!process.isAlive()) {
          throw new ControlPlaneException(
              "%s ended while the control plane was starting. The end of its log:%n%s"
                  .formatted(process.name(), process.logTail(15)));
        }
      }
      if (System.nanoTime() > end) {
        throw new ControlPlaneException(
            "%s not ready after %s s; %s"
                .formatted(waiting, bound.toSeconds(), tailOfApiServer(processes)));
      }
      pause();
    }
  }

  private static String tailOfApiServer(List<ChildProcess> processes) {
    String name = ControlPlaneBinaries.Program.KUBE_APISERVER.executable();
    return processes.stream()
        .filter(process -> process.name().startsWith(name))
        .map(
            process ->
                "the end of the log of %s:%n%s".formatted(process.name(), process.logTail(15)))
        .findFirst()
        .orElse("no API server was started");
  }

  private boolean ready(URI url) {
    try {
      HttpRequest request = HttpRequest.newBuilder(url).timeout(ANSWER_WITHIN).build();
      return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  private static void pause() {
    try {
      TimeUnit.MILLISECONDS.sleep(BETWEEN.toMillis());
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  private static ControlPlaneException interrupted(InterruptedException e) {
    Thread.currentThread().interrupt();
    return new ControlPlaneException("interrupted while waiting for the control plane", e);
  }

  private static SSLContext trusting(String authority) {
    try {
      KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
      store.load(null, null);
      store.setCertificateEntry(
          "authority",
          CertificateFactory.getInstance("X.509")
              .generateCertificate(
                  new ByteArrayInputStream(authority.getBytes(StandardCharsets.US_ASCII))));
      TrustManagerFactory trust =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trust.init(store);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, trust.getTrustManagers(), null);
      return context;
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException("this JDK cannot trust the certificate that it made", e);
    }
  }
}
