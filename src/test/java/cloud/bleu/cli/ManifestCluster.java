package cloud.bleu.cli;

import cloud.bleu.sandbox.EmbeddedApiServer;
import cloud.bleu.sandbox.PatientClients;
import cloud.bleu.sandbox.ProjectCrds;
import cloud.bleu.translate.manifest.ManifestObjects;
import cloud.bleu.translate.manifest.ManifestReader;
import cloud.bleu.translate.object.ApiObjects;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.NonDeletingOperation;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** A cluster that holds what manifests say, whatever is wrong with it. */
public final class ManifestCluster implements AutoCloseable {
  private final EmbeddedApiServer server;
  private final Path kubeconfig;

  private ManifestCluster(EmbeddedApiServer server, Path kubeconfig) {
    this.server = server;
    this.kubeconfig = kubeconfig;
  }

  /** One with the kinds of Bleu and nothing else. */
  public static ManifestCluster start(Path directory) throws IOException {
    Path kubeconfig = directory.resolve("kubeconfig");
    EmbeddedApiServer server = EmbeddedApiServer.start(ProjectCrds.all());
    server.writeKubeconfig(kubeconfig);
    return new ManifestCluster(server, kubeconfig);
  }

  public Path kubeconfig() {
    return kubeconfig;
  }

  /** Creates everything of a directory. */
  public void createAll(String directory) {
    create(
        ManifestObjects.of(ManifestReader.read(List.of(directory), InputStream.nullInputStream()))
            .objects());
  }

  /** Creates everything of a text. */
  public void create(String manifests) {
    create(
        ManifestObjects.of(
                ManifestReader.read(
                    List.of("-"),
                    new ByteArrayInputStream(manifests.getBytes(StandardCharsets.UTF_8))))
            .objects());
  }

  private void create(ApiObjects objects) {
    try (KubernetesClient client = PatientClients.of(server)) {
      Stream.of(
              objects.namespaces(),
              objects.priorityClasses(),
              objects.nodes(),
              objects.providers(),
              objects.zones(),
              objects.policies(),
              objects.workloads(),
              objects.placements(),
              objects.waivers())
          .flatMap(List::stream)
          // A creation whose answer is late is sent again by the client, and then finds its own.
          .forEach(o -> client.resource((HasMetadata) o).createOr(NonDeletingOperation::update));
    }
  }

  /** What is typed with the kubeconfig of this cluster. */
  public Typed bleu(String command) {
    return Typed.bleu((command + " --kubeconfig " + kubeconfig).split(" "));
  }

  @Override
  public void close() {
    server.close();
  }
}
