package cloud.bleu.apiserver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.http.Interceptor;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A server that begins to answer, over a real socket. */
@Tag("wiring")
class AnswerDeadlineTest {

  private static final String NAMESPACE =
      "{\"apiVersion\":\"v1\",\"kind\":\"Namespace\",\"metadata\":{\"name\":\"n\",\"uid\":\"u\"}}";

  private final List<Socket> taken = new CopyOnWriteArrayList<>();
  private ServerSocket server;
  private KubernetesClient client;

  /** How much of the body is sent; the connection is kept open after it. */
  private volatile int sent;

  @BeforeEach
  void start() throws IOException {
    server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    Thread taker = new Thread(this::serve);
    taker.setDaemon(true);
    taker.start();
    client = with(AnswerDeadline.NAME, new AnswerDeadline(Duration.ofMillis(500)));
  }

  private KubernetesClient with(String name, Interceptor interceptor) {
    Config config = Config.empty();
    config.setMasterUrl("http://127.0.0.1:" + server.getLocalPort());
    config.setHttp2Disable(true);
    config.setRequestRetryBackoffLimit(0);
    return new KubernetesClientBuilder()
        .withConfig(config)
        .withHttpClientBuilderConsumer(
            builder -> builder.addOrReplaceInterceptor(name, interceptor))
        .build();
  }

  @AfterEach
  void stop() throws IOException {
    client.close();
    server.close();
    for (Socket socket : taken) {
      socket.close();
    }
  }

  private void serve() {
    try {
      while (true) {
        Socket socket = server.accept();
        taken.add(socket);
        byte[] request = new byte[8192];
        if (socket.getInputStream().read(request) > 0) {
          OutputStream out = socket.getOutputStream();
          out.write(
              ("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: "
                      + NAMESPACE.length()
                      + "\r\n\r\n"
                      + NAMESPACE.substring(0, sent))
                  .getBytes(StandardCharsets.UTF_8));
          out.flush();
        }
      }
    } catch (IOException closed) {
      // The test is over.
    }
  }

  @Test
  void answerThatEndsIsAnAnswer() {
    sent = NAMESPACE.length();
    assertEquals("u", client.namespaces().withName("n").get().getMetadata().getUid());
  }

  @Test
  void answerThatDoesNotEndIsGivenUp() {
    sent = 10;
    givesUp(client, TimeoutException.class);
  }

  /** Of a client whose answers may be long. */
  @Test
  void answerThatStopsIsGivenUp() {
    try (KubernetesClient patient =
        with(AnswerSilence.NAME, new AnswerSilence(Duration.ofMillis(500)))) {
      sent = NAMESPACE.length();
      assertEquals("u", patient.namespaces().withName("n").get().getMetadata().getUid());
      for (int some : new int[] {10, 0}) {
        sent = some;
        givesUp(patient, HttpTimeoutException.class);
      }
    }
  }

  private static void givesUp(KubernetesClient client, Class<? extends Exception> timeout) {
    KubernetesClientException given =
        assertTimeoutPreemptively(
            Duration.ofSeconds(60),
            () ->
                assertThrows(
                    KubernetesClientException.class,
                    () -> client.namespaces().withName("n").get()));
    assertTrue(isOf(given, timeout), () -> "not a time-out: " + given.getCause());
  }

  private static boolean isOf(Throwable problem, Class<? extends Exception> type) {
    for (Throwable cause = problem; cause != null; cause = cause.getCause()) {
      if (type.isInstance(cause)) {
        return true;
      }
    }
    return false;
  }
}
