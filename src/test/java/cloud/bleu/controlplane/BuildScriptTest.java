package cloud.bleu.controlplane;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code hack/control-plane/build}, as far as it goes without a build of minutes. */
class BuildScriptTest {
  private static final List<String> PROGRAMS =
      List.of("etcd", "kube-apiserver", "kube-scheduler", "kube-controller-manager", "kubectl");

  @TempDir Path home;
  private Path tools;

  /** A PATH of what the script needs, and no Go. */
  @BeforeEach
  void tools() throws IOException {
    tools = Files.createDirectory(home.resolve("tools"));
    for (String name :
        List.of(
            "bash", "cat", "chmod", "cksum", "cut", "dirname", "flock", "grep", "ln", "mkdir",
            "mktemp", "mv", "rm", "sed")) {
      for (String directory : List.of("/usr/bin", "/bin")) {
        if (Files.exists(Path.of(directory, name)) && !Files.exists(tools.resolve(name))) {
          script(tools.resolve(name), "exec %s/%s \"$@\"".formatted(directory, name));
        }
      }
    }
  }

  @Test
  void withoutGoAndAssetsItNamesBothWaysOut() throws Exception {
    Run run = build(Map.of());
    assertEquals(3, run.code);
    assertEquals("", run.out);
    for (String part : List.of("etcd", "kubectl", "install Go", "set KUBEBUILDER_ASSETS")) {
      assertTrue(run.err.contains(part), run.err);
    }
  }

  @Test
  void assetsOfSetupEnvtestAloneLackTwo() throws Exception {
    Run run = build(Map.of("KUBEBUILDER_ASSETS", assets("etcd", "kube-apiserver", "kubectl")));
    assertEquals(3, run.code);
    assertTrue(run.err.contains("not here: kube-scheduler kube-controller-manager\n"), run.err);
  }

  @Test
  void completeAssetsAreTheAnswer() throws Exception {
    String assets = assets(PROGRAMS.toArray(String[]::new));
    Run run = build(Map.of("KUBEBUILDER_ASSETS", assets));
    assertEquals(new Run(0, assets + "\n", ""), run);
  }

  @Test
  void failedBuildLeavesNothingThatCountsAsBuilt() throws Exception {
    script(tools.resolve("go"), "echo no network >&2; exit 1");
    Run run = build(Map.of());
    assertEquals(1, run.code);
    assertTrue(run.err.contains("no network") && run.err.contains("building etcd failed"), run.err);
    assertEquals(List.of(".lock"), left());
  }

  @Test
  void buildIsKeptUntilTheModuleChanges() throws Exception {
    Path log = home.resolve("log");
    script(tools.resolve("go"), GO.formatted(log));
    Run first = build(Map.of());
    assertEquals(0, first.code, first.err);
    assertEquals(PROGRAMS.size(), Files.readAllLines(log).size());

    assertEquals(new Run(0, first.out, ""), build(Map.of()));
    Files.writeString(Path.of(first.out.strip(), ".etcd.sum"), "of another go.sum");
    assertEquals(0, build(Map.of()).code);
    assertEquals(PROGRAMS.size() + 1, Files.readAllLines(log).size());
  }

  /** Of which the module of its own says which Kubernetes they are. */
  @Test
  void olderProgramsAreBuiltBesideTheOthersUnderNamesOfTheirOwn() throws Exception {
    Path log = home.resolve("log");
    script(
        tools.resolve("go"),
        "echo \"$@\" | grep -o 'gitVersion=v1\\.[0-9]*' >> '%s'".formatted(log)
            + "\n"
            + GO.formatted(log));
    Run run = build(Map.of(), "--older");
    assertEquals(0, run.code, run.err);
    List<String> lines = Files.readAllLines(log);
    assertEquals(
        List.of(
            "gitVersion=v1.33",
            "k8s.io/kubernetes/cmd/kube-apiserver",
            "gitVersion=v1.33",
            "k8s.io/kubernetes/cmd/kube-scheduler",
            "gitVersion=v1.33",
            "k8s.io/kubernetes/cmd/kube-controller-manager"),
        lines.subList(2 * PROGRAMS.size(), lines.size()));
    for (String program : List.of("kube-apiserver", "older-kube-apiserver")) {
      assertTrue(Files.isExecutable(Path.of(run.out.strip(), program)), program);
    }
  }

  @Test
  void moduleOfOlderProgramsHasToSayOfWhichKubernetesTheyAre() throws Exception {
    script(tools.resolve("go"), GO.formatted(home.resolve("log")));
    Path copy = Files.createDirectories(home.resolve("copy/older"));
    for (String file : List.of("build", "go.mod")) {
      Files.copy(Path.of("hack/control-plane", file), home.resolve("copy").resolve(file));
    }
    Files.writeString(copy.resolve("go.mod"), "module none\n");
    Run run = buildBy(home.resolve("copy/build").toString(), Map.of(), "--older");
    assertEquals(1, run.code, run.err);
    assertTrue(run.err.contains("older/go.mod names no version of k8s.io/kubernetes"), run.err);
  }

  @Test
  void unknownOptionIsUsage() throws Exception {
    assertEquals(2, build(Map.of(), "--everything").code);
  }

  /** Stands in for go: writes an executable where -o says. */
  private static final String GO =
      """
      while [ "$1" != -o ]; do shift; done
      echo "$3" >> '%s'
      echo '#!/bin/sh' > "$2"
      chmod +x "$2"
      """;

  private record Run(int code, String out, String err) {}

  private Run build(Map<String, String> variables, String... options) throws Exception {
    return buildBy("hack/control-plane/build", variables, options);
  }

  private Run buildBy(String script, Map<String, String> variables, String... options)
      throws Exception {
    ProcessBuilder builder =
        new ProcessBuilder(Stream.concat(Stream.of(script), Stream.of(options)).toList());
    Map<String, String> environment = new HashMap<>(variables);
    environment.put("HOME", home.toString());
    environment.put("PATH", tools.toString());
    builder.environment().clear();
    builder.environment().putAll(environment);
    Path err = Files.createTempFile(home, "err", "");
    Process process = builder.redirectError(err.toFile()).start();
    process.getOutputStream().close();
    String out = new String(process.getInputStream().readAllBytes());
    return new Run(process.waitFor(), out, Files.readString(err));
  }

  private String assets(String... names) throws IOException {
    Path assets = Files.createDirectory(home.resolve("assets"));
    for (String name : names) {
      script(assets.resolve(name), "echo Kubernetes v1.36.3");
    }
    return assets.toString();
  }

  private static void script(Path file, String text) throws IOException {
    Files.writeString(file, "#!/bin/sh\n" + text + "\n");
    assertTrue(file.toFile().setExecutable(true));
  }

  private List<String> left() throws IOException {
    try (Stream<Path> files = Files.list(home.resolve(".cache/bleu/control-plane"))) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }
}
