package cloud.bleu.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import java.util.List;

/** Workloads of one wave, one namespace and one kind, and whether it is their turn. */
public record WaveTurn(
    @JsonPropertyDescription("The number of their wave.") @Required @Min(1) @Max(1000000)
        Integer wave,
    @JsonPropertyDescription("The state of their wave.")
        @Required
        @Schema(values = {"Ready", "Waiting", "Frozen", "Blocked"})
        String state,
    @JsonPropertyDescription(
            "Whether they may be taken over now: their wave is the next one and may go, or it has begun and nothing is"
                + " in its way.")
        @Required
        Boolean open,
    @JsonPropertyDescription("Their namespace.") @Required @Size(max = 63) String namespace,
    @JsonPropertyDescription("Their kind.") @Required @Size(max = 63) String kind,
    @JsonPropertyDescription("Their names.") @Size(max = NAMES) @Schema(atomic = true)
        List<@Size(max = 253) String> names)
    implements ObjectPart {

  /** Most names of one entry: more than an object has room for. */
  public static final int NAMES = 50_000;

  public WaveTurn {
    names = UnmodifiableCopies.list(names);
  }
}
