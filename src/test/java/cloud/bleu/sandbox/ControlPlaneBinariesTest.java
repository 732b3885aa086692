package cloud.bleu.sandbox;

import static cloud.bleu.sandbox.ControlPlaneBinaries.Program;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ControlPlaneBinariesTest {
  private static final List<Program> NEEDED =
      List.of(
          Program.ETCD,
          Program.KUBE_APISERVER,
          Program.KUBE_SCHEDULER,
          Program.KUBE_CONTROLLER_MANAGER,
          Program.KUBECTL);

  @TempDir Path home;

  @Test
  void versionIsTheOneThatTheModuleBuilds() throws IOException {
    assertTrue(
        Files.readString(Path.of("hack/control-plane/go.mod"))
            .contains("k8s.io/kubernetes " + ControlPlaneBinaries.VERSION));
  }

  @Test
  void nothingFoundNamesWhatIsMissingWhereItLookedAndBothWaysOut() {
    ControlPlaneBinaries binaries = ControlPlaneBinaries.find(Map.of("HOME", home.toString()));
    assertEquals(NEEDED, binaries.missing());
    String message =
        assertThrows(ControlPlaneException.class, () -> ControlPlane.start(binaries)).getMessage();
    for (String part :
        List.of(
            "etcd",
            "kube-scheduler",
            cache().toString(),
            "hack/control-plane/build",
            "KUBEBUILDER_ASSETS")) {
      assertTrue(message.contains(part), message);
    }
  }

  @Test
  void assetsComeFirstAndTheCacheFillsInTheRest() throws IOException {
    Path assets = home.resolve("assets");
    put(assets, "etcd", "kube-apiserver", "kubectl");
    put(cache(), "etcd", "kube-apiserver", "kube-scheduler", "kube-controller-manager", "kubectl");
    ControlPlaneBinaries binaries =
        ControlPlaneBinaries.find(
            Map.of("HOME", home.toString(), "KUBEBUILDER_ASSETS", assets.toString()));
    assertEquals(List.of(), binaries.missing());
    assertEquals(assets.resolve("etcd"), binaries.path(Program.ETCD));
    assertEquals(cache().resolve("kube-scheduler"), binaries.path(Program.KUBE_SCHEDULER));
  }

  @Test
  void directoryOfTheBuildComesBeforeEverything() throws IOException {
    Path built = home.resolve("built");
    put(built, "etcd");
    put(cache(), "etcd");
    ControlPlaneBinaries binaries =
        ControlPlaneBinaries.find(
            Map.of(
                "HOME",
                home.toString(),
                ControlPlaneBinaries.DIRECTORY_VARIABLE,
                built.toString()));
    assertEquals(built.resolve("etcd"), binaries.path(Program.ETCD));
  }

  @Test
  void fileThatCannotBeExecutedIsNotFound() throws IOException {
    Files.createDirectories(cache());
    Files.writeString(cache().resolve("etcd"), "");
    assertEquals(NEEDED, ControlPlaneBinaries.find(Map.of("HOME", home.toString())).missing());
  }

  private Path cache() {
    return home.resolve(".cache/bleu/control-plane").resolve(ControlPlaneBinaries.VERSION);
  }

  private static void put(Path directory, String... names) throws IOException {
    Files.createDirectories(directory);
    for (String name : names) {
      Path file = Files.writeString(directory.resolve(name), "");
      assertTrue(file.toFile().setExecutable(true));
    }
  }
}
