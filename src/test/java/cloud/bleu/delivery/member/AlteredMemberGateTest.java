package cloud.bleu.delivery.member;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.api.v1alpha1.PlacementGate;
import cloud.bleu.api.v1alpha1.PlacementGateSpec;
import cloud.bleu.api.v1alpha1.PlacementGateSpec.Child;
import cloud.bleu.api.v1alpha1.PlacementGateSpec.Zone;
import cloud.bleu.delivery.cluster.ClusterWriter;
import cloud.bleu.delivery.gate.GateContent;
import cloud.bleu.delivery.gate.GatePlan;
import cloud.bleu.delivery.zone.DeliveryProblem;
import cloud.bleu.faults.Answer;
import cloud.bleu.faults.Fault;
import cloud.bleu.faults.Request;
import cloud.bleu.faults.ScriptedServer;
import cloud.bleu.sandbox.ProjectCrds;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Something in another cluster has another gate stored than is sent. */
@Tag("wiring")
class AlteredMemberGateTest {

  private static final PlacementGateSpec DECIDED = spec("north");

  /** What stands there stays: nothing may act on what is decided since. */
  private static final GatePlan PLAN =
      (namespace, selectors, before) ->
          new GateContent(before == null ? DECIDED : before, Set.of("web"), Set.of());

  private final Webhook webhook = new Webhook();
  private final Map<String, PlacementGate> gates = new HashMap<>();
  private ScriptedServer server;
  private MemberGateWriter writer;

  /** Has pods let in elsewhere than was sent. */
  private final class Webhook implements Fault {
    volatile boolean on = true;
    volatile int writes;

    @Override
    public Answer after(Request request, Answer answer) {
      if (!request.about("placementgates") || !request.isWrite() || answer.code() >= 300) {
        return answer;
      }
      writes++;
      if (!on) {
        return answer;
      }
      PlacementGate gate = gate();
      gate.setSpec(spec("south"));
      return Answer.json(
          answer.code(), Serialization.asJson(server.admin().resource(gate).update()));
    }
  }

  @BeforeEach
  void start() {
    server = new ScriptedServer(ProjectCrds.all(), webhook);
    writer =
        new MemberGateWriter(
            new GateObjects(server.client(), new ClusterWriter(server.client()), "home"),
            new MemberNamespaces(server.client(), "home", name -> Map.of()));
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private static PlacementGateSpec spec(String zone) {
    return new PlacementGateSpec(
        7L,
        Map.of("north", new Zone(Map.of()), "south", new Zone(Map.of())),
        Map.of("web", new Child("web", zone)));
  }

  private PlacementGate gate() {
    return server
        .admin()
        .resources(PlacementGate.class)
        .inNamespace("shop")
        .withName(PlacementGate.NAME)
        .get();
  }

  private DeliveryProblem round(boolean refused) {
    writer.write(gates, new MemberGateWriter.Order(PLAN, Set.of("shop"), Map.of(), refused));
    return writer.outcomes().get("shop").problem();
  }

  /** It counts for nothing, is written again by each look, and by no turn between. */
  @Test
  void nothingIsDeliveredBeforeItIsAsDecided() {
    for (int look = 1; look < 4; look++) {
      for (boolean refused : List.of(true, false, false)) {
        DeliveryProblem problem = round(refused);
        assertNotNull(problem);
        assertEquals("GateNotWritten", problem.code());
        assertTrue(problem.message().contains("stored otherwise than it was sent"));
        assertEquals(look, webhook.writes);
      }
      // As a look reads it.
      gates.put("shop", gate());
    }
    webhook.on = false;
    assertNull(round(true));
    assertEquals(DECIDED, gate().getSpec());
    assertEquals(4, webhook.writes);
    assertNull(round(true));
    assertEquals(4, webhook.writes);
  }
}
