package cloud.bleu.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;

/**
 * What is seen of a zone closes it at once. These say what that is, how long it is seen before
 * anything is moved for it, and before the zone is open again.
 */
@ValidationRule(
    value = "self.silentUpTo < self.degradedBelow",
    message = "silentUpTo is below degradedBelow: a silent zone is more than Degraded",
    fieldPath = ".silentUpTo")
@ValidationRule(
    value =
        "[self.degradedAfter, self.silentAfter, self.recoveredAfter].all(d, duration(d) <= duration('24h'))",
    message = "degradedAfter, silentAfter and recoveredAfter are 24h at most")
public record ZoneHealth(
    @JsonPropertyDescription(
            "The zone is Degraded while less than this share of its nodes is Ready, in percent. 100: as soon as one"
                + " is not.")
        @Default("100")
        @Min(1)
        @Max(100)
        Integer degradedBelow,
    @JsonPropertyDescription(
            "The zone is Silent while at most this share of its nodes is Ready, in percent, and takes nothing new."
                + " 0: when none is.")
        @Default("0")
        @Min(0)
        @Max(99)
        Integer silentUpTo,
    @JsonPropertyDescription(
            "For how long a zone is Degraded without a break before what no longer fits it is moved. Its room is"
                + " that of the nodes that are Ready at once. failover.after of a workload runs from the same"
                + " beginning, so the longer of the two counts.")
        @Default("0s")
        @Pattern(Format.DURATION)
        @Size(max = 32)
        String degradedAfter,
    @JsonPropertyDescription(
            "For how long a zone is silent without a break, its nodes or its cluster, before it counts as lost and"
                + " what ran there is moved. It takes nothing new at once. failover.after of a workload runs from the"
                + " same beginning, so the longer of the two counts.")
        @Default("0s")
        @Pattern(Format.DURATION)
        @Size(max = 32)
        String silentAfter,
    @JsonPropertyDescription(
            "For how long a zone that was silent is seen in service again without a break before it is open. Until"
                + " then it is Recovering and takes nothing new; failover.returnAfter of a workload runs from then"
                + " on.")
        @Default("0s")
        @Pattern(Format.DURATION)
        @Size(max = 32)
        String recoveredAfter,
    @JsonPropertyDescription(
            "What the operator asks the zone itself, where whoever runs it allows the networks. While one is not answered"
                + " nothing new comes; while none is, the zone is out of service as when no node of it is Ready. An answer opens"
                + " nothing that nodes, the cluster or a person closed.")
        @Size(max = 8)
        @Schema(keys = "name")
        List<ZoneProbe> probes)
    implements ObjectPart {

  public ZoneHealth {
    degradedBelow = UnmodifiableCopies.or(degradedBelow, 100);
    silentUpTo = UnmodifiableCopies.or(silentUpTo, 0);
    degradedAfter = UnmodifiableCopies.or(degradedAfter, "0s");
    silentAfter = UnmodifiableCopies.or(silentAfter, "0s");
    recoveredAfter = UnmodifiableCopies.or(recoveredAfter, "0s");
    probes = UnmodifiableCopies.list(probes);
  }
}
