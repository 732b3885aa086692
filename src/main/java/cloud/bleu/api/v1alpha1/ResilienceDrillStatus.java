package cloud.bleu.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.kubernetes.api.model.Condition;
import java.util.List;

/** When a drill ran, when it runs next, and what came of it. */
public record ResilienceDrillStatus(
    @JsonPropertyDescription(
            "The generation of the spec that this status describes; -1 before the first look.")
        Long observedGeneration,
    @JsonPropertyDescription(
            "Ready: it ran, or waits for its schedule. Passed: no promise was broken in the last run. Fresh: the last"
                + " passed run is younger than spec.maxAge.")
        @Size(max = 16)
        @Schema(keys = "type")
        List<Condition> conditions,
    @JsonPropertyDescription("The instant of the last run.")
        @Size(max = 64)
        @Schema(format = "date-time")
        String lastRun,
    @JsonPropertyDescription("The instant of the last run of this scope in which no promise broke.")
        @Size(max = 64)
        @Schema(format = "date-time")
        String lastPassed,
    @JsonPropertyDescription("The instant at which the schedule has it run next.")
        @Size(max = 64)
        @Schema(format = "date-time")
        String nextRun,
    @JsonPropertyDescription(
            "The last value of the annotation placement.bleu.cloud/run-requested-at that was answered by a run.")
        @Size(max = 253)
        String handledRequest,
    @JsonPropertyDescription(
            "What the last run did to workloads, the worst first. Workloads that it does not concern are not listed.")
        @Size(max = WORKLOADS)
        @Schema(atomic = true)
        List<WorkloadVerdict> workloads,
    @JsonPropertyDescription("How many more workloads the last run concerns.") @Min(0) @Max(1000000)
        Integer moreWorkloads,
    @JsonPropertyDescription("The last runs, the newest first.")
        @Size(max = RUNS)
        @Schema(atomic = true)
        List<Run> history,
    @JsonPropertyDescription(
            "The live run that is under way; absent: none. While its phase is Moving its zones count as drained.")
        Live live)
    implements ConditionedStatus {

  /** Most workloads that a status lists. */
  public static final int WORKLOADS = 50;

  /** Most runs that a status remembers. */
  public static final int RUNS = 20;

  /** Most zones that a live run takes. */
  public static final int ZONES = 200;

  /** The longest that is lost: {@code provider}, a blank and the name of a CloudProvider. */
  public static final int SCOPE = 262;

  public ResilienceDrillStatus {
    conditions = UnmodifiableCopies.list(conditions);
    workloads = UnmodifiableCopies.list(workloads);
    history = UnmodifiableCopies.list(history);
  }

  /** A live run that is under way. */
  public record Live(
      @JsonPropertyDescription(
              "Moving: what runs in the zones moves away. Returning: the zones are in service again, and what was"
                  + " moved comes home within the budget of its workload.")
          @Required
          @Schema(values = {"Moving", "Returning"})
          String phase,
      @JsonPropertyDescription("The instant at which it began; it names the run.")
          @Required
          @Size(max = 64)
          @Schema(format = "date-time")
          String began,
      @JsonPropertyDescription(
              "The instant at which the window closes in which it began: a run that moves then is aborted.")
          @Size(max = 64)
          @Schema(format = "date-time")
          String closes,
      @JsonPropertyDescription("Why it runs: Once, Schedule or Request.")
          @Required
          @Schema(values = {"Once", "Schedule", "Request"})
          String cause,
      @JsonPropertyDescription("What is lost, such as site par7s.") @Required @Size(max = SCOPE)
          String scope,
      @JsonPropertyDescription("The zones that are left, as they were when it began.")
          @Required
          @Size(max = ZONES)
          @Schema(atomic = true)
          List<@Size(max = 63) String> zones,
      @JsonPropertyDescription(
              "The value of the annotation placement.bleu.cloud/abort-requested-at when it began: that one aborts"
                  + " nothing.")
          @Size(max = 253)
          String oldAbort,
      @JsonPropertyDescription("The workloads with replicas in the zones when it began.")
          @Size(max = MOVED)
          @Schema(atomic = true)
          List<Moved> workloads)
      implements ObjectPart {
    public Live {
      zones = UnmodifiableCopies.list(zones);
      workloads = UnmodifiableCopies.list(workloads);
    }
  }

  /** Most workloads that a live run moves: {@code spec.budget} allows no more replicas. */
  public static final int MOVED = 200;

  /** A workload in a live run. */
  public record Moved(
      @JsonPropertyDescription("Namespace of the BleuWorkload.") @Required @Size(max = 63)
          String namespace,
      @JsonPropertyDescription("Name of the BleuWorkload.") @Required @Size(max = 63) String name,
      @JsonPropertyDescription("Replicas that were ready when it began.") @Min(0) @Max(1000000)
          Integer before,
      @JsonPropertyDescription("Replicas in the zones when it began.") @Min(0) @Max(1000000)
          Integer lost,
      @JsonPropertyDescription(
              "Seconds from the begin until as many replicas as before were seen ready elsewhere; absent: not yet.")
          @Min(0)
          @Max(1000000000)
          Integer recoverySeconds)
      implements ObjectPart {}

  /** What a run does to one workload. */
  public record WorkloadVerdict(
      @JsonPropertyDescription("Namespace of the BleuWorkload.") @Required @Size(max = 63)
          String namespace,
      @JsonPropertyDescription("Name of the BleuWorkload.") @Required @Size(max = 63) String name,
      @JsonPropertyDescription(
              "Breaches: what it asks for such a loss does not hold. Unprotected: it loses replicas and asks for"
                  + " nothing. Reduced: it loses replicas, as it asks. Survives: it has as many replicas as before.")
          @Required
          @Schema(values = {"Breaches", "Unprotected", "Reduced", "Survives"})
          String outcome,
      @JsonPropertyDescription("Replicas in service before the loss.") @Min(0) @Max(1000000)
          Integer before,
      @JsonPropertyDescription("Replicas in the zones that are lost.") @Min(0) @Max(1000000)
          Integer lost,
      @JsonPropertyDescription("Replicas that have a zone after the loss, moved ones included.")
          @Min(0)
          @Max(1000000)
          Integer after,
      @JsonPropertyDescription("The term of the workload that breaks, as a path in its spec.")
          @Size(max = 253)
          String term,
      @JsonPropertyDescription("By how many replicas the term breaks.") @Min(0) @Max(1000000)
          Integer missing,
      @JsonPropertyDescription("The code that says why; bleu explain CODE tells what it means.")
          @Pattern(Format.CODE)
          @Size(max = 63)
          String code,
      @JsonPropertyDescription("Why it breaks and what to do, for people.") @Size(max = 1024)
          String message,
      @JsonPropertyDescription(
              "Of a live run: seconds from the begin until as many replicas as before were seen ready elsewhere; absent:"
                  + " never.")
          @Min(0)
          @Max(1000000000)
          Integer recoverySeconds)
      implements ObjectPart {}

  /** One run. */
  public record Run(
      @JsonPropertyDescription("The instant of the run.")
          @Required
          @Size(max = 64)
          @Schema(format = "date-time")
          String at,
      @JsonPropertyDescription("What was lost, such as site par7s.") @Required @Size(max = SCOPE)
          String scope,
      @JsonPropertyDescription("Why it ran: Once, Schedule or Request.")
          @Required
          @Schema(values = {"Once", "Schedule", "Request"})
          String cause,
      @JsonPropertyDescription(
              "Passed: no promise was broken. Failed: one was. Aborted: a live run ended before that was known, or the zones were lost already.")
          @Required
          @Schema(values = {"Passed", "Failed", "Aborted"})
          String verdict,
      @JsonPropertyDescription("Workloads of which a promise was broken.") @Min(0) @Max(1000000)
          Integer breaches,
      @JsonPropertyDescription("Workloads that lost replicas and ask for nothing.")
          @Min(0)
          @Max(1000000)
          Integer unprotected,
      @JsonPropertyDescription("Workloads that lost replicas as they ask.") @Min(0) @Max(1000000)
          Integer reduced,
      @JsonPropertyDescription("Workloads that have as many replicas as before.")
          @Min(0)
          @Max(1000000)
          Integer survives,
      @JsonPropertyDescription("Workloads that the loss does not concern.") @Min(0) @Max(1000000)
          Integer notConcerned,
      @JsonPropertyDescription("Replicas that found no place any more.") @Min(0) @Max(1000000)
          Integer missing,
      @JsonPropertyDescription(
              "SHA-256 of everything that it was run on: facts, zones, workloads, decisions.")
          @Pattern(Format.DIGEST)
          @Size(max = 71)
          String digest,
      @JsonPropertyDescription("Shadow or Live; absent: Shadow.")
          @Schema(values = {"Shadow", "Live"})
          String mode,
      @JsonPropertyDescription(
              "Of a live run: the instant at which the zones were in service again.")
          @Size(max = 64)
          @Schema(format = "date-time")
          String ended,
      @JsonPropertyDescription("Of a run that was aborted: why, as a code.")
          @Pattern(Format.CODE)
          @Size(max = 63)
          String abortedBy,
      @JsonPropertyDescription("Of a run that was aborted: why, for people.") @Size(max = 1024)
          String message)
      implements ObjectPart {

    /** Whether replicas were moved. */
    public boolean live() {
      return "Live".equals(mode);
    }
  }
}
