package cloud.bleu.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Size;
import java.util.Map;

/** Prices of a zone. */
public record ZoneCost(
    @JsonPropertyDescription(
            "Price of one unit for one hour by resource, as decimal strings in one currency for all zones: cpu for"
                + " one processor, memory and ephemeral-storage for one GiB, others for one.")
        @Size(max = Format.RESOURCES)
        @Schema(each = Format.DECIMAL)
        Map<String, @Size(max = 24) String> perHour,
    @JsonPropertyDescription(
            "What the energy emits. Carbon is cpu x wattsPerCpu x pue x gramsPerKWh.")
        Carbon carbon)
    implements ObjectPart {
  public ZoneCost {
    perHour = UnmodifiableCopies.map(perHour);
  }
}
