package cloud.bleu.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import java.util.Collection;
import java.util.stream.Collectors;

/** Replicas of a workload in one zone. */
public record Assignment(
    @JsonPropertyDescription("Name of the AvailabilityZone.") @Required @Size(min = 1, max = 63)
        String zone,
    @JsonPropertyDescription("Replicas of the workload in this zone.")
        @Required
        @Min(0)
        @Max(100000)
        Integer replicas,
    @JsonPropertyDescription(
            "Replicas in it before a loss, to which it returns. Absent: no loss is on.")
        @Min(0)
        @Max(100000)
        Integer home,
    @JsonPropertyDescription(
            "The first ordinal of the zone's StatefulSet. Absent: not a StatefulSet.")
        @Min(0)
        @Max(2000000000)
        Integer ordinalsStart)
    implements ObjectPart {

  /** The zones with replicas as people read them: {@code z1=2, z3=1}; empty for none. */
  public static String text(Collection<Assignment> assignments) {
    return assignments.stream()
        .filter(a -> a.replicas() > 0)
        .map(a -> a.zone() + "=" + a.replicas())
        .collect(Collectors.joining(", "));
  }
}
