package cloud.bleu.operator.trigger;

import io.javaoperatorsdk.operator.api.monitoring.Metrics;
import io.javaoperatorsdk.operator.api.reconciler.Constants;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import java.util.Map;

/**
 * Has objects looked at that came in the place of deleted ones. When it is done with a deleted
 * object, the operator SDK forgets its name, with the news of a successor if they came meanwhile,
 * and from then on listens to news of the object itself only, of which there may be none: that it
 * is done it says to its metrics, and to nobody else.
 */
public final class Successors implements Metrics {

  private final Triggers triggers;

  public Successors(Triggers triggers) {
    this.triggers = triggers;
  }

  @Override
  public void cleanupDoneFor(ResourceID id, Map<String, Object> metadata) {
    Trigger<?> trigger = triggers.of(String.valueOf(metadata.get(Constants.CONTROLLER_NAME)));
    if (trigger != null) {
      trigger.fireAnew(id);
    }
  }
}
