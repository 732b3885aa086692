package cloud.bleu.sandbox;

import cloud.bleu.sandbox.kubectl.KubectlFront;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.CustomResourceDefinitionContext;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.fabric8.mockwebserver.Context;
import io.fabric8.mockwebserver.MockWebServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * An API server inside this JVM, on 127.0.0.1: create, read, update, delete, watch by WebSocket,
 * server-side apply. {@link #LIMITS} says what it does not do.
 */
public final class EmbeddedApiServer implements AutoCloseable {

  /** What this API server does not check, in one sentence for people. */
  public static final String LIMITS =
      "The embedded API server checks no schema, no CEL, no RBAC and no admission policy, and knows no field conflicts; --control-plane real does all of that.";

  /**
   * Held, so that the level set on it is not lost to garbage collection: the mock server logs every
   * request at INFO.
   */
  private static final java.util.logging.Logger REQUESTS =
      java.util.logging.Logger.getLogger(MockWebServer.class.getName());

  private final KubernetesMockServer server;
  private final Config config;
  private final Thread drain;
  private final Supplier<KubectlFront> starts;

  /** Null until somebody asks for a kubeconfig. */
  private @Nullable KubectlFront front;

  private EmbeddedApiServer(
      KubernetesMockServer server, Discovery discovery, List<CustomResourceDefinition> crds) {
    this.server = server;
    this.starts =
        () ->
            KubectlFront.start(
                URI.create("http://127.0.0.1:" + server.getPort()), discovery.resources(), crds);
    // The mock server keeps every request for assertions; here they would pile up.
    this.drain = new Thread(this::dropRequests, "embedded-api-server-drain");
    this.drain.setDaemon(true);
    this.drain.start();
    this.config =
        new ConfigBuilder()
            .withAutoConfigure(false)
            .withMasterUrl("http://127.0.0.1:" + server.getPort())
            .withNamespace("default")
            .build();
  }

  /** Starts it on a free port, serving these kinds beside the usual ones. */
  public static EmbeddedApiServer start(List<CustomResourceDefinition> crds) {
    REQUESTS.setLevel(java.util.logging.Level.WARNING);
    Discovery discovery = new Discovery(crds);
    EmbeddedDispatcher dispatcher = new EmbeddedDispatcher(discovery, new SchemaDefaults(crds));
    crds.forEach(
        crd -> dispatcher.expectCustomResource(CustomResourceDefinitionContext.fromCrd(crd)));
    MockWebServer web = new MockWebServer();
    // A long answer to the request that upgrades mixes with HTTP/2 frames: the client ends it.
    web.setHttp2ClearTextEnabled(false);
    KubernetesMockServer server =
        new KubernetesMockServer(
            new Context(Serialization.jsonMapper()), web, new HashMap<>(), dispatcher, false);
    server.init(InetAddress.getLoopbackAddress(), 0);
    return new EmbeddedApiServer(server, discovery, crds);
  }

  /** How a client reaches it. */
  public Config config() {
    return config;
  }

  /** A new client; the caller closes it. */
  public KubernetesClient newClient() {
    return SandboxClients.of(config);
  }

  /**
   * Writes a kubeconfig for other terminals. What kubectl needs beside the API is served from then
   * on.
   */
  public void writeKubeconfig(Path file) throws IOException {
    Files.writeString(
        file,
        """
        apiVersion: v1
        kind: Config
        current-context: bleu-sandbox
        clusters:
        - name: bleu-sandbox
          cluster: {server: "%s"}
        contexts:
        - name: bleu-sandbox
          context: {cluster: bleu-sandbox, user: bleu-sandbox, namespace: default}
        users:
        - name: bleu-sandbox
          user: {}
        """
            .formatted(front().url()));
  }

  /** Where kubectl reaches it; null before a kubeconfig was written. */
  synchronized @Nullable URI kubectl() {
    return front == null ? null : front.url();
  }

  private synchronized KubectlFront front() {
    KubectlFront started = front;
    if (started == null) {
      started = starts.get();
      front = started;
    }
    return started;
  }

  private void dropRequests() {
    try {
      while (!Thread.currentThread().isInterrupted()) {
        var unused = server.takeRequest();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public synchronized void close() {
    if (front != null) {
      front.close();
    }
    drain.interrupt();
    server.destroy();
  }
}
