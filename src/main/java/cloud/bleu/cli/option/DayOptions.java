package cloud.bleu.cli.option;

import cloud.bleu.cli.terminal.IOStreams;
import cloud.bleu.credential.ShownText;
import cloud.bleu.placement.estate.ZoneRule;
import java.time.DateTimeException;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** The day that a verb decides for. */
public final class DayOptions {
  @Option(
      names = "--at",
      paramLabel = "DATE",
      description =
          "Decide for the beginning of this day in Europe/Paris, as in 2027-06-30: what expires by"
              + " then has expired. Default: now.")
  public @Nullable LocalDate day;

  /** A day that a person typed, for every option that takes one. */
  public static LocalDate day(String text) {
    try {
      return LocalDate.parse(text);
    } catch (DateTimeException e) {
      throw new TypeConversionException(
          ShownText.quote(text) + " is not a day; write it like 2027-06-30");
    }
  }

  /**
   * The streams with their clock standing at the beginning of that day, so that no answer depends
   * on how long the verb runs; as it is when no day was given.
   */
  public IOStreams applied(IOStreams streams) {
    return day == null ? streams : streams.standing(day.atStartOfDay(ZoneRule.PARIS).toInstant());
  }

  /** The option as it is typed after another verb, with a space before it; empty if not given. */
  public String typed() {
    return day == null ? "" : " --at " + day;
  }
}
