package cloud.bleu.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import java.util.List;

/** What the nodes of a zone call outside it. */
public record ZoneEgress(
    @JsonPropertyDescription(
            "The hosts that nodes call to start, to be updated and to report, whatever runs on them: registries,"
                + " packages, sign-in, telemetry. *.domain for every host below it, * for any. An empty list says that"
                + " there are none.")
        @JsonInclude(JsonInclude.Include.ALWAYS)
        @Required
        @Size(max = 128)
        @Schema(each = Format.HOST)
        List<@Size(min = 1, max = 253) String> bootstrap,
    @JsonPropertyDescription("Where the facts of this group come from.") Provenance provenance)
    implements ObjectPart {

  public ZoneEgress {
    bootstrap = UnmodifiableCopies.list(bootstrap);
  }
}
