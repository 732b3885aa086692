package cloud.bleu.controlplane;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.CustomResourceDefinitionContext;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The kinds under {@code crds/} on a plane. */
final class ProjectKinds {
  private static final Path FOLDER = Path.of("crds");

  private ProjectKinds() {}

  static void install(KubernetesClient admin) {
    List<CustomResourceDefinition> kinds = read(admin);
    for (CustomResourceDefinition kind : kinds) {
      admin.resource(kind).serverSideApply();
    }
    for (CustomResourceDefinition kind : kinds) {
      admin.resource(kind).waitUntilCondition(ProjectKinds::isEstablished, 30, TimeUnit.SECONDS);
    }
  }

  /**
   * Deletes every object of these kinds that is still there, without waiting for whoever put a
   * finalizer on it.
   */
  static void deleteAll(KubernetesClient admin) {
    for (CustomResourceDefinition kind : read(admin)) {
      if (admin.resource(kind).get() == null) {
        continue;
      }
      var objects = admin.genericKubernetesResources(CustomResourceDefinitionContext.fromCrd(kind));
      var list =
          kind.getSpec().getScope().equals("Namespaced")
              ? objects.inAnyNamespace().list()
              : objects.list();
      for (GenericKubernetesResource object : list.getItems()) {
        admin.resource(object).delete();
        if (!object.getMetadata().getFinalizers().isEmpty()) {
          // Without a version: deleting has just made a new one.
          admin
              .resource(object)
              .patch(PatchContext.of(PatchType.JSON_MERGE), "{\"metadata\":{\"finalizers\":null}}");
        }
      }
    }
  }

  private static boolean isEstablished(CustomResourceDefinition kind) {
    return kind != null
        && kind.getStatus() != null
        && kind.getStatus().getConditions().stream()
            .anyMatch(
                condition ->
                    condition.getType().equals("Established")
                        && condition.getStatus().equals("True"));
  }

  private static List<CustomResourceDefinition> read(KubernetesClient client) {
    if (!Files.isDirectory(FOLDER)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(FOLDER)) {
      return files
          .filter(file -> file.toString().endsWith(".yaml"))
          .sorted()
          .map(file -> read(client, file))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static CustomResourceDefinition read(KubernetesClient client, Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      return client.apiextensions().v1().customResourceDefinitions().load(in).item();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
