package cloud.bleu.translate.workload;

import cloud.bleu.api.v1alpha1.BleuWorkload;
import cloud.bleu.api.v1alpha1.WorkloadSource;
import cloud.bleu.translate.finding.Findings;
import cloud.bleu.translate.finding.Problem;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which workload may take over a Deployment that several refer to. Each would run all of its
 * replicas, and each would scale the Deployment down. The one that was created first may; of files,
 * which say no instant, the first by name.
 */
final class DeploymentClaims {

  private static final Comparator<ObjectMeta> AGE =
      Comparator.comparing(
              ObjectMeta::getCreationTimestamp, Comparator.nullsLast(Comparator.naturalOrder()))
          .thenComparing(ObjectMeta::getName);

  private final Map<String, ObjectMeta> first = new HashMap<>();

  DeploymentClaims(List<BleuWorkload> workloads) {
    for (BleuWorkload workload : workloads) {
      String deployment = deployment(workload);
      if (deployment != null) {
        first.merge(deployment, workload.getMetadata(), (a, b) -> AGE.compare(a, b) <= 0 ? a : b);
      }
    }
  }

  /**
   * The name of the other workload that has the Deployment of this one; null where it may have it
   * itself, or refers to none.
   */
  @Nullable String holder(BleuWorkload workload) {
    String deployment = deployment(workload);
    ObjectMeta holder = deployment == null ? null : first.get(deployment);
    return holder == null || holder.getName().equals(workload.getMetadata().getName())
        ? null
        : holder.getName();
  }

  /** Blocks a workload whose Deployment has a {@link #holder}. */
  static void check(@Nullable String holder, Findings findings) {
    if (holder != null) {
      findings.block(
          "spec.workload.deploymentRef.name",
          "the BleuWorkload " + Problem.quote(holder) + " runs this Deployment already",
          null,
          "delete one of the two: each would run all of its replicas, and scale it down");
    }
  }

  private static @Nullable String deployment(BleuWorkload workload) {
    WorkloadSource source = workload.getSpec() == null ? null : workload.getSpec().workload();
    return source == null || source.deploymentRef() == null
        ? null
        : workload.getMetadata().getNamespace() + "/" + source.deploymentRef().name();
  }
}
