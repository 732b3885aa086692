package cloud.bleu.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import java.util.List;

/** Workloads of one wave, one namespace and one kind, and whether it is their turn. */
public record WaveTurn(
    @JsonPropertyDescription("The number of the wave that they are of.")
        @Required
        @Min(1)
        @Max(1000000)
        Integer wave,
    @JsonPropertyDescription("How their wave stands, as in status.waves.")
        @Required
        @Schema(values = {"Ready", "Waiting", "Frozen", "Blocked"})
        String state,
    @JsonPropertyDescription(
            "Whether they may be taken over now: their wave is the next one and may go, or it has begun and nothing is"
                + " in its way.")
        @Required
        Boolean open,
    @JsonPropertyDescription(
            "Since when it has been their turn; absent: it is not. Where the plan cannot be read, since when it was.")
        @Size(max = 64)
        @Schema(format = "date-time")
        String since,
    @JsonPropertyDescription("The namespace that all of them are in.") @Required @Size(max = 63)
        String namespace,
    @JsonPropertyDescription("What they are, such as Deployment.") @Required @Size(max = 63)
        String kind,
    @JsonPropertyDescription("What each of them is called.")
        @Size(max = NAMES)
        @Schema(atomic = true)
        List<@Size(max = 253) String> names)
    implements ObjectPart {

  /** Most names of one entry: more than an object has room for. */
  public static final int NAMES = 50_000;

  public WaveTurn {
    names = UnmodifiableCopies.list(names);
  }
}
