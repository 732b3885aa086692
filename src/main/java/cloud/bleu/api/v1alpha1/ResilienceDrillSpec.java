package cloud.bleu.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;

/** What is lost, and when that is tried. */
@ValidationRule(
    value = "self.mode != 'Live' || (has(self.window) && has(self.budget))",
    message = "a live drill moves replicas: state window and budget")
public record ResilienceDrillSpec(
    @JsonPropertyDescription("What is lost: exactly one of the fields.") @Required Scope scope,
    @JsonPropertyDescription(
            "Shadow: the engine computes what it would decide. Nothing is moved and nothing is stopped. Live: what runs"
                + " in the zones is moved away as their loss would have it, successors first, is measured, and comes"
                + " home. Who writes it needs the verb drill.")
        @Default("Shadow")
        @Schema(values = {"Shadow", "Live"})
        String mode,
    @JsonPropertyDescription(
            "When a live drill may move replicas. One that is due waits for it, and one that is not over when it"
                + " closes is aborted. Live needs it; Shadow does not read it.")
        Window window,
    @JsonPropertyDescription(
            "How much a live drill may move. Live needs it; Shadow does not read it.")
        Budget budget,
    @JsonPropertyDescription(
            "When it runs, as a CronJob says it: minute, hour, day of month, month, day of week, or @monthly and the"
                + " like. Absent: once, and again when the scope changes.")
        @Size(min = 1, max = 128)
        String schedule,
    @JsonPropertyDescription("The time zone of the schedule, a name of the IANA database.")
        @Default("Europe/Paris")
        @Size(min = 1, max = 64)
        String timeZone,
    @JsonPropertyDescription("True: it does not run, whatever the schedule or anybody asks.")
        @Default("false")
        Boolean suspend,
    @JsonPropertyDescription(
            "How long a passed run counts, as a duration such as 2400h. Then the condition Fresh is False.")
        @Default(MAX_AGE)
        @Pattern(Format.DURATION)
        @Size(max = 32)
        String maxAge)
    implements ObjectPart {

  /** How long a passed run counts where nobody says it. */
  public static final String MAX_AGE = "2400h";

  public ResilienceDrillSpec {
    mode = UnmodifiableCopies.or(mode, "Shadow");
    timeZone = UnmodifiableCopies.or(timeZone, "Europe/Paris");
    suspend = UnmodifiableCopies.or(suspend, false);
    maxAge = UnmodifiableCopies.or(maxAge, MAX_AGE);
  }

  /** What is lost. */
  @ValidationRule(
      value =
          "[has(self.zone), has(self.site), has(self.region), has(self.provider),"
              + " has(self.hazard)].filter(x, x).size() == 1",
      message = "a drill loses exactly one of zone, site, region, provider, hazard")
  public record Scope(
      @JsonPropertyDescription("Name of an AvailabilityZone.")
          @Pattern(Format.NAME)
          @Size(min = 1, max = 63)
          String zone,
      @JsonPropertyDescription("A site, as zones name it: all zones on it are lost.")
          @Size(min = 1, max = 63)
          String site,
      @JsonPropertyDescription("A region, as zones name it: all zones in it are lost.")
          @Size(min = 1, max = 63)
          String region,
      @JsonPropertyDescription("Name of a CloudProvider: all of its zones are lost.")
          @Pattern(Format.NAME)
          @Size(min = 1, max = 253)
          String provider,
      @JsonPropertyDescription("A hazard: all zones that it reaches are lost.") Hazard hazard)
      implements ObjectPart {}

  /** When a live drill may move replicas. */
  public record Window(
      @JsonPropertyDescription(
              "When it opens, as a CronJob says it, in the time zone of the schedule.")
          @Required
          @Size(min = 1, max = 128)
          String opens,
      @JsonPropertyDescription("How long it is open each time, as a duration such as 2h.")
          @Required
          @Pattern(Format.DURATION)
          @Size(max = 32)
          String duration)
      implements ObjectPart {}

  /** How much a live drill may move. */
  public record Budget(
      @JsonPropertyDescription(
              "Most replicas that leave the zones at once. With more of them in the zones it does not begin.")
          @Required
          @Min(1)
          @Max(200)
          Integer replicas)
      implements ObjectPart {}

  /** A hazard and the place where it strikes. */
  public record Hazard(
      @JsonPropertyDescription("The key in failureDomains of the zones, such as flood.")
          @Required
          @Size(min = 1, max = 63)
          String kind,
      @JsonPropertyDescription("The value that the zones state for it, such as seine.")
          @Required
          @Size(min = 1, max = 63)
          String value)
      implements ObjectPart {}
}
