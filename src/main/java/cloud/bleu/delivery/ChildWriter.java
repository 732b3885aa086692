package cloud.bleu.delivery;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The writes on children. Each names the version that was read, so that neither a stale cache nor a
 * writer that no longer leads can undo what somebody newer did.
 */
final class ChildWriter {

  private final KubernetesClient client;

  ChildWriter(KubernetesClient client) {
    this.client = client;
  }

  /** The object as the server has it now, null when there is none. */
  @Nullable HasMetadata read(HasMetadata object) {
    return client.resource(object).get();
  }

  /**
   * Server-side apply of the whole object; the version is that of {@code live}, if there is one.
   */
  HasMetadata apply(HasMetadata desired, @Nullable HasMetadata live) {
    HasMetadata object = copy(desired);
    if (live != null) {
      object.getMetadata().setResourceVersion(live.getMetadata().getResourceVersion());
    }
    return client.resource(object).fieldManager(Labels.MANAGER).forceConflicts().serverSideApply();
  }

  /** Asks the server whether it would take the object; throws what it answers if not. */
  void dryRun(HasMetadata desired) {
    client
        .resource(copy(desired))
        .dryRun()
        .fieldManager(Labels.MANAGER)
        .forceConflicts()
        .serverSideApply();
  }

  /** Changes {@code spec.replicas} and, where given, annotations. A null value removes one. */
  HasMetadata scale(HasMetadata live, int replicas, Map<String, @Nullable String> annotations) {
    java.util.LinkedHashMap<String, Object> metadata = new java.util.LinkedHashMap<>();
    metadata.put("resourceVersion", live.getMetadata().getResourceVersion());
    if (!annotations.isEmpty()) {
      metadata.put("annotations", annotations);
    }
    Map<String, Object> patch = Map.of("metadata", metadata, "spec", Map.of("replicas", replicas));
    return client
        .resource(live)
        .patch(
            new PatchContext.Builder()
                .withPatchType(PatchType.JSON_MERGE)
                .withFieldManager(Labels.MANAGER)
                .build(),
            Serialization.asJson(patch));
  }

  /** Deletes exactly the version that was read; what it owns goes in the background. */
  void delete(HasMetadata live) {
    client.resource(live).lockResourceVersion(live.getMetadata().getResourceVersion()).delete();
  }

  /** Whether the server has a newer version than the one named. */
  static boolean conflict(KubernetesClientException e) {
    return e.getCode() == 409;
  }

  /** Whether the server understood and said no: trying the same again will not help. */
  static boolean refused(KubernetesClientException e) {
    return e.getCode() == 400 || e.getCode() == 403 || e.getCode() == 422;
  }

  /** The server's own words, without the address that it was asked at. */
  static String words(KubernetesClientException e) {
    if (e.getStatus() != null && e.getStatus().getMessage() != null) {
      return e.getStatus().getMessage();
    }
    return "the API server answered " + e.getCode();
  }

  private static HasMetadata copy(HasMetadata object) {
    return Serialization.clone(object);
  }
}
