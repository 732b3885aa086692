package cloud.bleu.report.live;

/** Where pages come from. */
@FunctionalInterface
public interface PageSource {

  /**
   * Reads what the page is about, for one thread at a time.
   *
   * @return the object of before where nothing changed
   * @throws UnreadableException if there is nothing to show
   */
  LivePage read() throws UnreadableException;

  /** Why a page could not be read, in words for who looks at it. */
  final class UnreadableException extends Exception {
    private static final long serialVersionUID = 1L;

    /** With the reason as a sentence of one line. */
    public UnreadableException(String reason) {
      super(reason);
    }

    /** The reason. */
    public String reason() {
      return String.valueOf(getMessage());
    }
  }
}
