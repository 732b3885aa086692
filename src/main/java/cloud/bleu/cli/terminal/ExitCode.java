package cloud.bleu.cli.terminal;

/** The exit codes of the program; its help lists them. */
public final class ExitCode {

  /** All is well. */
  public static final int OK = 0;

  /** The input is wrong; nothing was written. */
  public static final int BAD_INPUT = 1;

  /** Something cannot be placed. */
  public static final int UNPLACED = 2;

  /** A drill fails: what a workload asks for a loss does not hold. */
  public static final int DRILL_FAILED = 2;

  /** Something stands in the way of a move. */
  public static final int FOUND = 2;

  /** The operator of a cluster does not work, or that is not seen. */
  public static final int NOT_WORKING = 2;

  /** A chain of decisions fails verification. */
  public static final int VERIFICATION_FAILED = 2;

  /** There is an answer, without objects of the cluster that are in error or that are not seen. */
  public static final int LEFT_OUT = 3;

  private ExitCode() {}
}
