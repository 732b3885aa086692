package cloud.bleu.delivery.manifest;

/**
 * A workload whose pod template cannot become a Kubernetes object; the message is for its author.
 */
public final class TemplateException extends Exception {
  private static final long serialVersionUID = 1L;

  TemplateException(String message) {
    super(message);
  }
}
