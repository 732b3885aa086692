package cloud.bleu.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import java.util.List;

/** A waiver that the decision stands on. */
public record WaiverInUse(
    @JsonPropertyDescription("Name of the SovereigntyWaiver, in this namespace.")
        @Required
        @Size(min = 1, max = 253)
        String name,
    @JsonPropertyDescription("The policy that states the rule.") @Size(max = 253) String policyRef,
    @JsonPropertyDescription("The rule that is set aside.") @Size(max = 63) String rule,
    @JsonPropertyDescription("What the rule would answer, as codes.") @Size(max = 128)
        List<@Size(max = 63) String> codes,
    @JsonPropertyDescription(
            "The zones in which replicas run under it, in the order of their names.")
        @Size(max = Format.ZONES)
        List<@Size(max = 63) String> zones,
    @JsonPropertyDescription("In how many more zones they do that are not named.")
        @Min(0)
        @Max(Format.ZONES)
        Integer moreZones,
    @JsonPropertyDescription("The first instant at which it is no longer in force, RFC 3339.")
        @Size(max = 64)
        String expirationTime)
    implements ObjectPart {
  public WaiverInUse {
    codes = UnmodifiableCopies.list(codes);
    zones = UnmodifiableCopies.list(zones);
  }
}
