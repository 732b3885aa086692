package cloud.bleu.operator;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.javaoperatorsdk.operator.processing.event.Event;
import io.javaoperatorsdk.operator.processing.event.EventHandler;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.AbstractEventSource;
import io.javaoperatorsdk.operator.processing.event.source.controller.ResourceAction;
import io.javaoperatorsdk.operator.processing.event.source.controller.ResourceEvent;
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

  /**
   * Asks for an object that came in the place of one of the same name. The operator SDK forgets a
   * name when it is done with the old one, with the news of the new one if they came meanwhile, and
   * from then on listens to news of the object itself only.
   */
  void fireAnew(ResourceID id) {
    EventHandler handler = getEventHandler();
    if (handler != null && isRunning()) {
      handler.handleEvent(new ResourceEvent(ResourceAction.UPDATED, id, null));
    }
  }

  @Override
  public Set<Void> getSecondaryResources(P primary) {
    return Set.of();
  }
}
