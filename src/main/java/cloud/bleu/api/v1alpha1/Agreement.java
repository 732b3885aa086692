package cloud.bleu.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import java.util.List;

/** The service agreement under which an offering is bought (SecNumCloud annex 2 c, 19.1). */
public record Agreement(
    @JsonPropertyDescription("How the agreement is found again: its number or title.")
        @Required
        @Size(min = 1, max = 253)
        String reference,
    @JsonPropertyDescription("The day it was signed, in Europe/Paris. Absent: not known.")
        @Pattern(Format.DATE)
        @Size(max = 10)
        @Schema(format = "date")
        String signedOn,
    @JsonPropertyDescription(
            "Whether the agreement says that the service bought is the qualified one. Absent: not known.")
        Boolean statesQualifiedService,
    @JsonPropertyDescription(
            "The subscriptions, accounts or projects that are bought under it, by the provider's identifiers.")
        @Size(max = 256)
        @Schema(each = Format.TOKEN)
        List<@Size(min = 1, max = 253) String> subscriptions,
    @JsonPropertyDescription("Where the facts of this group come from.") Provenance provenance)
    implements ObjectPart {

  public Agreement {
    subscriptions = UnmodifiableCopies.list(subscriptions);
  }
}
