package cloud.bleu.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;

/**
 * The decision by which the customer's authority, having assessed the risks, lets data of certain
 * classes be handled in a zone. The customer's own: no provider has it to give.
 */
@ValidationRule(
    value = "!has(self.validFrom) || !has(self.validUntil) || self.validFrom <= self.validUntil",
    message = "validFrom is after validUntil: both are days of the homologation, both inclusive",
    fieldPath = ".validUntil")
public record Homologation(
    @JsonPropertyDescription("How the decision is found again: its number or title.")
        @Required
        @Size(min = 1, max = 253)
        String reference,
    @JsonPropertyDescription("The classes of data that it covers.")
        @Size(max = 8)
        @Schema(
            values = {
              "Ordinary",
              "Sensitive",
              "Health",
              "SrenArt31",
              "II901Sensitive",
              "DiffusionRestreinte"
            })
        List<String> dataClasses,
    @JsonPropertyDescription("First day of validity in Europe/Paris, inclusive. Absent: not known.")
        @Pattern(Format.DATE)
        @Size(max = 10)
        @Schema(format = "date")
        String validFrom,
    @JsonPropertyDescription("Last day of validity in Europe/Paris, inclusive. Absent: not known.")
        @Pattern(Format.DATE)
        @Size(max = 10)
        @Schema(format = "date")
        String validUntil,
    @JsonPropertyDescription("Where the facts of this group come from.") Provenance provenance)
    implements ObjectPart {

  public Homologation {
    dataClasses = UnmodifiableCopies.list(dataClasses);
  }
}
