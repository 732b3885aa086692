package cloud.bleu.operator.gate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.api.v1alpha1.Assignment;
import cloud.bleu.api.v1alpha1.PlacementGate;
import cloud.bleu.api.v1alpha1.PlacementGateSpec;
import cloud.bleu.delivery.gate.PodAssignments;
import cloud.bleu.delivery.manifest.ChildName;
import cloud.bleu.faults.Answer;
import cloud.bleu.faults.Fault;
import cloud.bleu.faults.FaultProxy;
import cloud.bleu.faults.Request;
import cloud.bleu.ledger.HubGateWriter;
import cloud.bleu.ledger.LedgerConflictException;
import cloud.bleu.operator.status.EventRecorder;
import cloud.bleu.operator.status.RefusedWrites;
import cloud.bleu.operator.trace.Traces;
import cloud.bleu.placement.model.WorkloadId;
import cloud.bleu.sandbox.EmbeddedApiServer;
import cloud.bleu.sandbox.PatientClients;
import cloud.bleu.sandbox.ProjectCrds;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** One round: what becomes of each gate, and what is known of it afterwards. */
class GateRoundTest {

  private static final WorkloadId WEB = new WorkloadId("shop", "web");

  /** Namespaces in which no gate is written. */
  private static final Set<String> REFUSING = ConcurrentHashMap.newKeySet();

  /** Writes of gates, as {@code PUT shop}. */
  private static final List<String> WRITES = new CopyOnWriteArrayList<>();

  private static EmbeddedApiServer server;
  private static KubernetesClient admin;
  private static FaultProxy proxy;
  private static KubernetesClient client;

  private final GateScene scene = new GateScene();
  private final HubGateWriter writer = new HubGateWriter(client);
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final EventRecorder events =
      new EventRecorder(client, "test", Clock.systemUTC(), registry, namespace -> false);

  /** Every answer is waited for, however long it takes. */
  private final GateWrites writes =
      new GateWrites(writer, new RefusedWrites(registry, events), null, Traces.NONE);

  @BeforeAll
  static void serve() {
    server = EmbeddedApiServer.start(ProjectCrds.all());
    admin = PatientClients.of(server);
    proxy =
        new FaultProxy(
            admin.getConfiguration(),
            new Fault() {
              @Override
              public Answer instead(Request request) {
                if (!request.about("placementgates") || request.method().equals("GET")) {
                  return null;
                }
                String namespace = request.path().replaceAll(".*/namespaces/([^/]+)/.*", "$1");
                WRITES.add(request.method() + " " + namespace);
                return REFUSING.contains(namespace)
                    ? Answer.json(
                        403,
                        "{\"kind\":\"Status\",\"apiVersion\":\"v1\",\"status\":\"Failure\",\"code\":403,\"message\":\"placementgates"
                            + " is forbidden: made up\"}")
                    : null;
              }
            });
    client = proxy.client();
  }

  @AfterAll
  static void end() {
    client.close();
    proxy.close();
    admin.close();
    server.close();
  }

  @BeforeEach
  void begin() {
    REFUSING.clear();
    WRITES.clear();
  }

  @AfterEach
  void clear() {
    writes.close();
    events.close();
    admin.resources(PlacementGate.class).inAnyNamespace().delete();
  }

  private GateCoverage round(GateCoverage before, Predicate<String> concerned)
      throws LedgerConflictException {
    return new GateRound(writer, writes, scene.desired(), before, concerned).write();
  }

  private GateCoverage round(GateCoverage before) throws LedgerConflictException {
    return round(before, namespace -> true);
  }

  /** A gate that stands as the round begins, of a decision with this number. */
  private void stands(String namespace, long sequence, String zone) {
    PlacementGate gate = new PlacementGate();
    gate.setMetadata(
        new ObjectMetaBuilder().withNamespace(namespace).withName(PlacementGate.NAME).build());
    gate.setSpec(spec(sequence, zone));
    admin.resource(gate).create();
  }

  private static PlacementGateSpec spec(long sequence, String zone) {
    return new PlacementGateSpec(
        sequence,
        Map.of(zone, new PlacementGateSpec.Zone(Map.of("zone", zone))),
        Map.of(ChildName.of("web", zone), new PlacementGateSpec.Child("web", zone)));
  }

  /** What a gate lets in, as {@code 7 web-near}. */
  private static String gate(String namespace) {
    PlacementGate gate =
        admin
            .resources(PlacementGate.class)
            .inNamespace(namespace)
            .withName(PlacementGate.NAME)
            .get();
    return gate == null
        ? "none"
        : gate.getSpec().sequence() + " " + String.join(" ", gate.getSpec().children().keySet());
  }

  private static GateCoverage known(Map<WorkloadId, Long> covered) {
    return new GateCoverage(Set.of("shop"), covered, Set.of(), Map.of(), Map.of());
  }

  /**
   * The decision in force is number 7, in the zone near; number 6, in the zone wide, was covered by
   * the last round.
   */
  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      value = {
        // namespace, gate that stands, whether the round concerns it; writes, gate, covered then
        "Enforce, none, true, POST, 7 near, 7",
        "Enforce, 6, true, PUT, 7 near, 7",
        "Enforce, 7, true, '', 7 near, 7",
        "Audit, none, true, POST, 7 near, 7",
        "Enforce, none, false, '', none, 6",
        "Enforce, 6, false, '', 6 wide, 6",
        // Nothing is asked of admission any more.
        "free, none, true, '', none, -",
        "free, 6, true, DELETE, none, -",
        "free, 6, false, '', 6 wide, 6",
        // Its gate may go before it, and is not made anew; one that stands is kept up to the end.
        "Enforce ending, none, true, '', none, -",
        "Enforce ending, 6, true, PUT, 7 near, 7",
        "Enforce ending, 7, true, '', 7 near, 7",
        // A namespace that is not there has no gate that anybody reads.
        "gone, none, true, '', none, -",
        "gone, 6, true, DELETE, none, -",
      })
  void whatBecomesOfAGate(
      String namespace, String stands, boolean concerned, String writes, String then, Long covered)
      throws LedgerConflictException {
    if (!namespace.equals("gone")) {
      scene.namespace("shop", namespace);
    }
    scene.decide("shop", "web", 7, "near");
    if (!stands.equals("none")) {
      long sequence = Long.parseLong(stands);
      stands("shop", sequence, sequence == 6 ? "wide" : "near");
    }
    writer.recover();
    GateCoverage now = round(known(Map.of(WEB, 6L)), n -> concerned);
    assertEquals(writes.isEmpty() ? List.of() : List.of(writes + " shop"), WRITES);
    String[] words = then.split(" ");
    assertEquals(
        words.length == 1 ? "none" : words[0] + " " + ChildName.of("web", words[1]), gate("shop"));
    assertEquals(covered, now.covered().get(WEB));
    assertEquals(Map.of(), now.faults());
    assertEquals(
        namespace.startsWith("Enforce") || namespace.equals("Audit"),
        now.governed().contains("shop"));
  }

  /** One that is refused keeps nobody else from anything, and is told until it is written. */
  @Test
  void aGateThatIsRefusedConcernsItsNamespaceAlone() throws LedgerConflictException {
    for (String name : List.of("shop", "shut", "last")) {
      scene.namespace(name, "Enforce");
      scene.decide(name, "web", 7, "near");
    }
    scene.node("n", "near");
    scene.workload("shut", "web", "{pods: {selector: {matchLabels: {app: web}}}}");
    scene.waitingPod("shut", "web-1", "web");
    REFUSING.add("shut");
    WorkloadId shut = new WorkloadId("shut", "web");
    GateCoverage before =
        new GateCoverage(
            Set.of("shut"),
            Map.of(shut, 6L),
            Set.of(),
            Map.of("shut", PodAssignments.NONE),
            Map.of());
    GateCoverage now = round(before);
    assertEquals(Set.of(WEB, new WorkloadId("last", "web")), now.covered().keySet());
    assertEquals(Set.of("shut"), now.faults().keySet());
    assertTrue(now.faults().get("shut").contains("made up"), now.faults().toString());
    assertNull(now.pods().get("shut"), "which of its pods have a zone is not known");
    assertNotNull(writes.untilRetry());

    // A round of others says of it what the last one said.
    GateCoverage others = round(now, name -> !name.equals("shut"));
    assertEquals(now.faults(), others.faults());
    assertEquals(now.covered(), others.covered());

    REFUSING.clear();
    writes.retryRefused(name -> true);
    GateCoverage mended = round(others);
    assertEquals(Map.of(), mended.faults());
    assertEquals(Long.valueOf(7), mended.covered().get(shut));
    assertEquals(Set.of("web-1"), mended.pods().get("shut").assigned().keySet());
    assertNull(writes.untilRetry());
  }

  /** Nothing is refused any more where nothing is wanted any more. */
  @ParameterizedTest
  @CsvSource({"free", "Enforce ending", "gone"})
  void aRefusalIsOverWithItsNamespace(String then) throws LedgerConflictException {
    REFUSING.add("shop");
    scene.namespace("shop", "Enforce");
    scene.decide("shop", "web", 7, "near");
    assertEquals(Set.of("shop"), round(GateCoverage.NONE).faults().keySet());
    GateScene later = new GateScene();
    if (!then.equals("gone")) {
      later.namespace("shop", then);
    }
    later.decide("shop", "web", 7, "near");
    GateCoverage now =
        new GateRound(writer, writes, later.desired(), GateCoverage.NONE, n -> true).write();
    assertEquals(Map.of(), now.faults());
    assertNull(writes.untilRetry());
  }

  /** It creates no pods here: it waits for no gate, whichever namespaces a round concerns. */
  @ParameterizedTest
  @CsvSource({"true", "false"})
  void whatIsExternalNeedsNoGate(boolean concerned) throws LedgerConflictException {
    scene.namespace("shop", "Enforce");
    scene.workload("shop", "web", "{external: {}}");
    scene.decide("shop", "web", 7, "near");
    GateCoverage now = round(GateCoverage.NONE, n -> concerned);
    assertTrue(now.open(WEB, scene.decided.get(WEB)));
  }

  /** As large as an object may be: who has no room is named, and others have theirs. */
  @Test
  void whoFindsNoRoomIsNamed() throws LedgerConflictException {
    scene.namespace("shop", "Enforce");
    scene.decide("shop", "web", 7, "near");
    WorkloadId wide = new WorkloadId("shop", "wide");
    List<Assignment> many = new ArrayList<>();
    for (int i = 0; i <= PlacementGateSpec.CHILDREN; i++) {
      many.add(new Assignment("z" + i, 1, null, null));
    }
    scene.decided.put(wide, GateScene.inForce("wide", 8, true, many));
    GateCoverage now = round(GateCoverage.NONE);
    assertEquals(Set.of(wide), now.full());
    assertEquals(Map.of(WEB, 7L), now.covered());
    assertEquals(Set.of(wide), round(now, name -> false).full(), "of others it stays as it was");
    scene.decide("shop", "wide", 9, "near");
    assertEquals(Set.of(), round(now).full());
  }

  /** Somebody leads who has decided more: nothing of what is known here counts. */
  @Test
  void aGateOfALaterDecisionIsLeft() throws LedgerConflictException {
    scene.namespace("shop", "Enforce");
    scene.decide("shop", "web", 7, "near");
    writer.recover();
    stands("shop", 9, "wide");
    assertThrows(LedgerConflictException.class, () -> round(GateCoverage.NONE));
    assertEquals("9 " + ChildName.of("web", "wide"), gate("shop"));
  }

  /** Somebody wrote over it, or removed it, for no later decision: it is as decided again. */
  @ParameterizedTest
  @CsvSource({"wide", "none"})
  void whatSomebodyChangesIsWrittenAgain(String by) throws LedgerConflictException {
    scene.namespace("shop", "Enforce");
    scene.decide("shop", "web", 7, "near");
    GateCoverage first = round(GateCoverage.NONE);
    admin.resources(PlacementGate.class).inNamespace("shop").withName(PlacementGate.NAME).delete();
    if (!by.equals("none")) {
      stands("shop", 7, by);
    }
    assertTrue(writer.seen("shop", by.equals("none") ? null : spec(7, by)));
    assertEquals(Long.valueOf(7), round(first).covered().get(WEB));
    assertEquals("7 " + ChildName.of("web", "near"), gate("shop"));
  }

  /** Pods of others: by what the gate says where there is one, else by what was known last. */
  @ParameterizedTest
  @CsvSource({
    // namespace, the gate assigns the second pod, it was known of the second one: who has the zone
    "Enforce, false, false, jobs-1",
    "Enforce, true, false, jobs-2",
    "Enforce, false, true, jobs-2",
    "free, false, true, jobs-2",
    "free, false, false, jobs-1",
  })
  void whichPodOfOthersHasTheZone(String namespace, boolean assigns, boolean known, String pod)
      throws LedgerConflictException {
    scene.namespace("shop", namespace);
    scene.node("n", "near");
    scene.workload("shop", "web", "{pods: {selector: {matchLabels: {app: web}}}}");
    scene.waitingPod("shop", "jobs-1", "web");
    scene.waitingPod("shop", "jobs-2", "web");
    scene.decide("shop", "web", 7, "near");
    Map<String, PlacementGateSpec.Assigned> second =
        Map.of("jobs-2", new PlacementGateSpec.Assigned("web", "near"));
    if (assigns) {
      PlacementGate gate = new PlacementGate();
      gate.setMetadata(
          new ObjectMetaBuilder().withNamespace("shop").withName(PlacementGate.NAME).build());
      gate.setSpec(
          new PlacementGateSpec(7L, Map.of(), Map.of(), Map.of(), second, Map.of(), null, null));
      admin.resource(gate).create();
    }
    writer.recover();
    GateCoverage before =
        new GateCoverage(
            Set.of(),
            Map.of(),
            Set.of(),
            known ? Map.of("shop", new PodAssignments(second, Map.of(), Map.of())) : Map.of(),
            Map.of());
    GateCoverage now = round(before);
    assertEquals(Set.of(pod), new HashSet<>(now.pods().get("shop").assigned().keySet()));
    GateCoverage others = round(now, name -> false);
    assertEquals(now.pods(), others.pods());
  }
}
