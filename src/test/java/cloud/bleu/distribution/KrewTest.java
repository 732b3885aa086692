package cloud.bleu.distribution;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code hack/krew}, in a directory of its own with a program and a Java that only say what they
 * are asked, and its archive unpacked as krew unpacks it.
 */
class KrewTest {
  private static final YAMLMapper YAML = new YAMLMapper();

  @TempDir Path directory;
  private Path home;

  private record Ran(int code, String out, String err) {}

  @BeforeEach
  void home() throws IOException {
    home = Files.createDirectory(directory.resolve("home"));
    for (String file : List.of("bleu", "kubectl_complete-bleu", "hack/krew", "LICENSE")) {
      copy(Path.of(file));
    }
    Files.writeString(
        home.resolve("pom.xml"), "<project>\n  <version>" + pomVersion() + "</version>\n");
    for (String example : List.of("hospital", "clusters", "policies")) {
      try (Stream<Path> files = Files.walk(Path.of("examples", example))) {
        for (Path file : files.filter(Files::isRegularFile).toList()) {
          copy(file);
        }
      }
    }
    for (String jar : List.of("lib/a.jar", "lib/left.jar", "sandbox-lib/b.jar")) {
      Path file = home.resolve("target").resolve(jar);
      Files.createDirectories(file.getParent());
      Files.writeString(file, jar);
    }
    Manifest manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    // Longer than a line of a manifest may be.
    String second = "a-library-of-a-long-name-that-takes-the-list-beyond-one-line.jar";
    manifest.getMainAttributes().put(Attributes.Name.CLASS_PATH, "lib/a.jar lib/" + second);
    new JarOutputStream(Files.newOutputStream(home.resolve("target/bleu.jar")), manifest).close();
    Files.writeString(home.resolve("target/lib").resolve(second), second);
    Path java = Files.createDirectory(directory.resolve("tools")).resolve("java");
    Files.writeString(java, "#!/bin/sh\necho \"java $*\"\n");
    assertTrue(java.toFile().setExecutable(true));
  }

  private void copy(Path file) throws IOException {
    Path to = home.resolve(file.toString());
    Files.createDirectories(to.getParent());
    Files.copy(file, to);
    assertTrue(to.toFile().setExecutable(Files.isExecutable(file)));
  }

  /** In one test, as to pack costs more than all that is asked of what is packed. */
  @Test
  void whatIsPackedIsNamedByItsManifestRunsAsAPluginAndIsTheSameOfTheSameFiles() throws Exception {
    JsonNode manifest = packed();
    namesThisVersionAndTheArchiveBesideIt(manifest);
    runsAsAPluginWithoutABuild(manifest.at("/spec/platforms/0"));
    String first = sha256(archive());
    Files.setLastModifiedTime(home.resolve("target/lib/a.jar"), FileTime.fromMillis(1000));
    String url = "https://releases.example/v1/bleu.tar.gz";
    JsonNode again = packed("--url", url);
    assertEquals(first, sha256(archive()));
    assertEquals(url, again.at("/spec/platforms/0/uri").asText(), "an address is taken as it is");
    Files.writeString(home.resolve("target/lib/a.jar"), "another");
    packed();
    assertFalse(first.equals(sha256(archive())));
  }

  private void namesThisVersionAndTheArchiveBesideIt(JsonNode manifest) throws Exception {
    assertEquals(
        "krew.googlecontainertools.github.com/v1alpha2", manifest.path("apiVersion").asText());
    assertEquals("Plugin", manifest.path("kind").asText());
    assertEquals("bleu", manifest.at("/metadata/name").asText());
    assertEquals("v" + pomVersion(), manifest.at("/spec/version").asText());
    assertEquals(
        pomVersion().replace("-SNAPSHOT", ""),
        YAML.readTree(Path.of("helm/bleu/Chart.yaml").toFile()).path("appVersion").asText());
    assertEquals(1, manifest.at("/spec/platforms").size());
    assertEquals(sha256(archive()), manifest.at("/spec/platforms/0/sha256").asText());
    assertEquals(
        "https://nowhere.example/" + archive().getFileName(),
        manifest.at("/spec/platforms/0/uri").asText());
    // krew shows it in a table, and its index allows no more.
    String said = manifest.at("/spec/shortDescription").asText();
    assertTrue(said.length() <= 50 && !said.endsWith("."), said);
  }

  /** As krew does it: what the patterns find is moved, and the program is linked. */
  private void runsAsAPluginWithoutABuild(JsonNode platform) throws Exception {
    Path unpacked = Files.createDirectory(directory.resolve("unpacked"));
    Ran tar = run(directory, "tar", "-xzf", archive().toString(), "-C", unpacked.toString());
    assertEquals(0, tar.code(), tar.err());
    Path store = Files.createDirectories(directory.resolve("krew/store/bleu/v1"));
    for (JsonNode rule : platform.path("files")) {
      List<Path> found = matching(unpacked, rule.path("from").asText());
      assertFalse(found.isEmpty(), rule.toString());
      for (Path each : found) {
        Files.move(each, store.resolve(rule.path("to").asText()).resolve(each.getFileName()));
      }
    }
    Path bin = Files.createDirectories(directory.resolve("krew/bin"));
    Path link =
        Files.createSymbolicLink(
            bin.resolve("kubectl-bleu"), store.resolve(platform.path("bin").asText()));
    Ran ran = run(directory, link.toString(), "plan", "-f", "a b");
    assertEquals(0, ran.code(), ran.err());
    assertEquals("", ran.err(), "nothing is built");
    assertTrue(ran.out().contains(" -Dbleu.command=kubectl bleu "), ran.out());
    assertTrue(ran.out().contains("-Dbleu.home=" + store + " "), ran.out());
    assertTrue(ran.out().endsWith("/target/bleu.jar plan -f a b\n"), ran.out());
    for (String file :
        List.of(
            "target/lib/a.jar",
            "target/sandbox-lib/b.jar",
            "examples/hospital/record.yaml",
            "examples/policies/no-flood-basin.yaml",
            "kubectl_complete-bleu",
            "LICENSE")) {
      assertTrue(Files.exists(store.resolve(file)), file);
    }
    assertFalse(Files.exists(store.resolve("target/krew")));
    try (Stream<Path> libraries = Files.list(store.resolve("target/lib"))) {
      assertEquals(2, libraries.count(), "what the program does not name is left out");
    }
  }

  @Test
  void ofACheckoutOnlyWhatBelongsToItIsPacked() throws Exception {
    for (List<String> words : List.of(List.of("init", "-q"), List.of("add", "examples"))) {
      List<String> command = new ArrayList<>(List.of("git"));
      command.addAll(words);
      Ran git = run(home, command.toArray(String[]::new));
      assertEquals(0, git.code(), git.err());
    }
    Files.writeString(home.resolve("examples/hospital/tried.yaml"), "mine");
    packed();
    Ran tar = run(home, "tar", "-tzf", archive().toString());
    assertTrue(tar.out().contains("/examples/hospital/record.yaml\n"), tar.out());
    assertFalse(tar.out().contains("tried.yaml"), tar.out());
  }

  @Test
  void whatIsNoAddressIsUsage() throws Exception {
    for (List<String> typed :
        List.of(List.of("--url"), List.of("--url", "http://x"), List.of("--everything"))) {
      Ran ran = krew(typed.toArray(String[]::new));
      assertEquals(2, ran.code(), typed + ran.out());
      assertTrue(ran.err().startsWith("krew: --url") || ran.err().startsWith("usage:"), ran.err());
    }
  }

  private JsonNode packed(String... arguments) throws Exception {
    Ran ran = krew(arguments);
    assertEquals(0, ran.code(), ran.err());
    assertEquals(
        "kubectl krew install --manifest=target/krew/bleu.yaml --archive=target/krew/"
            + archive().getFileName()
            + "\n",
        ran.out());
    return YAML.readTree(home.resolve("target/krew/bleu.yaml").toFile());
  }

  private Path archive() throws IOException {
    try (Stream<Path> files = Files.list(home.resolve("target/krew"))) {
      return files.filter(f -> f.toString().endsWith(".tar.gz")).findFirst().orElseThrow();
    }
  }

  private Ran krew(String... arguments) throws Exception {
    List<String> command = new ArrayList<>(List.of(home.resolve("hack/krew").toString()));
    command.addAll(List.of(arguments));
    return run(home, command.toArray(String[]::new));
  }

  private Ran run(Path in, String... command) throws Exception {
    ProcessBuilder builder = new ProcessBuilder(command).directory(in.toFile());
    builder.environment().remove("JAVA_HOME");
    builder
        .environment()
        .putAll(
            Map.of(
                "PATH",
                directory.resolve("tools") + ":" + System.getenv("PATH"),
                "HOME",
                directory.toString()));
    Path err = Files.createTempFile(directory, "err", "");
    Process process = builder.redirectError(err.toFile()).start();
    process.getOutputStream().close();
    String out = new String(process.getInputStream().readAllBytes());
    return new Ran(process.waitFor(), out, Files.readString(err));
  }

  private static List<Path> matching(Path root, String pattern) throws IOException {
    PathMatcher matcher = FileSystems.getDefault().getPathMatcher("glob:" + root + "/" + pattern);
    try (Stream<Path> all = Files.walk(root)) {
      return all.filter(matcher::matches).sorted().toList();
    }
  }

  private static String pomVersion() throws IOException {
    return Files.readString(Path.of("pom.xml"))
        .lines()
        .filter(line -> line.startsWith("  <version>"))
        .map(line -> line.replaceAll(" *</?version>", ""))
        .findFirst()
        .orElseThrow();
  }

  private static String sha256(Path file) throws Exception {
    return HexFormat.of()
        .formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file)));
  }
}
