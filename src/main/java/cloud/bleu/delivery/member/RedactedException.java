package cloud.bleu.delivery.member;

/** What was thrown and where, for the log, without its words: they may hold credentials. */
public final class RedactedException extends Exception {
  private static final long serialVersionUID = 1L;

  /**
   * @param fault of which the class and the place are kept
   */
  public RedactedException(Throwable fault) {
    super(fault.getClass().getName());
    setStackTrace(fault.getStackTrace());
  }
}
