package cloud.bleu.operator.status;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.api.v1alpha1.AvailabilityZone;
import cloud.bleu.faults.Answer;
import cloud.bleu.faults.Fault;
import cloud.bleu.faults.FaultProxy;
import cloud.bleu.faults.Request;
import cloud.bleu.operator.ControllerContext;
import cloud.bleu.operator.metric.OperatorMetrics;
import cloud.bleu.placement.Estates;
import cloud.bleu.sandbox.EmbeddedApiServer;
import cloud.bleu.sandbox.PatientClients;
import cloud.bleu.sandbox.ProjectCrds;
import cloud.bleu.status.ZoneStatus;
import cloud.bleu.status.loss.LossWords;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * What the server does not take, as the object is newer than it was read, comes again by itself. It
 * may be newer by a write of this process, of which no controller is told.
 */
@Tag("wiring")
class OutdatedWritesTest {
  private static final Duration SOON = Duration.ofSeconds(1);

  /** What the server answers to every patch of a zone. */
  private final AtomicInteger code = new AtomicInteger(409);

  private EmbeddedApiServer server;
  private KubernetesClient admin;
  private FaultProxy proxy;
  private KubernetesClient client;
  private EventRecorder events;
  private OperatorMetrics metrics;

  @BeforeEach
  void start() {
    server = EmbeddedApiServer.start(ProjectCrds.all());
    admin = PatientClients.of(server);
    Fault outdated =
        new Fault() {
          @Override
          public Answer instead(Request request) {
            return request.method().equals("PATCH") && request.about("availabilityzones")
                ? Answer.json(
                    code.get(),
                    "{\"kind\":\"Status\",\"apiVersion\":\"v1\",\"status\":\"Failure\",\"code\":"
                        + code
                        + ",\"message\":\"read it again\"}")
                : null;
          }
        };
    proxy = new FaultProxy(admin.getConfiguration(), outdated);
    client = proxy.client();
    metrics = new OperatorMetrics();
    events =
        new EventRecorder(client, "test", Clock.systemUTC(), metrics.registry, namespace -> true);
  }

  @AfterEach
  void stop() {
    events.close();
    client.close();
    proxy.close();
    admin.close();
    server.close();
  }

  @Test
  void statusOfAnObjectThatIsNewerComesAgainSoon() {
    StatusWriter writer =
        new StatusWriter(client, metrics, new RefusedWrites(metrics.registry, events), () -> 0);
    StatusWriter.Outcome newer = write(writer);
    assertFalse(newer.written());
    assertNotNull(newer.due());
    assertTrue(newer.due().compareTo(SOON) <= 0, newer.toString());
    code.set(404);
    StatusWriter.Outcome gone = write(writer);
    assertFalse(gone.written());
    assertNull(gone.due());
  }

  @Test
  void finalizerOfAnObjectThatIsNewerComesAgainSoon() {
    Finalizers finalizers = new Finalizers(client, "test");
    Finalizers.Outcome newer =
        finalizers.add(zone(), Finalizers.IN_USE, ControllerContext.managed());
    assertEquals(Finalizers.Outcome.OUTDATED, newer);
    long due = newer.control().getScheduleDelay().orElseThrow();
    assertTrue(due > 0 && due <= SOON.toMillis(), "due in " + due + " ms");
    code.set(404);
    Finalizers.Outcome gone =
        finalizers.add(zone(), Finalizers.IN_USE, ControllerContext.managed());
    assertTrue(gone.control().getScheduleDelay().isEmpty());
  }

  private static final LossWords NO_LOSS = new LossWords(Estates.estate().build(), "z");

  private static StatusWriter.Outcome write(StatusWriter writer) {
    return writer.write(
        zone(),
        ZoneStatus.invalid(
            zone(), List.of("wrong"), null, null, NO_LOSS, Instant.parse("2026-11-24T12:00:00Z")),
        AvailabilityZone::new,
        ControllerContext.managed());
  }

  private static AvailabilityZone zone() {
    AvailabilityZone zone = new AvailabilityZone();
    zone.setMetadata(
        new ObjectMetaBuilder()
            .withName("z")
            .withUid("u")
            .withGeneration(1L)
            .withResourceVersion("7")
            .build());
    return zone;
  }
}
