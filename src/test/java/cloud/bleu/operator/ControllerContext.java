package cloud.bleu.operator;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.javaoperatorsdk.operator.api.config.ControllerConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.Context;

/** What a controller is called with that writes under a field manager. */
public final class ControllerContext {

  private ControllerContext() {}

  /** One that names its field manager, {@code test}, and knows nothing else. */
  @SuppressWarnings("unchecked")
  public static <P extends HasMetadata> Context<P> managed() {
    return OneAnswer.to(
        Context.class,
        "getControllerConfiguration",
        () -> OneAnswer.to(ControllerConfiguration.class, "fieldManager", () -> "test"));
  }
}
