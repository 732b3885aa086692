package cloud.bleu.operator;

/** The names of the controllers, as logs, metrics, finalizers and field managers have them. */
final class ControllerName {
  static final String WORKLOAD = "bleu-workload";
  static final String PLACEMENT = "workload-placement";
  static final String ZONE = "availability-zone";
  static final String PROVIDER = "cloud-provider";
  static final String POLICY = "sovereignty-policy";
  static final String WAIVER = "sovereignty-waiver";

  private ControllerName() {}
}
