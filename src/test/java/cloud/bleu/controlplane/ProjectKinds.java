package cloud.bleu.controlplane;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.GenericKubernetesResourceList;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.MixedOperation;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.CustomResourceDefinitionContext;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/** The kinds under {@code crds/} on a plane. */
public final class ProjectKinds {
  public static final String GROUP = "placement.bleu.cloud";

  private static final Path FOLDER = Path.of("crds");

  /** Read once: their schemas are a quarter of a megabyte. */
  private static final List<CustomResourceDefinition> KINDS = read();

  private ProjectKinds() {}

  public static void install(KubernetesClient admin) {
    for (CustomResourceDefinition kind : KINDS) {
      admin.resource(kind).serverSideApply();
    }
    for (CustomResourceDefinition kind : KINDS) {
      admin.resource(kind).waitUntilCondition(ProjectKinds::isEstablished, 120, TimeUnit.SECONDS);
    }
  }

  /** Installs them again once none is on its way out, if any is missing. */
  public static void restore(KubernetesClient admin) {
    Awaitility.await("no kind is on its way out")
        .atMost(Duration.ofSeconds(120))
        .until(() -> there(admin).noneMatch(kind -> kind.isMarkedForDeletion()));
    if (there(admin).count() < KINDS.size()) {
      install(admin);
    }
  }

  /**
   * Waits until every kind that is there is established and was listed once: an API server that has
   * to delete a kind which nobody has listed yet finds its storage not ready, and tries again after
   * minutes only. Discovery follows a little later.
   */
  public static void awaitListed(KubernetesClient admin) {
    Awaitility.await("each kind is served")
        .atMost(Duration.ofSeconds(120))
        .pollInterval(Duration.ofMillis(500))
        // One that is established has its path a moment later.
        .ignoreExceptionsInstanceOf(KubernetesClientException.class)
        .untilAsserted(
            () -> {
              List<CustomResourceDefinition> there =
                  admin.apiextensions().v1().customResourceDefinitions().list().getItems();
              assertFalse(there.isEmpty(), "no kind is there");
              for (CustomResourceDefinition kind : there) {
                assertTrue(isEstablished(kind), () -> kind.getMetadata().getName());
                admin
                    .genericKubernetesResources(CustomResourceDefinitionContext.fromCrd(kind))
                    .inAnyNamespace()
                    .list();
              }
            });
  }

  private static Stream<CustomResourceDefinition> there(KubernetesClient admin) {
    return KINDS.stream().map(kind -> admin.resource(kind).get()).filter(Objects::nonNull);
  }

  /**
   * Deletes every object of these kinds that is still there, without waiting for whoever put a
   * finalizer on it.
   */
  static void deleteAll(KubernetesClient admin) {
    for (CustomResourceDefinition kind : KINDS) {
      CustomResourceDefinitionContext context = CustomResourceDefinitionContext.fromCrd(kind);
      var objects = admin.genericKubernetesResources(context);
      List<GenericKubernetesResource> held =
          context.isNamespaceScoped()
              ? deletedOneByOne(objects)
              : WholeKind.delete(
                  admin,
                  "/apis/%s/%s/%s"
                      .formatted(context.getGroup(), context.getVersion(), context.getPlural()));
      for (GenericKubernetesResource object : held) {
        // Without a version: deleting has just made a new one.
        objects
            .resource(object)
            .patch(PatchContext.of(PatchType.JSON_MERGE), "{\"metadata\":{\"finalizers\":null}}");
      }
    }
  }

  /**
   * Of all namespaces at once the server deletes nothing; returns what stays for its finalizers.
   */
  private static List<GenericKubernetesResource> deletedOneByOne(
      MixedOperation<
              GenericKubernetesResource,
              GenericKubernetesResourceList,
              Resource<GenericKubernetesResource>>
          objects) {
    List<GenericKubernetesResource> all;
    try {
      all = objects.inAnyNamespace().list().getItems();
    } catch (KubernetesClientException e) {
      if (e.getCode() == HttpURLConnection.HTTP_NOT_FOUND) {
        return List.of();
      }
      throw e;
    }
    all.forEach(object -> objects.resource(object).delete());
    return all.stream().filter(o -> !o.getMetadata().getFinalizers().isEmpty()).toList();
  }

  private static boolean isEstablished(CustomResourceDefinition kind) {
    return kind != null
        && kind.getStatus() != null
        && kind.getStatus().getConditions() != null
        && kind.getStatus().getConditions().stream()
            .anyMatch(
                condition ->
                    condition.getType().equals("Established")
                        && condition.getStatus().equals("True"));
  }

  private static List<CustomResourceDefinition> read() {
    if (!Files.isDirectory(FOLDER)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(FOLDER)) {
      return files
          .filter(file -> file.toString().endsWith(".yaml"))
          .sorted()
          .map(ProjectKinds::read)
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static CustomResourceDefinition read(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      return Serialization.unmarshal(in, CustomResourceDefinition.class);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
