package cloud.bleu.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import java.util.List;

/** When the facts of the target let a wave go. */
public record MigrationFacts(
    @JsonPropertyDescription(
            "Now: today. Later: from a day on, by a fact that begins then. NoFact: on no day, by the facts that are"
                + " recorded. NotKnown: there are more days to look at than are looked at.")
        @Required
        @Schema(values = {"Now", "Later", "NoFact", "NotKnown"})
        String may,
    @JsonPropertyDescription(
            "The first day in Paris at whose beginning all of it finds a place, or today where it does now; absent: there"
                + " is none.")
        @Size(max = 10)
        @Schema(format = "date")
        String from,
    @JsonPropertyDescription(
            "The last of these days, which may end before it is over, as ends says; absent: no recorded fact ends them"
                + " before lookedUntil.")
        @Size(max = 10)
        @Schema(format = "date")
        String until,
    @JsonPropertyDescription("The facts that begin on the first day, of whom, and who says so.")
        @Size(max = LINES)
        @Schema(atomic = true)
        List<@Size(max = MigrationPlanStatus.TEXT) String> begins,
    @JsonPropertyDescription(
            "The facts that end after the last day or in the middle of it, of whom, and who says so.")
        @Size(max = LINES)
        @Schema(atomic = true)
        List<@Size(max = MigrationPlanStatus.TEXT) String> ends,
    @JsonPropertyDescription("What stands against it on each day that was looked at.")
        @Size(max = LINES)
        @Schema(atomic = true)
        List<@Size(max = MigrationPlanStatus.TEXT) String> missing,
    @JsonPropertyDescription("What no longer stands against its workloads on the first day.")
        @Size(max = CHANGES)
        @Schema(atomic = true)
        List<Change> changes,
    @JsonPropertyDescription("How many more workloads have changes.") @Min(0) @Max(1000000)
        Integer moreChanges,
    @JsonPropertyDescription(
            "What is wrong with the date of the wave by these facts; absent: nothing, or it has no date.")
        @Size(max = MigrationPlanStatus.TEXT)
        String date,
    @JsonPropertyDescription(
            "The last day that was looked at; of later ones nothing is known. Absent: none was.")
        @Size(max = 10)
        @Schema(format = "date")
        String lookedUntil,
    @JsonPropertyDescription(
            "Whether it may be rehearsed today; absent: no policy of the target is for rehearsals.")
        Rehearsal rehearsal)
    implements ObjectPart {

  /** Most sentences of a kind; where there are more, the last one says how many. */
  public static final int LINES = 4;

  /** Most workloads whose changes are listed. */
  public static final int CHANGES = 10;

  /** Most codes of one of them, and most policies for rehearsals. */
  public static final int NAMES = 8;

  public MigrationFacts {
    begins = UnmodifiableCopies.list(begins);
    ends = UnmodifiableCopies.list(ends);
    missing = UnmodifiableCopies.list(missing);
    changes = UnmodifiableCopies.list(changes);
  }

  /** What no longer stands against a workload. */
  public record Change(
      @JsonPropertyDescription("The workload, such as Deployment shop/web.")
          @Required
          @Size(max = MigrationPlanSpec.OBJECT)
          String workload,
      @JsonPropertyDescription("The codes of what stands against it today and not then.")
          @Size(max = NAMES)
          @Schema(atomic = true)
          List<@Size(max = 63) String> codes)
      implements ObjectPart {
    public Change {
      codes = UnmodifiableCopies.list(codes);
    }
  }

  /** Whether the wave may be rehearsed. */
  public record Rehearsal(
      @JsonPropertyDescription(
              "Possible: today all of it finds a place in namespaces of rehearsals. NotPossible: the message says why"
                  + " not.")
          @Required
          @Schema(values = {"Possible", "NotPossible"})
          String state,
      @JsonPropertyDescription("The policies that hold for rehearsals and not for production.")
          @Size(max = NAMES)
          @Schema(atomic = true)
          List<@Size(max = 253) String> policies,
      @JsonPropertyDescription("The answer, for people.") @Size(max = MigrationPlanStatus.TEXT)
          String message)
      implements ObjectPart {
    public Rehearsal {
      policies = UnmodifiableCopies.list(policies);
    }
  }
}
