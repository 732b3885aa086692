package cloud.bleu.cli.option;

import cloud.bleu.cli.terminal.BadInputException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What all workloads together may move for a better state, for verbs that decide. */
public final class MoveBound {

  /** The name of the option, here and of the operator. */
  public static final String NAME = "--max-moves-per-hour";

  @Option(
      names = NAME,
      paramLabel = "N",
      description =
          "The most replicas of all workloads together that move within an hour for a better state."
              + " Default: as the operator's Deployment in the input says, else no bound.")
  public @Nullable Integer perHour;

  /**
   * The number that was given, null for none.
   *
   * @throws BadInputException if it is less than 0
   */
  public @Nullable Integer checked() {
    return checked(perHour);
  }

  static @Nullable Integer checked(@Nullable Integer perHour) {
    if (perHour != null && perHour < 0) {
      throw new BadInputException(
          NAME + " " + perHour + ": give a number of at least 1, or 0 for no move at all");
    }
    return perHour;
  }

  /** The bound that a text says; null of one with which the operator does not start. */
  public static @Nullable Integer read(String text) {
    try {
      int perHour = Integer.parseInt(text);
      return perHour < 0 ? null : perHour;
    } catch (NumberFormatException e) {
      return null;
    }
  }

  /**
   * This option as it is typed after another verb, with a space before it; empty if it was not
   * given.
   */
  public String typed() {
    return perHour == null ? "" : " " + NAME + " " + perHour;
  }
}
