package cloud.bleu.operator.reconciler;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import cloud.bleu.api.v1alpha1.AvailabilityZone;
import cloud.bleu.faults.Answer;
import cloud.bleu.faults.Fault;
import cloud.bleu.faults.FaultProxy;
import cloud.bleu.faults.Request;
import cloud.bleu.operator.ControllerContext;
import cloud.bleu.operator.metric.OperatorMetrics;
import cloud.bleu.operator.pass.LossRecords;
import cloud.bleu.operator.status.EventRecorder;
import cloud.bleu.operator.status.RefusedWrites;
import cloud.bleu.operator.status.StatusEvents;
import cloud.bleu.operator.status.StatusWriter;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The status of a zone in a cluster whose kind has no field for losses by observation. */
@Tag("wiring")
class ZoneStatusWriterTest {

  /** What was sent: whether it had the field. */
  private final List<Boolean> sent = Collections.synchronizedList(new ArrayList<>());

  private final OperatorMetrics metrics = new OperatorMetrics();
  private final LossRecords records = new LossRecords(path -> null, Clock.systemUTC());
  private volatile String refusal = ".status.observedLosses: field not declared in schema";
  private FaultProxy proxy;
  private KubernetesClient client;
  private EventRecorder events;
  private ZoneStatusWriter statuses;

  @BeforeEach
  void start() {
    Fault older =
        new Fault() {
          @Override
          public Answer instead(Request request) {
            String body = new String(request.body(), StandardCharsets.UTF_8);
            if (request.about("events")) {
              return Answer.json(201, body);
            }
            sent.add(body.contains("observedLosses"));
            // What fits finds that the zone is gone, and is at its end.
            return body.contains("observedLosses") ? refused() : status(404, "it is gone");
          }
        };
    proxy = FaultProxy.toNobody(older);
    client = proxy.clientWithoutRetries();
    events =
        new EventRecorder(client, "test", Clock.systemUTC(), metrics.registry, namespace -> true);
    statuses =
        new ZoneStatusWriter(
            new StatusWriter(client, metrics, new RefusedWrites(metrics.registry, events), () -> 0),
            new StatusEvents(events),
            records,
            took -> {});
  }

  @AfterEach
  void stop() {
    events.close();
    client.close();
    proxy.close();
  }

  private Answer refused() {
    return status(
        500,
        "failed to create typed patch object (/a; placement.bleu.cloud/v1alpha1,"
            + " Kind=AvailabilityZone): "
            + refusal);
  }

  private static Answer status(int code, String message) {
    return Answer.json(
        code,
        "{\"kind\":\"Status\",\"apiVersion\":\"v1\",\"status\":\"Failure\",\"code\":%d,\"message\":\"%s\"}"
            .formatted(code, message));
  }

  private static AvailabilityZone zone(String status) {
    return Serialization.unmarshal(
        """
        apiVersion: placement.bleu.cloud/v1alpha1
        kind: AvailabilityZone
        metadata: {name: a, uid: u, generation: 1, resourceVersion: "7"}
        status: {%s}
        """
            .formatted(status),
        AvailabilityZone.class);
  }

  private StatusWriter.Outcome write() {
    return write("");
  }

  private StatusWriter.Outcome write(String known) {
    return statuses.write(
        zone(known),
        zone("workloads: 3, observedLosses: [{takenTime: '2026-11-27T12:00:00Z'}]").getStatus(),
        ControllerContext.managed());
  }

  /** Else the zone could say nothing at all. */
  @Test
  void whatTheKindHasNoFieldForIsLeftOut() {
    write();
    assertEquals(List.of(true, false), sent);
    assertEquals(true, records.isMissing());
    write();
    assertEquals(List.of(true, false, false), sent);
  }

  /** The zone says all that it can say, so nobody is told that its status is refused. */
  @Test
  void whatIsThereWithoutTheFieldIsNotRefused() {
    write("workloads: 3");
    assertEquals(List.of(true), sent);
    assertEquals(true, records.isMissing());
    assertEquals(
        0, metrics.registry.get("bleu.writes.refused").tag("write", "Status").gauge().value());
  }

  @Test
  void whatIsRefusedForSomethingElseIsLeftAsItIs() {
    refusal = ".status.other: field not declared in schema";
    assertNotNull(write().refusal());
    assertEquals(List.of(true), sent);
    assertEquals(false, records.isMissing());
  }
}
