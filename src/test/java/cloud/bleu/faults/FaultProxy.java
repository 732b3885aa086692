package cloud.bleu.faults;

import cloud.bleu.sandbox.SandboxClients;
import cloud.bleu.sandbox.ServerCertificate;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.internal.SSLUtils;
import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ServerSocketFactory;
import org.jspecify.annotations.Nullable;

/**
 * Stands between one operator and the API server and lets a {@link Fault} happen. Who asks is told
 * by the token of the given configuration, which the operator gets as well. Speaks HTTP to the
 * operator, or HTTPS where that asks for it, and HTTPS to the server. Who watches gets WebSocket or
 * a chunked answer, as he asks: the client falls back to the second when a handshake fails.
 */
public final class FaultProxy implements AutoCloseable {

  private static final List<String> FORWARDED = List.of("content-type", "accept", "authorization");

  private final Config upstream;
  private final HttpClient server;
  private final ServerSocket door;
  private final @Nullable ServerCertificate shown;
  private final Set<Socket> connections = ConcurrentHashMap.newKeySet();
  private final Set<Socket> watches = ConcurrentHashMap.newKeySet();
  private volatile Fault fault;
  private volatile boolean down;

  public FaultProxy(Config upstream, Fault fault) {
    this(upstream, server(upstream), fault);
  }

  /** One behind which there is no server: what the fault does not answer gets nowhere. */
  public static FaultProxy toNobody(Fault fault) {
    return new FaultProxy(
        new ConfigBuilder()
            .withAutoConfigure(false)
            // Nobody listens there.
            .withMasterUrl("http://127.0.0.1:1")
            .withAutoOAuthToken("none")
            .build(),
        fault);
  }

  /**
   * @param server of {@link #server}, which proxies that come one after the other share
   */
  FaultProxy(Config upstream, HttpClient server, Fault fault) {
    this(upstream, server, fault, null);
  }

  /**
   * @param shown to the operator, to which it speaks HTTPS then; null: HTTP
   */
  FaultProxy(Config upstream, HttpClient server, Fault fault, @Nullable ServerCertificate shown) {
    this.upstream = upstream;
    this.server = server;
    this.fault = fault;
    this.shown = shown;
    ServerSocketFactory doors =
        shown == null ? ServerSocketFactory.getDefault() : shown.context().getServerSocketFactory();
    try {
      door = doors.createServerSocket(0, 200, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    run("fault proxy", this::accept);
  }

  /**
   * What reaches the API server: by HTTP/2, where that is agreed on in the handshake. An operator
   * has some thirty watches: they go over one connection, in place of a handshake for each.
   */
  static HttpClient server(Config upstream) {
    try {
      return HttpClient.newBuilder()
          .version(
              upstream.getMasterUrl().startsWith("https:")
                  ? HttpClient.Version.HTTP_2
                  : HttpClient.Version.HTTP_1_1)
          .sslContext(SSLUtils.sslContext(upstream))
          .build();
    } catch (IOException | GeneralSecurityException e) {
      throw new IllegalStateException("no proxy to " + upstream.getMasterUrl(), e);
    }
  }

  String url() {
    return (shown == null ? "http" : "https") + "://127.0.0.1:" + door.getLocalPort();
  }

  /** A kubeconfig for an operator that is to go through here. */
  String kubeconfig() {
    return """
    apiVersion: v1
    kind: Config
    clusters: [{name: proxy, cluster: {server: "%s"%s}}]
    users: [{name: account, user: {token: "%s"}}]
    contexts: [{name: proxy, context: {cluster: proxy, user: account}}]
    current-context: proxy
    """
        .formatted(
            url(),
            shown == null ? "" : ", certificate-authority-data: " + shown.authorityData(),
            upstream.getAutoOAuthToken());
  }

  /** A client that goes through here. */
  public KubernetesClient client() {
    return SandboxClients.of(Config.fromKubeconfig(kubeconfig()));
  }

  /**
   * One that asks for nothing twice: its caller is told at once of what goes wrong. An answer that
   * a test holds back may take long.
   */
  public KubernetesClient clientWithoutRetries() {
    return SandboxClients.of(
        new ConfigBuilder(Config.fromKubeconfig(kubeconfig()))
            .withRequestRetryBackoffLimit(0)
            .withRequestTimeout((int) Duration.ofMinutes(2).toMillis())
            .build());
  }

  /** From now on another thing goes wrong. */
  public void fault(Fault next) {
    fault = next;
  }

  /** Ends every watch that is open, in the middle of whatever it was sending. */
  public void cutWatches() {
    watches.forEach(FaultProxy::quietly);
  }

  /** From now on nothing gets through, as if the operator were gone; no answer under way either. */
  void cutOff() {
    down = true;
    connections.forEach(FaultProxy::quietly);
  }

  @Override
  public void close() {
    cutOff();
    try {
      door.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void accept() {
    while (!door.isClosed()) {
      try {
        Socket connection = door.accept();
        if (down) {
          // Who was cut off goes on asking for as long as it lives.
          connection.close();
          continue;
        }
        connections.add(connection);
        run("fault proxy connection", () -> serve(connection));
      } catch (IOException e) {
        return;
      }
    }
  }

  private void serve(Socket connection) {
    try (connection) {
      connection.setTcpNoDelay(true);
      InputStream in = new BufferedInputStream(connection.getInputStream());
      while (!down) {
        Request request = Wire.read(in);
        if (request == null) {
          return;
        }
        boolean goesOn =
            request.isWatch() ? watch(connection, request) : exchange(connection, request);
        if (!goesOn) {
          return;
        }
      }
    } catch (IOException e) {
      // Whoever reads or writes at the other end is gone.
      return;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      connections.remove(connection);
      watches.remove(connection);
    }
  }

  private boolean exchange(Socket connection, Request request)
      throws IOException, InterruptedException {
    Answer answer = fault.instead(request);
    if (down) {
      return false;
    }
    if (answer == null) {
      HttpResponse<byte[]> response =
          server.send(forward(request), HttpResponse.BodyHandlers.ofByteArray());
      answer = fault.after(request, answer(response));
    }
    if (answer == null || down) {
      return false;
    }
    Wire.write(connection.getOutputStream(), answer);
    return true;
  }

  private boolean watch(Socket connection, Request request)
      throws IOException, InterruptedException {
    Answer refusal = fault.instead(request);
    if (refusal != null) {
      Wire.write(connection.getOutputStream(), refusal);
      return true;
    }
    HttpResponse<InputStream> response =
        server.send(forward(request), HttpResponse.BodyHandlers.ofInputStream());
    try (InputStream body = response.body()) {
      if (response.statusCode() != 200) {
        Answer answer =
            fault.after(
                request, new Answer(response.statusCode(), headers(response), body.readAllBytes()));
        if (answer != null) {
          Wire.write(connection.getOutputStream(), answer);
        }
        return answer != null;
      }
      watches.add(connection);
      Events events = Events.begin(connection.getOutputStream(), request);
      // What the operator says on a watch is that it wants no more.
      run(
          "fault proxy watch",
          () -> {
            try {
              while (connection.getInputStream().read() >= 0) {
                continue;
              }
            } catch (IOException e) {
              // Gone as well.
            }
            quietly(connection);
            quietly(body);
          });
      BufferedReader lines =
          new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8));
      for (String line = lines.readLine(); line != null && !down; line = lines.readLine()) {
        // The server sends spaces, to see whether somebody reads: they may be the last it sends.
        String told = line.strip();
        if (told.isEmpty()) {
          continue;
        }
        for (String event : fault.events(request, told)) {
          events.send(event);
        }
      }
      events.end();
    }
    return false;
  }

  private HttpRequest forward(Request request) {
    URI server = URI.create(upstream.getMasterUrl());
    String query = request.query().isEmpty() ? "" : "?" + request.query();
    HttpRequest.Builder forward =
        HttpRequest.newBuilder(server.resolve(request.path() + query))
            .method(request.method(), HttpRequest.BodyPublishers.ofByteArray(request.body()));
    FORWARDED.forEach(
        name -> {
          if (request.headers().containsKey(name)) {
            forward.header(name, request.headers().get(name));
          }
        });
    return forward.build();
  }

  private static Answer answer(HttpResponse<byte[]> response) {
    return new Answer(response.statusCode(), headers(response), response.body());
  }

  private static Map<String, String> headers(HttpResponse<?> response) {
    Map<String, String> headers = new TreeMap<>();
    for (String name : List.of("content-type", "retry-after")) {
      response.headers().firstValue(name).ifPresent(value -> headers.put(name, value));
    }
    return headers;
  }

  private static void run(String name, Runnable task) {
    Thread thread = new Thread(task, name);
    thread.setDaemon(true);
    thread.start();
  }

  private static void quietly(@Nullable AutoCloseable open) {
    try {
      if (open != null) {
        open.close();
      }
    } catch (Exception e) {
      // It is closed either way.
      return;
    }
  }
}
