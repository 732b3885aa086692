package cloud.bleu.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import java.util.Map;

/**
 * The decisions in force of one namespace, as admission reads them: maps, so that a pod costs one
 * look-up whatever else is decided.
 */
public record PlacementGateSpec(
    @JsonPropertyDescription(
            "The highest number of a decision in this gate, as in the chain of decisions.")
        @Required
        @Min(1)
        Long sequence,
    @JsonPropertyDescription("The zones in which something of this namespace may run, by name.")
        @Size(max = Format.ZONES)
        Map<String, Zone> zones,
    @JsonPropertyDescription(
            "What may create pods, by name of the Deployment or StatefulSet of one workload in one zone.")
        @Size(max = PlacementGateSpec.CHILDREN)
        Map<String, Child> children)
    implements Part {

  /** Most children of one gate: an object of them all stays below one MiB. */
  public static final int CHILDREN = 4000;

  public PlacementGateSpec {
    zones = Copies.map(zones);
    children = Copies.map(children);
  }

  /** A zone as admission sees it. */
  public record Zone(
      @JsonPropertyDescription("The node selector that every pod of the zone carries.")
          @Required
          @Size(min = 1, max = 16)
          Map<String, @Size(max = 63) String> nodeSelector)
      implements Part {
    public Zone {
      nodeSelector = Copies.map(nodeSelector);
    }
  }

  /** A workload in a zone. */
  public record Child(
      @JsonPropertyDescription("Name of the BleuWorkload in the same namespace.")
          @Required
          @Size(min = 1, max = 63)
          String workload,
      @JsonPropertyDescription("Name of the AvailabilityZone, one of zones.")
          @Required
          @Size(min = 1, max = 63)
          String zone)
      implements Part {}
}
