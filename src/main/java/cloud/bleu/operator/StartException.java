package cloud.bleu.operator;

/** Why the operator cannot start, in one sentence for whoever started it, and what to do. */
public final class StartException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  StartException(String message, Throwable cause) {
    super(message, cause);
  }
}
