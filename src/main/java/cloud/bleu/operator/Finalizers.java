package cloud.bleu.operator;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Holds objects back from deletion while something of the operator's depends on them. */
final class Finalizers {

  /** On a BleuWorkload whose template is to get its replicas back. */
  static final String RESTORE = "placement.bleu.cloud/restore";

  /** On an AvailabilityZone while replicas are decided or children stand in it. */
  static final String IN_USE = "placement.bleu.cloud/in-use";

  private final KubernetesClient client;
  private final String manager;

  /**
   * @param manager field manager of the writes: the controller that holds the objects back
   */
  Finalizers(KubernetesClient client, String manager) {
    this.client = client;
    this.manager = manager;
  }

  static boolean has(HasMetadata object, String finalizer) {
    return object.getMetadata().getFinalizers().contains(finalizer);
  }

  /** Adds it; false when it is there already. */
  boolean add(HasMetadata object, String finalizer) {
    if (has(object, finalizer)) {
      return false;
    }
    List<String> finalizers = new ArrayList<>(object.getMetadata().getFinalizers());
    finalizers.add(finalizer);
    patch(object, finalizers);
    return true;
  }

  /** Removes it; false when it was not there. */
  boolean remove(HasMetadata object, String finalizer) {
    if (!has(object, finalizer)) {
      return false;
    }
    List<String> finalizers = new ArrayList<>(object.getMetadata().getFinalizers());
    finalizers.remove(finalizer);
    patch(object, finalizers);
    return true;
  }

  private void patch(HasMetadata object, List<String> finalizers) {
    Map<String, Object> patch =
        Map.of(
            "metadata",
            Map.of(
                "resourceVersion",
                object.getMetadata().getResourceVersion(),
                "finalizers",
                finalizers));
    try {
      client
          .resource(object)
          .patch(
              new PatchContext.Builder()
                  .withPatchType(PatchType.JSON_MERGE)
                  .withFieldManager(manager)
                  .build(),
              Serialization.asJson(patch));
    } catch (KubernetesClientException e) {
      // Gone, or newer than the cache had it: then the newer version is looked at next.
      if (e.getCode() != 404 && e.getCode() != 409) {
        throw e;
      }
    }
  }
}
