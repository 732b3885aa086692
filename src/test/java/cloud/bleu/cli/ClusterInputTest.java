package cloud.bleu.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.api.v1alpha1.AvailabilityZone;
import cloud.bleu.api.v1alpha1.BleuWorkload;
import cloud.bleu.api.v1alpha1.CloudProvider;
import cloud.bleu.api.v1alpha1.SovereigntyPolicy;
import cloud.bleu.sandbox.EmbeddedApiServer;
import cloud.bleu.translate.ApiObjects;
import cloud.bleu.translate.manifest.ManifestObjects;
import cloud.bleu.translate.manifest.ManifestReader;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.io.InputStream;
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
    List<CustomResourceDefinition> crds = new ArrayList<>();
    try (Stream<Path> files = Files.list(Path.of("crds"))) {
      for (Path file : files.sorted().toList()) {
        crds.add(Serialization.unmarshal(Files.readString(file), CustomResourceDefinition.class));
      }
    }
    try (EmbeddedApiServer server = EmbeddedApiServer.start(crds)) {
      Path kubeconfig = directory.resolve("kubeconfig");
      server.writeKubeconfig(kubeconfig);
      try (KubernetesClient client = server.newClient()) {
        create(client, "examples/hospital");
      }
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
      assertEquals(Bleu.BAD_INPUT, other.code());
      assertEquals(
          "no context prod in " + kubeconfig + "; see `kubectl config get-contexts`\n",
          other.err());
    }
  }

  @Test
  void aClusterThatIsNotReachableIsOneLine(@TempDir Path directory) throws IOException {
    Path kubeconfig = directory.resolve("kubeconfig");
    try (EmbeddedApiServer server = EmbeddedApiServer.start(List.of())) {
      server.writeKubeconfig(kubeconfig);
    }
    Typed typed = Typed.bleu("plan", "--kubeconfig", kubeconfig.toString());
    assertEquals(Bleu.BAD_INPUT, typed.code());
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

  private static void create(KubernetesClient client, String directory) {
    ApiObjects objects =
        ManifestObjects.of(ManifestReader.read(List.of(directory), InputStream.nullInputStream()))
            .objects();
    List<HasMetadata> all = new ArrayList<>();
    all.addAll(objects.namespaces());
    all.addAll(objects.priorityClasses());
    all.addAll(objects.nodes());
    all.forEach(o -> client.resource(o).create());
    objects.providers().forEach(o -> client.resources(CloudProvider.class).resource(o).create());
    objects.zones().forEach(o -> client.resources(AvailabilityZone.class).resource(o).create());
    objects.policies().forEach(o -> client.resources(SovereigntyPolicy.class).resource(o).create());
    objects
        .workloads()
        .forEach(
            o ->
                client
                    .resources(BleuWorkload.class)
                    .inNamespace(o.getMetadata().getNamespace())
                    .resource(o)
                    .create());
  }
}
