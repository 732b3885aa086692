package cloud.bleu.sandbox;

import static org.junit.jupiter.api.Assertions.assertEquals;

import cloud.bleu.controlplane.UnlockedEdit;
import com.sun.net.httpserver.HttpServer;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * The kustomize-controller of Flux as a process, with its kinds on a plane. What a source would
 * fetch from Git is served here: an archive for each revision, and an ExternalArtifact that names
 * it.
 */
public final class KustomizeController implements AutoCloseable {
  /** Where its objects are. */
  public static final String NAMESPACE = "flux-system";

  private static final String KUSTOMIZATION = "kustomize.toolkit.fluxcd.io/v1";
  private static final String SOURCE = "source.toolkit.fluxcd.io/v1";

  private final KubernetesClient client;
  private final Path archives;
  private final HttpServer server;
  private final ChildProcess process;

  /**
   * Starts it with the rights of an administrator, which Flux has.
   *
   * @param programs where kustomize-controller is, and flux-crds beside it
   * @param folder for its log and the archives
   */
  public KustomizeController(
      Path programs, ControlPlane plane, KubernetesClient client, Path folder) throws IOException {
    this.client = client;
    kinds(programs.resolve("flux-crds"));
    client
        .resource(
            new NamespaceBuilder().withNewMetadata().withName(NAMESPACE).endMetadata().build())
        .serverSideApply();
    archives = Files.createDirectory(folder.resolve("archives"));
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          byte[] archive =
              Files.readAllBytes(archives.resolve(exchange.getRequestURI().getPath().substring(1)));
          exchange.sendResponseHeaders(200, archive.length);
          exchange.getResponseBody().write(archive);
          exchange.close();
        });
    server.start();
    process =
        plane
            .store()
            .launch(
                "kustomize-controller",
                List.of(
                    // It replaces itself with the program, under the same id.
                    "/usr/bin/env",
                    "RUNTIME_NAMESPACE=" + NAMESPACE,
                    "TMPDIR=" + Files.createDirectory(folder.resolve("tmp")),
                    "KUBECONFIG=" + plane.kubeconfigFile(plane.adminKubeconfig()),
                    programs.resolve("kustomize-controller").toString(),
                    "--metrics-addr=0",
                    "--health-addr=127.0.0.1:0",
                    "--enable-leader-election=false",
                    "--watch-all-namespaces",
                    "--requeue-dependency=1s",
                    "--feature-gates=ExternalArtifact=true"),
                folder.resolve("kustomize-controller.log"));
  }

  private void kinds(Path folder) throws IOException {
    List<CustomResourceDefinition> kinds = new ArrayList<>();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.sorted().toList()) {
        try (InputStream text = Files.newInputStream(file)) {
          kinds.add(client.apiextensions().v1().customResourceDefinitions().load(text).item());
        }
      }
    }
    for (CustomResourceDefinition kind : kinds) {
      client.resource(kind).serverSideApply();
    }
    for (CustomResourceDefinition kind : kinds) {
      client
          .resource(kind)
          .waitUntilCondition(
              k ->
                  k.getStatus() != null
                      && k.getStatus().getConditions().stream()
                          .anyMatch(
                              c ->
                                  c.getType().equals("Established")
                                      && c.getStatus().equals("True")),
              30,
              TimeUnit.SECONDS);
    }
  }

  /**
   * Makes what is in a directory the newest revision of a source.
   *
   * @param revision as it appears in the status of its Kustomization
   */
  public void push(String source, Path directory, String revision)
      throws IOException, InterruptedException {
    Path archive = archives.resolve(source + "-" + revision + ".tar.gz");
    Process tar =
        new ProcessBuilder("tar", "-czf", archive.toString(), "-C", directory.toString(), ".")
            .inheritIO()
            .start();
    assertEquals(0, tar.waitFor(), "tar");
    GenericKubernetesResource artifact =
        object(
            """
            apiVersion: %s
            kind: ExternalArtifact
            metadata: {name: %s, namespace: %s}
            spec: {}
            """
                .formatted(SOURCE, source, NAMESPACE));
    client.resource(artifact).serverSideApply();
    Map<String, Object> status =
        Map.of(
            "artifact",
            Map.of(
                "url", "http://127.0.0.1:%d/%s".formatted(port(), archive.getFileName()),
                "path", archive.getFileName().toString(),
                "revision", revision,
                "digest", "sha256:" + sha256(archive),
                "size", Files.size(archive),
                "lastUpdateTime", Instant.now().toString()));
    UnlockedEdit.ofStatus(
        client.resource(artifact),
        now -> {
          now.setAdditionalProperty("status", status);
          return now;
        });
  }

  private int port() {
    return server.getAddress().getPort();
  }

  /**
   * Has it apply a source and wait for all that is in it.
   *
   * @param after the names of others that have to be Ready first
   */
  public void apply(String source, String... after) {
    client
        .resource(
            object(
                """
                apiVersion: %s
                kind: Kustomization
                metadata: {name: %s, namespace: %s}
                spec:
                  sourceRef: {kind: ExternalArtifact, name: %s}
                  dependsOn: [%s]
                  path: ./
                  interval: 10m
                  retryInterval: 2s
                  timeout: 5m
                  prune: true
                  wait: true
                """
                    .formatted(
                        KUSTOMIZATION,
                        source,
                        NAMESPACE,
                        source,
                        String.join(
                            ", ", Stream.of(after).map(n -> "{name: " + n + "}").toList()))))
        .serverSideApply();
  }

  /** The Kustomization of a source. */
  public Resource<GenericKubernetesResource> kustomization(String source) {
    return client
        .genericKubernetesResources(KUSTOMIZATION, "Kustomization")
        .inNamespace(NAMESPACE)
        .withName(source);
  }

  /** Whether it runs. */
  public boolean isAlive() {
    return process.isAlive();
  }

  /** What the process wrote, for a message. */
  public String log() throws IOException {
    return Files.readString(process.log());
  }

  private static GenericKubernetesResource object(String yaml) {
    HasMetadata object = Serialization.unmarshal(yaml, GenericKubernetesResource.class);
    return (GenericKubernetesResource) object;
  }

  private static String sha256(Path file) throws IOException {
    try {
      return HexFormat.of()
          .formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    process.stop(PlaneStore.GRACE);
    server.stop(0);
  }
}
