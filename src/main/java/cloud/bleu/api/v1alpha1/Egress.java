package cloud.bleu.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import io.fabric8.kubernetes.api.model.LabelSelector;
import java.util.List;

/** Something that a workload calls. */
public record Egress(
    @JsonPropertyDescription("What the workload calls it, such as database.")
        @Required
        @Pattern(Format.TOKEN)
        @Size(min = 1, max = 63)
        String name,
    @JsonPropertyDescription("Where it is: exactly one of the ways below.") @Required
        Destination to,
    @JsonPropertyDescription(
            "The ports; of a Service its own, not those of its pods. Empty: every port.")
        @Size(max = 16)
        @Schema(keys = {"port", "protocol"})
        List<Port> ports)
    implements ObjectPart {

  public Egress {
    ports = UnmodifiableCopies.list(ports);
  }

  /** Exactly one of the components is not null. */
  @ValidationRule(
      value =
          "[has(self.service), has(self.pods), has(self.cidr), has(self.host)].filter(x, x).size() == 1",
      message = "give exactly one of service, pods, cidr and host")
  public record Destination(
      @JsonPropertyDescription("The pods behind a Service of this cluster.") ServiceRef service,
      @JsonPropertyDescription("Pods of this cluster by their labels.") Pods pods,
      @JsonPropertyDescription("A range of addresses, such as 10.20.0.0/16 or 2001:db8::/48.")
          @Size(min = 4, max = 43)
          @ValidationRule(
              value = "isCIDR(self) && cidr(self) == cidr(self).masked()",
              message =
                  "not a range of addresses: write it like 10.20.0.0/16, with zeros behind the prefix")
          String cidr,
      @JsonPropertyDescription(
              "A host, *.domain for every host below it, or * for any. It is declared and judged; a NetworkPolicy"
                  + " knows no names and opens nothing to it.")
          @Pattern(Format.HOST)
          @Size(min = 1, max = 253)
          String host)
      implements ObjectPart {}

  /** A Service by its name. */
  public record ServiceRef(
      @JsonPropertyDescription("Its namespace. Absent: that of the workload.")
          @Pattern(Format.LABEL)
          @Size(min = 1, max = 63)
          String namespace,
      @JsonPropertyDescription(
              "The Service by its name; without a selector it leads to no pods, and nothing is opened to it. One of type"
                  + " ExternalName is judged as the host that it names.")
          @Required
          @Pattern(Format.LABEL)
          @Size(min = 1, max = 63)
          String name)
      implements ObjectPart {}

  /** Pods by their labels. */
  public record Pods(
      @JsonPropertyDescription("Their namespace. Absent: that of the workload.")
          @Pattern(Format.LABEL)
          @Size(min = 1, max = 63)
          String namespace,
      @JsonPropertyDescription("Their labels. Empty: every pod of the namespace.") @Required
          LabelSelector selector)
      implements ObjectPart {}

  /** One port. */
  public record Port(
      @JsonPropertyDescription("What is spoken on it.")
          @Default("TCP")
          @Schema(values = {"TCP", "UDP", "SCTP"})
          String protocol,
      @JsonPropertyDescription("The number that the workload calls.") @Required @Min(1) @Max(65535)
          Integer port)
      implements ObjectPart {
    public Port {
      protocol = UnmodifiableCopies.or(protocol, "TCP");
    }
  }
}
