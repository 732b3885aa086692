package cloud.bleu.delivery.zone;

/**
 * Something that keeps a decision from being delivered.
 *
 * @param code UpperCamelCase and stable: it becomes a condition reason
 * @param message stable text that ends with what to do next
 * @param canPassByItself false: a person must act
 */
public record Problem(String code, String message, boolean canPassByItself) {
  /** The API server refuses a write, for whatever reason it says. */
  public static final String REFUSED = "DeliveryRefused";

  /** The API server would not take the pod template. */
  public static final String REJECTED = "TemplateRejected";
}
