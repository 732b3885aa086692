package cloud.bleu.distribution;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.controlplane.RealControlPlane;
import cloud.bleu.sandbox.ControlPlaneBinaries;
import cloud.bleu.sandbox.ControlPlaneBinaries.Program;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code hack/chart}, in a directory of its own with the chart, and with Helm itself. */
@RealControlPlane
@Tag("people")
class ChartPackageTest {
  private static final YAMLMapper YAML = new YAMLMapper();
  private static final String DIGEST = "sha256:" + "0123456789abcdef".repeat(4);
  private static final String KEY = "B1275657D65C1A42B18EBF03B30B54C65306421C";

  @TempDir Path directory;
  private Path home;
  private String helm;

  private record Ran(int code, String out, String err) {}

  @BeforeEach
  void home() throws IOException {
    helm = ControlPlaneBinaries.find(System.getenv()).path(Program.HELM).toString();
    home = Files.createDirectory(directory.resolve("home"));
    try (Stream<Path> files =
        Stream.concat(Stream.of(Path.of("hack/chart")), Files.walk(Path.of("helm/bleu")))) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Path to = home.resolve(file);
        Files.createDirectories(to.getParent());
        Files.copy(file, to);
        assertTrue(to.toFile().setExecutable(Files.isExecutable(file)));
      }
    }
  }

  @Test
  void thePackedChartNamesTheImageAndTheAddresses() throws Exception {
    Ran packed =
        chart(
            "--image",
            "registry.example:5000/team/bleu@" + DIGEST,
            "--link",
            "source=https://git.example/bleu?a=1&b",
            "--link",
            "how to=https://git.example/d");
    assertEquals(0, packed.code(), packed.err());
    String archive = packed.out().strip();
    assertTrue(archive.matches("target/chart/bleu-[0-9.]+\\.tgz"), archive);
    JsonNode annotations = YAML.readTree(helm("show", "chart", archive).out()).path("annotations");
    assertEquals(
        YAML.readTree("[{name: bleu, image: \"registry.example:5000/team/bleu@" + DIGEST + "\"}]"),
        annotation(annotations, "images"));
    assertEquals(
        YAML.readTree(
            """
            - {name: source, url: "https://git.example/bleu?a=1&b"}
            - {name: how to, url: "https://git.example/d"}
            """),
        annotation(annotations, "links"));
    assertEquals("false", annotations.path("artifacthub.io/containsSecurityUpdates").asText());
    assertTrue(annotations.has("artifacthub.io/crdsExamples"), "what was there stays");
    assertTrue(annotations.path("artifacthub.io/signKey").isMissingNode());
    Ran rendered = helm("template", "bleu", archive, "--show-only", "templates/deployment.yaml");
    assertEquals(0, rendered.code(), rendered.err());
    assertTrue(
        rendered.out().contains("image: \"registry.example:5000/team/bleu@" + DIGEST + "\""),
        rendered.out());
    for (String file : List.of("Chart.yaml", "values.yaml")) {
      assertEquals(
          Files.readString(Path.of("helm/bleu", file)),
          Files.readString(home.resolve("helm/bleu").resolve(file)));
    }
  }

  /** The key is read by a gpg that says what gpg says of a ring with two keys. */
  @Test
  void aSignedOneNamesTheKeyAndWhereItIs() throws Exception {
    Path tools = Files.createDirectory(directory.resolve("tools"));
    tool(
        tools.resolve("gpg"),
        """
        cat <<'END'
        sec:u:255:22:0000000000000000:1795917794:::u:::scSC:::::ed25519:::0:
        fpr:::::::::0000000000000000000000000000000000000000:
        uid:u::::1795917794::A::Somebody else <e@example.invalid>::::::::::0:
        sec:u:255:22:B30B54C65306421C:1795917794:::u:::scSC:::::ed25519:::0:
        fpr:::::::::%s:
        grp:::::::::916B15442E5432F5DE70F069B6928FED6ECD7BF8:
        uid:u::::1795917794::B::Releases of Bleu <r@example.invalid>::::::::::0:
        ssb:u:255:18:1111111111111111:1795917794::::::e:::::cv25519::
        fpr:::::::::2222222222222222222222222222222222222222:
        END
        """
            .formatted(KEY));
    // Signs nothing: says how it was asked, and keeps the chart that it was to pack.
    tool(
        tools.resolve("stub-helm"),
        """
        echo "$*" >>%s
        [ "$1" != package ] || { cp "$2/Chart.yaml" "$4/bleu.tgz"; }
        """
            .formatted(directory.resolve("asked")));
    helm = tools.resolve("stub-helm").toString();
    Path ring = Files.writeString(directory.resolve("ring.gpg"), "a ring");
    String at = "https://git.example/key.asc";
    Ran packed = chart("--sign", "Releases of Bleu", "--keyring", ring.toString(), "--key-url", at);
    assertEquals(0, packed.code(), packed.err());
    assertEquals(
        YAML.readTree("{fingerprint: " + KEY + ", url: \"" + at + "\"}"),
        annotation(
            YAML.readTree(home.resolve("target/chart/bleu.tgz").toFile()).path("annotations"),
            "signKey"));
    String asked = Files.readString(directory.resolve("asked"));
    assertTrue(asked.contains("--sign --key Releases of Bleu --keyring " + ring + "\n"), asked);
    Ran unknown = chart("--sign", "Nobody", "--keyring", ring.toString(), "--key-url", at);
    assertEquals(2, unknown.code(), unknown.err());
    assertEquals(
        "chart: --sign Nobody: no key in " + ring + " has that in its name\n", unknown.err());
  }

  @ParameterizedTest
  @CsvSource({
    "--image registry.example/bleu:1, --image registry.example/bleu:1: give the repository",
    "--image 'x\"@sha256:0', --image",
    "--link source, --link source: give a name and an address",
    "--link source=http://x, --link source=http://x: give a name and an address",
    "--sign me, '--sign, --keyring and --key-url go together'",
    "--sign me --keyring none --key-url https://x, --keyring none: there is no such file",
    "--sign me --keyring none --key-url x, --key-url x: give an address",
    "--everything now, --everything is no option",
    "--image, --image wants a value"
  })
  void whatCannotBeTakenIsSaid(String typed, String said) throws Exception {
    Ran ran = chart(typed.split(" "));
    assertEquals(2, ran.code(), ran.err());
    assertTrue(ran.err().startsWith("chart: " + said), ran.err());
    assertTrue(Files.notExists(home.resolve("target")), "nothing is begun");
  }

  private static JsonNode annotation(JsonNode annotations, String name) throws IOException {
    return YAML.readTree(annotations.path("artifacthub.io/" + name).asText());
  }

  private static void tool(Path file, String script) throws IOException {
    Files.writeString(file, "#!/bin/sh\n" + script);
    assertTrue(file.toFile().setExecutable(true));
  }

  private Ran chart(String... arguments) throws Exception {
    List<String> command = new ArrayList<>(List.of(home.resolve("hack/chart").toString()));
    command.addAll(List.of(arguments));
    return run(command);
  }

  private Ran helm(String... arguments) throws Exception {
    List<String> command = new ArrayList<>(List.of(helm));
    command.addAll(List.of(arguments));
    return run(command);
  }

  private Ran run(List<String> command) throws Exception {
    ProcessBuilder builder = new ProcessBuilder(command).directory(home.toFile());
    builder.environment().put("HELM", helm);
    builder.environment().put("HOME", directory.toString());
    builder.environment().put("PATH", directory.resolve("tools") + ":" + System.getenv("PATH"));
    Path err = Files.createTempFile(directory, "err", "");
    Process process = builder.redirectError(err.toFile()).start();
    process.getOutputStream().close();
    String out = new String(process.getInputStream().readAllBytes());
    return new Ran(process.waitFor(), out, Files.readString(err));
  }
}
