package cloud.bleu.operator.cache;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.client.dsl.Informable;
import io.fabric8.kubernetes.client.informers.ExceptionHandler;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What an informer tells in an order that a server brings about once in a long time. */
class KindWatchFaultsTest {

  private static final Duration SOON = Duration.ofSeconds(60);

  private final List<String> told = new CopyOnWriteArrayList<>();
  private final CompletableFuture<Void> started = new CompletableFuture<>();
  private volatile boolean isWatching;
  private ExceptionHandler faults;
  private ResourceEventHandler<ConfigMap> events;
  private KindWatch<ConfigMap> watch;

  @BeforeEach
  @SuppressWarnings("unchecked")
  void start() {
    SharedIndexInformer<ConfigMap> informer =
        proxy(
            SharedIndexInformer.class,
            (self, method, arguments) ->
                switch (method.getName()) {
                  case "start" -> started;
                  case "isWatching", "hasSynced" -> isWatching;
                  case "stop" -> null;
                  case "exceptionHandler" -> {
                    faults = (ExceptionHandler) arguments[0];
                    yield self;
                  }
                  case "addEventHandler" -> {
                    events = (ResourceEventHandler<ConfigMap>) arguments[0];
                    yield self;
                  }
                  default -> throw new UnsupportedOperationException(method.getName());
                });
    Informable<ConfigMap> objects = proxy(Informable.class, (self, method, arguments) -> informer);
    watch = new KindWatch<>(WatchSubject.of("configmaps"), objects);
    watch.start(
        new WatchListener<>() {
          @Override
          public void changed(ConfigMap map, boolean gone) {}

          @Override
          public void watched() {
            told.add("watched");
          }
        });
  }

  @Test
  void aFaultAfterTheWatchOpenedIsNotErasedByTheListBefore() {
    opens();
    breaks();
    events.onList("1", false);
    assertNotNull(watch.fault());
    assertEquals(List.of(), told);
    isWatching = true;
    await().atMost(SOON).until(() -> told.equals(List.of("watched")));
    assertNull(watch.fault());
  }

  @Test
  void aFaultBetweenTheListAndTheStartIsNotErased() {
    events.onList("1", false);
    isWatching = true;
    faults.retryAfterException(true, new IllegalStateException("made up by a test"));
    started.complete(null);
    assertNotNull(watch.fault());
    assertEquals(List.of(), told);
    events.onList("2", false);
    assertNull(watch.fault());
    assertEquals(List.of("watched"), told);
  }

  /** Fabric8 lists again after a version that is too old, and asks no handler of faults. */
  @Test
  void whatIsListedAnewWithoutAFaultIsToldWatched() {
    events.onList("1", false);
    opens();
    assertEquals(List.of("watched"), told);
    events.onList("2", false);
    assertEquals(List.of("watched", "watched"), told);
  }

  /**
   * Fabric8 writes an error with its stack trace where it is told to give up, and does not begin
   * again where it was stopped.
   */
  @Test
  void anAnswerAfterTheEndIsNoErrorOfTheLibrary() {
    watch.close();
    assertTrue(faults.retryAfterException(false, new IllegalStateException("made up by a test")));
    assertNull(watch.fault());
    assertEquals(List.of(), told);
  }

  private void opens() {
    isWatching = true;
    started.complete(null);
  }

  private void breaks() {
    isWatching = false;
    faults.retryAfterException(true, new IllegalStateException("made up by a test"));
  }

  private static <T> T proxy(Class<T> type, InvocationHandler answers) {
    return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, answers));
  }
}
