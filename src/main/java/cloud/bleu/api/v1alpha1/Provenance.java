package cloud.bleu.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;

/** Where a group of facts comes from. The origin of every verdict on them follows the basis. */
public record Provenance(
    @JsonPropertyDescription(
            "On what the facts rest. A policy says which bases it accepts; what rests on an Assumption is shown as"
                + " assumed.")
        @Schema(
            values = {
              "RegulatorList",
              "SignedDocument",
              "Contract",
              "Observation",
              "Press",
              "Assumption"
            })
        @Required
        String basis,
    @JsonPropertyDescription(
            "The document, list or page the facts were taken from, as a title or an address.")
        @Size(max = 1024)
        String source,
    @JsonPropertyDescription(
            "The day on which the facts were true, as YYYY-MM-DD. Their age is counted from it.")
        @Pattern(Format.DATE)
        @Size(max = 10)
        @Schema(format = "date")
        String asOf,
    @JsonPropertyDescription("The person or team that compared the facts with the source.")
        @Size(max = 253)
        String checkedBy,
    @JsonPropertyDescription(
            "SHA-256 of the document, 64 hexadecimal digits, so that it can be recognised later.")
        @Pattern("^[0-9a-f]{64}$")
        @Size(max = 64)
        String documentSHA256)
    implements ObjectPart {}
