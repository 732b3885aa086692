package cloud.bleu.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;

/** One finding, how it stands, and whose it is. */
public record MigrationFinding(
    @JsonPropertyDescription("Its code; bleu assess --list has them.") @Required @Size(max = 63)
        String code,
    @JsonPropertyDescription(
            "Blocks: the target has nothing in its place. Change: it must be changed. Look: somebody must look at it."
                + " Fine: it fits.")
        @Required
        @Schema(values = {"Blocks", "Change", "Look", "Fine"})
        String severity,
    @JsonPropertyDescription("The object that it is found in, such as Deployment shop/web.")
        @Required
        @Size(max = MigrationPlanSpec.OBJECT)
        String object,
    @JsonPropertyDescription("What was found.") @Size(max = 256) String found,
    @JsonPropertyDescription(
            "Open: nobody accepts it. Accepted: somebody does, until a day. AcceptanceExpired: somebody did, and it"
                + " counts again. What was fixed is not listed.")
        @Required
        @Schema(values = {"Open", "Accepted", "AcceptanceExpired"})
        String state,
    @JsonPropertyDescription("Whose it is; absent: nobody is stated.") @Size(max = 256)
        String owner,
    @JsonPropertyDescription(
            "Who states the owner. Acceptance: spec.accepted. Plan: spec.owners. Annotation: a8r.io/owner of the"
                + " object. NotStated: nobody.")
        @Required
        @Schema(values = {"Acceptance", "Plan", "Annotation", "NotStated"})
        String ownerFrom,
    @JsonPropertyDescription("The last day of the acceptance.")
        @Size(max = 10)
        @Schema(format = "date")
        String until)
    implements ObjectPart {}
