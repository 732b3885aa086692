package cloud.bleu.status;

import cloud.bleu.api.v1alpha1.SovereigntyPolicy;
import cloud.bleu.api.v1alpha1.SovereigntyPolicyStatus;
import cloud.bleu.placement.BoundRule;
import cloud.bleu.placement.Decision;
import cloud.bleu.placement.Estate;
import cloud.bleu.placement.Verdict;
import cloud.bleu.placement.Workload;
import cloud.bleu.placement.WorkloadId;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** The status of a SovereigntyPolicy. */
public final class PolicyStatus {

  private PolicyStatus() {}

  /**
   * The status of a policy, with all of its errors. A policy with an error fails closed for what it
   * governs.
   *
   * @param errors as sentences; empty: every rule is valid
   * @param decisions in force, for the workloads of the estate
   */
  public static SovereigntyPolicyStatus of(
      SovereigntyPolicy object,
      List<String> errors,
      Estate estate,
      List<Decision> decisions,
      Instant now) {
    String name = object.getMetadata().getName();
    Map<WorkloadId, Decision> byId = new HashMap<>();
    decisions.forEach(d -> byId.put(d.id(), d));
    int governed = 0;
    int violated = 0;
    int satisfied = 0;
    for (Workload workload : estate.workloads()) {
      if (workload.rules().stream().noneMatch(r -> name.equals(r.policy()))) {
        continue;
      }
      governed++;
      Decision decision = byId.get(workload.id());
      if (decision != null && decision.violations().stream().anyMatch(v -> breaches(v, name))) {
        violated++;
      } else if (decision != null && decision.placed()) {
        satisfied++;
      }
    }
    long generation =
        object.getMetadata().getGeneration() == null ? 0 : object.getMetadata().getGeneration();
    SovereigntyPolicyStatus old = object.getStatus();
    List<Wanted> wanted =
        errors.isEmpty()
            ? List.of(Wanted.yes("Ready", "Valid", "every rule is valid"))
            : List.of(
                Wanted.no("Ready", "InvalidRule", String.join("; ", errors)),
                Wanted.yes(
                    "Stalled",
                    "InvalidRule",
                    "nothing new is placed under this policy until its errors are mended: "
                        + String.join("; ", errors)));
    return new SovereigntyPolicyStatus(
        generation,
        Conditions.next(old == null ? List.of() : old.conditions(), wanted, generation, now),
        governed,
        satisfied,
        violated);
  }

  private static boolean breaches(Verdict verdict, String policy) {
    return Objects.equals(verdict.policy(), policy) && verdict.action() == BoundRule.Action.Enforce;
  }
}
