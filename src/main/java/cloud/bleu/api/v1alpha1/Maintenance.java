package cloud.bleu.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;

/** An operation that the provider has announced (the notice of SecNumCloud 12.2.b). */
@ValidationRule(
    value = "self.from < self.to",
    message = "from is not before to: a maintenance begins before it ends",
    fieldPath = ".to")
public record Maintenance(
    @JsonPropertyDescription(
            "The instant at which it begins, RFC 3339, such as 2026-12-01T22:00:00Z.")
        @Required
        @Pattern(Format.INSTANT)
        @Size(max = 35)
        @Schema(format = "date-time")
        String from,
    @JsonPropertyDescription("The instant at which it is over, RFC 3339.")
        @Required
        @Pattern(Format.INSTANT)
        @Size(max = 35)
        @Schema(format = "date-time")
        String to,
    @JsonPropertyDescription(
            "What the zone is meanwhile. Cordoned: nothing new comes. Drained: what runs moves away, its replacement"
                + " first. Lost: what ran is re-created elsewhere.")
        @Default("Drained")
        @Schema(values = {"Cordoned", "Drained", "Lost"})
        String state)
    implements ObjectPart {

  public Maintenance {
    state = UnmodifiableCopies.or(state, "Drained");
  }
}
