package cloud.bleu.operator.trigger;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.javaoperatorsdk.operator.processing.event.Event;
import io.javaoperatorsdk.operator.processing.event.EventHandler;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.AbstractEventSource;
import io.javaoperatorsdk.operator.processing.event.source.Cache;
import io.javaoperatorsdk.operator.processing.event.source.controller.ResourceAction;
import io.javaoperatorsdk.operator.processing.event.source.controller.ResourceEvent;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Asks a controller to look at one of its objects, for any reason. A request before the controller
 * runs is carried out when it starts.
 */
public final class Trigger<P extends HasMetadata> extends AbstractEventSource<Void, P> {

  private volatile @Nullable Cache<P> cache;
  private final Set<ResourceID> early = ConcurrentHashMap.newKeySet();

  /** Remembers what is asked for until a controller starts it. */
  public Trigger() {
    super(Void.class, "trigger");
  }

  /** Asks for one object. */
  public void fire(ResourceID id) {
    if (!handle(id)) {
      early.add(id);
      if (isRunning()) {
        // It has started in between.
        askForTheEarly();
      }
    }
  }

  @Override
  public void start() {
    super.start();
    askForTheEarly();
  }

  private void askForTheEarly() {
    for (ResourceID id : Set.copyOf(early)) {
      if (handle(id)) {
        early.remove(id);
      }
    }
  }

  private boolean handle(ResourceID id) {
    EventHandler handler = getEventHandler();
    boolean runs = handler != null && isRunning();
    if (runs) {
      handler.handleEvent(new Event(id));
    }
    return runs;
  }

  /** This trigger, for a controller with these objects. */
  public Trigger<P> over(Cache<P> objects) {
    cache = objects;
    return this;
  }

  /** Asks for an object, if there is one of that name, as if it were news. */
  void fireAnew(ResourceID id) {
    EventHandler handler = getEventHandler();
    Cache<P> objects = cache;
    if (handler != null && isRunning() && objects != null && objects.get(id).isPresent()) {
      handler.handleEvent(new ResourceEvent(ResourceAction.UPDATED, id, null));
    }
  }

  @Override
  public Set<Void> getSecondaryResources(P primary) {
    return Set.of();
  }
}
