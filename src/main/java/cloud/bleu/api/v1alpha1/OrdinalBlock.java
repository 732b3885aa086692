package cloud.bleu.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;

/** Ordinals of a zone that a workload used there and does not use now. */
public record OrdinalBlock(
    @JsonPropertyDescription("Name of the AvailabilityZone.") @Required @Size(min = 1, max = 63)
        String zone,
    @JsonPropertyDescription("The first ordinal of the StatefulSet that it had.")
        @Required
        @Min(0)
        @Max(2000000000)
        Integer ordinalsStart,
    @JsonPropertyDescription(
            "How many ordinals from the first one were used at most: as many replicas may have volumes there."
                + " Absent: no replicas were bound to their data, or it is not known; nobody waits for volumes there.")
        @Min(1)
        @Max(100000)
        Integer ordinals)
    implements ObjectPart {

  /** The distance of two blocks: the most replicas of a workload, so that none runs over. */
  public static final int SIZE = 100_000;
}
