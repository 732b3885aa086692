package cloud.bleu.status;

import cloud.bleu.api.v1alpha1.SovereigntyPolicy;
import cloud.bleu.api.v1alpha1.SovereigntyPolicyStatus;
import cloud.bleu.placement.estate.BoundRule;
import cloud.bleu.placement.estate.Decision;
import cloud.bleu.placement.estate.Estate;
import cloud.bleu.placement.estate.Verdict;
import cloud.bleu.placement.estate.WaiverUse;
import cloud.bleu.placement.estate.Workload;
import cloud.bleu.placement.model.WorkloadId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The status of a SovereigntyPolicy. */
public final class PolicyStatus {

  private PolicyStatus() {}

  /**
   * The status of a policy, with all of its errors. A policy with an error fails closed for what it
   * governs.
   *
   * @param errors as sentences; empty: every rule is valid
   * @param decisions in force, for the workloads of the estate
   * @param enforcement how far admission keeps them
   * @param evidence why decisions are not exported or signed, sentences by reason; empty while they
   *     are, or are not asked to be
   */
  public static SovereigntyPolicyStatus of(
      SovereigntyPolicy object,
      List<String> errors,
      Estate estate,
      List<Decision> decisions,
      Enforcement enforcement,
      SortedMap<String, String> evidence,
      Instant now) {
    String name = object.getMetadata().getName();
    Map<WorkloadId, Decision> byId = new HashMap<>();
    decisions.forEach(d -> byId.put(d.id(), d));
    int governed = 0;
    SortedSet<String> namespaces = new TreeSet<>();
    int violated = 0;
    int satisfied = 0;
    int waived = 0;
    for (Workload workload : estate.workloads()) {
      if (workload.rules().stream().noneMatch(r -> name.equals(r.policy()))) {
        continue;
      }
      governed++;
      namespaces.add(workload.id().namespace());
      Decision decision = byId.get(workload.id());
      if (decision != null && decision.violations().stream().anyMatch(v -> breaches(v, name))) {
        violated++;
      } else if (decision != null && waives(workload, decision, estate, name)) {
        waived++;
      } else if (decision != null && decision.placed()) {
        satisfied++;
      }
    }
    long generation =
        object.getMetadata().getGeneration() == null ? 0 : object.getMetadata().getGeneration();
    SovereigntyPolicyStatus old = object.getStatus();
    List<DesiredCondition> wanted = new ArrayList<>();
    wanted.add(enforced(namespaces, enforcement));
    String all = String.join("; ", errors);
    wanted.addAll(
        errors.isEmpty()
            ? Conditions.ready("Valid", "every rule is valid")
            : Conditions.stalled(
                "InvalidRule",
                "nothing new is placed under this policy until its errors are corrected: " + all));
    if (!evidence.isEmpty()) {
      wanted.add(
          DesiredCondition.yes(
              "EvidenceFailing", evidence.firstKey(), String.join("; ", evidence.values())));
    }
    return new SovereigntyPolicyStatus(
        generation,
        Conditions.next(old == null ? List.of() : old.conditions(), wanted, generation, now),
        governed,
        satisfied,
        violated,
        waived);
  }

  private static boolean waives(
      Workload workload, Decision decision, Estate estate, String policy) {
    return WaiverUse.of(workload, decision, estate).stream()
        .anyMatch(use -> policy.equals(use.statement().policy()));
  }

  /** Whether admission keeps the decisions where the policy governs something. */
  private static DesiredCondition enforced(SortedSet<String> namespaces, Enforcement enforcement) {
    if (namespaces.isEmpty()) {
      return DesiredCondition.yes("Enforced", "NothingGoverned", "it governs no workload");
    }
    if (!enforcement.missing().isEmpty()) {
      return DesiredCondition.no(
          "Enforced",
          "AdmissionMissing",
          "admission does not keep the decisions and what they rest on, as these are missing or do"
              + " not refuse: "
              + String.join(", ", enforcement.missing())
              + "; install the chart with admission.enabled=true");
    }
    String mislabelled =
        namespaces.stream()
            .flatMap(
                n ->
                    Stream.ofNullable(enforcement.unknown(n))
                        .map(level -> n + ": " + Enforcement.unknownMessage(level)))
            .collect(Collectors.joining("; "));
    if (!mislabelled.isEmpty()) {
      return DesiredCondition.no("Enforced", "GovernedUnknown", mislabelled);
    }
    List<String> open = namespaces.stream().filter(n -> !enforcement.enforced(n)).toList();
    if (!open.isEmpty()) {
      return DesiredCondition.no(
          "Enforced",
          "NotEnforced",
          "nothing stops pods outside the decisions in "
              + String.join(", ", open)
              + "; bleu doctor says what stands in the way of the label"
              + " placement.bleu.cloud/governed=Enforce");
    }
    List<String> outside = namespaces.stream().filter(enforcement.outside()::contains).toList();
    return outside.isEmpty()
        ? DesiredCondition.yes(
            "Enforced", "Admission", "admission refuses what is outside the decisions in force")
        : DesiredCondition.no(
            "Enforced",
            "PodsOutsideDecisions",
            "pods run outside the decisions in "
                + String.join(", ", outside)
                + "; bleu doctor names them");
  }

  private static boolean breaches(Verdict verdict, String policy) {
    return Objects.equals(verdict.policy(), policy) && verdict.action() == BoundRule.Action.Enforce;
  }
}
