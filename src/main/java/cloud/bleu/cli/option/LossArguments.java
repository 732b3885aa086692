package cloud.bleu.cli.option;

import cloud.bleu.cli.terminal.BadInputException;
import cloud.bleu.placement.estate.LossBudget;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How many losses of zones the operator takes by observation alone. */
public final class LossArguments {

  /** The name of the option. */
  public static final String NAME = "--max-observed-losses";

  @Option(
      names = NAME,
      paramLabel = "N",
      description =
          "The most losses of zones within an hour that the operator takes by observation alone, "
              + LossBudget.LARGEST
              + " at most. Zones of one site or hazard that fall silent together are one loss. A"
              + " silent zone beyond it takes nothing new and keeps what it has (TooManyLosses),"
              + " until a person reports it Lost or the oldest of these losses is 61.5 minutes old."
              + " 0: each waits for a person. Not bounded: losses that people report, and what has"
              + " no more room in a zone that loses some of its nodes. Default: no bound.")
  private @Nullable Integer most;

  /**
   * Most losses within an hour, null for no bound.
   *
   * @throws BadInputException if it is no such number
   */
  public @Nullable Integer most() {
    if (most != null && !isBound(most)) {
      throw new BadInputException(
          NAME
              + " "
              + most
              + ": give a number from 1 to "
              + LossBudget.LARGEST
              + ", or 0 to have a person report each loss");
    }
    return most;
  }

  /** The bound that a text says; null of one with which the operator does not start. */
  public static @Nullable Integer read(String text) {
    try {
      int most = Integer.parseInt(text);
      return isBound(most) ? most : null;
    } catch (NumberFormatException e) {
      return null;
    }
  }

  private static boolean isBound(int most) {
    return most >= 0 && most <= LossBudget.LARGEST;
  }
}
