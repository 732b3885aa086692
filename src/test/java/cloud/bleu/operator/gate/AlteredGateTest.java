package cloud.bleu.operator.gate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.api.v1alpha1.PlacementGate;
import cloud.bleu.api.v1alpha1.PlacementGateSpec;
import cloud.bleu.apiserver.StillClock;
import cloud.bleu.delivery.manifest.ChildName;
import cloud.bleu.faults.Answer;
import cloud.bleu.faults.Fault;
import cloud.bleu.faults.Request;
import cloud.bleu.faults.ScriptedServer;
import cloud.bleu.ledger.HubGateWriter;
import cloud.bleu.ledger.LedgerConflictException;
import cloud.bleu.operator.status.EventRecorder;
import cloud.bleu.operator.status.RefusedWrites;
import cloud.bleu.operator.trace.Traces;
import cloud.bleu.sandbox.ProjectCrds;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Something between the operator and the server has another gate stored than is sent. */
@Tag("wiring")
class AlteredGateTest {
  private static final Consumer<ObjectNode> NOTHING = spec -> {};

  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final Webhook webhook = new Webhook();

  /** No pause is over before it is cut short. */
  private final StillClock time = new StillClock();

  private ScriptedServer server;
  private HubGateWriter writer;
  private EventRecorder events;

  /** Changes each gate that is written. */
  private final class Webhook implements Fault {
    volatile Consumer<ObjectNode> change = NOTHING;
    volatile int writes;

    /** Whether each write is answered as refused: after it is stored, or in its place. */
    volatile boolean lost;

    volatile boolean shut;

    @Override
    public Answer instead(Request request) {
      return shut && request.about("placementgates") && request.isWrite()
          ? Answer.status(403, "Forbidden")
          : null;
    }

    @Override
    public Answer after(Request request, Answer answer) {
      if (!request.about("placementgates") || !request.isWrite() || answer.code() >= 300) {
        return answer;
      }
      writes++;
      if (change == NOTHING) {
        return answer;
      }
      ObjectNode gate = Serialization.jsonMapper().valueToTree(gate());
      change.accept((ObjectNode) gate.path("spec"));
      PlacementGate stored =
          server
              .admin()
              .resource(Serialization.unmarshal(gate.toString(), PlacementGate.class))
              .update();
      return lost
          ? Answer.status(403, "Forbidden")
          : Answer.json(answer.code(), Serialization.asJson(stored));
    }
  }

  @BeforeEach
  void start() {
    server = new ScriptedServer(ProjectCrds.all(), webhook);
    writer = new HubGateWriter(server.client());
    events =
        new EventRecorder(server.client(), "test", Clock.systemUTC(), registry, namespace -> true);
  }

  @AfterEach
  void stop() {
    events.close();
    server.close();
  }

  private PlacementGate gate() {
    return server
        .admin()
        .resources(PlacementGate.class)
        .inNamespace("shop")
        .withName(PlacementGate.NAME)
        .get();
  }

  private static PlacementGateSpec spec(long sequence) {
    return Serialization.unmarshal(
        """
        sequence: %d
        zones: {a: {nodeSelector: {zone: a}}, b: {}}
        children: {web-a: {workload: web, zone: a, images: [bleu]}}
        pods: {jobs: {selector: {matchLabels: {app: jobs}}}}
        images: {bleu: {registries: [registry.bleu.example/]}}
        claims: {storageClasses: [sealed]}
        """
            .formatted(sequence),
        PlacementGateSpec.class);
  }

  /** What lets more in and what keeps something out is no gate of these decisions. */
  @ParameterizedTest
  @CsvSource({
    "/children/web-a, zone, b, spec.children.web-a.zone",
    "/zones/a, nodeSelector, , spec.zones.a.nodeSelector",
    "/zones/b, nodeSelector, , ",
    "'', claims, , spec.claims",
    "/images/bleu, digest, true, spec.images.bleu.digest",
    "/images/bleu, digest, false, ",
    "/children/web-a, claimsOnly, false, ",
    "/pods/jobs, claimsOnly, false, ",
    "/pods/jobs, undecided, false, ",
    "/pods/jobs, undecided, true, spec.pods.jobs.undecided",
    "'', sequence, 9, spec.sequence",
  })
  void whatAWebhookMakesOfAGateIsTold(String where, String field, String value, String told)
      throws LedgerConflictException {
    webhook.change =
        spec -> {
          ObjectNode at = where.isEmpty() ? spec : (ObjectNode) spec.at(where);
          if (value == null) {
            at.remove(field);
          } else if (value.equals("true") || value.equals("false")) {
            at.put(field, value.equals("true"));
          } else if (value.equals("9")) {
            at.put(field, 9);
          } else {
            at.put(field, value);
          }
        };
    for (int i = 1; i < 3; i++) {
      var refusal = writer.write("shop", spec(7));
      assertEquals(
          told == null ? null : told + " of a PlacementGate is not what was sent",
          refusal == null ? null : refusal.words());
      assertEquals(told == null, writer.says("shop", spec(7)));
      assertEquals(told == null ? 1 : i, webhook.writes, "it is written until it is kept");
    }
    webhook.change = NOTHING;
    assertNull(writer.write("shop", spec(7)));
    assertTrue(writer.says("shop", spec(7)));
    assertEquals(spec(7), gate().getSpec());
  }

  /** It counts for nothing, and is written again with the pauses of a refusal. */
  @Test
  void aGateThatIsNotAsItWasDecidedIsNotWritten() throws LedgerConflictException {
    RefusedWrites refused = new RefusedWrites(registry, events);
    webhook.change = spec -> spec.remove("claims");
    try (GateWrites writes = new GateWrites(writer, refused, () -> {}, Traces.NONE, time)) {
      for (int i = 0; i < 3; i++) {
        written(writes, false);
        assertEquals(1, webhook.writes, "not before its time");
        assertTrue(
            writes
                .fault("shop")
                .startsWith(
                    "the PlacementGate of this namespace is stored otherwise than it was sent, and"
                        + " nothing new is asked for before it says what is decided: an admission"
                        + " webhook or policy changes it: spec.claims of a"),
            writes.fault("shop"));
        assertEquals(1, refusedGates());
      }
      webhook.change = NOTHING;
      writes.retryRefused(namespace -> true);
      written(writes, true);
      assertNull(writes.fault("shop"));
      assertEquals(0, refusedGates());
    }
  }

  /** It is no base of what is decided next, of what stays as it was decided before either. */
  @ParameterizedTest
  @CsvSource({"assigned, false", "children, true", "children, false"})
  void whatIsStoredInItsPlaceIsNotTakenOver(String field, boolean recovers)
      throws LedgerConflictException {
    RefusedWrites refused = new RefusedWrites(registry, events);
    GateScene scene = new GateScene();
    scene.namespace("shop", "Enforce");
    scene.node("n", "near");
    scene.node("w", "wide");
    boolean ofOthers = field.equals("assigned");
    String name = ofOthers ? "web-1" : ChildName.of("web", "near");
    if (ofOthers) {
      scene.workload("shop", "web", "{pods: {selector: {matchLabels: {app: web}}}}");
      scene.waitingPod("shop", "web-1", "web");
    }
    scene.decide("shop", "web", 7, "near", "wide");
    try (GateWrites writes = new GateWrites(writer, refused, null, Traces.NONE, time)) {
      if (!ofOthers) {
        assertEquals(Map.of(), round(scene, writes).faults());
        // Of web stays what the gate said, and the gate is written for another one.
        scene.decide("shop", "web", 8, false, "wide");
        scene.decide("shop", "db", 9, "near", "wide");
      }
      int before = webhook.writes;
      webhook.change = spec -> turn((ObjectNode) spec.path(field).path(name));
      for (int i = 1; i < 4; i++) {
        assertEquals(Set.of("shop"), round(scene, writes).faults().keySet());
        assertEquals(before + i, webhook.writes);
        assertEquals(Set.of("shop"), round(scene, writes).faults().keySet());
        assertEquals(before + i, webhook.writes, "the same is wanted, so it waits");
        assertFalse(writer.seen("shop", gate().getSpec()), "that is known");
        if (recovers) {
          writer.recover();
        }
        writes.retryRefused(namespace -> true);
      }
      PlacementGateSpec decided = writer.spec("shop");
      webhook.change = NOTHING;
      assertEquals(Map.of(), round(scene, writes).faults());
      assertEquals(decided, gate().getSpec());
      if (!ofOthers) {
        assertEquals("near", gate().getSpec().children().get(name).zone());
      }
    }
  }

  /** Nor where the answer is lost, it is read with the next write, and that fails. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void whatIsReadInItsPlaceIsNotTakenOver(boolean known) throws LedgerConflictException {
    if (known) {
      assertNull(writer.write("shop", spec(7)));
    }
    webhook.change = spec -> spec.remove("claims");
    webhook.lost = true;
    assertThrows(KubernetesClientException.class, () -> writer.write("shop", spec(8)));
    assertNull(gate().getSpec().claims());
    webhook.shut = true;
    assertThrows(KubernetesClientException.class, () -> writer.write("shop", spec(8)));
    assertEquals(spec(known ? 7 : 8), writer.spec("shop"));
  }

  private static void turn(ObjectNode entry) {
    entry.put("zone", entry.path("zone").asText().equals("near") ? "wide" : "near");
  }

  private GateCoverage round(GateScene scene, GateWrites writes) throws LedgerConflictException {
    return new GateRound(writer, writes, scene.desired(), GateCoverage.NONE, n -> true).write();
  }

  private static void written(GateWrites writes, boolean expected) throws LedgerConflictException {
    writes.begin(Set.of("shop"));
    writes.queue("shop", spec(7));
    writes.await();
    assertEquals(expected, writes.isWritten("shop"));
  }

  private double refusedGates() {
    return registry.get("bleu.writes.refused").tag("write", "Gate").gauge().value();
  }
}
