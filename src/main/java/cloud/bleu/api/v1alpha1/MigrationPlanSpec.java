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

/** What moves where, and what people say of it. */
@ValidationRule(
    value = "!has(self.interval) || duration(self.interval) >= duration('10m')",
    message = "the cluster is read at most every ten minutes: state an interval of 10m or more")
public record MigrationPlanSpec(
    @JsonPropertyDescription(
            "Name of the CloudProvider that it moves to. Of bleu and s3ns it is known what public material says; of any"
                + " other one nothing is.")
        @Required
        @Pattern(Format.NAME)
        @Size(min = 1, max = 253)
        String target,
    @JsonPropertyDescription(
            "The namespaces of this cluster whose objects are read. Secrets are not: what is named and not read is"
                + " counted as not seen.")
        @Required
        @Size(min = 1, max = 50)
        @Schema(each = Format.LABEL)
        List<@Size(min = 1, max = 63) String> namespaces,
    @JsonPropertyDescription(
            "Which workloads of these namespaces move, by their own labels. Absent: all of them.")
        LabelSelector selector,
    @JsonPropertyDescription("Workloads that move in one wave.")
        @Size(max = 50)
        @Schema(atomic = true)
        List<Together> together,
    @JsonPropertyDescription(
            "Names and dates of waves. Which workloads a wave has is computed; status.waves says it.")
        @Size(max = MigrationPlanStatus.WAVES)
        @Schema(keys = "wave")
        List<Wave> waves,
    @JsonPropertyDescription("Days on which nothing moves.") @Size(max = 50) @Schema(atomic = true)
        List<Freeze> freezes,
    @JsonPropertyDescription(
            "How many workloads a wave has at most. It has more only where they may not be apart.")
        @Default("25")
        @Min(1)
        @Max(200)
        Integer mostWorkloads,
    @JsonPropertyDescription(
            "Findings that somebody accepts until a day. They do not stand in the way.")
        @Size(max = 200)
        @Schema(atomic = true)
        List<Accepted> accepted,
    @JsonPropertyDescription(
            "Whose objects are whose. The first entry that covers an object counts, and before the annotation"
                + " a8r.io/owner of the object. Who accepts a finding owns it.")
        @Size(max = 200)
        @Schema(atomic = true)
        List<Owner> owners,
    @JsonPropertyDescription(
            "The classes of data that the workloads handle. Policies apply by them. Absent: Ordinary is taken, as a guess"
                + " that the status tells.")
        @Size(max = 16)
        @Schema(
            values = {
              "Ordinary",
              "Sensitive",
              "Health",
              "SrenArt31",
              "II901Sensitive",
              "DiffusionRestreinte"
            })
        List<String> dataClasses,
    @JsonPropertyDescription(
            "How often the cluster is read, as a duration such as 1h; 10m or more. A change of the spec has it read"
                + " at once.")
        @Default("1h")
        @Pattern(Format.DURATION)
        @Size(max = 32)
        String interval,
    @JsonPropertyDescription(
            "What admission does with a new BleuWorkload that takes over a workload of a wave that may not go, because"
                + " something is in its way or it is not its turn. Refuse: it is refused, also while the plan was not"
                + " read lately. Warn: whoever writes it is warned. Ignore: nothing.")
        @Default("Warn")
        @Schema(values = {"Refuse", "Warn", "Ignore"})
        String gate)
    implements ObjectPart {

  public MigrationPlanSpec {
    namespaces = UnmodifiableCopies.list(namespaces);
    together = UnmodifiableCopies.list(together);
    waves = UnmodifiableCopies.list(waves);
    freezes = UnmodifiableCopies.list(freezes);
    mostWorkloads = UnmodifiableCopies.or(mostWorkloads, 25);
    accepted = UnmodifiableCopies.list(accepted);
    owners = UnmodifiableCopies.list(owners);
    dataClasses = UnmodifiableCopies.list(dataClasses);
    interval = UnmodifiableCopies.or(interval, "1h");
    gate = UnmodifiableCopies.or(gate, "Warn");
  }

  /** The longest that names a workload: its kind, its namespace and its name. */
  static final int OBJECT = 350;

  /** Workloads that may not be apart. */
  public record Together(
      @JsonPropertyDescription(
              "Workloads as status.waves has them, such as Deployment shop/web; * stands for any text.")
          @Required
          @Size(min = 1, max = 50)
          @Schema(atomic = true)
          List<@Size(min = 1, max = OBJECT) String> objects)
      implements ObjectPart {
    public Together {
      objects = UnmodifiableCopies.list(objects);
    }
  }

  /** What people say of one wave. */
  public record Wave(
      @JsonPropertyDescription("The number of the wave, counted from 1.")
          @Required
          @Min(1)
          @Max(10000)
          Integer wave,
      @JsonPropertyDescription("What people call it.") @Size(min = 1, max = 63) String name,
      @JsonPropertyDescription("The day on which it moves, in Paris.")
          @Pattern(Format.DATE)
          @Size(max = 10)
          @Schema(format = "date")
          String date)
      implements ObjectPart {}

  /** Days on which nothing moves, the first and the last of them included. */
  @ValidationRule(
      value = "self.from <= self.until",
      message = "a freeze ends before it begins: exchange from and until")
  public record Freeze(
      @JsonPropertyDescription("The first day.")
          @Required
          @Pattern(Format.DATE)
          @Size(max = 10)
          @Schema(format = "date")
          String from,
      @JsonPropertyDescription("The last day.")
          @Required
          @Pattern(Format.DATE)
          @Size(max = 10)
          @Schema(format = "date")
          String until,
      @JsonPropertyDescription("Why, for people.") @Size(max = 256) String reason)
      implements ObjectPart {}

  /** Whose objects are whose. */
  public record Owner(
      @JsonPropertyDescription(
              "Objects, such as Deployment shop/web or '* shop/*'; * stands for any text.")
          @Required
          @Size(min = 1, max = OBJECT)
          String object,
      @JsonPropertyDescription("Whose they are.") @Required @Size(min = 1, max = 128) String owner)
      implements ObjectPart {}

  /** A finding that somebody takes upon himself. */
  public record Accepted(
      @JsonPropertyDescription("The code of the finding; bleu assess --list has them.")
          @Required
          @Pattern(Format.CODE)
          @Size(min = 1, max = 63)
          String code,
      @JsonPropertyDescription(
              "The object that it is found in, such as Deployment shop/web; * stands for any text. Absent: any.")
          @Size(min = 1, max = OBJECT)
          String object,
      @JsonPropertyDescription("What is found; * stands for any text. Absent: anything.")
          @Size(min = 1, max = 256)
          String found,
      @JsonPropertyDescription("Who accepts it.") @Required @Size(min = 1, max = 128) String owner,
      @JsonPropertyDescription("Why it may stay as it is, for people.")
          @Required
          @Size(min = 1, max = 256)
          String reason,
      @JsonPropertyDescription("The last day on which it counts.")
          @Required
          @Pattern(Format.DATE)
          @Size(max = 10)
          @Schema(format = "date")
          String until)
      implements ObjectPart {}
}
