package cloud.bleu.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.cli.DocumentedCommands;
import cloud.bleu.controlplane.RealControlPlane;
import cloud.bleu.layers.Need;
import cloud.bleu.layers.Needs;
import cloud.bleu.sandbox.ControlPlane;
import cloud.bleu.sandbox.ControlPlaneBinaries.Program;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The guide to an installation without a network, followed as it stands. */
@RealControlPlane(own = true, kinds = false)
@Tag("people")
@Needs(Need.IMAGE)
class BundleTest {

  private static final Path GUIDE = Path.of("docs/how-to/install-without-a-network.md");

  @TempDir Path folder;

  private Path kubeconfig;
  private Path programs;

  @Test
  void theGuideIsFollowedAsItStands(ControlPlane plane, KubernetesClient client) throws Exception {
    BuiltImage image = BuiltImage.find();
    Path unpacked = unpack(image, plane);
    does(unpacked, guide("openssl pkeyutl -verify"));
    does(unpacked, guide("sha256sum -c"));
    does(unpacked, guide("test $(find"));

    // What is changed or added on the way is seen.
    Path chart = unpacked.resolve("crds/placement.bleu.cloud_bleuworkloads.yaml");
    String kind = Files.readString(chart);
    Files.writeString(chart, kind + "\n");
    assertFalse(typed(unpacked, guide("sha256sum -c")).code == 0);
    Files.writeString(chart, kind);
    Path more = unpacked.resolve("crds/SHA256SUMS.yaml");
    Files.writeString(more, kind);
    assertFalse(typed(unpacked, guide("test $(find")).code == 0);
    Files.delete(more);

    does(unpacked, guide("kubectl apply --server-side -f crds"));
    does(unpacked, "kubectl wait -f crds --for=condition=Established --timeout=60s");
    does(unpacked, guide("helm install bleu"));
    assertEquals("REGISTRY/bleu@" + image.digest(), imageOf(client));
    does(unpacked, guide("kubectl apply -f policies/france-only.yaml"));
    does(unpacked, "helm uninstall bleu --namespace bleu-system");

    does(unpacked, guide("sed -i"));
    does(unpacked, guide("kubectl apply --server-side -k"));
    assertEquals("REGISTRY/bleu@" + image.digest(), imageOf(client));
  }

  /** A registry would be another program: a directory takes the same bytes. */
  @Test
  @Needs(Need.SKOPEO)
  void theImageIsCopiedAsTheGuideSays(ControlPlane plane) throws Exception {
    BuiltImage image = BuiltImage.find();
    Path unpacked = unpack(image, plane);
    does(
        unpacked,
        guide("skopeo copy")
            .replace("docker://REGISTRY/bleu:" + image.tag(), "oci:" + folder.resolve("pushed")));
    assertEquals(
        image.digest(),
        does(unpacked, "skopeo inspect --format {{.Digest}} oci:" + folder.resolve("pushed"))
            .strip());
  }

  private Path unpack(BuiltImage image, ControlPlane plane) throws Exception {
    Path bundle = image.directory().resolve("bleu-" + image.tag() + "-bundle.tar");
    assertTrue(Files.exists(bundle), bundle + " is not there; hack/image --check writes it");
    kubeconfig = plane.kubeconfigFile(plane.adminKubeconfig());
    programs = plane.binaries().path(Program.KUBECTL).getParent();
    Files.createSymbolicLink(folder.resolve(bundle.getFileName()), bundle);
    Files.copy(image.directory().resolveSibling("image.pub"), folder.resolve("release.pub"));
    does(folder, guide("tar -xf bleu"));
    return folder.resolve(guide("cd bleu").substring("cd ".length()));
  }

  private static String imageOf(KubernetesClient client) {
    Deployment operator =
        client.apps().deployments().inNamespace("bleu-system").withName("bleu").require();
    return operator.getSpec().getTemplate().getSpec().getContainers().get(0).getImage();
  }

  private static String guide(String start) throws IOException {
    List<String> found =
        Files.readAllLines(GUIDE).stream()
            .filter(line -> line.startsWith("    " + start))
            .map(String::strip)
            .toList();
    assertEquals(1, found.size(), GUIDE + " has not one line " + start);
    assertTrue(
        !start.startsWith("kubectl") && !start.startsWith("helm") && !start.startsWith("sed")
            || DocumentedCommands.of(GUIDE, found.get(0)).equals(found.get(0)));
    return found.get(0);
  }

  private String does(Path directory, String command) throws Exception {
    Answer answer = typed(directory, command);
    assertEquals(0, answer.code, command + "\n" + answer.said);
    return answer.said;
  }

  private record Answer(int code, String said) {}

  private Answer typed(Path directory, String command) throws Exception {
    ProcessBuilder builder =
        new ProcessBuilder("bash", "-c", command)
            .directory(directory.toFile())
            .redirectErrorStream(true);
    builder
        .environment()
        .putAll(
            Map.of(
                "KUBECONFIG", kubeconfig.toString(),
                "HOME", folder.toString(),
                "PATH", programs + ":" + System.getenv("PATH")));
    Process process = builder.start();
    process.getOutputStream().close();
    String said = new String(process.getInputStream().readAllBytes());
    if (!process.waitFor(120, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new AssertionError(command + " did not end");
    }
    return new Answer(process.exitValue(), said);
  }
}
