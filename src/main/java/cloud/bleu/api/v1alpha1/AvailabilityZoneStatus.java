package cloud.bleu.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.kubernetes.api.model.Condition;
import java.util.List;
import java.util.Map;

/** What a zone holds and what is left of it. Quantities are keyed by the resource's name. */
public record AvailabilityZoneStatus(
    @JsonPropertyDescription(
            "The generation of the spec that this status describes; -1 before the first look.")
        Long observedGeneration,
    @JsonPropertyDescription(
            "Ready, Healthy (its nodes or its cluster answer, and its probes), Schedulable (new"
                + " replicas may come); TargetReachable and EnforcedElsewhere (its API server binds"
                + " nothing outside the decisions) for a zone in another cluster; UndeclaredObjects"
                + " while that cluster runs objects of this hub that no BleuWorkload declares;"
                + " ViewInDoubt while"
                + " so much is silent at once that nothing is moved by inference; TooManyLosses"
                + " while the zone is silent and the operator took as many losses by observation as"
                + " it may; LossNotRecorded while it is silent and its status does not say that its"
                + " loss was taken; ProbesNotAllowed while the operator may not ask what a probe"
                + " says.")
        @Size(max = 16)
        @Schema(keys = "type")
        List<Condition> conditions,
    @JsonPropertyDescription("What is seen of the zone's nodes, or of its cluster, and since when.")
        Health health,
    @JsonPropertyDescription(
            "Since when the zone takes new replicas again; absent while it takes none, or always"
                + " did. The time of failover.returnAfter runs from here.")
        @Pattern(Format.INSTANT)
        @Size(max = 40)
        String returned,
    @JsonPropertyDescription(
            "What may be used, measured or declared, after usablePercent, by resource. What runs on"
                + " though it was moved away is in it, and not in available.")
        @Size(max = Format.RESOURCES)
        @Schema(intOrString = true)
        Map<String, @Size(max = 32) String> capacity,
    @JsonPropertyDescription(
            "Where the capacity is from: Declared, Nodes, Karmada (status.resourceSummary of the"
                + " Cluster) or ManagedCluster (its status.allocatable). Absent: nobody knows it,"
                + " and nothing new comes.")
        @Schema(values = {"Declared", "Nodes", "Karmada", "ManagedCluster"})
        String capacityOrigin,
    @JsonPropertyDescription(
            "Since when Karmada or the ManagedCluster has reported that capacity. It stands while"
                + " they report nothing new.")
        @Pattern(Format.INSTANT)
        @Size(max = 40)
        String capacitySeen,
    @JsonPropertyDescription("What the decided replicas ask, by resource.")
        @Size(max = Format.RESOURCES)
        @Schema(intOrString = true)
        Map<String, @Size(max = 32) String> allocated,
    @JsonPropertyDescription("What is kept free for the loss of other zones, by resource.")
        @Size(max = Format.RESOURCES)
        @Schema(intOrString = true)
        Map<String, @Size(max = 32) String> reserved,
    @JsonPropertyDescription("What is left for new replicas, by resource.")
        @Size(max = Format.RESOURCES)
        @Schema(intOrString = true)
        Map<String, @Size(max = 32) String> available,
    @JsonPropertyDescription("The largest pod that still fits on one node, by resource.")
        @Size(max = Format.RESOURCES)
        @Schema(intOrString = true)
        Map<String, @Size(max = 32) String> largestFit,
    @JsonPropertyDescription("The loss that sizes the reserve.") @Size(max = 253) String worstLoss,
    @JsonPropertyDescription("How many workloads have replicas here. Above 0 the zone is in use.")
        @Min(0)
        @Max(1000000)
        Integer workloads,
    @JsonPropertyDescription("Round trips to other zones.")
        @Size(max = Format.ZONES)
        @Schema(keys = "zone")
        List<RoundTrip> roundTrips,
    @JsonPropertyDescription(
            "Uid of the namespace kube-system of the other cluster that the zone is in, or of its"
                + " ManagedCluster with a mark of its claim id.k8s.io. It stays while something may"
                + " stand there.")
        @Size(max = 63)
        String clusterUid,
    @JsonPropertyDescription(
            "The version of Kubernetes that the other cluster said last, to the operator, to"
                + " Karmada or to the hub of Open Cluster Management, as in v1.36.3. Absent until"
                + " it has said one.")
        @Size(max = 63)
        String clusterVersion,
    @JsonPropertyDescription(
            "Losses of the zone that the operator took by observation alone, within the last 61.5"
                + " minutes or of a zone that is silent since then. Only with a bound of them"
                + " (--max-observed-losses), of which each is a part for 61.5 minutes.")
        @Size(max = 100)
        @Schema(atomic = true)
        List<ObservedLoss> observedLosses)
    implements ConditionedStatus {

  public AvailabilityZoneStatus {
    conditions = UnmodifiableCopies.list(conditions);
    capacity = UnmodifiableCopies.map(capacity);
    allocated = UnmodifiableCopies.map(allocated);
    reserved = UnmodifiableCopies.map(reserved);
    available = UnmodifiableCopies.map(available);
    largestFit = UnmodifiableCopies.map(largestFit);
    roundTrips = UnmodifiableCopies.list(roundTrips);
    observedLosses = UnmodifiableCopies.list(observedLosses);
  }

  /** A copy without observed losses, for a server whose kind has no field for them. */
  public AvailabilityZoneStatus withoutLosses() {
    return new AvailabilityZoneStatus(
        observedGeneration,
        conditions,
        health,
        returned,
        capacity,
        capacityOrigin,
        capacitySeen,
        allocated,
        reserved,
        available,
        largestFit,
        worstLoss,
        workloads,
        roundTrips,
        clusterUid,
        clusterVersion,
        List.of());
  }

  /** What is seen of a zone's nodes, or of the cluster that it is. */
  public record Health(
      @JsonPropertyDescription(
              "Healthy, Degraded (some nodes are not ready), Silent (none is), Recovering (in"
                  + " service again, and not yet for spec.health.recoveredAfter), Unreached (its"
                  + " cluster does not answer, or none of its probes), Gone (it had nodes and has"
                  + " none), NodesUnknown (it has none: none was ever Ready, or nothing is decided"
                  + " there that could miss them) or NotObserved.")
          @Required
          @Schema(
              values = {
                "NotObserved",
                "Healthy",
                "Degraded",
                "Recovering",
                "Silent",
                "Unreached",
                "Gone",
                "NodesUnknown"
              })
          String signal,
      @JsonPropertyDescription(
              "Since when; absent while nothing else was ever recorded. The time of failover.after"
                  + " runs from here.")
          @Pattern(Format.INSTANT)
          @Size(max = 40)
          String since,
      @JsonPropertyDescription(
              "What the nodes of a zone in another cluster, or with probes, said when they were"
                  + " seen last. Absent while none was seen there.")
          @Schema(values = {"Healthy", "Degraded", "Silent", "Gone"})
          String nodes,
      @JsonPropertyDescription("What came of the probes of spec.health, by name.")
          @Size(max = 8)
          @Schema(keys = "name")
          List<Probe> probes)
      implements ObjectPart {

    public Health {
      probes = UnmodifiableCopies.list(probes);
    }
  }

  /** What came of one probe. It is written when that changes, and not at each question. */
  public record Probe(
      @JsonPropertyDescription("The name of the probe in spec.health.probes.")
          @Required
          @Size(max = 63)
          String name,
      @JsonPropertyDescription(
              "NotAsked (not yet, by this operator), Answers, Fails, Unclear (not answered, for a"
                  + " reason that says nothing of the zone) or NotAllowed (the operator may not ask"
                  + " there).")
          @Required
          @Schema(values = {"NotAsked", "Answers", "Fails", "Unclear", "NotAllowed"})
          String state,
      @JsonPropertyDescription("Since when that is so.") @Pattern(Format.INSTANT) @Size(max = 40)
          String since,
      @JsonPropertyDescription(
              "What came of the question that made it so, such as Refused, TimedOut or"
                  + " UnexpectedStatus503.")
          @Pattern(Format.CODE)
          @Size(max = 63)
          String reason)
      implements ObjectPart {}

  /** A loss that nobody reported. */
  public record ObservedLoss(
      @JsonPropertyDescription(
              "When the zone was seen to fall silent. Absent where nobody saw that: such a loss is"
                  + " never a part of another one.")
          @Pattern(Format.INSTANT)
          @Size(max = 40)
          String sinceTime,
      @JsonPropertyDescription(
              "When the operator took it for lost. What has a new place moves from then on.")
          @Required
          @Pattern(Format.INSTANT)
          @Size(max = 40)
          String takenTime)
      implements ObjectPart {}

  /** The round trip to one other zone. */
  public record RoundTrip(
      @JsonPropertyDescription("Name of the zone at the other end.") @Required @Size(max = 63)
          String zone,
      @JsonPropertyDescription("The round trip in milliseconds, as a decimal string.")
          @Required
          @Size(max = 16)
          String milliseconds,
      @JsonPropertyDescription("Estimated from the distance, or Observed.")
          @Schema(values = {"Estimated", "Observed"})
          String origin)
      implements ObjectPart {}
}
