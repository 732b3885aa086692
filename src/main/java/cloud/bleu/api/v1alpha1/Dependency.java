package cloud.bleu.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import java.util.List;

/** An offering that a workload relies on and does not run. */
public record Dependency(
    @JsonPropertyDescription("What the workload calls it, such as mail.")
        @Required
        @Pattern(Format.TOKEN)
        @Size(min = 1, max = 63)
        String name,
    @JsonPropertyDescription("The CloudProvider that operates it, by name.")
        @Required
        @Pattern(Format.NAME)
        @Size(min = 1, max = 253)
        String provider,
    @JsonPropertyDescription("The offering of that provider, by name.")
        @Required
        @Pattern(Format.TOKEN)
        @Size(min = 1, max = 63)
        String offering,
    @JsonPropertyDescription("The services of the offering that it uses, such as m365.exchange.")
        @Size(max = 64)
        @Schema(each = Format.TOKEN)
        List<@Size(min = 1, max = 128) String> services,
    @JsonPropertyDescription("Whether people or programs sign in through it.") @Default("false")
        Boolean identity,
    @JsonPropertyDescription(
            "Whether requests from outside come in through it: a load balancer, an ingress controller, a web application"
                + " firewall, a content delivery network.")
        @Default("false")
        Boolean ingress)
    implements ObjectPart {

  public Dependency {
    services = UnmodifiableCopies.list(services);
    identity = UnmodifiableCopies.or(identity, false);
    ingress = UnmodifiableCopies.or(ingress, false);
  }
}
