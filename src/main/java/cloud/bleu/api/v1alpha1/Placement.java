package cloud.bleu.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;

/** How replicas are shared out among the allowed zones. */
@ValidationRule(
    value =
        "!has(self.weights) || self.weights.size() == 0 || !has(self.perZone) || !has(self.perZone.min) ||"
            + " self.perZone.min == 0",
    message = "weights and perZone.min contradict each other: keep one of them",
    fieldPath = ".weights")
@ValidationRule(
    value =
        "!has(self.affinity) || !has(self.antiAffinity) || !self.affinity.exists(a, a.required &&"
            + " self.antiAffinity.exists(b, b.required && b.with == a.with && b.topology == a.topology))",
    message =
        "affinity and antiAffinity with the same workload over the same topology are both required",
    fieldPath = ".antiAffinity")
public record Placement(
    @JsonPropertyDescription("Bounds for the replicas in one zone.") PerZone perZone,
    @JsonPropertyDescription(
            "Shares of the zones. Replicas are divided in proportion, by the method of Webster; zones not listed get"
                + " nothing. Excludes resilience.spread and perZone.min.")
        @Size(max = 256)
        @Schema(keys = "zone")
        List<Weight> weights,
    @JsonPropertyDescription("BleuWorkloads of the namespace to stand with.")
        @Size(max = 16)
        @Schema(keys = {"with", "topology"})
        List<Affinity> affinity,
    @JsonPropertyDescription("BleuWorkloads of the namespace to stand apart from.")
        @Size(max = 16)
        @Schema(keys = {"with", "topology"})
        List<Affinity> antiAffinity,
    @JsonPropertyDescription(
            "The PriorityClass: its value orders workloads, its preemptionPolicy says whether lower ones give way.")
        @Pattern(Format.NAME)
        @Size(min = 1, max = 253)
        String priorityClassName,
    @JsonPropertyDescription(
            "What is preferred among placements that satisfy every requirement: Stability spreads evenly, Cost takes the"
                + " cheapest, Carbon the least emissions.")
        @Default("Stability")
        @Schema(values = {"Stability", "Cost", "Carbon"})
        String objective,
    @JsonPropertyDescription("When running replicas move without a loss.") @Default("{}")
        Rebalance rebalance)
    implements ObjectPart {

  public Placement {
    perZone = UnmodifiableCopies.or(perZone, new PerZone(null, null));
    weights = UnmodifiableCopies.list(weights);
    affinity = UnmodifiableCopies.list(affinity);
    antiAffinity = UnmodifiableCopies.list(antiAffinity);
    objective = UnmodifiableCopies.or(objective, "Stability");
    rebalance = UnmodifiableCopies.or(rebalance, new Rebalance(null, null));
  }

  /** Bounds for the replicas in one zone. */
  @ValidationRule(
      value = "!has(self.min) || !has(self.max) || self.min <= self.max",
      message = "min is greater than max",
      fieldPath = ".max")
  public record PerZone(
      @JsonPropertyDescription("A zone has none or at least this many.")
          @Default("0")
          @Min(0)
          @Max(100000)
          Integer min,
      @JsonPropertyDescription("A zone has at most this many. Absent: no limit.")
          @Min(1)
          @Max(100000)
          Integer max)
      implements ObjectPart {
    public PerZone {
      min = UnmodifiableCopies.or(min, 0);
    }
  }

  /** The share of one zone. */
  public record Weight(
      @JsonPropertyDescription("Name of the AvailabilityZone.")
          @Required
          @Pattern(Format.NAME)
          @Size(min = 1, max = 63)
          String zone,
      @JsonPropertyDescription("Its share, relative to the others.") @Required @Min(1) @Max(1000000)
          Integer weight)
      implements ObjectPart {}

  /** Standing with or apart from another workload. */
  public record Affinity(
      @JsonPropertyDescription("The other BleuWorkload, in the same namespace.")
          @Required
          @Pattern(Format.NAME)
          @Size(min = 1, max = 63)
          String with,
      @JsonPropertyDescription("The kind of domain that is shared or not.")
          @Default("Zone")
          @Schema(values = {"Zone", "Site", "Region", "Provider"})
          String topology,
      @JsonPropertyDescription("True: a hard requirement. False: preferred.") @Default("true")
          Boolean required)
      implements ObjectPart {
    public Affinity {
      topology = UnmodifiableCopies.or(topology, "Zone");
      required = UnmodifiableCopies.or(required, true);
    }
  }

  /** When running replicas move without a loss. */
  public record Rebalance(
      @JsonPropertyDescription(
              "Never: nothing moves. WhenNeeded: to end a breach and to go home. Continuous: also for a better"
                  + " objective.")
          @Default("WhenNeeded")
          @Schema(values = {"Never", "WhenNeeded", "Continuous"})
          String mode,
      @JsonPropertyDescription("The most replicas of this workload moved in an hour. 0: none.")
          @Default("2")
          @Min(0)
          @Max(100000)
          Integer maxMovesPerHour)
      implements ObjectPart {
    public Rebalance {
      mode = UnmodifiableCopies.or(mode, "WhenNeeded");
      maxMovesPerHour = UnmodifiableCopies.or(maxMovesPerHour, 2);
    }
  }
}
