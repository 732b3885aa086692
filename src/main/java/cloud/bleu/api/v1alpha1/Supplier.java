package cloud.bleu.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;

/** A third party on which the provider's service rests (SecNumCloud 19.6.c and d). */
public record Supplier(
    @JsonPropertyDescription("Name of the supplier.") @Required @Size(min = 1, max = 128)
        String name,
    @JsonPropertyDescription(
            "Country of the supplier's seat, ISO 3166-1 alpha-2: one outside of the European Union if any of its registered"
                + " office, central administration and principal establishment is. Absent: not known.")
        @Pattern(Format.COUNTRY)
        @Size(max = 2)
        String country,
    @JsonPropertyDescription(
            "Country from which the supplier is controlled, ISO 3166-1 alpha-2. What counts for SecNumCloud 19.6.c is control"
                + " by article L. 233-3 of the Code de commerce: it is presumed above 40 % of the votes where nobody has more"
                + " (II). No percentage of a supplier is recorded here, and none of the thresholds of 19.6.b is that notion:"
                + " state what follows from it. Absent: not known.")
        @Pattern(Format.COUNTRY)
        @Size(max = 2)
        String controlledFrom,
    @JsonPropertyDescription(
            "Whether the supplier has technical means to obtain data of customers or technical data of the service."
                + " Absent: not known.")
        Boolean technicalAccess,
    @JsonPropertyDescription(
            "How the provider goes on without this supplier. OwnSkills: with its own. TwoSuppliers: there is another"
                + " one. SupplierQualified: the supplier is qualified itself. None: it does not. Absent: not known.")
        @Schema(values = {"OwnSkills", "TwoSuppliers", "SupplierQualified", "None"})
        String autonomy,
    @JsonPropertyDescription("Where the facts of this group come from.") Provenance provenance)
    implements ObjectPart {}
