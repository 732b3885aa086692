package cloud.bleu.operator.pass;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.api.v1alpha1.Assignment;
import cloud.bleu.api.v1alpha1.Evacuation;
import cloud.bleu.api.v1alpha1.WorkloadPlacementSpec;
import cloud.bleu.evidence.chain.Chain;
import cloud.bleu.faults.Answer;
import cloud.bleu.faults.Fault;
import cloud.bleu.faults.FaultProxy;
import cloud.bleu.faults.Request;
import cloud.bleu.ledger.Export;
import cloud.bleu.ledger.HubGateWriter;
import cloud.bleu.ledger.LaterDecision;
import cloud.bleu.ledger.Ledger;
import cloud.bleu.ledger.OlderKinds;
import cloud.bleu.ledger.PlacementWriter;
import cloud.bleu.ledger.ProposedDecision;
import cloud.bleu.operator.config.OperatorOptions;
import cloud.bleu.operator.gate.Gates;
import cloud.bleu.operator.leadership.Leadership;
import cloud.bleu.operator.status.EventRecorder;
import cloud.bleu.operator.status.RefusedWrites;
import cloud.bleu.operator.trace.Traces;
import cloud.bleu.operator.trigger.Triggers;
import cloud.bleu.placement.model.WorkloadId;
import cloud.bleu.sandbox.EmbeddedApiServer;
import cloud.bleu.sandbox.PatientClients;
import cloud.bleu.sandbox.ProjectCrds;
import cloud.bleu.sandbox.SandboxClients;
import io.fabric8.kubernetes.api.model.StatusBuilder;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
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

  private static final List<Evacuation> PLAN =
      List.of(
          new Evacuation(
              List.of("a"),
              null,
              List.of(),
              List.of(new Evacuation.Target(List.of("b"), null, 1)),
              List.of(),
              0));

  private final AtomicInteger passes = new AtomicInteger();
  private EmbeddedApiServer server;
  private KubernetesClient client;
  private EventRecorder events;

  @BeforeEach
  void start() {
    server = EmbeddedApiServer.start(ProjectCrds.all());
    client = PatientClients.of(server);
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
            changed -> {
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
            changed -> {
              passes.incrementAndGet();
              throw new OutOfMemoryError("made up");
            })) {
      loop.start();
      await("it says so").atMost(SOON).until(() -> loop.stuck() != null);
      assertTrue(loop.stuck().contains("OutOfMemoryError"), loop.stuck());
      assertEquals(1, passes.get());
    }
  }

  /** Nobody but {@code close} interrupts it: what else does has the process started anew. */
  @Test
  void whenInterruptedItEndsAndSaysSo() {
    try (PlacementLoop loop =
        loop(
            changed -> {
              Thread.currentThread().interrupt();
              return Instant.MAX;
            })) {
      loop.start();
      await("it says so").atMost(SOON).until(() -> loop.stuck() != null);
      assertTrue(loop.stuck().contains("InterruptedException"), loop.stuck());
    }
  }

  /** A namespace of which nobody answers costs no pass each time that it is asked again. */
  @Test
  void aLateRefusalIsNoReasonForAPassAndALateSuccessIs() {
    Semaphore answers = new Semaphore(0);
    AtomicInteger asked = new AtomicInteger();
    AtomicReference<@Nullable Answer> answer =
        new AtomicReference<>(
            Answer.json(
                500,
                "{\"kind\":\"Status\",\"apiVersion\":\"v1\",\"status\":\"Failure\",\"code\":500,"
                    + "\"message\":\"failed calling webhook \\\"w.example\\\": timeout\"}"));
    Fault webhook =
        new Fault() {
          @Override
          public @Nullable Answer instead(Request request) throws InterruptedException {
            if (request.method().equals("GET") || !request.about("workloadplacements")) {
              return null;
            }
            asked.incrementAndGet();
            answers.acquire();
            return answer.get();
          }
        };
    WorkloadId id = new WorkloadId("shut", "web");
    try (FaultProxy proxy = new FaultProxy(client.getConfiguration(), webhook);
        KubernetesClient usual = proxy.client();
        KubernetesClient slow =
            SandboxClients.of(
                new ConfigBuilder(usual.getConfiguration())
                    .withRequestRetryBackoffLimit(0)
                    .build())) {
      AtomicReference<PlacementLoop> late = new AtomicReference<>();
      Ledger ledger =
          new Ledger(
              slow,
              Clock.systemUTC(),
              Export.NONE,
              () -> late.get().settle(),
              new PlacementWriter(slow, namespace -> true));
      try (PlacementLoop loop =
          loop(
              ledger,
              changed -> {
                ledger.commit(ledger.inForce(id) == null ? List.of(first(id)) : List.of());
                passes.incrementAndGet();
                return Instant.MAX;
              })) {
        late.set(loop);
        loop.start();
        await("it hangs, and nobody waits")
            .atMost(SOON)
            .until(() -> asked.get() == 1 && passes.get() == 1);
        answers.release();
        await("a pass tells that it is refused").atMost(SOON).until(() -> passes.get() == 2);
        for (int i = 2; i < 4; i++) {
          int times = i;
          await("asked again").atMost(SOON).until(() -> asked.get() == times);
          answers.release();
        }
        await("and again").atMost(SOON).until(() -> asked.get() == 4);
        assertEquals(2, passes.get());
        answer.set(null);
        answers.release();
        await("a pass delivers it").atMost(SOON).until(() -> passes.get() == 3);
        assertTrue(ledger.inForce(id).published());
      } finally {
        answers.release(100);
      }
    }
  }

  /** Older kinds have the plans that stand told without what they lack: they are not read then. */
  @Test
  void whatIsKnownStandsWhereTheLedgerIsRefused() {
    WorkloadId planned = new WorkloadId("default", "planned");
    OlderKinds kinds = new OlderKinds();
    AtomicReference<@Nullable WorkloadPlacementSpec> known = new AtomicReference<>();
    try (FaultProxy proxy = new FaultProxy(client.getConfiguration(), kinds);
        KubernetesClient ours = proxy.client()) {
      Ledger ledger = new Ledger(ours, Clock.systemUTC());
      try (PlacementLoop loop =
          loop(
              ledger,
              changed -> {
                switch (passes.get()) {
                  case 0 -> ledger.commit(List.of(first(planned, PLAN)));
                  case 1 -> {
                    kinds.lacking = "evacuation";
                    passes.incrementAndGet();
                    ledger.commit(List.of(first(new WorkloadId("default", "other"), PLAN)));
                  }
                  default -> known.set(ledger.inForce(planned).spec());
                }
                passes.incrementAndGet();
                return passes.get() == 1 ? Instant.EPOCH : Instant.MAX;
              })) {
        loop.start();
        await("the pass after the refused one").atMost(SOON).until(() -> known.get() != null);
        assertEquals(PLAN, known.get().evacuation());
      }
    }
  }

  /** The clock stands, so no time comes: what ends the pause is what may have refused it. */
  @Test
  void changesWaitWhereTheServerRefusesUntilWhatRefusesMayBeAnother() {
    AtomicReference<PlacementLoop> self = new AtomicReference<>();
    AtomicInteger looks = new AtomicInteger();
    AtomicBoolean refused = new AtomicBoolean();
    Clock still =
        new Clock() {
          @Override
          public Instant instant() {
            if (refused.get()) {
              looks.incrementAndGet();
            }
            return Instant.EPOCH;
          }

          @Override
          public ZoneId getZone() {
            return ZoneOffset.UTC;
          }

          @Override
          public Clock withZone(ZoneId zone) {
            return this;
          }
        };
    try (PlacementLoop loop =
        loop(
            new Ledger(client, Clock.systemUTC()),
            changed -> {
              if (passes.incrementAndGet() == 1) {
                self.get().wake();
                refused.set(true);
                throw new KubernetesClientException(
                    "made up", 403, new StatusBuilder().withCode(403).build());
              }
              return Instant.MAX;
            },
            still,
            () -> 0)) {
      self.set(loop);
      loop.start();
      await("it sleeps, or is at it again")
          .atMost(SOON)
          .until(() -> looks.get() > 1 || passes.get() > 1);
      assertEquals(1, passes.get());
      loop.retryRefused();
      await("it is tried again").atMost(SOON).until(() -> passes.get() == 2);
    }
  }

  private static ProposedDecision first(WorkloadId id) {
    return first(id, List.of());
  }

  private static ProposedDecision first(WorkloadId id, List<Evacuation> plan) {
    return LaterDecision.of(
        id,
        "u",
        Chain.GENESIS,
        null,
        "InputChanged",
        List.of(new Assignment("a", 1, null, null)),
        plan,
        0);
  }

  private static void raise(String kind) {
    switch (kind) {
      case "deep" -> throw new StackOverflowError("made up");
      case "missing class" -> throw new NoClassDefFoundError("made up");
      default -> throw new IllegalStateException("made up");
    }
  }

  private PlacementLoop loop(Pass pass) {
    return loop(new Ledger(client, Clock.systemUTC()), pass);
  }

  private PlacementLoop loop(Ledger ledger, Pass pass) {
    return loop(ledger, pass, Clock.systemUTC(), System::nanoTime);
  }

  private PlacementLoop loop(Ledger ledger, Pass pass, Clock clock, LongSupplier nanos) {
    SimpleMeterRegistry registry = new SimpleMeterRegistry();
    events = new EventRecorder(client, "test", Clock.systemUTC(), registry, namespace -> true);
    RefusedWrites writes = new RefusedWrites(registry, events);
    return new PlacementLoop(
        pass,
        ledger,
        new Gates(
            new HubGateWriter(client),
            writes,
            () -> {},
            plan -> {},
            namespace -> true,
            Traces.NONE),
        new PlacementRefusals(ledger, writes, new Triggers(), id -> null),
        new Leadership(client, OperatorOptions.alone(), () -> {}),
        Traces.NONE,
        clock,
        nanos);
  }
}
