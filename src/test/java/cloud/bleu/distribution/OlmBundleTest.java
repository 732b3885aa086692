package cloud.bleu.distribution;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.chart.Helm;
import cloud.bleu.layers.ChildJvm;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.File;
import java.io.IOException;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The bundle that {@code hack/olm} makes has what the chart renders, no more and no less. */
class OlmBundleTest {
  private static final YAMLMapper YAML = new YAMLMapper();
  private static final Path CHART = Path.of(Helm.CHART, "Chart.yaml");
  private static final String DIGEST = "sha256:" + "0123456789abcdef".repeat(4);

  /** What was asked for by these values. */
  private static final Map<List<String>, String> READ = new ConcurrentHashMap<>();

  private static final String LIBRARIES = System.getProperty("java.class.path");

  @TempDir static Path folder;

  /** Where the compiled program is. */
  private static Path classes;

  /** The compiled program. */
  private static Method program;

  private static List<JsonNode> rendered;
  private static List<JsonNode> held;
  private static List<JsonNode> besides;
  private static JsonNode version;

  /** As the script does it, once: each time, a JVM starts and compiles the program. */
  @BeforeAll
  static void written() throws Exception {
    Path err = folder.resolve("err");
    String image = "--set=image.repository=registry.example/bleu,image.digest=" + DIGEST;
    Path manifests = Files.createDirectories(folder.resolve("bundle/manifests"));
    Files.writeString(manifests.resolve("bleu-ui.service.yaml"), "# of other values");
    assertEquals(
        0,
        generate(
            err,
            image,
            "--set=members.enabled=true,evidence.enabled=true",
            "--set=members.companions.enabled=true,members.companions.secretNamespaces={shop}"),
        () -> text(err));
    rendered = documents(folder.resolve("rendered.yaml"));
    besides = documents(folder.resolve("besides.yaml"));
    held = new ArrayList<>();
    try (Stream<Path> files = Files.list(folder.resolve("bundle/manifests"))) {
      for (Path file : files.toList()) {
        JsonNode object = YAML.readTree(file.toFile());
        if (object.path("kind").asText().equals("ClusterServiceVersion")) {
          version = object;
        } else {
          held.add(object);
        }
      }
    }
    classes = Files.createDirectory(folder.resolve("classes"));
    program = compiled();
  }

  private static Method compiled() throws Exception {
    List<String> words =
        List.of("-proc:none", "-cp", LIBRARIES, "-d", classes.toString(), "hack/Olm.java");
    assertEquals(
        0,
        ToolProvider.getSystemJavaCompiler().run(null, null, null, words.toArray(String[]::new)));
    Method refusal =
        new URLClassLoader(
                new URL[] {classes.toUri().toURL()}, OlmBundleTest.class.getClassLoader())
            .loadClass("Olm")
            .getDeclaredMethod("refusal", String[].class);
    refusal.setAccessible(true);
    return refusal;
  }

  @Test
  void everythingOfTheChartIsInItOnceOrBesideIt() throws Exception {
    Map<String, String> there = new TreeMap<>();
    held.forEach(o -> assertTrue(there.put(id(o), "held") == null, id(o)));
    besides.forEach(o -> assertTrue(there.put(id(o), "beside") == null, id(o)));
    Set<String> accounts =
        Set.of(
            "Deployment/bleu",
            "ServiceAccount/bleu",
            "ClusterRole/bleu",
            "ClusterRole/bleu-changes",
            "ClusterRoleBinding/bleu",
            "ClusterRoleBinding/bleu-changes");
    Set<String> all = new TreeSet<>(there.keySet());
    all.addAll(accounts);
    assertEquals(rendered.stream().map(OlmBundleTest::id).collect(Collectors.toSet()), all);
    for (JsonNode object : besides) {
      assertTrue(
          id(object).matches("((Network|\\w+Admission)Policy(Binding)?|Role(Binding)?)/.*"),
          id(object));
    }
    for (JsonNode object : held) {
      assertFalse(id(object).matches("(Network|\\w+Admission)Policy.*"), id(object));
      assertFalse(object.path("metadata").has("namespace"), id(object));
      for (String tool : List.of("helm.sh", "argocd.argoproj.io", "fluxcd.io")) {
        assertFalse(object.toString().contains(tool), id(object));
      }
    }
  }

  @Test
  void kindsAreThoseOfTheProject() throws Exception {
    Map<String, JsonNode> there = new TreeMap<>();
    held.stream()
        .filter(o -> o.path("kind").asText().equals("CustomResourceDefinition"))
        .forEach(o -> there.put(o.at("/metadata/name").asText(), o.path("spec")));
    Map<String, JsonNode> ours = new TreeMap<>();
    Set<String> names = new TreeSet<>();
    try (Stream<Path> files = Files.list(Path.of("crds"))) {
      for (Path file : files.toList()) {
        JsonNode crd = YAML.readTree(file.toFile());
        ours.put(crd.at("/metadata/name").asText(), crd.path("spec"));
        names.add(
            crd.at("/metadata/name").asText()
                + " "
                + crd.at("/spec/names/kind").asText()
                + " "
                + crd.at("/spec/versions/0/name").asText());
      }
    }
    assertEquals(ours, there);
    Set<String> owned = new TreeSet<>();
    version
        .at("/spec/customresourcedefinitions/owned")
        .forEach(
            o ->
                owned.add(
                    o.path("name").asText()
                        + " "
                        + o.path("kind").asText()
                        + " "
                        + o.path("version").asText()));
    assertEquals(names, owned);
  }

  @Test
  void versionImageAndPodAreThoseOfTheChart() throws Exception {
    JsonNode chart = YAML.readTree(CHART.toFile());
    String number = chart.path("version").asText();
    assertEquals("bleu.v" + number, version.at("/metadata/name").asText());
    assertEquals(number, version.at("/spec/version").asText());
    assertEquals(
        ">=" + version.at("/spec/minKubeVersion").asText() + "-0",
        chart.path("kubeVersion").asText());
    String image = "registry.example/bleu@" + DIGEST;
    assertEquals(image, version.at("/metadata/annotations/containerImage").asText());
    JsonNode deployment = version.at("/spec/install/spec/deployments/0");
    assertEquals(image, deployment.at("/spec/template/spec/containers/0/image").asText());
    ObjectNode pod = find("Deployment/bleu").at("/spec").deepCopy();
    ((ObjectNode) pod.at("/template/metadata/labels"))
        .remove(List.of("helm.sh/chart", "app.kubernetes.io/managed-by"));
    assertEquals(pod, deployment.path("spec"));
    assertEquals("bleu", deployment.path("name").asText());
  }

  /** What is in {@code permissions} the Operator Lifecycle Manager gives in every namespace. */
  @Test
  void rightsOfTheAccountAreThoseOfTheChart() throws Exception {
    ArrayNode everywhere = YAML.createArrayNode();
    everywhere.addAll((ArrayNode) find("ClusterRole/bleu").path("rules"));
    everywhere.addAll((ArrayNode) find("ClusterRole/bleu-changes").path("rules"));
    JsonNode install = version.at("/spec/install/spec");
    assertTrue(install.path("permissions").isMissingNode());
    assertEquals(1, install.path("clusterPermissions").size());
    assertEquals("bleu", install.at("/clusterPermissions/0/serviceAccountName").asText());
    assertEquals(everywhere, install.at("/clusterPermissions/0/rules"));
    Set<String> roles = new TreeSet<>();
    for (JsonNode object : besides) {
      if (id(object).startsWith("Role")) {
        roles.add(object.at("/metadata/namespace").asText() + " " + id(object));
        JsonNode ours = find(id(object));
        for (String part : List.of("/metadata/namespace", "/rules", "/roleRef", "/subjects")) {
          assertEquals(ours.at(part), object.at(part), id(object));
        }
      }
    }
    assertEquals(
        Set.of(
            "bleu-system Role/bleu-leader",
            "bleu-system RoleBinding/bleu-leader",
            "bleu-system Role/bleu-members",
            "bleu-system RoleBinding/bleu-members",
            "bleu-system Role/bleu-evidence",
            "bleu-system RoleBinding/bleu-evidence",
            "shop Role/bleu-companions",
            "shop RoleBinding/bleu-companions"),
        roles);
  }

  /** The two files that a registry reads say the same, of directories that are there. */
  @Test
  void annotationsAreTheLabelsOfTheImage() throws Exception {
    Path bundle = folder.resolve("bundle");
    Set<String> annotations = new TreeSet<>();
    YAML.readTree(bundle.resolve("metadata/annotations.yaml").toFile())
        .path("annotations")
        .fields()
        .forEachRemaining(f -> annotations.add(f.getKey() + "=" + f.getValue().asText()));
    Set<String> labels = new TreeSet<>();
    Files.readAllLines(bundle.resolve("bundle.Dockerfile")).stream()
        .filter(line -> line.startsWith("LABEL "))
        .forEach(line -> labels.add(line.substring("LABEL ".length())));
    assertEquals(labels, annotations);
    String prefix = "operators.operatorframework.io.bundle.";
    for (String line :
        List.of("package.v1=bleu", "manifests.v1=manifests/", "metadata.v1=metadata/")) {
      assertTrue(labels.contains(prefix + line), labels.toString());
    }
  }

  @Test
  void whatItChangesInSomeNamespacesOnlyStaysSo(@TempDir Path here) throws Exception {
    assertEquals("", refusal(here, read("--set=rbac.namespaces={shop}")));
    List<String> apart =
        documents(here.resolve("besides.yaml")).stream().map(OlmBundleTest::id).toList();
    assertTrue(apart.contains("RoleBinding/bleu-changes"), apart.toString());
    Path manifests = here.resolve("bundle/manifests");
    assertTrue(Files.exists(manifests.resolve("bleu-changes.clusterrole.yaml")));
    JsonNode rules =
        YAML.readTree(manifests.resolve("bleu.clusterserviceversion.yaml").toFile())
            .at("/spec/install/spec/clusterPermissions/0/rules");
    assertEquals(find("ClusterRole/bleu").path("rules"), rules);
  }

  @Test
  void aRefusalLeavesWhatIsThere() throws Exception {
    Map<String, String> before = files();
    String member = read("--set=mode=member");
    assertRefused("renders 0 Deployments and a bundle wants one", member);
    Path err = folder.resolve("refused");
    List<String> olm = List.of("-cp", classes + File.pathSeparator + LIBRARIES, "Olm");
    assertEquals(1, started(err, olm, arguments(folder, member)));
    assertEquals(refusal(folder, member) + "\n", Files.readString(err));
    String chart = read();
    assertRefused("does not hold a Job", chart + "---\n{kind: Job, metadata: {name: one}}\n");
    assertRefused(
        "bound to the ClusterRole cluster-admin, which the chart does not render",
        chart
            + """
            ---
            kind: ClusterRoleBinding
            metadata: {name: too-much}
            roleRef: {kind: ClusterRole, name: cluster-admin}
            subjects: [{kind: ServiceAccount, name: bleu, namespace: bleu-system}]
            """);
    assertRefused(
        "binds others beside the account bleu",
        chart
            + """
            ---
            kind: ClusterRoleBinding
            metadata: {name: two}
            roleRef: {kind: ClusterRole, name: bleu}
            subjects:
            - {kind: ServiceAccount, name: bleu, namespace: bleu-system}
            - {kind: User, name: alice}
            """);
    Path strange = folder.resolve("bundle/manifests/notes.txt");
    Files.writeString(strange, "mine");
    assertRefused("notes.txt is not of hack/olm", chart);
    assertEquals("mine", Files.readString(strange));
    Files.delete(strange);
    assertEquals(before, files());
  }

  @Test
  void aRoleThatOthersHaveAsWellIsHeld(@TempDir Path here) throws Exception {
    String chart =
        read()
            + """
            ---
            kind: ClusterRoleBinding
            metadata: {name: alice}
            roleRef: {kind: ClusterRole, name: bleu}
            subjects: [{kind: User, name: alice}]
            """;
    assertEquals("", refusal(here, chart));
    Path manifests = here.resolve("bundle/manifests");
    assertTrue(Files.exists(manifests.resolve("bleu.clusterrole.yaml")));
    assertTrue(Files.exists(manifests.resolve("alice.clusterrolebinding.yaml")));
    assertFalse(Files.exists(manifests.resolve("bleu-changes.clusterrole.yaml")));
  }

  private static void assertRefused(String words, String objects) throws Exception {
    String said = refusal(folder, objects);
    assertTrue(said.startsWith("olm: ") && said.contains(words), said);
  }

  private static Map<String, String> files() throws IOException {
    try (Stream<Path> files = Files.walk(folder.resolve("bundle"))) {
      return files
          .filter(Files::isRegularFile)
          .collect(Collectors.toMap(Path::toString, OlmBundleTest::text));
    }
  }

  private static int generate(Path err, String... values) throws Exception {
    String objects = read(values);
    Files.writeString(folder.resolve("rendered.yaml"), objects);
    return started(err, List.of("-cp", LIBRARIES, "hack/Olm.java"), arguments(folder, objects));
  }

  /** What the chart renders with these values, as the script asks for it. */
  private static String read(String... values) {
    return READ.computeIfAbsent(
        List.of(values),
        of -> {
          List<String> words =
              new ArrayList<>(
                  List.of(
                      "template", "bleu", Helm.CHART, "--namespace=bleu-system", "--skip-tests"));
          words.addAll(of);
          return Helm.offline(folder).does(words.toArray(String[]::new));
        });
  }

  private static String refusal(Path directory, String objects) throws Exception {
    return (String)
        program.invoke(null, (Object) arguments(directory, objects).toArray(String[]::new));
  }

  private static List<String> arguments(Path directory, String objects) throws IOException {
    Path rendered = Files.writeString(folder.resolve("objects.yaml"), objects);
    return List.of(rendered.toString(), CHART.toString(), directory.toString());
  }

  /** As the script calls it, with the libraries of the tests; returns the exit code. */
  private static int started(Path err, List<String> program, List<String> arguments)
      throws Exception {
    List<String> command = ChildJvm.shortLived();
    command.addAll(program);
    command.addAll(arguments);
    return new ProcessBuilder(command)
        .redirectError(err.toFile())
        .redirectOutput(folder.resolve("out").toFile())
        .start()
        .waitFor();
  }

  private static JsonNode find(String id) {
    return rendered.stream().filter(o -> id(o).equals(id)).findFirst().orElseThrow();
  }

  private static List<JsonNode> documents(Path file) throws IOException {
    List<JsonNode> found = new ArrayList<>();
    try (var documents = YAML.readerFor(JsonNode.class).<JsonNode>readValues(file.toFile())) {
      documents.forEachRemaining(
          o -> {
            if (o.isObject()) {
              found.add(o);
            }
          });
    }
    return found;
  }

  private static String id(JsonNode object) {
    return object.path("kind").asText() + "/" + object.at("/metadata/name").asText();
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      return e.toString();
    }
  }
}
