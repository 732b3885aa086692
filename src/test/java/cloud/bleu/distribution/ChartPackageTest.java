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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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
  private static final String AT = "https://git.example/key.asc";

  @TempDir Path directory;
  private final Map<String, String> environment = new HashMap<>();
  private Path home;
  private Path typedIn;
  private String helm;

  private record Ran(int code, String out, String err) {}

  @BeforeEach
  void home() throws IOException {
    helm = ControlPlaneBinaries.find(System.getenv()).path(Program.HELM).toString();
    environment.put("HELM", helm);
    environment.put("HOME", directory.toString());
    home = Files.createDirectory(directory.resolve("home"));
    typedIn = Files.createDirectory(directory.resolve("elsewhere"));
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
    assertTrue(annotations.path("artifacthub.io/containsSecurityUpdates").isMissingNode());
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

  @Test
  void securityUpdatesAreSaidWhereTheyAreAsked() throws Exception {
    Ran packed = chart("--security-updates");
    assertEquals(0, packed.code(), packed.err());
    JsonNode chart = YAML.readTree(helm("show", "chart", packed.out().strip()).out());
    assertEquals("true", chart.at("/annotations/artifacthub.io~1containsSecurityUpdates").asText());
  }

  /** Helm signs with the user ID that it is given, else with the only one that has it within. */
  @ParameterizedTest
  @CsvSource({
    "Releases of Bleu, 2",
    "r@example.invalid, 2",
    "Old releases of Bleu <r@example.invalid>, 1",
    "Bleu: CI, 3",
    "a\\b, 3"
  })
  void aSignedOneNamesTheKeyThatHelmTakes(String key, String fingerprint) throws Exception {
    aRingAndAHelmThatOnlySaysHowItWasAsked();
    Ran packed = chart("--sign", key, "--keyring", "a ring", "--key-url", AT);
    assertEquals(0, packed.code(), packed.err());
    assertEquals(
        YAML.readTree("{fingerprint: \"" + fingerprint.repeat(40) + "\", url: \"" + AT + "\"}"),
        annotation(
            YAML.readTree(home.resolve("target/chart/bleu.tgz").toFile()).path("annotations"),
            "signKey"));
    String ring = typedIn.resolve("a ring").toString();
    String asked = Files.readString(typedIn.resolve("asked"));
    assertTrue(asked.contains("--sign --key " + key + " --keyring " + ring + "\n"), asked);
  }

  @ParameterizedTest
  @CsvSource({
    "Nobody, no key in a ring has that in its name",
    "releases of Bleu, '2 user IDs in a ring have that within; give one of them whole'",
    // Of one key, and Helm refuses them all the same.
    "c@example.invalid, '2 user IDs in a ring have that within; give one of them whole'"
  })
  void aKeyThatHelmWouldNotTakeIsRefusedBefore(String key, String said) throws Exception {
    aRingAndAHelmThatOnlySaysHowItWasAsked();
    Ran ran = chart("--sign", key, "--keyring", "a ring", "--key-url", AT);
    assertEquals(2, ran.code(), ran.err());
    assertEquals("chart: --sign " + key + ": " + said + "\n", ran.err());
  }

  @ParameterizedTest
  @CsvSource({"pass, /pass", "/tmp/pass, ''", "-, ''"})
  void aPassphraseIsInTheFileThatIsMeantWhereItIsTyped(String file, String below) throws Exception {
    aRingAndAHelmThatOnlySaysHowItWasAsked();
    environment.put("HELM_KEY_PASSPHRASE", file);
    Ran ran = chart("--sign", "r@example.invalid", "--keyring", "a ring", "--key-url", AT);
    assertEquals(0, ran.code(), ran.err());
    String asked = Files.readString(typedIn.resolve("asked"));
    String meant = below.isEmpty() ? file : typedIn + below;
    assertTrue(asked.contains(" --passphrase-file " + meant + "\n"), asked);
  }

  /** The ring is read by a gpg that says what gpg says of a ring with three keys. */
  private void aRingAndAHelmThatOnlySaysHowItWasAsked() throws IOException {
    Files.writeString(typedIn.resolve("a ring"), "a ring");
    Path tools = Files.createDirectory(typedIn.resolve("tools"));
    environment.put("PATH", tools + ":" + System.getenv("PATH"));
    tool(
        tools.resolve("gpg"),
        """
        cat <<'END'
        sec:u:255:22:0000000000000000:1795917794:::u:::scSC:::::ed25519:::0:
        fpr:::::::::1111111111111111111111111111111111111111:
        uid:u::::1795917794::A::Old releases of Bleu <r@example.invalid>::::::::::0:
        sec:u:255:22:B30B54C65306421C:1795917794:::u:::scSC:::::ed25519:::0:
        fpr:::::::::2222222222222222222222222222222222222222:
        grp:::::::::916B15442E5432F5DE70F069B6928FED6ECD7BF8:
        uid:u::::1795917794::B::Releases of Bleu::::::::::0:
        uid:u::::1795917794::B::r@example.invalid::::::::::0:
        ssb:u:255:18:1111111111111111:1795917794::::::e:::::cv25519::
        fpr:::::::::9999999999999999999999999999999999999999:
        uid:u::::1795917794::B::New releases of Bleu::::::::::0:
        sec:u:255:22:0000000000000003:1795917794:::u:::scSC:::::ed25519:::0:
        fpr:::::::::3333333333333333333333333333333333333333:
        uid:u::::1795917794::C::Bleu\\x3a CI <c@example.invalid>::::::::::0:
        uid:u::::1795917794::C::a\\x5cb <c@example.invalid>::::::::::0:
        END
        """);
    tool(
        tools.resolve("helm"),
        """
        printf '%%s\n' "$*" >>%s
        [ "$1" != package ] || { cp "$2/Chart.yaml" "$4/bleu.tgz"; }
        """
            .formatted(typedIn.resolve("asked")));
    environment.put("HELM", "tools/helm");
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
    "--image, --image wants a value",
    "--image {}, --image wants a value",
    "--sign {} --keyring {} --key-url {}, --sign wants a value",
    "--security-updates --link, --link wants a value"
  })
  void whatCannotBeTakenIsSaid(String typed, String said) throws Exception {
    Ran ran = chart(typed.replace("{}", "").split(" ", -1));
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
    return run(typedIn, home.resolve("hack/chart").toString(), arguments);
  }

  private Ran helm(String... arguments) throws Exception {
    return run(home, helm, arguments);
  }

  private Ran run(Path in, String program, String... arguments) throws Exception {
    List<String> command = new ArrayList<>(List.of(program));
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command).directory(in.toFile());
    builder.environment().putAll(environment);
    Path err = Files.createTempFile(directory, "err", "");
    Process process = builder.redirectError(err.toFile()).start();
    process.getOutputStream().close();
    String out = new String(process.getInputStream().readAllBytes());
    return new Ran(process.waitFor(), out, Files.readString(err));
  }
}
