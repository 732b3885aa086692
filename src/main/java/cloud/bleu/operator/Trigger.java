package cloud.bleu.operator;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.javaoperatorsdk.operator.processing.event.Event;
import io.javaoperatorsdk.operator.processing.event.EventHandler;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.AbstractEventSource;
import java.util.Set;

/** Asks a controller to look at one of its objects, whoever found a reason to. */
final class Trigger<P extends HasMetadata> extends AbstractEventSource<Void, P> {

  Trigger() {
    super(Void.class, "trigger");
  }

  /** Asks for one object; before the controller has started there is nothing to ask. */
  void fire(ResourceID id) {
    EventHandler handler = getEventHandler();
    if (handler != null && isRunning()) {
      handler.handleEvent(new Event(id));
    }
  }

  @Override
  public Set<Void> getSecondaryResources(P primary) {
    return Set.of();
  }
}
