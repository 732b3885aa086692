package cloud.bleu.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.kubernetes.api.model.Condition;
import java.util.List;

/** What was found, in which waves it moves, and what stands in the way of the next one. */
public record MigrationPlanStatus(
    @JsonPropertyDescription(
            "The generation of the spec that this status describes; -1 before the first look.")
        Long observedGeneration,
    @JsonPropertyDescription(
            "Ready: the cluster was read, and the waves are planned on it. NextWaveClear: nothing that is known stands"
                + " in the way of the next wave.")
        @Size(max = 16)
        @Schema(keys = "type")
        List<Condition> conditions,
    @JsonPropertyDescription("The instant at which the cluster was last read and planned.")
        @Size(max = 64)
        @Schema(format = "date-time")
        String readAt,
    @JsonPropertyDescription("The day of the data on the target that findings rest on.")
        @Size(max = 10)
        @Schema(format = "date")
        String dataAsOf,
    @JsonPropertyDescription("What was found, in numbers.") Inventory inventory,
    @JsonPropertyDescription("The next wave; absent: everything has moved, or nothing was read.")
        Next next,
    @JsonPropertyDescription("The waves, the first one first.")
        @Size(max = WAVES)
        @Schema(keys = "wave")
        List<Wave> waves,
    @JsonPropertyDescription("How many more waves there are.") @Min(0) @Max(1000000)
        Integer moreWaves,
    @JsonPropertyDescription(
            "Of every wave that is not done, whose turn it is: admission goes by it. What may be taken over now comes"
                + " first.")
        @Size(max = TURNS)
        @Schema(atomic = true)
        List<WaveTurn> turns,
    @JsonPropertyDescription(
            "Until when these hold: the next midnight in Europe/Paris, at which dates come and freezes begin. What is"
                + " open is shut from then on, until the plan is read again.")
        @Size(max = 64)
        @Schema(format = "date-time")
        String turnsUntil,
    @JsonPropertyDescription(
            "How many more workloads there are of waves that are not done. Until all are listed, admission takes only"
                + " those that are.")
        @Min(0)
        @Max(1000000)
        Integer moreTurns,
    @JsonPropertyDescription(
            "Workloads that were created while it was their turn, some of each wave: these waves have begun, and go on"
                + " though they are not the next one.")
        @Size(max = BEGUN)
        @Schema(atomic = true)
        List<@Size(max = MigrationPlanSpec.OBJECT) String> begun,
    @JsonPropertyDescription("Findings that somebody accepts, in the order of the spec.")
        @Size(max = ACCEPTED)
        @Schema(atomic = true)
        List<Accepted> accepted,
    @JsonPropertyDescription("How many more of these the spec has.") @Min(0) @Max(1000000)
        Integer moreAccepted,
    @JsonPropertyDescription("Findings, open and accepted, the worst first.")
        @Size(max = FINDINGS)
        @Schema(atomic = true)
        List<MigrationFinding> findings,
    @JsonPropertyDescription("How many more findings there are.") @Min(0) @Max(1000000)
        Integer moreFindings)
    implements ConditionedStatus {

  /** Most waves that a status lists. */
  public static final int WAVES = 30;

  /** Most entries that say whose turn it is. */
  public static final int TURNS = 2000;

  /** Most workloads that began waves. */
  public static final int BEGUN = 500;

  /** Most workloads that it lists of a wave. */
  public static final int WORKLOADS = 25;

  /** Most things in the way that it lists. */
  public static final int OBSTACLES = 20;

  /** Most notes for the way back that it lists of a wave. */
  public static final int NOTES = 10;

  /** Most accepted findings that it lists. */
  public static final int ACCEPTED = 20;

  /** Most findings that it lists. */
  public static final int FINDINGS = 100;

  /** The longest text of a note or of something in the way. */
  public static final int TEXT = 512;

  public MigrationPlanStatus {
    conditions = UnmodifiableCopies.list(conditions);
    waves = UnmodifiableCopies.list(waves);
    turns = UnmodifiableCopies.list(turns);
    begun = UnmodifiableCopies.list(begun);
    accepted = UnmodifiableCopies.list(accepted);
    findings = UnmodifiableCopies.list(findings);
  }

  /** Findings that somebody accepts. */
  public record Accepted(
      @JsonPropertyDescription("The code of the findings.") @Required @Size(max = 63) String code,
      @JsonPropertyDescription("Who accepts them.") @Required @Size(max = 128) String owner,
      @JsonPropertyDescription("Why it may stay as it is, for people.") @Size(max = 256)
          String reason,
      @JsonPropertyDescription("The last day on which it counts.")
          @Size(max = 10)
          @Schema(format = "date")
          String until,
      @JsonPropertyDescription(
              "InForce: it covers findings. Unused: there is none that it covers. Expired: it has ended, and they count"
                  + " again.")
          @Required
          @Schema(values = {"InForce", "Unused", "Expired"})
          String state,
      @JsonPropertyDescription("How many findings it covers.") @Min(0) @Max(1000000)
          Integer findings)
      implements ObjectPart {}

  /** What was found, in numbers. A workload has the worst of its answers. */
  public record Inventory(
      @JsonPropertyDescription("Workloads that were read.") @Min(0) @Max(1000000) Integer workloads,
      @JsonPropertyDescription(
              "Workloads that the target holds: each is a BleuWorkload that is placed there, whole and ready.")
          @Min(0)
          @Max(1000000)
          Integer moved,
      @JsonPropertyDescription("Workloads of which the target has nothing in place of something.")
          @Min(0)
          @Max(1000000)
          Integer blocks,
      @JsonPropertyDescription("Workloads that must be changed.") @Min(0) @Max(1000000)
          Integer change,
      @JsonPropertyDescription("Workloads that somebody must look at.") @Min(0) @Max(1000000)
          Integer look,
      @JsonPropertyDescription("Workloads that fit as they are.") @Min(0) @Max(1000000)
          Integer fine,
      @JsonPropertyDescription(
              "Objects that workloads name and that were not read, Secrets among them.")
          @Min(0)
          @Max(1000000)
          Integer notSeen,
      @JsonPropertyDescription("Findings that somebody accepts.") @Min(0) @Max(1000000)
          Integer accepted,
      @JsonPropertyDescription("Open findings of Blocks and Change of which no owner is stated.")
          @Min(0)
          @Max(1000000)
          Integer withoutOwner)
      implements ObjectPart {}

  /** The next wave. */
  public record Next(
      @JsonPropertyDescription("The number of the wave that moves next.")
          @Required
          @Min(1)
          @Max(1000000)
          Integer wave,
      @JsonPropertyDescription("What people call it.") @Size(max = 63) String name,
      @JsonPropertyDescription("The day on which it moves, as the spec says.")
          @Size(max = 10)
          @Schema(format = "date")
          String date,
      @JsonPropertyDescription(
              "What stands in its way, then what somebody has to look at; empty: nothing that is known.")
          @Size(max = OBSTACLES)
          @Schema(atomic = true)
          List<Obstacle> obstacles,
      @JsonPropertyDescription("How many more things stand in its way.") @Min(0) @Max(1000000)
          Integer moreObstacles)
      implements ObjectPart {
    public Next {
      obstacles = UnmodifiableCopies.list(obstacles);
    }
  }

  /** Something that stands in the way of a wave. */
  public record Obstacle(
      @JsonPropertyDescription(
              "Blocks: the target has nothing in its place. NotPlaced: the target does not take it. Displaces: it would"
                  + " take the room of others. Freeze: nothing moves that day. Date: it would move before what it"
                  + " needs. Past: its date is over. Look: it keeps nothing from moving; somebody has to look at it"
                  + " before.")
          @Required
          @Schema(values = {"Blocks", "NotPlaced", "Displaces", "Freeze", "Date", "Past", "Look"})
          String kind,
      @JsonPropertyDescription("The workload; absent: the whole wave.")
          @Size(max = MigrationPlanSpec.OBJECT)
          String workload,
      @JsonPropertyDescription("What is so, and what to do, for people.") @Size(max = TEXT)
          String message)
      implements ObjectPart {}

  /** What moves at once. */
  public record Wave(
      @JsonPropertyDescription("Its number, counted from 1.") @Required @Min(1) @Max(1000000)
          Integer wave,
      @JsonPropertyDescription("What people call it.") @Size(max = 63) String name,
      @JsonPropertyDescription("The day on which it moves, as the spec says.")
          @Size(max = 10)
          @Schema(format = "date")
          String date,
      @JsonPropertyDescription(
              "Done: the target holds it. Ready: it is the next one, and nothing that is known stands in its way."
                  + " Waiting: an earlier wave goes first. Frozen: only a freeze is in its way. Blocked: something"
                  + " else is.")
          @Required
          @Schema(values = {"Done", "Ready", "Waiting", "Frozen", "Blocked"})
          String state,
      @JsonPropertyDescription(
              "The first day, from its date or today on, that no freeze has and on which the facts of the target let it"
                  + " go; absent once it is done, and where no such day is known.")
          @Size(max = 10)
          @Schema(format = "date")
          String earliest,
      @JsonPropertyDescription(
              "When the facts of the target let it go; absent where nothing of it is still to be placed.")
          MigrationFacts facts,
      @JsonPropertyDescription("Its workloads, such as Deployment shop/web.")
          @Size(max = WORKLOADS)
          @Schema(atomic = true)
          List<@Size(max = MigrationPlanSpec.OBJECT) String> workloads,
      @JsonPropertyDescription("How many more workloads it has.") @Min(0) @Max(1000000)
          Integer moreWorkloads,
      @JsonPropertyDescription("How many of its workloads the target holds.") @Min(0) @Max(1000000)
          Integer moved,
      @JsonPropertyDescription("How many things stand in its way.") @Min(0) @Max(1000000)
          Integer obstacles,
      @JsonPropertyDescription("What must still be there to go back.")
          @Size(max = NOTES)
          @Schema(atomic = true)
          List<@Size(max = TEXT) String> rollBack,
      @JsonPropertyDescription("How many more notes there are on the way back.")
          @Min(0)
          @Max(1000000)
          Integer moreRollBack)
      implements ObjectPart {
    public Wave {
      workloads = UnmodifiableCopies.list(workloads);
      rollBack = UnmodifiableCopies.list(rollBack);
    }
  }
}
