package cloud.bleu.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.kubernetes.api.model.Condition;
import java.util.List;

/** Why a decision is as it is, and what became of it. */
public record WorkloadPlacementStatus(
    @JsonPropertyDescription(
            "The generation of the spec that this status describes; -1 before the first look.")
        Long observedGeneration,
    @JsonPropertyDescription(
            "Ready, Delivered (every child object is as decided), Available; Reconciling and Stalled only while true."
                + " Stalled: a person must act.")
        @Size(max = 16)
        @Schema(keys = "type")
        List<Condition> conditions,
    @JsonPropertyDescription(
            "Zones that are not allowed, each with every code, in the order of their names.")
        @Size(max = Format.ZONES)
        @Schema(atomic = true)
        List<Rejected> rejected,
    @JsonPropertyDescription(
            "How many such zones were left out to keep the object small: those behind the last.")
        @Min(0)
        @Max(Format.ZONES)
        Integer omittedRejected,
    @JsonPropertyDescription(
            "What keeps new replicas out of zones, what fails where replicas run, and warnings, once for each distinct"
                + " fact: what is known to fail first, then what is not known, then what holds.")
        @Size(max = MAX_EXPLANATIONS)
        @Schema(atomic = true)
        List<Explanation> explanations,
    @JsonPropertyDescription(
            "What the rules say that hold where replicas run, and which do not apply there, in the same order.")
        @Size(max = MAX_EXPLANATIONS)
        @Schema(atomic = true)
        List<Explanation> whyHere,
    @JsonPropertyDescription(
            "How many items of explanations and whyHere were left out to keep the object small.")
        @Min(0)
        @Max(1000000)
        Integer omitted,
    @JsonPropertyDescription(
            "The facts that explanations and whyHere name, with who says so and since when, sorted by name.")
        @Size(max = MAX_FACTS)
        @Schema(atomic = true)
        List<Fact> facts,
    @JsonPropertyDescription(
            "How many facts were left out to keep the object small, here and where they would be named.")
        @Min(0)
        @Max(1000000)
        Integer omittedFacts,
    @JsonPropertyDescription(
            "What was left out to keep the object small, and the command that tells all of it. Absent: nothing was.")
        @Size(max = MAX_MESSAGE)
        String leftOut,
    @JsonPropertyDescription(
            "Changes of the spec of which each set was tried and makes the workload placeable.")
        @Size(max = 10)
        @Schema(atomic = true)
        List<Relaxation> relax,
    @JsonPropertyDescription("False if the search for relaxations ended early.")
        Boolean relaxComplete,
    @JsonPropertyDescription(
            "The waivers without which replicas would run in breach, in the order of their names.")
        @Size(max = MAX_WAIVERS)
        @Schema(keys = "name")
        List<WaiverInUse> waivers,
    @JsonPropertyDescription(
            "How many such waivers were left out to keep the object small: those behind the last.")
        @Min(0)
        @Max(1000000)
        Integer omittedWaivers,
    @JsonPropertyDescription("What the decision costs.") Objective objective,
    @JsonPropertyDescription("What the decision was computed from.") Inputs inputs,
    @JsonPropertyDescription("What runs in each zone.")
        @Size(max = Format.ZONES)
        @Schema(keys = "zone")
        List<ZoneStatus> zones)
    implements ConditionedStatus {

  /** The most explanations that one object carries; the rest is counted in {@code omitted}. */
  public static final int MAX_EXPLANATIONS = 256;

  /**
   * The most zones that one explanation, or one waiver, names; the rest is counted in {@code
   * moreZones}.
   */
  public static final int MAX_EXPLAINED_ZONES = 12;

  /** The most facts that one object carries; the rest is counted in {@code omittedFacts}. */
  public static final int MAX_FACTS = 512;

  /** The most waivers that one object carries; the rest is counted in {@code omittedWaivers}. */
  public static final int MAX_WAIVERS = 64;

  /** The most policies that one object names. */
  public static final int MAX_POLICIES = 64;

  /** The longest message of an explanation and name of a fact, in characters. */
  public static final int MAX_MESSAGE = 1024;

  public WorkloadPlacementStatus {
    conditions = UnmodifiableCopies.list(conditions);
    rejected = UnmodifiableCopies.list(rejected);
    explanations = UnmodifiableCopies.list(explanations);
    whyHere = UnmodifiableCopies.list(whyHere);
    facts = UnmodifiableCopies.list(facts);
    relax = UnmodifiableCopies.list(relax);
    waivers = UnmodifiableCopies.list(waivers);
    zones = UnmodifiableCopies.list(zones);
  }

  /** A zone that is not allowed. */
  public record Rejected(
      @JsonPropertyDescription("Name of the AvailabilityZone.") @Required @Size(min = 1, max = 63)
          String zone,
      @JsonPropertyDescription("Every reason, as a code.")
          @Size(max = 128)
          @Schema(each = Format.CODE)
          List<@Size(min = 1, max = 63) String> codes)
      implements ObjectPart {
    public Rejected {
      codes = UnmodifiableCopies.list(codes);
    }
  }

  /** One verdict for the zones that share the fact. */
  public record Explanation(
      @JsonPropertyDescription("The rule that answered, by its name in the policy.")
          @Required
          @Size(max = 127)
          String rule,
      @JsonPropertyDescription("The policy that states it. Absent: the workload itself.")
          @Size(max = 253)
          String policy,
      @JsonPropertyDescription(
              "The kind of its answer. Something new goes only where no enforced rule answers Reject or Unknown.")
          @Schema(values = {"Pass", "Reject", "Unknown", "NotApplicable", "NotEvaluated", "Waived"})
          String result,
      @JsonPropertyDescription("Its answer as a code.") @Required @Size(max = 63) String code,
      @JsonPropertyDescription("What the policy does with a failing answer.")
          @Schema(values = {"Enforce", "Warn", "Audit"})
          String action,
      @JsonPropertyDescription("The SecNumCloud requirements that the rule serves.") @Size(max = 32)
          List<@Size(max = 32) String> requirements,
      @JsonPropertyDescription("What the answer rests on.")
          @Schema(values = {"Enforced", "Observed", "Attested", "Declared", "Assumed"})
          String origin,
      @JsonPropertyDescription("The answer in words; a refusal ends with what to do next.")
          @Size(max = MAX_MESSAGE)
          String message,
      @JsonPropertyDescription("The zones that it holds for, in the order of their names.")
          @Size(max = Format.ZONES)
          List<@Size(max = 63) String> zones,
      @JsonPropertyDescription("For how many more zones it holds that are not named.")
          @Min(0)
          @Max(Format.ZONES)
          Integer moreZones,
      @JsonPropertyDescription("The facts that it rests on, by their names in facts.")
          @Size(max = MAX_FACTS)
          List<@Size(max = MAX_MESSAGE) String> facts)
      implements ObjectPart {
    public Explanation {
      requirements = UnmodifiableCopies.list(requirements);
      zones = UnmodifiableCopies.list(zones);
      facts = UnmodifiableCopies.list(facts);
    }
  }

  /** Something that is stated about a zone or a provider, or that nobody states. */
  public record Fact(
      @JsonPropertyDescription(
              "What is stated, by whom it is about; ends with (not stated) where nobody states it.")
          @Required
          @Size(min = 1, max = MAX_MESSAGE)
          String name,
      @JsonPropertyDescription("What it says, where that is short.") @Size(max = 128) String value,
      @JsonPropertyDescription(
              "On what it rests. Absent: nobody states it, or it is stated without a provenance.")
          @Schema(
              values = {
                "RegulatorList",
                "SignedDocument",
                "Contract",
                "Observation",
                "Press",
                "Assumption"
              })
          String basis,
      @JsonPropertyDescription(
              "The day on which it was true, as YYYY-MM-DD. Absent: nobody wrote it.")
          @Size(max = 10)
          String asOf)
      implements ObjectPart {}

  /** The price of a decision. */
  public record Objective(
      @JsonPropertyDescription(
              "What the running replicas cost for one hour by the workload's objective, as a decimal string: for Cost in"
                  + " the currency of the zones' cost.perHour, for Carbon in grams of CO2 equivalent. Absent for"
                  + " Stability, and where a zone in use has no price.")
          @Size(max = 32)
          String cost,
      @JsonPropertyDescription("Replicas that the decision moved.") @Min(0) @Max(1000000)
          Integer moves)
      implements ObjectPart {}

  /** What a decision was computed from. */
  public record Inputs(
      @JsonPropertyDescription("The engine and its version.") @Size(max = 63) String engine,
      @JsonPropertyDescription(
              "Digest of spec, facts, policies and template. A new one leads to a new decision.")
          @Size(max = 71)
          String digest,
      @JsonPropertyDescription(
              "The last instant at which a window that was read changed, or the day of an asOf beside a"
                  + " suspension or withdrawal came, RFC 3339.")
          @Size(max = 32)
          String asOf,
      @JsonPropertyDescription("The next such instant, RFC 3339. Absent: none is known.")
          @Size(max = 32)
          String validUntil,
      @JsonPropertyDescription("Why the decision was taken.")
          @Schema(
              values = {
                "InputChanged",
                "ValidityEnded",
                "ZoneState",
                "Preempted",
                "Rebalanced",
                "CapacityFreed",
                "Returned"
              })
          String cause,
      @JsonPropertyDescription(
              "The policies that applied, as far as there is room; leftOut tells how many more did.")
          @Size(max = MAX_POLICIES)
          @Schema(keys = "name")
          List<PolicyDigest> policies)
      implements ObjectPart {
    public Inputs {
      policies = UnmodifiableCopies.list(policies);
    }
  }

  /** What runs in one zone. */
  public record ZoneStatus(
      @JsonPropertyDescription("Name of the AvailabilityZone.") @Required @Size(max = 63)
          String zone,
      @JsonPropertyDescription("Replicas decided for it.") @Min(0) @Max(100000) Integer replicas,
      @JsonPropertyDescription(
              "Ready replicas of its child object; absent while the zone's cluster is not reached.")
          @Min(0)
          @Max(100000)
          Integer ready,
      @JsonPropertyDescription(
              "Pods that really stand on nodes of the zone; absent for a zone in another cluster.")
          @Min(0)
          @Max(100000)
          Integer observed,
      @JsonPropertyDescription(
              "Since when the zone's cluster is not reached, so that what stands there is not known.")
          @Pattern(Format.INSTANT)
          @Size(max = 40)
          String unknownSince,
      @JsonPropertyDescription(
              "Whether nothing runs on in a zone that is lost, silent or not seen. Confirmed: somebody"
                  + " reported the loss. Unconfirmed: nobody knows. Absent: the zone is heard of.")
          @Schema(values = {"Confirmed", "Unconfirmed"})
          String fenced)
      implements ObjectPart {

    /** Of a zone that is seen. */
    public ZoneStatus(String zone, Integer replicas, Integer ready, Integer observed) {
      this(zone, replicas, ready, observed, null, null);
    }
  }
}
