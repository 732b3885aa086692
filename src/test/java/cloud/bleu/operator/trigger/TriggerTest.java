package cloud.bleu.operator.trigger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.javaoperatorsdk.operator.api.reconciler.Constants;
import io.javaoperatorsdk.operator.processing.event.Event;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.Cache;
import io.javaoperatorsdk.operator.processing.event.source.controller.ResourceAction;
import io.javaoperatorsdk.operator.processing.event.source.controller.ResourceEvent;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whoever asks a controller to look at an object is heard, also before the controller runs. */
class TriggerTest {
  private final Triggers triggers = new Triggers();
  private final List<Event> asked = new ArrayList<>();

  /** The objects of a controller. */
  private static final class Objects<T extends HasMetadata> implements Cache<T> {
    private final Map<ResourceID, T> known = new HashMap<>();

    @Override
    public Optional<T> get(ResourceID id) {
      return Optional.ofNullable(known.get(id));
    }

    @Override
    public Stream<ResourceID> keys() {
      return known.keySet().stream();
    }

    @Override
    public Stream<T> list(Predicate<T> predicate) {
      return known.values().stream().filter(predicate);
    }
  }

  /**
   * What happens, in this order: {@code handler} (the controller says who hears), {@code start},
   * {@code stop}, and the names of objects that are asked for.
   */
  @ParameterizedTest
  @CsvSource({
    "handler start a, a",
    "handler start a b a, a b a",
    // what is asked for before is asked for when it starts, once
    "handler a start, a",
    "a handler start, a",
    "a a handler start, a",
    "a handler a start b, a b",
    "a handler start b start, a b",
    // without a controller nobody hears; what was asked is kept until there is one
    "a start, ''",
    "start a handler start, a",
    // one that has stopped asks nothing, and asks when it starts again
    "handler start a stop b, a",
    "handler start a stop b start, a b",
  })
  void isHeardOnceTheControllerRuns(String events, String heard) {
    Trigger<?> trigger = triggers.workloads;
    for (String event : events.split(" ")) {
      switch (event) {
        case "handler" -> trigger.setEventHandler(asked::add);
        case "start" -> trigger.start();
        case "stop" -> trigger.stop();
        default -> trigger.fire(new ResourceID(event, "shop"));
      }
    }
    assertEquals(heard, names());
    for (Event event : asked) {
      assertEquals(Optional.of("shop"), event.getRelatedCustomResourceID().getNamespace());
    }
    assertEquals(Set.of(), trigger.getSecondaryResources(null));
  }

  /** An object that came in the place of a deleted one is news; one that is not there is none. */
  @ParameterizedTest
  @CsvSource({
    "true, true, true, true",
    "false, true, true, false",
    "true, false, true, false",
    "true, true, false, false",
  })
  void anewAsIfItWereNews(boolean handler, boolean started, boolean there, boolean heard) {
    ResourceID id = new ResourceID("z1");
    listen(triggers.zones, handler, started, there ? id : null);
    triggers.zones.fireAnew(id);
    assertEquals(heard ? "z1" : "", names());
    if (heard) {
      ResourceEvent event = (ResourceEvent) asked.get(0);
      assertEquals(ResourceAction.UPDATED, event.getAction());
    }
  }

  @Test
  void beforeItsObjectsAreKnownNothingIsNews() {
    triggers.zones.setEventHandler(asked::add);
    triggers.zones.start();
    triggers.zones.fireAnew(new ResourceID("z1"));
    assertEquals("", names());
  }

  /** What the operator SDK is done with is looked at again if there is a successor. */
  @ParameterizedTest
  @CsvSource({
    "bleu-workload",
    "workload-placement",
    "availability-zone",
    "cloud-provider",
    "sovereignty-policy",
    "sovereignty-waiver",
    "resilience-drill",
  })
  void aSuccessorIsLookedAtByItsOwnController(String controller) {
    ResourceID id = new ResourceID("a", "shop");
    Trigger<?> trigger = triggers.of(controller);
    for (Trigger<?> each : all()) {
      listen(each, true, true, id);
    }
    new RecreationTrigger(triggers)
        .cleanupDoneFor(id, Map.of(Constants.CONTROLLER_NAME, controller));
    assertEquals("a", names(), "asked once, whoever else knows such a name");
    asked.clear();
    trigger.stop();
    new RecreationTrigger(triggers)
        .cleanupDoneFor(id, Map.of(Constants.CONTROLLER_NAME, controller));
    assertEquals("", names(), "of no other controller");
  }

  @Test
  void anotherControllerOrNoneIsNoMatter() {
    ResourceID id = new ResourceID("a", "shop");
    for (Trigger<?> each : all()) {
      listen(each, true, true, id);
    }
    RecreationTrigger recreations = new RecreationTrigger(triggers);
    recreations.cleanupDoneFor(id, Map.of(Constants.CONTROLLER_NAME, "migration-plan"));
    recreations.cleanupDoneFor(id, Map.of());
    recreations.cleanupDoneFor(
        new ResourceID("b", "shop"), Map.of(Constants.CONTROLLER_NAME, "bleu-workload"));
    assertTrue(asked.isEmpty(), "b has no successor");
  }

  private List<Trigger<?>> all() {
    return List.of(
        triggers.workloads,
        triggers.placements,
        triggers.zones,
        triggers.providers,
        triggers.policies,
        triggers.waivers,
        triggers.drills);
  }

  private <T extends HasMetadata> void listen(
      Trigger<T> trigger, boolean handler, boolean started, ResourceID there) {
    Objects<T> objects = new Objects<>();
    if (there != null) {
      @SuppressWarnings("unchecked")
      T any = (T) new io.fabric8.kubernetes.api.model.ConfigMap();
      objects.known.put(there, any);
    }
    trigger.over(objects);
    if (handler) {
      trigger.setEventHandler(asked::add);
    }
    if (started) {
      trigger.start();
    }
  }

  private String names() {
    return asked.stream()
        .map(event -> event.getRelatedCustomResourceID().getName())
        .collect(Collectors.joining(" "));
  }
}
