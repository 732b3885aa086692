package cloud.bleu.delivery.karmada;

import cloud.bleu.delivery.manifest.Labels;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Writes what a scheduler of Karmada writes in a ResourceBinding, each time over exactly the
 * version that was read: Karmada, people and other schedulers write there too.
 */
final class BindingWriter {

  private final KubernetesClient client;

  BindingWriter(KubernetesClient client) {
    this.client = client;
  }

  /** The binding as it is now; null when it is gone. */
  @Nullable ResourceBinding read(ResourceBinding binding) {
    GenericKubernetesResource live = resource(binding).get();
    return live == null ? null : new ResourceBinding(live);
  }

  /**
   * Has these clusters and no others run it.
   *
   * @param clusters replicas by cluster
   * @throws KubernetesClientException when the server refuses it or has another version
   */
  void write(ResourceBinding binding, Map<String, Integer> clusters) {
    List<Map<String, Object>> entries = new ArrayList<>();
    clusters.forEach((name, replicas) -> entries.add(Map.of("name", name, "replicas", replicas)));
    resource(binding).patch(merge(), patch(binding, "spec", Map.of("clusters", entries)));
  }

  /**
   * Whether a write that failed changed nothing of an entry. An answer is that to the last try: the
   * client sends a write again of which it got none, and the first one may have taken effect. Then
   * it is a conflict with itself, or a server that has just begun knows no rights yet, or too much
   * is asked of it. So what stands there is looked at.
   *
   * @param before the version that was to be changed
   */
  boolean isWithoutEffect(KubernetesClientException e, ResourceBinding before, String cluster) {
    if (e.getCode() < 400 || e.getCode() >= 500) {
      // It may still be done.
      return false;
    }
    try {
      ResourceBinding now = read(before);
      return now == null
          || Objects.equals(now.clusters().get(cluster), before.clusters().get(cluster));
    } catch (KubernetesClientException unknown) {
      return false;
    }
  }

  /**
   * Says that it is scheduled. Since when it is so stays, as for every condition of Kubernetes.
   *
   * @param workload by whose decision
   * @throws KubernetesClientException when the server refuses it or has another version
   */
  void confirm(ResourceBinding binding, String workload, Instant now) {
    String at = now.truncatedTo(ChronoUnit.SECONDS).toString();
    Map<String, Object> scheduled = new LinkedHashMap<>();
    scheduled.put("type", ResourceBinding.SCHEDULED);
    scheduled.put("status", "True");
    scheduled.put("reason", "Success");
    scheduled.put("message", "placed by the decision in force of BleuWorkload " + workload);
    String since = binding.scheduledSince();
    scheduled.put("lastTransitionTime", since == null || since.isEmpty() ? at : since);
    List<Object> conditions = new ArrayList<>(binding.otherConditions());
    conditions.add(scheduled);
    Map<String, Object> status = new LinkedHashMap<>();
    status.put("schedulerObservedGeneration", binding.generation());
    status.put("lastScheduledTime", at);
    status.put("conditions", conditions);
    resource(binding).subresource("status").patch(merge(), patch(binding, "status", status));
  }

  private static PatchContext merge() {
    return new PatchContext.Builder()
        .withPatchType(PatchType.JSON_MERGE)
        .withFieldManager(Labels.MANAGER)
        .build();
  }

  private static String patch(ResourceBinding binding, String part, Map<String, ?> change) {
    Map<String, Object> patch = new LinkedHashMap<>();
    patch.put(
        "metadata", Map.of("resourceVersion", binding.object().getMetadata().getResourceVersion()));
    patch.put(part, change);
    return Serialization.asJson(patch);
  }

  private Resource<GenericKubernetesResource> resource(ResourceBinding binding) {
    return client
        .genericKubernetesResources(ResourceBinding.KIND)
        .inNamespace(binding.object().getMetadata().getNamespace())
        .withName(binding.name());
  }
}
