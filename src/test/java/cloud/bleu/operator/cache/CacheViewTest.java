package cloud.bleu.operator.cache;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.sandbox.EmbeddedApiServer;
import cloud.bleu.sandbox.PatientClients;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What a view of a cache tells, and until when. */
@Tag("wiring")
class CacheViewTest {

  private static final Duration SOON = Duration.ofSeconds(60);
  private static final String NAMESPACE = "shop";

  private final Told told = new Told();
  private EmbeddedApiServer server;
  private KubernetesClient client;
  private SharedIndexInformer<ConfigMap> cache;
  private CacheView<ConfigMap> view;

  /** The objects as they are by all that was told. */
  private static final class Told implements ResourceEventHandler<ConfigMap> {
    private final Map<String, String> objects = new ConcurrentHashMap<>();

    @Override
    public void onAdd(ConfigMap added) {
      objects.put(added.getMetadata().getName(), added.getData().get("is"));
    }

    @Override
    public void onUpdate(ConfigMap before, ConfigMap after) {
      onAdd(after);
    }

    @Override
    public void onDelete(ConfigMap gone, boolean unknown) {
      objects.remove(gone.getMetadata().getName());
    }
  }

  @BeforeEach
  void start() {
    server = EmbeddedApiServer.start(List.of());
    client = PatientClients.of(server);
    cache = client.configMaps().inNamespace(NAMESPACE).runnableInformer(0);
    view = new CacheView<>(cache);
  }

  @AfterEach
  void stop() {
    cache.stop();
    client.close();
    server.close();
  }

  private void write(String name, String is) {
    client
        .resource(
            new ConfigMapBuilder()
                .withNewMetadata()
                .withNamespace(NAMESPACE)
                .withName(name)
                .endMetadata()
                .addToData("is", is)
                .build())
        .createOr(existing -> existing.update());
  }

  private Map<String, String> stored() {
    Map<String, String> stored = new TreeMap<>();
    client
        .configMaps()
        .inNamespace(NAMESPACE)
        .list()
        .getItems()
        .forEach(one -> stored.put(one.getMetadata().getName(), one.getData().get("is")));
    return stored;
  }

  @Test
  void whoComesLateHearsOfWhatIsThereAndOfEachChange() {
    IntStream.range(0, 30).forEach(i -> write("map-" + i, "old"));
    cache.run();
    CompletableFuture<Void> changes =
        CompletableFuture.runAsync(
            () -> {
              for (int i = 0; i < 30; i += 3) {
                write("map-" + i, "new");
                client.configMaps().inNamespace(NAMESPACE).withName("map-" + (i + 1)).delete();
                write("more-" + i, "new");
              }
            });
    // They come while objects change.
    List<Told> all = IntStream.range(0, 20).mapToObj(i -> new Told()).toList();
    all.forEach(view::addEventHandler);
    changes.join();
    Map<String, String> stored = stored();
    for (Told one : all) {
      await().atMost(SOON).until(() -> stored.equals(one.objects));
    }
  }

  @Test
  void aViewThatIsStoppedTellsOfNothingMoreAndItsCacheGoesOn() {
    cache.run();
    Told resynced = new Told();
    Told others = new Told();
    view.addEventHandler(told);
    view.addEventHandlerWithResyncPeriod(resynced, 0);
    cache.addEventHandler(others);
    write("one", "old");
    for (Told one : List.of(told, resynced, others)) {
      await().atMost(SOON).until(() -> one.objects.equals(Map.of("one", "old")));
    }
    assertTrue(view.isRunning());
    assertFalse(view.stopped().isDone());
    view.stop();
    assertFalse(view.isRunning());
    assertTrue(view.stopped().isDone());
    Told late = new Told();
    view.addEventHandler(late);
    view.addEventHandlerWithResyncPeriod(late, 0);
    write("one", "new");
    await().atMost(SOON).until(() -> others.objects.equals(Map.of("one", "new")));
    // Handlers are told one after the other, in the order in which they came.
    write("two", "new");
    await().atMost(SOON).until(() -> others.objects.size() == 2);
    assertEquals(Map.of("one", "old"), told.objects);
    assertEquals(Map.of("one", "old"), resynced.objects);
    assertEquals(Map.of(), late.objects);
    assertTrue(cache.isRunning());
  }

  @Test
  void aHandlerThatIsRemovedHearsOfNothingMore() {
    cache.run();
    Told others = new Told();
    view.addEventHandler(told);
    view.addEventHandler(others);
    view.removeEventHandler(told);
    write("one", "old");
    await().atMost(SOON).until(() -> others.objects.size() == 1);
    write("two", "old");
    await().atMost(SOON).until(() -> others.objects.size() == 2);
    assertEquals(Map.of(), told.objects);
  }

  @Test
  void itStartsAtOnceAndSaysOfTheRestWhatTheCacheSays() {
    assertTrue(view.start().toCompletableFuture().isDone());
    assertSame(view, view.run());
    assertFalse(view.isRunning(), "nobody has started the cache");
    assertFalse(view.isWatching());
    view.addIndexers(Map.of("by", one -> List.of(one.getData().get("is"))));
    cache.run();
    write("one", "old");
    await().atMost(SOON).until(() -> view.getStore().list().size() == 1);
    assertTrue(view.isRunning());
    assertTrue(view.isWatching());
    assertTrue(view.hasSynced());
    assertEquals(1, view.getIndexer().byIndex("by", "old").size());
    assertEquals(ConfigMap.class, view.getApiTypeClass());
    // The watch goes on between two reads.
    await()
        .atMost(SOON)
        .until(() -> cache.lastSyncResourceVersion().equals(view.lastSyncResourceVersion()));
    view.removeIndexer("by");
    assertFalse(cache.getIndexer().getIndexers().containsKey("by"));
  }

  @Test
  void whatTheCacheHasByItselfIsRefused() {
    assertThrows(UnsupportedOperationException.class, () -> view.initialState(Stream.of()));
    assertThrows(UnsupportedOperationException.class, () -> view.itemStore(new TrimmedStore<>()));
    // Whether a watch goes on is decided by its owner: this one is never asked.
    cache.exceptionHandler((started, problem) -> true);
    assertSame(view, view.exceptionHandler((started, problem) -> false));
  }
}
