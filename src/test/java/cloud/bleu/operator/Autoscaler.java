package cloud.bleu.operator;

import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscalerCondition;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import org.jspecify.annotations.Nullable;

/**
 * A HorizontalPodAutoscaler of the BleuWorkload web, by the load of its pods. There are no metrics
 * on a plane.
 */
record Autoscaler(KubernetesClient client) {

  /** Creates it. */
  static Autoscaler of(Scene scene, KubernetesClient client, int min, int max) {
    scene.create(
        """
        apiVersion: autoscaling/v2
        kind: HorizontalPodAutoscaler
        metadata: {name: web}
        spec:
          scaleTargetRef: {apiVersion: placement.bleu.cloud/v1alpha1, kind: BleuWorkload, name: web}
          minReplicas: %d
          maxReplicas: %d
          metrics:
          - {type: Resource, resource: {name: cpu, target: {type: Utilization, averageUtilization: 50}}}
        """
            .formatted(min, max));
    return new Autoscaler(client);
  }

  /** Changes between how many replicas it scales. */
  void bounds(int min, int max) {
    resource()
        .patch(
            PatchContext.of(PatchType.JSON_MERGE),
            "{\"spec\":{\"minReplicas\":%d,\"maxReplicas\":%d}}".formatted(min, max));
  }

  /** Whether it could set another number; empty while it has not said. */
  String ableToScale() {
    HorizontalPodAutoscalerCondition condition = condition("AbleToScale");
    return condition == null ? "" : condition.getStatus();
  }

  /** Why it goes by the load or does not; empty while it has not said. */
  String active() {
    HorizontalPodAutoscalerCondition condition = condition("ScalingActive");
    return condition == null ? "" : condition.getReason();
  }

  private @Nullable HorizontalPodAutoscalerCondition condition(String type) {
    HorizontalPodAutoscaler autoscaler = resource().require();
    return autoscaler.getStatus() == null
        ? null
        : autoscaler.getStatus().getConditions().stream()
            .filter(c -> c.getType().equals(type))
            .findFirst()
            .orElse(null);
  }

  private Resource<HorizontalPodAutoscaler> resource() {
    return client.autoscaling().v2().horizontalPodAutoscalers().withName("web");
  }
}
