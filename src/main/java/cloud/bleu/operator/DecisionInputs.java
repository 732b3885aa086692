package cloud.bleu.operator;

import cloud.bleu.api.v1alpha1.BleuWorkload;
import cloud.bleu.api.v1alpha1.SovereigntyWaiver;
import cloud.bleu.api.v1alpha1.WorkloadPlacementStatus.Inputs;
import cloud.bleu.api.v1alpha1.WorkloadPlacementStatus.PolicyDigest;
import cloud.bleu.placement.Planner;
import cloud.bleu.placement.WorkloadId;
import cloud.bleu.translate.ApiObjects;
import cloud.bleu.translate.Translation;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the decisions of one pass are computed from, as it is recorded with them. */
final class DecisionInputs {

  private final InputDigest digests;
  private final ApiObjects objects;
  private final Translation translation;
  private final Windows windows;
  private final Map<WorkloadId, List<String>> exposures = new HashMap<>();

  DecisionInputs(
      InputDigest digests, ApiObjects objects, Translation translation, Windows windows) {
    this.digests = digests;
    this.objects = objects;
    this.translation = translation;
    this.windows = windows;
    digests.read(objects.providers(), objects.zones(), objects.policies());
    translation.estate().workloads().forEach(w -> exposures.put(w.id(), w.closure().exposedBy()));
  }

  /** The last instant at which a window that was read changed; null when none has. */
  @Nullable String asOf() {
    return windows.asOf() == null ? null : windows.asOf().toString();
  }

  /** Digest of everything that a workload is decided on. */
  String digest(BleuWorkload workload) {
    return digests.of(
        workload,
        governing(workload),
        waivers(workload),
        template(workload),
        exposures.getOrDefault(id(workload), List.of()));
  }

  /** The inputs as the status of the placement shows them. */
  Inputs of(BleuWorkload workload) {
    List<PolicyDigest> policies = new ArrayList<>();
    for (String name : governing(workload)) {
      policies.add(new PolicyDigest(name, digests.policy(name)));
    }
    return new Inputs(
        Planner.ENGINE,
        digest(workload),
        asOf(),
        windows.validUntil() == null ? null : windows.validUntil().toString(),
        null,
        policies);
  }

  private List<String> governing(BleuWorkload workload) {
    return translation.governedBy().getOrDefault(id(workload), List.of());
  }

  private static WorkloadId id(BleuWorkload workload) {
    return new WorkloadId(workload.getMetadata().getNamespace(), workload.getMetadata().getName());
  }

  private List<SovereigntyWaiver> waivers(BleuWorkload workload) {
    return objects.waivers().stream()
        .filter(
            w ->
                w.getSpec() != null
                    && w.getSpec().workloadRef() != null
                    && workload.getMetadata().getName().equals(w.getSpec().workloadRef().name())
                    && workload.getMetadata().getNamespace().equals(w.getMetadata().getNamespace()))
        .toList();
  }

  private @Nullable Object template(BleuWorkload workload) {
    var ref = workload.getSpec().workload().deploymentRef();
    if (ref == null) {
      return null;
    }
    for (Deployment d : objects.deployments()) {
      if (ref.name().equals(d.getMetadata().getName())
          && workload.getMetadata().getNamespace().equals(d.getMetadata().getNamespace())
          && d.getSpec() != null) {
        return d.getSpec().getTemplate();
      }
    }
    return null;
  }
}
