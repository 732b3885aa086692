package cloud.bleu.cli;

/** The exit codes of the program; its help lists them. */
final class ExitCode {

  /** All is well. */
  static final int OK = 0;

  /** The input is wrong; nothing was written. */
  static final int BAD_INPUT = 1;

  /** Something cannot be placed. */
  static final int UNPLACED = 2;

  /** A chain of decisions does not hold. */
  static final int DOES_NOT_HOLD = 2;

  /** There is an answer, without objects of the cluster that are in error. */
  static final int LEFT_OUT = 3;

  private ExitCode() {}
}
