package cloud.bleu.operator.trigger;

/** The names of the controllers, as logs, metrics, finalizers and field managers have them. */
public final class ControllerName {
  public static final String WORKLOAD = "bleu-workload";
  public static final String PLACEMENT = "workload-placement";
  public static final String ZONE = "availability-zone";
  public static final String PROVIDER = "cloud-provider";
  public static final String POLICY = "sovereignty-policy";
  public static final String WAIVER = "sovereignty-waiver";
  public static final String DRILL = "resilience-drill";

  public static final String MIGRATION = "migration-plan";

  private ControllerName() {}
}
