package cloud.bleu.cli.option;

import cloud.bleu.cli.terminal.BadInputException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What the operator moves at most, of all workloads together. */
public final class MoveArguments {

  @Option(
      names = MoveBound.NAME,
      paramLabel = "N",
      description =
          "The most replicas of all workloads together that move within an hour for a better state:"
              + " to return home, because a requirement is no longer met, to leave before a rule"
              + " rejects, for an objective. The highest priority first; the others wait (MovesWait)."
              + " 0: none of these moves. Not bounded: losses, drains, preemption, and what"
              + " onViolation: MoveNow moves once its rule rejects. Default: no bound but those of"
              + " the workloads.")
  private @Nullable Integer movesPerHour;

  /**
   * Most replicas within an hour, null for no bound.
   *
   * @throws BadInputException if it is less than 0
   */
  public @Nullable Integer perHour() {
    return MoveBound.checked(movesPerHour);
  }
}
