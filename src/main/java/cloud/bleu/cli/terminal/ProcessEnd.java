package cloud.bleu.cli.terminal;

/** How the process of a verb ends. */
public final class ProcessEnd {

  private ProcessEnd() {}

  /**
   * Ends it with an exit code. Returns, and does nothing, where it ends already, as by Ctrl-C: its
   * exit code is that of the signal. Java 17 would take the code of whoever asks once its hooks are
   * done.
   */
  public static void with(int code) {
    if (!isUnderWay()) {
      System.exit(code);
    }
  }

  private static boolean isUnderWay() {
    try {
      Runtime.getRuntime().addShutdownHook(new Thread(() -> {}, "nothing"));
      return false;
    } catch (IllegalStateException e) {
      return true;
    }
  }
}
