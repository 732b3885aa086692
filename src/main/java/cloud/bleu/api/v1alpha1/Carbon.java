package cloud.bleu.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;

/** Carbon intensity of a zone. */
public record Carbon(
    @JsonPropertyDescription("Grams of CO2 equivalent for one kWh.") @Required @Min(0) @Max(10000)
        Integer gramsPerKWh,
    @JsonPropertyDescription("Watts that one busy processor draws.") @Required @Min(0) @Max(10000)
        Integer wattsPerCpu,
    @JsonPropertyDescription(
            "Power usage effectiveness of the site, at least 1, as a decimal string.")
        @Default("1.0")
        @Pattern("^[1-9](\\.[0-9]{1,3})?$")
        @Size(max = 5)
        String pue)
    implements ObjectPart {
  public Carbon {
    pue = UnmodifiableCopies.or(pue, "1.0");
  }
}
