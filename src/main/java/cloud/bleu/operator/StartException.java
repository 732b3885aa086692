package cloud.bleu.operator;

import org.jspecify.annotations.Nullable;

/** Why the operator cannot start, in one sentence for whoever started it, and what to do. */
public final class StartException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  StartException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
