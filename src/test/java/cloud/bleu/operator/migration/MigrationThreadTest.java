package cloud.bleu.operator.migration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.api.v1alpha1.MigrationPlan;
import cloud.bleu.migration.MigrationSamples;
import cloud.bleu.operator.metric.OperatorMetrics;
import cloud.bleu.operator.snapshot.LastRead;
import cloud.bleu.operator.status.EventRecorder;
import cloud.bleu.operator.status.RefusedWrites;
import cloud.bleu.operator.status.StatusEvents;
import cloud.bleu.operator.status.StatusWriter;
import cloud.bleu.sandbox.EmbeddedApiServer;
import cloud.bleu.sandbox.PatientClients;
import cloud.bleu.sandbox.ProjectCrds;
import cloud.bleu.status.Conditions;
import cloud.bleu.translate.zone.ObservedState;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Clock;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** When the thread plans, what ends it, and that it never ends in silence. */
@Tag("wiring")
class MigrationThreadTest {

  private EmbeddedApiServer server;
  private KubernetesClient client;
  private OperatorMetrics metrics;
  private EventRecorder events;

  @BeforeEach
  void start() {
    server = EmbeddedApiServer.start(ProjectCrds.all());
    client = PatientClients.of(server);
    metrics = new OperatorMetrics();
    events =
        new EventRecorder(client, "test", Clock.systemUTC(), metrics.registry, namespace -> true);
  }

  @AfterEach
  void stop() {
    events.close();
    client.close();
    server.close();
  }

  private MigrationThread thread(Supplier<LastRead.@Nullable Objects> target) {
    return new MigrationThread(
        client,
        target,
        new StatusEvents(events),
        new StatusWriter(client, metrics, new RefusedWrites(metrics.registry, events), () -> 0),
        Clock.systemUTC());
  }

  private static MigrationPlan plan(String name, String spec) {
    MigrationPlan plan = MigrationSamples.plan(spec);
    plan.getMetadata().setName(name);
    return plan;
  }

  /** Whether anything is said of it. */
  private static boolean isTold(MigrationPlan plan) {
    return plan.getStatus() != null && !plan.getStatus().conditions().isEmpty();
  }

  private String ready(String name) {
    MigrationPlan live =
        client
            .resources(MigrationPlan.class)
            .withName(name)
            .waitUntilCondition(p -> p != null && isTold(p), 60, TimeUnit.SECONDS);
    return Conditions.find(live.getStatus().conditions(), "Ready").getReason();
  }

  /** Before the first pass there is no target to plan on; afterwards each plan has its turn. */
  @Test
  void plansHaveTheirTurnOnceAPassHasRead() throws InterruptedException {
    client.resource(plan("nowhere", "{target: nobody, namespaces: [shop]}")).create();
    client.resource(plan("shop", "{target: p, namespaces: [shop]}")).create();
    LastRead read = new LastRead();
    Semaphore asked = new Semaphore(0);
    try (MigrationThread thread =
        thread(
            () -> {
              asked.release();
              return read.get();
            })) {
      thread.start();
      // Each change wakes it: it looks twice, and writes nothing.
      assertTrue(asked.tryAcquire(2, 60, TimeUnit.SECONDS));
      assertFalse(isTold(client.resources(MigrationPlan.class).withName("shop").get()));
      read.keep(
          MigrationSamples.objects(
              MigrationSamples.text(
                  """
                  {apiVersion: placement.bleu.cloud/v1alpha1, kind: CloudProvider, metadata: {name: p}, spec: {}}
                  ---
                  {apiVersion: placement.bleu.cloud/v1alpha1, kind: AvailabilityZone, metadata: {name: p-1}, spec: {provider: p, region: r, site: s, capacity: {cpu: '8', memory: 64Gi}, target: {nodeSelector: {zone: p-1}}}}
                  ---
                  {apiVersion: v1, kind: Namespace, metadata: {name: shop}}
                  """)),
          ObservedState.UNBROKEN);
      client.resource(plan("later", "{target: p, namespaces: [shop]}")).create();
      assertEquals("MigrationPlanned", ready("later"));
      assertEquals("MigrationPlanned", ready("shop"));
      assertFalse(ready("nowhere").equals("MigrationPlanned"), "and keeps no other from its turn");
      assertNull(thread.stuck());
    }
  }

  private static final class Defect extends Error {
    private static final long serialVersionUID = 1L;

    Defect() {
      super("made up by a test");
    }
  }

  /** Whatever ends it but the end of the operator, the process is started anew for that. */
  @ParameterizedTest
  @CsvSource({
    "exception, true",
    "error, true",
    // Nobody has closed it: who interrupts it makes no end of the operator.
    "interrupt, true",
    "close, false",
    // A read that is cut off by that may end in any way.
    "close and exception, false",
    "close and error, true",
    "closed before, false",
  })
  void itNeverEndsInSilence(String what, boolean stuck) throws Exception {
    CompletableFuture<Void> runs = new CompletableFuture<>();
    CompletableFuture<MigrationThread> made = new CompletableFuture<>();
    MigrationThread thread =
        thread(
            () -> {
              runs.complete(null);
              switch (what) {
                case "exception" -> throw new IllegalStateException("made up by a test");
                case "error" -> throw new Defect();
                case "interrupt" -> Thread.currentThread().interrupt();
                default -> made.join().close();
              }
              if (what.equals("close and exception")) {
                throw new IllegalStateException("made up by a test");
              }
              if (what.equals("close and error")) {
                throw new Defect();
              }
              return null;
            });
    made.complete(thread);
    boolean before = what.equals("closed before");
    if (before) {
      thread.close();
    }
    thread.start();
    if (!before) {
      runs.get(60, TimeUnit.SECONDS);
    }
    for (Thread running : Thread.getAllStackTraces().keySet()) {
      if (running.getName().equals("migrations")) {
        running.join(60_000);
        assertFalse(running.isAlive());
      }
    }
    assertEquals(!before, runs.isDone(), "whether it has asked for anything");
    assertEquals(stuck, thread.stuck() != null, String.valueOf(thread.stuck()));
    if (stuck) {
      assertTrue(thread.stuck().startsWith("the thread that plans migrations has ended"));
    }
    thread.close();
  }
}
