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

/** Which losses a workload survives, and how. */
@ValidationRule(
    value =
        "!has(self.tolerate) || !self.tolerate.exists(t, has(t.replication) && t.replication == 'Synchronous') ||"
            + " (has(self.replication) && has(self.replication.maxRoundTrip))",
    message = "an entry of tolerate replicates synchronously: state replication.maxRoundTrip",
    fieldPath = ".replication")
@ValidationRule(
    value =
        "!has(self.tolerate) || !self.tolerate.exists(t, has(t.replication) && t.replication == 'Asynchronous') ||"
            + " (has(self.replication) && has(self.replication.minDistanceKm))",
    message = "an entry of tolerate replicates asynchronously: state replication.minDistanceKm",
    fieldPath = ".replication")
@ValidationRule(
    value = "!(has(self.rto) || has(self.rpo)) || (has(self.tolerate) && self.tolerate.size() > 0)",
    message = "rto and rpo are about the losses in tolerate: list at least one",
    fieldPath = ".tolerate")
@ValidationRule(
    value = "!has(self.startBudget) || has(self.rto)",
    message = "startBudget counts for rto alone: state rto",
    fieldPath = ".startBudget")
@ValidationRule(
    value = "!has(self.replication) || !has(self.replication.maxLag) || has(self.rpo)",
    message = "replication.maxLag counts for rpo alone: state rpo",
    fieldPath = ".replication")
@ValidationRule(
    value =
        "!has(self.rto) || !has(self.failover) || !has(self.failover.after) ||"
            + " duration(self.failover.after) <= duration(self.rto)",
    message = "rto is shorter than failover.after: nothing is re-created before that",
    fieldPath = ".rto")
public record Resilience(
    @JsonPropertyDescription("How evenly replicas stand over zones, sites, regions or providers.")
        @Size(max = 4)
        @Schema(keys = "over")
        List<Spread> spread,
    @JsonPropertyDescription("The losses to survive, one at a time.")
        @Size(max = 16)
        @Schema(keys = "of")
        List<Tolerate> tolerate,
    @JsonPropertyDescription(
            "How the application replicates its data. Absent: it does not, and replicas with volumes never move.")
        Replication replication,
    @JsonPropertyDescription(
            "AvailabilityZones whose volumes of this workload are given up, by name: replicas that had their data"
                + " there may start on empty volumes in other zones. The volumes themselves stay. Take a zone out"
                + " again once nobody waits for it: what runs there later is given up as well. Without effect where"
                + " replication is stated.")
        @Size(max = 64)
        @Schema(each = Format.NAME)
        List<@Size(min = 1, max = 63) String> abandonVolumesIn,
    @JsonPropertyDescription(
            "True for applications that vote: the replicas are odd in number and the loss of any zone leaves a"
                + " majority.")
        @Default("false")
        Boolean quorum,
    @JsonPropertyDescription("How fast a loss is acted on, and how slowly things go home.")
        @Default("{}")
        Failover failover,
    @JsonPropertyDescription(
            "Where its data is copied to: never to a site where it runs. Absent: it does not say.")
        Backup backup,
    @JsonPropertyDescription(
            "Recovery time objective, for each loss in tolerate: how long at most until as many replicas are Ready as"
                + " before, from the moment at which the loss is reported or the nodes are not ready. The condition"
                + " ObjectivesMet says whether what is stated adds up to that.")
        @Pattern(Format.DURATION)
        @Size(max = 32)
        String rto,
    @JsonPropertyDescription(
            "Recovery point objective, for each loss in tolerate: how much time of writes may be lost at most. The"
                + " condition ObjectivesMet says whether what is stated adds up to that.")
        @Pattern(Format.DURATION)
        @Size(max = 32)
        String rpo,
    @JsonPropertyDescription(
            "How long it takes at most from the decision until a replica is Ready elsewhere, images not present"
                + " there: what you measured. Absent: not known, so rto is not shown to hold.")
        @Pattern(Format.DURATION)
        @Size(max = 32)
        String startBudget)
    implements ObjectPart {

  public Resilience {
    spread = UnmodifiableCopies.list(spread);
    tolerate = UnmodifiableCopies.list(tolerate);
    abandonVolumesIn = UnmodifiableCopies.list(abandonVolumesIn);
    quorum = UnmodifiableCopies.or(quorum, false);
    failover = UnmodifiableCopies.or(failover, new Failover(null, null, null));
  }

  /** Evenness over one kind of domain; the meaning is that of pod topology spread constraints. */
  @ValidationRule(
      value = "!has(self.max) || self.min <= self.max",
      message = "min is greater than max",
      fieldPath = ".max")
  public record Spread(
      @JsonPropertyDescription("The kind of domain.")
          @Required
          @Schema(values = {"Zone", "Site", "Region", "Provider"})
          String over,
      @JsonPropertyDescription(
              "The least number of domains used; with fewer replicas than that, one replica in each.")
          @Default("1")
          @Min(1)
          @Max(1000)
          Integer min,
      @JsonPropertyDescription("The greatest number of domains used. Absent: no limit.")
          @Min(1)
          @Max(1000)
          Integer max,
      @JsonPropertyDescription(
              "The greatest difference between a domain that gains and the least filled one.")
          @Default("1")
          @Min(1)
          @Max(100000)
          Integer maxSkew,
      @JsonPropertyDescription(
              "DoNotPlace: a hard requirement. PlaceAnyway: the breach is kept small and shown.")
          @Default("DoNotPlace")
          @Schema(values = {"DoNotPlace", "PlaceAnyway"})
          String whenUnsatisfiable)
      implements ObjectPart {
    public Spread {
      min = UnmodifiableCopies.or(min, 1);
      maxSkew = UnmodifiableCopies.or(maxSkew, 1);
      whenUnsatisfiable = UnmodifiableCopies.or(whenUnsatisfiable, "DoNotPlace");
    }
  }

  /** One kind of loss to survive. */
  public record Tolerate(
      @JsonPropertyDescription(
              "What is lost at once: Zone, Site, Region, Provider, or failureDomains/ and the hazard, such as"
                  + " failureDomains/flood.")
          @Required
          @Pattern("^(Zone|Site|Region|Provider|failureDomains/[a-z]([-a-z0-9]{0,61}[a-z0-9])?)$")
          @Size(max = 80)
          String of,
      @JsonPropertyDescription(
              "How many replicas, or what percentage of them (rounded up), still run before anything is re-created.")
          @Default("0")
          @Pattern(Format.COUNT_OR_PERCENT)
          @Size(max = 6)
          @Schema(intOrString = true)
          String keep,
      @JsonPropertyDescription(
              "Reserved: room for what is lost is held elsewhere. BestEffort: re-created where room is found. None: it"
                  + " stays down.")
          @Default("Reserved")
          @Schema(values = {"Reserved", "BestEffort", "None"})
          String recover,
      @JsonPropertyDescription(
              "Synchronous: replicas and the zone they recover in are within maxRoundTrip. Asynchronous: they recover at"
                  + " least minDistanceKm away. Absent: no requirement.")
          @Schema(values = {"Synchronous", "Asynchronous"})
          String replication,
      @JsonPropertyDescription(
              "DoNotPlace: a hard requirement. PlaceAnyway: shown where it does not hold.")
          @Default("DoNotPlace")
          @Schema(values = {"DoNotPlace", "PlaceAnyway"})
          String whenUnsatisfiable)
      implements ObjectPart {
    public Tolerate {
      keep = UnmodifiableCopies.or(keep, "0");
      recover = UnmodifiableCopies.or(recover, "Reserved");
      whenUnsatisfiable = UnmodifiableCopies.or(whenUnsatisfiable, "DoNotPlace");
    }
  }

  /** How the application replicates its data. */
  public record Replication(
      @JsonPropertyDescription(
              "The longest round trip that synchronous replication bears, such as 2ms.")
          @Pattern(Format.DURATION)
          @Size(max = 32)
          String maxRoundTrip,
      @JsonPropertyDescription("The least distance in kilometres of asynchronous replication.")
          @Min(0)
          @Max(20038)
          Integer minDistanceKm,
      @JsonPropertyDescription(
              "By how much asynchronous replication lags at most, as you measured or agreed it. Absent: not known, so"
                  + " rpo is not shown to hold.")
          @Pattern(Format.DURATION)
          @Size(max = 32)
          String maxLag)
      implements ObjectPart {}

  /** Where backups go. */
  public record Backup(
      @JsonPropertyDescription(
              "The AvailabilityZones that backups are written to, all of them, by name. Every enforced rule about"
                  + " places, providers, storage and keys holds for these too.")
          @Required
          @Size(min = 1, max = 16)
          @Schema(each = Format.NAME)
          List<@Size(min = 1, max = 63) String> toZones,
      @JsonPropertyDescription("The least distance in kilometres of each from every zone in use.")
          @Default("0")
          @Min(0)
          @Max(20038)
          Integer minDistanceKm)
      implements ObjectPart {
    public Backup {
      toZones = UnmodifiableCopies.list(toZones);
      minDistanceKm = UnmodifiableCopies.or(minDistanceKm, 0);
    }
  }

  /** The pace of moving away and of coming home. */
  public record Failover(
      @JsonPropertyDescription(
              "For how long a zone is unhealthy before its replicas are re-created elsewhere.")
          @Default("60s")
          @Pattern(Format.DURATION)
          @Size(max = 32)
          String after,
      @JsonPropertyDescription(
              "For how long a zone is back before replicas go home, within the rebalance budget.")
          @Default("30m")
          @Pattern(Format.DURATION)
          @Size(max = 32)
          String returnAfter,
      @JsonPropertyDescription(
              "What becomes of replicas that may run on, because only silence says that their zone is lost. Proceed:"
                  + " they are re-created elsewhere. Wait: they are once somebody reports the loss. Absent: Proceed."
                  + " Replicas with volumes or a quorum wait in any case.")
          @Schema(values = {"Proceed", "Wait"})
          String unfenced)
      implements ObjectPart {
    public Failover {
      after = UnmodifiableCopies.or(after, "60s");
      returnAfter = UnmodifiableCopies.or(returnAfter, "30m");
    }
  }
}
