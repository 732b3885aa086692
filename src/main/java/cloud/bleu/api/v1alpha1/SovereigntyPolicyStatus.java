package cloud.bleu.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Size;
import io.fabric8.kubernetes.api.model.Condition;
import java.util.List;

/** Whom a policy governs and how it is kept. */
public record SovereigntyPolicyStatus(
    @JsonPropertyDescription(
            "The generation of the spec that this status describes; -1 before the first look.")
        Long observedGeneration,
    @JsonPropertyDescription(
            "Ready: every rule is valid; its message lists every error of every rule. Enforced:"
                + " admission keeps the decisions in every namespace in which the policy governs a"
                + " workload. EvidenceFailing, while true: decisions are not exported or signed.")
        @Size(max = 16)
        @Schema(keys = "type")
        List<Condition> conditions,
    @JsonPropertyDescription("How many workloads the policy governs.") @Min(0) @Max(1000000)
        Integer governed,
    @JsonPropertyDescription("How many of them satisfy it where they run.") @Min(0) @Max(1000000)
        Integer satisfied,
    @JsonPropertyDescription("How many of them run in breach of an enforced rule.")
        @Min(0)
        @Max(1000000)
        Integer violated,
    @JsonPropertyDescription("How many of them run under a waiver of one of its rules.")
        @Min(0)
        @Max(1000000)
        Integer waived)
    implements ConditionedStatus {

  public SovereigntyPolicyStatus {
    conditions = UnmodifiableCopies.list(conditions);
  }
}
