package cloud.bleu.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.cli.terminal.ExitCode;
import cloud.bleu.sandbox.ReservedPort;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A cluster and the manifests that were applied to it give the same answer, byte for byte. */
@Tag("wiring")
class ClusterInputTest {

  @Test
  void aClusterGivesWhatItsManifestsGive(@TempDir Path directory) throws IOException {
    try (ManifestCluster cluster = ManifestCluster.start(directory)) {
      cluster.createAll("examples/hospital");
      Path kubeconfig = cluster.kubeconfig();
      for (String verb : List.of("plan", "explain sante/dossier-web")) {
        List<String> typed = new ArrayList<>(List.of(verb.split(" ")));
        typed.addAll(List.of("-o", "json"));
        Typed fromFiles = Typed.bleu(with(typed, "-f", "examples/hospital"));
        Typed fromCluster = Typed.bleu(with(typed, "--kubeconfig", kubeconfig.toString()));
        assertEquals("", fromCluster.err());
        assertEquals(fromFiles.out(), fromCluster.out());
        assertEquals(fromFiles.code(), fromCluster.code());
      }
      Typed other = Typed.bleu("plan", "--kubeconfig", kubeconfig.toString(), "--context", "prod");
      assertEquals(ExitCode.BAD_INPUT, other.code());
      assertEquals(
          "no context prod in " + kubeconfig + "; see `kubectl config get-contexts`\n",
          other.err());
    }
  }

  @Test
  void aClusterThatIsNotReachableIsOneLine(@TempDir Path directory) throws IOException {
    Path kubeconfig = directory.resolve("kubeconfig");
    Typed typed;
    try (ReservedPort nobody = new ReservedPort()) {
      Files.writeString(
          kubeconfig,
          """
          apiVersion: v1
          kind: Config
          current-context: one
          clusters:
          - {name: one, cluster: {server: "http://127.0.0.1:%d"}}
          contexts:
          - {name: one, context: {cluster: one, user: one}}
          users:
          - {name: one, user: {}}
          """
              .formatted(nobody.number()));
      typed = Typed.bleu("plan", "--kubeconfig", kubeconfig.toString());
    }
    assertEquals(ExitCode.BAD_INPUT, typed.code());
    assertEquals(1, typed.err().lines().count(), typed.err());
    assertTrue(
        typed
            .err()
            .endsWith(
                "is not reachable; check the context and the network, or give manifests with -f\n"),
        typed.err());
  }

  private static String[] with(List<String> typed, String... more) {
    return Stream.concat(typed.stream(), Stream.of(more)).toArray(String[]::new);
  }
}
