package cloud.bleu.translate.workload;

import cloud.bleu.api.v1alpha1.BleuWorkload;
import cloud.bleu.api.v1alpha1.WorkloadSource;
import cloud.bleu.credential.ShownText;
import cloud.bleu.placement.model.WorkloadId;
import cloud.bleu.translate.finding.Findings;
import cloud.bleu.translate.finding.ObjectRef;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which workload takes over a Deployment that several refer to. Each would run all of its replicas,
 * and each would scale the Deployment down. The one that has a decision does; of several, or of
 * none, the one that was created first; of files, which say no instant, the first by name. One that
 * cannot be used as written and has no decision takes over nothing.
 */
public final class DeploymentClaims {

  private static final Comparator<Claim> ORDER =
      Comparator.comparing((Claim claim) -> !claim.decided)
          .thenComparing(
              claim -> claim.workload.getCreationTimestamp(),
              Comparator.nullsLast(Comparator.naturalOrder()))
          .thenComparing(claim -> claim.workload.getName());

  private final Map<String, Claim> first = new HashMap<>();

  private DeploymentClaims() {}

  private record Claim(ObjectMeta workload, boolean decided) {}

  /** Adds the workloads that may take over the Deployment that they refer to. */
  public static DeploymentClaims of(
      List<BleuWorkload> workloads, List<RememberedWorkloads.Read> reads, Set<WorkloadId> decided) {
    DeploymentClaims claims = new DeploymentClaims();
    for (int i = 0; i < reads.size(); i++) {
      BleuWorkload workload = workloads.get(i);
      String deployment = deployment(workload);
      if (deployment == null) {
        continue;
      }
      boolean runs = decided.contains(ObjectRef.workload(workload));
      if (runs || !reads.get(i).blocked()) {
        claims.first.merge(
            deployment,
            new Claim(workload.getMetadata(), runs),
            (a, b) -> ORDER.compare(a, b) <= 0 ? a : b);
      }
    }
    return claims;
  }

  /** The name of the other workload that takes over the Deployment of this one; null: none does. */
  public @Nullable String holder(BleuWorkload workload) {
    String deployment = deployment(workload);
    Claim claim = deployment == null ? null : first.get(deployment);
    return claim == null || claim.workload.getName().equals(workload.getMetadata().getName())
        ? null
        : claim.workload.getName();
  }

  /** Blocks a workload whose Deployment has a {@link #holder}. */
  public static void block(String holder, Findings findings) {
    findings.block(
        "spec.workload.deploymentRef.name",
        "the BleuWorkload " + ShownText.quote(holder) + " takes over this Deployment",
        null,
        "delete one of the two: each would run all of its replicas, and scale it down");
  }

  /**
   * The Deployment that a workload refers to, as {@code namespace/name}; null: it refers to none.
   */
  public static @Nullable String deployment(BleuWorkload workload) {
    WorkloadSource source = workload.getSpec() == null ? null : workload.getSpec().workload();
    return source == null || source.deploymentRef() == null
        ? null
        : workload.getMetadata().getNamespace() + "/" + source.deploymentRef().name();
  }
}
