package cloud.bleu.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Size;
import java.util.List;

/** From where a provider's services are run (SecNumCloud 19.2.c, d and e). */
public record Operations(
    @JsonPropertyDescription(
            "Every country from which the services are administered and supervised, ISO 3166-1 alpha-2, or EU or EEA"
                + " where no more is known. Empty: not known.")
        @Size(max = 64)
        @Schema(each = Format.COUNTRY_OR_SET)
        List<@Size(min = 2, max = 3) String> administrationFrom,
    @JsonPropertyDescription(
            "Every country from which support is given, ISO 3166-1 alpha-2, or EU or EEA where no more is known."
                + " Empty: not known.")
        @Size(max = 64)
        @Schema(each = Format.COUNTRY_OR_SET)
        List<@Size(min = 2, max = 3) String> supportFrom,
    @JsonPropertyDescription(
            "Support from outside the European Union. None: there is none. Listed: the operations are listed in the"
                + " agreement, and controlled and supervised from the Union. Unrestricted: neither. Absent: not known.")
        @Schema(values = {"None", "Listed", "Unrestricted"})
        String nonEUSupport,
    @JsonPropertyDescription(
            "Every country in which technical data is stored and processed (identities, logs of the infrastructure,"
                + " directory, certificates, access configuration), ISO 3166-1 alpha-2, or EU or EEA where no more is"
                + " known. Empty: not known.")
        @Size(max = 64)
        @Schema(each = Format.COUNTRY_OR_SET)
        List<@Size(min = 2, max = 3) String> technicalDataIn,
    @JsonPropertyDescription("Where the facts of this group come from.") Provenance provenance)
    implements ObjectPart {

  public Operations {
    administrationFrom = UnmodifiableCopies.list(administrationFrom);
    supportFrom = UnmodifiableCopies.list(supportFrom);
    technicalDataIn = UnmodifiableCopies.list(technicalDataIn);
  }
}
