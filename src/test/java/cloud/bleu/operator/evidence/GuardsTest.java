package cloud.bleu.operator.evidence;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.api.v1alpha1.BleuWorkload;
import cloud.bleu.evidence.chain.ChainLine;
import cloud.bleu.evidence.change.NotesInForce;
import cloud.bleu.evidence.export.ChainExport;
import cloud.bleu.evidence.export.ChainKnowledge;
import cloud.bleu.evidence.person.Pseudonyms;
import cloud.bleu.operator.cache.GuardedWatcher;
import cloud.bleu.operator.trigger.Trigger;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.javaoperatorsdk.operator.processing.event.Event;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A fault of one object stops no watch, no thread and no other object, and is never silent. */
class GuardsTest {

  private static final Duration SOON = Duration.ofSeconds(30);
  private static final ConfigMap OBJECT =
      new ConfigMapBuilder().withNewMetadata().withName("odd").endMetadata().build();

  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

  @ParameterizedTest
  @ValueSource(
      classes = {IllegalStateException.class, StackOverflowError.class, AssertionError.class})
  void changeThatCannotBeHandledHasEverythingLookedAtAgain(Class<? extends Throwable> type) {
    List<String> told = new ArrayList<>();
    GuardedWatcher watcher =
        new GuardedWatcher(
            (before, after) -> raise(type),
            object -> told.add("look at " + object.getMetadata().getName()),
            problem -> told.add("fatal"),
            registry);
    watcher.changed(null, OBJECT);
    assertEquals(List.of("look at odd"), told);
    assertEquals(1, registry.get("bleu.watch.failures").counter().count());
  }

  /** And not thrown: others of the same cache are to hear of the change. */
  @Test
  void lackOfMemoryIsTold() {
    List<String> told = new ArrayList<>();
    GuardedWatcher watcher =
        new GuardedWatcher(
            (before, after) -> raise(OutOfMemoryError.class),
            object -> told.add("look at " + object.getMetadata().getName()),
            problem -> told.add("fatal"),
            registry);
    watcher.changed(null, OBJECT);
    assertEquals(List.of("fatal"), told);
  }

  /** The directory is opened anew after whatever its listener, or a write, ends with. */
  @ParameterizedTest
  @ValueSource(
      classes = {IllegalStateException.class, StackOverflowError.class, OutOfMemoryError.class})
  void exportGoesOnAfterAnError(Class<? extends Throwable> type, @TempDir Path folder) {
    AtomicInteger opened = new AtomicInteger();
    List<String> failing = new CopyOnWriteArrayList<>();
    ExportListener listener =
        new ExportListener() {
          @Override
          public void opened(@Nullable ChainLine last, ChainKnowledge known, NotesInForce waivers) {
            if (opened.incrementAndGet() == 1) {
              raise(type);
            }
          }

          @Override
          public void kept(ChainExport export, ChainLine last) {}

          @Override
          public void unsaid() {}

          @Override
          public void gone(String kind, String what) {}

          @Override
          public void failing(@Nullable String why) {
            failing.add(String.valueOf(why));
            if (why != null) {
              // Telling fails as well.
              raise(type);
            }
          }
        };
    try (ExportThread export =
        new ExportThread(
            new ExportQueue(),
            new EvidenceDirectory(
                folder,
                Duration.ZERO,
                Clock.systemUTC(),
                new Pseudonyms(),
                () -> true,
                () -> "cluster",
                listener),
            listener)) {
      export.start();
      export.take(List.of());
      await("it works again").atMost(SOON).until(() -> failing.size() == 2);
      assertTrue(failing.get(0).contains("made up"), failing.toString());
      assertEquals("null", failing.get(1));
      assertEquals(2, opened.get());
    }
  }

  @Test
  void whatIsAskedForBeforeAControllerRunsIsAskedForWhenItStarts() {
    Trigger<BleuWorkload> trigger = new Trigger<>();
    List<ResourceID> asked = new ArrayList<>();
    ResourceID web = new ResourceID("web", "shop");
    trigger.fire(web);
    trigger.setEventHandler((Event event) -> asked.add(event.getRelatedCustomResourceID()));
    trigger.fire(new ResourceID("db", "shop"));
    assertEquals(List.of(), asked);
    trigger.start();
    assertEquals(2, asked.size());
    assertTrue(asked.contains(web));
    trigger.fire(web);
    assertEquals(3, asked.size());
  }

  private static void raise(Class<? extends Throwable> type) {
    switch (type.getSimpleName()) {
      case "OutOfMemoryError" -> throw new OutOfMemoryError("made up");
      case "StackOverflowError" -> throw new StackOverflowError("made up");
      case "AssertionError" -> throw new AssertionError("made up");
      default -> throw new IllegalStateException("made up");
    }
  }
}
