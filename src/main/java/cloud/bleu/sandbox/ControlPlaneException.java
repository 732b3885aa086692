package cloud.bleu.sandbox;

/**
 * The control plane could not be started, or one of its processes ended: the message says which,
 * why, and what to do.
 */
public final class ControlPlaneException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  ControlPlaneException(String message) {
    super(message);
  }

  ControlPlaneException(String message, Throwable cause) {
    super(message, cause);
  }
}
