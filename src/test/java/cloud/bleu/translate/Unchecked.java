package cloud.bleu.translate;

import cloud.bleu.api.v1alpha1.AvailabilityZone;
import cloud.bleu.api.v1alpha1.BleuWorkload;
import cloud.bleu.api.v1alpha1.CloudProvider;
import cloud.bleu.api.v1alpha1.SovereigntyPolicy;
import cloud.bleu.api.v1alpha1.SovereigntyWaiver;
import cloud.bleu.api.v1alpha1.WorkloadPlacement;
import cloud.bleu.translate.object.ApiObjects;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.scheduling.v1.PriorityClass;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Objects as an API server with an older or no schema may send them. */
final class Unchecked {
  private static final Map<String, Class<? extends HasMetadata>> KINDS =
      Map.of(
          "CloudProvider", CloudProvider.class,
          "AvailabilityZone", AvailabilityZone.class,
          "SovereigntyPolicy", SovereigntyPolicy.class,
          "SovereigntyWaiver", SovereigntyWaiver.class,
          "BleuWorkload", BleuWorkload.class,
          "WorkloadPlacement", WorkloadPlacement.class,
          "Namespace", Namespace.class);

  private Unchecked() {}

  static ApiObjects objects(String yaml) {
    List<HasMetadata> all = new ArrayList<>();
    for (String document : yaml.split("---\n")) {
      if (!document.isBlank()) {
        String kind =
            document.lines().filter(l -> l.startsWith("kind: ")).findFirst().orElseThrow();
        all.add(Serialization.unmarshal("---\n" + document, KINDS.get(kind.substring(6))));
      }
    }
    return ApiObjects.NONE
        .with(CloudProvider.class, of(all, CloudProvider.class))
        .with(AvailabilityZone.class, of(all, AvailabilityZone.class))
        .with(SovereigntyPolicy.class, of(all, SovereigntyPolicy.class))
        .with(SovereigntyWaiver.class, of(all, SovereigntyWaiver.class))
        .with(BleuWorkload.class, of(all, BleuWorkload.class))
        .with(WorkloadPlacement.class, of(all, WorkloadPlacement.class))
        .with(Namespace.class, of(all, Namespace.class))
        .with(PriorityClass.class, of(all, PriorityClass.class))
        .with(Node.class, of(all, Node.class))
        .with(Pod.class, of(all, Pod.class))
        .with(Deployment.class, of(all, Deployment.class));
  }

  private static <T> List<T> of(List<HasMetadata> all, Class<T> type) {
    return all.stream().filter(type::isInstance).map(type::cast).toList();
  }
}
