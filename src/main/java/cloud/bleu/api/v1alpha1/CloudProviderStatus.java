package cloud.bleu.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.kubernetes.api.model.Condition;
import java.util.List;

/** What was computed from the facts about a provider. */
public record CloudProviderStatus(
    @JsonPropertyDescription(
            "The generation of the spec that this status describes; -1 before the first look.")
        Long observedGeneration,
    @JsonPropertyDescription(
            "Ready, and OwnershipWithinThresholds: Unknown if the unresolved part could cross a threshold. While"
                + " there: LapseAhead, a fact or a qualification ends within 90, 30 or 7 days, and"
                + " QualificationLapsed, a qualification of any scheme has ended and none that is in force has its"
                + " layers.")
        @Size(max = 16)
        @Schema(keys = "type")
        List<Condition> conditions,
    @JsonPropertyDescription(
            "Capital held from outside the European Union in percent: the greater of the multiplied and the"
                + " control-attributed share.")
        @Size(max = 16)
        String nonEUCapitalPercent,
    @JsonPropertyDescription(
            "Votes held from outside the European Union in percent: the greater of the multiplied and the"
                + " control-attributed share.")
        @Size(max = 16)
        String nonEUVotesPercent,
    @JsonPropertyDescription(
            "Part of capital or votes, whichever is greater, whose holder or country is not known.")
        @Size(max = 16)
        String unresolvedPercent,
    @JsonPropertyDescription("What each offering is today under SecNumCloud.")
        @Size(max = 64)
        @Schema(keys = "name")
        List<OfferingStatus> offerings,
    @JsonPropertyDescription("The earliest coming end of a qualification, as YYYY-MM-DD.")
        @Size(max = 10)
        String nextExpiry,
    @JsonPropertyDescription("How many AvailabilityZones name this provider.") @Min(0) @Max(100000)
        Integer zones)
    implements ConditionedStatus {

  public CloudProviderStatus {
    conditions = UnmodifiableCopies.list(conditions);
    offerings = UnmodifiableCopies.list(offerings);
  }

  /** The state of one offering. */
  public record OfferingStatus(
      @JsonPropertyDescription("Name of the offering, as in the spec.") @Required @Size(max = 63)
          String name,
      @JsonPropertyDescription(
              "Its SecNumCloud qualification today: the best that any entry of the offering says.")
          @Required
          @Schema(
              values = {
                "Qualified",
                "WindowUnknown",
                "NotYetValid",
                "InEvaluation",
                "Suspended",
                "Expired",
                "Withdrawn",
                "NotQualified"
              })
          String qualification)
      implements ObjectPart {}
}
