package cloud.bleu.sandbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fabric8.kubernetes.client.utils.Serialization;
import io.fabric8.mockwebserver.crud.AttributeSet;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** What of the store of the embedded API server others see while something is written. */
class EmbeddedDispatcherTest {

  private static final int WRITES = 3000;
  private static final String LIST = "/api/v1/namespaces/default/configmaps";
  private static final String ONE = LIST + "/x";

  private final EmbeddedDispatcher dispatcher =
      new EmbeddedDispatcher(new Discovery(List.of()), new SchemaDefaults(List.of()));

  /** A write replaces an object: who reads meanwhile finds the one before or the one after. */
  @Test
  void objectIsThereWhileItIsReplaced() {
    store(0);
    AtomicBoolean over = new AtomicBoolean();
    AtomicLong read = new AtomicLong();
    AtomicLong missed = new AtomicLong();
    CompletableFuture<Void> reader =
        CompletableFuture.runAsync(
            () -> {
              while (!over.get() || read.get() == 0) {
                boolean found = dispatcher.handleGet(ONE).code() == 200;
                boolean listed =
                    Serialization.unmarshal(
                                new String(
                                    dispatcher.handleGet(LIST).getBody().getBytes(),
                                    java.nio.charset.StandardCharsets.UTF_8),
                                com.fasterxml.jackson.databind.JsonNode.class)
                            .path("items")
                            .size()
                        == 1;
                read.incrementAndGet();
                missed.addAndGet(found && listed ? 0 : 1);
              }
            });
    for (int i = 1; i <= WRITES; i++) {
      store(i);
    }
    over.set(true);
    reader.join();
    assertTrue(read.get() > 0);
    assertEquals(0, missed.get(), "reads without it, of " + read);
  }

  private void store(int version) {
    AttributeSet path = dispatcher.getKey(ONE);
    var stored = dispatcher.findResource(path);
    dispatcher.processEvent(
        ONE,
        path,
        stored == null ? null : stored.getKey(),
        null,
        """
        {"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"x","namespace":"default",
         "resourceVersion":"%s"},"data":{"n":"%s"}}"""
            .formatted(version, version));
  }
}
