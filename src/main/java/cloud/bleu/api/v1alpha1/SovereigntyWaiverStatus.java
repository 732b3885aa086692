package cloud.bleu.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Size;
import io.fabric8.kubernetes.api.model.Condition;
import java.util.List;

/** Whether a waiver is in force, and what stands on it. */
public record SovereigntyWaiverStatus(
    @JsonPropertyDescription(
            "The generation of the spec that this status describes; -1 before the first look.")
        Long observedGeneration,
    @JsonPropertyDescription(
            "Ready: it is in force. LapseAhead, while there: it ends within 90, 30 or 7 days.")
        @Size(max = 16)
        @Schema(keys = "type")
        List<Condition> conditions,
    @JsonPropertyDescription("The zones in which replicas run that would be in breach without it.")
        @Size(max = Format.ZONES)
        List<@Size(max = 63) String> usedIn)
    implements ConditionedStatus {

  public SovereigntyWaiverStatus {
    conditions = UnmodifiableCopies.list(conditions);
    usedIn = UnmodifiableCopies.list(usedIn);
  }
}
