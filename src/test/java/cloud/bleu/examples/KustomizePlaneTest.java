package cloud.bleu.examples;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.controlplane.RealControlPlane;
import cloud.bleu.sandbox.ControlPlane;
import cloud.bleu.sandbox.ControlPlaneBinaries.Program;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every directory of examples goes through kustomize, as Flux and Argo CD send it. */
@RealControlPlane
class KustomizePlaneTest {

  private static final Duration BOUND = Duration.ofSeconds(120);
  private static final YAMLMapper YAML = new YAMLMapper();
  private static final JsonMapper JSON = new JsonMapper();

  @TempDir Path folder;

  static List<Path> directories() throws IOException {
    try (Stream<Path> all = Files.list(Path.of("examples"))) {
      // What runs elsewhere today is for no server of ours: it lies one directory deeper.
      List<Path> found =
          all.filter(Files::isDirectory).filter(d -> !d.endsWith("aks-shop")).sorted().toList();
      assertTrue(found.size() >= 8, found.toString());
      return found;
    }
  }

  @ParameterizedTest
  @MethodSource("directories")
  void whatKustomizeMakesOfItIsTakenByTheServer(
      Path example, ControlPlane plane, KubernetesClient client) throws Exception {
    List<String> files = new ArrayList<>();
    try (Stream<Path> all = Files.list(example)) {
      for (Path file : all.filter(f -> f.toString().endsWith(".yaml")).sorted().toList()) {
        Files.copy(file, folder.resolve(file.getFileName()));
        files.add(file.getFileName().toString());
      }
    }
    assertFalse(files.isEmpty());
    Files.writeString(
        folder.resolve("kustomization.yaml"), "resources:\n- " + String.join("\n- ", files) + "\n");
    Path built = folder.resolve("built");
    kubectl(plane, built, "kustomize", folder.toString());

    List<JsonNode> objects = new ArrayList<>();
    try (var documents = YAML.readerFor(JsonNode.class).<JsonNode>readValues(built.toFile())) {
      // Kubelets write nodes, not people.
      documents.forEachRemaining(
          o -> {
            if (!o.path("kind").asText().equals("Node")) {
              objects.add(o);
            }
          });
    }
    Path applied = folder.resolve("applied.json");
    JSON.writeValue(applied.toFile(), Map.of("apiVersion", "v1", "kind", "List", "items", objects));
    Set<String> namespaces = new TreeSet<>();
    objects.forEach(o -> namespaces.add(o.path("metadata").path("namespace").asText()));
    namespaces.remove("");
    // A dry run leaves no namespace behind in which the rest could be tried.
    namespaces.forEach(n -> client.resource(namespace(n)).create());
    try {
      Path out = folder.resolve("out");
      kubectl(plane, out, "apply", "--server-side", "--dry-run=server", "-f", applied.toString());
      assertEquals(
          objects.size(),
          Files.readAllLines(out).stream()
              .filter(l -> l.endsWith("serverside-applied (server dry run)"))
              .count(),
          Files.readString(out));
    } finally {
      namespaces.forEach(n -> client.resource(namespace(n)).delete());
      await()
          .atMost(BOUND)
          .until(
              () ->
                  namespaces.stream().allMatch(n -> client.namespaces().withName(n).get() == null));
    }
  }

  private static Namespace namespace(String name) {
    return new NamespaceBuilder().withNewMetadata().withName(name).endMetadata().build();
  }

  private static void kubectl(ControlPlane plane, Path out, String... arguments)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(plane.binaries().path(Program.KUBECTL).toString());
    command.add("--kubeconfig=" + plane.kubeconfigFile(plane.adminKubeconfig()));
    command.addAll(List.of(arguments));
    Path err = out.resolveSibling("err");
    Process process =
        new ProcessBuilder(command)
            .redirectOutput(out.toFile())
            .redirectError(err.toFile())
            .start();
    assertTrue(process.waitFor(BOUND.toSeconds(), TimeUnit.SECONDS), command.toString());
    assertEquals(0, process.exitValue(), () -> command + "\n" + text(err));
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
