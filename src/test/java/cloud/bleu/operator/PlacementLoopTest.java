package cloud.bleu.operator;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.ledger.GateWriter;
import cloud.bleu.ledger.Ledger;
import cloud.bleu.sandbox.EmbeddedApiServer;
import cloud.bleu.sandbox.ProjectCrds;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The thread that decides goes on after whatever a pass ends with, or says that it does not. */
@Tag("wiring")
class PlacementLoopTest {

  private static final Duration SOON = Duration.ofSeconds(30);

  private final AtomicInteger passes = new AtomicInteger();
  private EmbeddedApiServer server;
  private KubernetesClient client;
  private EventRecorder events;

  @BeforeEach
  void start() {
    server = EmbeddedApiServer.start(ProjectCrds.all());
    client = server.newClient();
  }

  @AfterEach
  void stop() {
    events.close();
    client.close();
    server.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"defect", "deep", "missing class"})
  void goesOnAfterAFaultOfOnePass(String kind) {
    try (PlacementLoop loop =
        loop(
            () -> {
              if (passes.incrementAndGet() == 1) {
                raise(kind);
              }
              return Instant.MAX;
            })) {
      loop.start();
      await("another pass").atMost(SOON).until(() -> passes.get() == 2);
      assertNull(loop.stuck());
      loop.wake();
      await("and the next").atMost(SOON).until(() -> passes.get() == 3);
    }
  }

  @Test
  void withoutMemoryItEndsAndSaysSo() {
    try (PlacementLoop loop =
        loop(
            () -> {
              passes.incrementAndGet();
              throw new OutOfMemoryError("made up");
            })) {
      loop.start();
      await("it says so").atMost(SOON).until(() -> loop.stuck() != null);
      assertTrue(loop.stuck().contains("OutOfMemoryError"), loop.stuck());
      assertEquals(1, passes.get());
    }
  }

  private static void raise(String kind) {
    switch (kind) {
      case "deep" -> throw new StackOverflowError("made up");
      case "missing class" -> throw new NoClassDefFoundError("made up");
      default -> throw new IllegalStateException("made up");
    }
  }

  private PlacementLoop loop(PlacementLoop.Pass pass) {
    SimpleMeterRegistry registry = new SimpleMeterRegistry();
    Clock clock = Clock.systemUTC();
    events = new EventRecorder(client, "test", clock, registry);
    RefusedWrites writes = new RefusedWrites(registry, events);
    Ledger ledger = new Ledger(client, clock);
    return new PlacementLoop(
        pass,
        ledger,
        new Gates(new GateWriter(client), writes, () -> {}),
        new PlacementRefusals(ledger, writes, new Triggers(), id -> null),
        new Leadership(client, OperatorOptions.alone(), () -> {}),
        clock);
  }
}
