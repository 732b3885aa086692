package cloud.bleu.examples;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.cli.DocumentedCommands;
import cloud.bleu.cli.Typed;
import cloud.bleu.controlplane.NamespaceEnd;
import cloud.bleu.controlplane.ProjectKinds;
import cloud.bleu.controlplane.RealControlPlane;
import cloud.bleu.sandbox.ControlPlane;
import cloud.bleu.sandbox.ControlPlaneBinaries.Program;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Every directory of examples, and what commands write, goes through kustomize, as Flux and Argo CD
 * send it.
 */
@RealControlPlane
class KustomizePlaneTest {

  private static final Duration BOUND = Duration.ofSeconds(300);
  private static final YAMLMapper YAML = new YAMLMapper();
  private static final JsonMapper JSON = new JsonMapper();
  private static final Pattern ELSEWHERE =
      Pattern.compile("(.*\\.fluxcd\\.io|argoproj\\.io|policy\\.karmada\\.io)/.*");
  private static final String ZONE = "alpha-1";

  /** How a file begins that a program of ours writes, with documents by the hundred. */
  private static final String GENERATED = "# Written by hack/";

  @TempDir Path folder;

  /** Those with manifests in them, however deep; what CI systems read is no manifest. */
  private static List<Path> directories() throws IOException {
    try (Stream<Path> all = Files.walk(Path.of("examples"))) {
      List<Path> found = new ArrayList<>();
      for (Path each : all.filter(Files::isDirectory).sorted().toList()) {
        // What runs elsewhere today is for no server of ours.
        if (!each.startsWith("examples/ci")
            && !each.startsWith("examples/aks-shop")
            && !manifests(each).isEmpty()) {
          found.add(each);
        }
      }
      assertTrue(found.size() >= 13, found.toString());
      return found;
    }
  }

  private static List<Path> manifests(Path directory) throws IOException {
    try (Stream<Path> all = Files.list(directory)) {
      return all.filter(f -> f.toString().endsWith(".yaml")).sorted().toList();
    }
  }

  /** Writes manifests into a directory. */
  private interface Written {
    void into(Path directory) throws Exception;
  }

  /**
   * Sent by one command, of which each error names the file: a kubectl takes a quarter of a second
   * to start.
   */
  @Test
  void whatKustomizeMakesOfItIsTakenByTheServer(ControlPlane plane, KubernetesClient client)
      throws Exception {
    Map<String, Written> all = new LinkedHashMap<>();
    for (Path example : directories()) {
      all.put(example.toString(), directory -> copied(example, directory));
    }
    all.put("what init and facts confirm write", KustomizePlaneTest::drafted);
    // Of a shop, to a target that is given and to one that is drafted too.
    for (String options :
        List.of("--estate examples/migration --rehearse", "--target s3ns --rehearse=2")) {
      all.put("what assess writes " + options, directory -> assessed(options, directory));
    }
    List<String> apply = new ArrayList<>(List.of("apply", "--server-side", "--dry-run=server"));
    List<JsonNode> sent = new ArrayList<>();
    for (Path together : together(all)) {
      List<JsonNode> objects = built(together, plane);
      Path file = Path.of(together + ".json");
      JSON.writeValue(file.toFile(), Map.of("apiVersion", "v1", "kind", "List", "items", objects));
      apply.add("--filename=" + file);
      sent.addAll(objects);
    }
    Set<String> namespaces = new TreeSet<>();
    sent.forEach(o -> namespaces.add(o.path("metadata").path("namespace").asText()));
    namespaces.remove("");
    // A dry run leaves no namespace behind in which the rest could be tried.
    namespaces.forEach(n -> client.resource(namespace(n)).create());
    try {
      Path out = folder.resolve("out");
      kubectl(plane, out, apply.toArray(String[]::new));
      assertEquals(
          sent.size(),
          Files.readAllLines(out).stream()
              .filter(l -> l.endsWith("serverside-applied (server dry run)"))
              .count(),
          Files.readString(out));
    } finally {
      gone(plane, client, namespaces);
    }
  }

  /**
   * Writes all, each into a directory that is a base of its own, and returns directories that take
   * several of them: those of which no two have an object of one name, as kustomize takes no name
   * twice. A run of it costs a third of a second of a processor, whatever it builds.
   */
  private List<Path> together(Map<String, Written> all) throws Exception {
    List<Path> roots = new ArrayList<>();
    List<Set<String>> names = new ArrayList<>();
    for (Map.Entry<String, Written> one : all.entrySet()) {
      Path base =
          Files.createDirectory(folder.resolve("of-" + one.getKey().replaceAll("\\W+", "-")));
      one.getValue().into(base);
      List<String> files = yamlIn(base);
      assertFalse(files.isEmpty(), base.toString());
      asked(base, files);
      Set<String> own = new TreeSet<>();
      for (String file : files) {
        own.addAll(names(base.resolve(file)));
      }
      int free = 0;
      while (free < roots.size() && !Collections.disjoint(names.get(free), own)) {
        free++;
      }
      if (free == roots.size()) {
        roots.add(Files.createDirectory(folder.resolve("together-" + free)));
        names.add(new TreeSet<>());
      }
      names.get(free).addAll(own);
      Files.writeString(
          roots.get(free).resolve("bases"),
          "../" + base.getFileName() + "\n",
          StandardOpenOption.CREATE,
          StandardOpenOption.APPEND);
    }
    for (Path root : roots) {
      asked(root, Files.readAllLines(root.resolve("bases")));
    }
    assertTrue(roots.size() < all.size() / 2, roots.size() + " of " + all.size());
    return roots;
  }

  private static void asked(Path directory, List<String> resources) throws IOException {
    Files.writeString(
        directory.resolve("kustomization.yaml"),
        "resources:\n- " + String.join("\n- ", resources) + "\n");
  }

  private static Set<String> names(Path file) throws IOException {
    Set<String> names = new TreeSet<>();
    try (var documents = YAML.readerFor(JsonNode.class).<JsonNode>readValues(file.toFile())) {
      documents.forEachRemaining(
          o ->
              names.add(
                  o.path("kind").asText()
                      + " "
                      + o.at("/metadata/namespace").asText()
                      + "/"
                      + o.at("/metadata/name").asText()));
    }
    return names;
  }

  private static void copied(Path example, Path directory) throws IOException {
    for (Path file : manifests(example)) {
      String text = Files.readString(file);
      Files.writeString(
          directory.resolve(file.getFileName()),
          text.startsWith(GENERATED) ? ofEachShape(text) : text);
    }
  }

  /**
   * The first of the documents that differ in their numbers alone, and the words before it: a
   * generator writes all of them alike, and that none has a number that the server would reject is
   * asked of each without a server, by {@code cloud.bleu.translate.manifest.ExamplesTest}.
   */
  private static String ofEachShape(String text) {
    Set<String> shapes = new TreeSet<>();
    return Stream.of(text.split("(?m)^---$"))
        .filter(document -> shapes.add(document.strip().replaceAll("\\d+", "0")))
        .collect(Collectors.joining("---"));
  }

  /** Names of zones, sources and names of people that look like dates and numbers among them. */
  private static void drafted(Path directory) throws IOException {
    String node =
        """
        apiVersion: v1
        kind: Node
        metadata:
          name: n1
          labels: {topology.kubernetes.io/zone: "2026-11-24", topology.kubernetes.io/region: "0644"}
        spec: {providerID: "azure:///subscriptions/1"}
        """;
    Typed draft = Typed.withInput(node, "init", "-f", "-");
    assertEquals(0, draft.code(), draft.err());
    Files.writeString(directory.resolve("draft.yaml"), draft.out());
    Path facts = directory.resolve("facts.yaml");
    Files.copy(Path.of("examples/expiry/archive.yaml"), facts);
    Typed confirmed =
        Typed.bleu(
            "facts confirm az/%s site -f %s --source 2026-11-24 --checked-by 12:30"
                .formatted(ZONE, facts)
                .split(" "));
    assertEquals(0, confirmed.code(), confirmed.err());
  }

  private static void assessed(String options, Path directory) {
    Path drafts = directory.resolve("drafts");
    Typed written =
        Typed.bleu(
            ("assess -f examples/aks-shop/today --write " + drafts + " " + options).split(" "));
    assertEquals(0, written.code(), written.err());
  }

  /** As the how-to guide says it: Flux and Argo CD send the second, and people the first. */
  @ParameterizedTest
  @ValueSource(strings = {"--dry-run=server", "--dry-run=server --server-side"})
  void fieldThatTheKindDoesNotHaveIsRejected(String options, ControlPlane plane) throws Exception {
    Path file = folder.resolve("newer.yaml");
    Files.writeString(
        file,
        """
        apiVersion: placement.bleu.cloud/v1alpha1
        kind: BleuWorkload
        metadata: {name: newer, namespace: default}
        spec:
          resilience: {ofTheNewerKind: 1}
          workload: {external: {kind: VM, requests: {cpu: "1", memory: 1Gi}}}
        """);
    AssertionError rejected =
        assertThrows(
            AssertionError.class,
            () ->
                kubectl(
                    plane, folder.resolve("out"), ("apply " + options + " -f " + file).split(" ")));
    assertTrue(
        rejected.getMessage().matches("(?s).*(unknown field|not declared).*"),
        rejected.getMessage());
    assertTrue(rejected.getMessage().contains("ofTheNewerKind"), rejected.getMessage());
  }

  /** As the how-to guide says it. */
  @Test
  void theHealthScriptsAreAddedToWhatIsThere(ControlPlane plane, KubernetesClient client)
      throws Exception {
    client.resource(namespace("argocd")).create();
    try {
      client
          .resource(
              new ConfigMapBuilder()
                  .withNewMetadata()
                  .withName("argocd-cm")
                  .withNamespace("argocd")
                  .endMetadata()
                  .withData(Map.of("url", "https://argocd.example"))
                  .build())
          .create();
      String typed =
          DocumentedCommands.of(
              Path.of("docs/how-to/gitops.md"), "kubectl apply --server-side --field-manager");
      kubectl(plane, folder.resolve("out"), typed.replaceFirst("kubectl ", "").split(" "));
      Map<String, String> data =
          client.configMaps().inNamespace("argocd").withName("argocd-cm").get().getData();
      assertEquals("https://argocd.example", data.get("url"));
      String key = "resource.customizations.health.placement.bleu.cloud_";
      assertTrue(data.get(key + "BleuWorkload").contains("obj.status"));
      assertEquals(data.get(key + "BleuWorkload"), data.get(key + "ResilienceDrill"));
    } finally {
      gone(plane, client, Set.of("argocd"));
    }
  }

  /** Relative to the folder, however deep. */
  private static List<String> yamlIn(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      return all.filter(f -> f.toString().endsWith(".yaml"))
          .map(f -> folder.relativize(f).toString())
          .sorted()
          .toList();
    }
  }

  /** What kustomize makes of a directory, as far as the plane serves it. */
  private static List<JsonNode> built(Path folder, ControlPlane plane) throws Exception {
    Path built = folder.resolve("built");
    kubectl(plane, built, "kustomize", folder.toString());

    List<JsonNode> objects = new ArrayList<>();
    try (var documents = YAML.readerFor(JsonNode.class).<JsonNode>readValues(built.toFile())) {
      // Kubelets write nodes, not people. What Karmada serves is tried by KarmadaLife, and the
      // kinds of Flux and Argo CD are not on this plane.
      documents.forEachRemaining(
          o -> {
            if (!o.path("kind").asText().equals("Node")
                && !ELSEWHERE.matcher(o.path("apiVersion").asText()).matches()) {
              objects.add(o);
            }
          });
    }
    return objects;
  }

  /** There is no object of our kinds in them. */
  private static void gone(ControlPlane plane, KubernetesClient client, Set<String> namespaces) {
    namespaces.forEach(
        n -> {
          client.resource(namespace(n)).delete();
          NamespaceEnd.of(plane, client, n, Set.of(ProjectKinds.GROUP));
        });
    await()
        .atMost(BOUND)
        .until(
            () -> namespaces.stream().allMatch(n -> client.namespaces().withName(n).get() == null));
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
