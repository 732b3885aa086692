package cloud.bleu.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.api.v1alpha1.Assignment;
import cloud.bleu.api.v1alpha1.BleuWorkload;
import cloud.bleu.api.v1alpha1.DecisionLedger;
import cloud.bleu.api.v1alpha1.DecisionLedgerSpec.Entry;
import cloud.bleu.api.v1alpha1.Evacuation;
import cloud.bleu.api.v1alpha1.WorkloadPlacement;
import cloud.bleu.apiserver.Refusal;
import cloud.bleu.apiserver.StillClock;
import cloud.bleu.evidence.chain.Chain;
import cloud.bleu.faults.Answer;
import cloud.bleu.faults.Fault;
import cloud.bleu.faults.Request;
import cloud.bleu.faults.ScriptedServer;
import cloud.bleu.placement.estate.Placement;
import cloud.bleu.placement.model.WorkloadId;
import cloud.bleu.sandbox.ProjectCrds;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A decision is committed, and the API server does not take its WorkloadPlacement. */
class LedgerRefusalTest {
  private static final Instant NOON = Instant.parse("2026-11-24T12:00:00Z");
  private static final WorkloadId SHUT = new WorkloadId("shut", "web");
  private static final WorkloadId OPEN = new WorkloadId("open", "web");
  private static final String QUOTA =
      "workloadplacements.placement.bleu.cloud \"web\" is forbidden: exceeded quota: none";

  private ScriptedServer server;
  private KubernetesClient admin;
  private KubernetesClient client;
  private final Gatekeeper gatekeeper = new Gatekeeper();
  private final StillClock time = new StillClock();

  /** Answers writes of WorkloadPlacements in one namespace, and takes down every request. */
  private static final class Gatekeeper implements Fault {
    final List<String> requests = new CopyOnWriteArrayList<>();
    volatile String namespace = "shut";
    volatile String method = "";
    volatile Answer answer;

    @Override
    public Answer instead(Request request) {
      requests.add(request.toString());
      boolean concerned =
          !request.method().equals("GET")
              && request.method().contains(method)
              && request.about("workloadplacements")
              && request.path().contains("/namespaces/" + namespace);
      return concerned ? answer : null;
    }

    long lists() {
      return requests.stream().filter(r -> r.endsWith("v1alpha1/workloadplacements")).count();
    }

    long writes() {
      return requests.stream()
          .filter(r -> r.contains("/namespaces/" + namespace + "/workloadplacements"))
          .count();
    }
  }

  @BeforeEach
  void start() {
    server = new ScriptedServer(ProjectCrds.all(), gatekeeper);
    admin = server.admin();
    client = server.client();
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "403 | " + QUOTA + " | Quota",
        "422 | ValidatingAdmissionPolicy 'p' with binding 'b' denied request: no | Policy",
        "403 | admission webhook 'w' denied the request: no | Server",
        "500 | Internal error occurred: failed calling webhook W: no route | WebhookUnreachable",
        "413 | Request entity too large | Size",
        "422 | spec is invalid | Schema",
        "409 | the object has been modified | Conflict"
      })
  void whatOneNamespaceRefusesConcernsItAlone(int code, String words, Refusal.Source source)
      throws LedgerConflictException {
    refuse(code, words.replace("webhook W:", "webhook \"w\":"));
    Ledger ledger = recovered();
    long lists = gatekeeper.lists();
    ledger.commit(List.of(change(SHUT, "u1", in("a", 2)), change(OPEN, "u2", in("a", 3))));
    ledger.commit(List.of(change(OPEN, "u2", in("b", 3))));

    assertEquals(List.of(in("b", 3)), placement(OPEN).getSpec().assignments());
    assertTrue(ledger.inForce(OPEN).published());
    assertNull(placement(SHUT));
    assertFalse(ledger.inForce(SHUT).published(), "nothing may act on it");
    assertNull(ledger.inForce(SHUT).written());
    assertEquals(source, ledger.refused().get(SHUT).source());
    assertEquals(java.util.Set.of(SHUT), ledger.refused().keySet());
    assertEquals(List.of("shut"), waiting());
    assertEquals(lists, gatekeeper.lists(), "nothing is listed for it");
    // Its room is held, so it is not sold to another.
    Placement held =
        ledger.placements(NOON).stream().filter(p -> p.id().equals(SHUT)).findFirst().get();
    assertEquals(2, held.assignments().get(0).replicas());
  }

  @ParameterizedTest
  @ValueSource(ints = {429, 500, 502, 503, 504})
  void whatIsUncertainIsNoRefusal(int code) throws LedgerConflictException {
    Ledger ledger = recovered();
    gatekeeper.answer = Answer.status(code, "MadeUp");
    assertThrows(
        KubernetesClientException.class,
        () -> ledger.commit(List.of(change(SHUT, "u1", in("a", 2)))));
    assertTrue(ledger.refused().isEmpty());
    gatekeeper.answer = null;
    ledger.recover();
    assertTrue(ledger.inForce(SHUT).published());
  }

  @Test
  void itIsTriedAgainWhenItsTimeHasComeAndNotBefore() throws LedgerConflictException {
    refuse(403, QUOTA);
    Ledger ledger = recovered();
    ledger.commit(
        List.of(
            change(SHUT, "u1", in("a", 2)),
            change(new WorkloadId("shut", "other"), "u3", in("a", 1))));
    assertEquals(Duration.ofSeconds(1), ledger.untilRetry());
    long asked = gatekeeper.writes();
    assertFalse(ledger.finish());
    assertEquals(asked, gatekeeper.writes(), "it is not due");
    time.pass(Duration.ofSeconds(1));
    assertFalse(ledger.finish());
    assertEquals(Duration.ofSeconds(2), ledger.untilRetry());
    assertTrue(gatekeeper.writes() > asked);

    gatekeeper.answer = null;
    time.pass(Duration.ofSeconds(2));
    assertTrue(ledger.finish());
    assertTrue(ledger.inForce(SHUT).published());
    assertEquals(List.of(in("a", 2)), placement(SHUT).getSpec().assignments());
    assertTrue(ledger.refused().isEmpty());
    assertNull(ledger.untilRetry());
    assertEquals(List.of(), waiting());
  }

  @Test
  void itIsTriedAgainAtOnceWhenSomethingChangedThatMayMatter() throws LedgerConflictException {
    refuse(403, QUOTA);
    Ledger ledger = recovered();
    ledger.commit(List.of(change(SHUT, "u1", in("a", 2))));
    gatekeeper.answer = null;
    ledger.retryRefused("elsewhere"::equals);
    assertFalse(ledger.finish());
    ledger.retryRefused("shut"::equals);
    assertTrue(ledger.finish());
  }

  @Test
  void decisionThatTakesItsPlaceIsTheOnlyOneThatWaits() throws LedgerConflictException {
    refuse(403, QUOTA);
    Ledger ledger = recovered();
    ledger.commit(List.of(change(SHUT, "u1", in("a", 2))));
    ledger.commit(List.of(change(SHUT, "u1", in("a", 3))));
    assertEquals(List.of("shut"), waiting());
    assertEquals(2, head().getSpec().entries().get(0).sequence());
    gatekeeper.answer = null;
    time.pass(Duration.ofSeconds(1));
    assertTrue(ledger.finish());
    assertEquals(List.of(in("a", 3)), placement(SHUT).getSpec().assignments());
  }

  /** What runs by the last decision that was written runs on, also under the next leader. */
  @Test
  void refusedEditLeavesWhatStandsAndNextLeaderKnows() throws LedgerConflictException {
    Ledger ledger = recovered();
    ledger.commit(List.of(change(SHUT, "u1", in("a", 2))));
    refuse(403, QUOTA);
    ledger.commit(List.of(change(SHUT, "u1", in("b", 2))));
    ledger.commit(List.of(change(SHUT, "u1", in("c", 2))));

    Ledger next = recovered();
    for (Ledger one : List.of(ledger, next)) {
      DecisionInForce inForce = one.inForce(SHUT);
      assertFalse(inForce.published());
      assertEquals(List.of(in("c", 2)), inForce.spec().assignments());
      assertEquals(List.of(in("a", 2)), inForce.written().assignments());
      assertEquals(Refusal.Source.Quota, one.refused().get(SHUT).source());
    }
    gatekeeper.answer = null;
    time.pass(Duration.ofSeconds(1));
    assertTrue(next.finish());
    assertEquals(List.of(in("c", 2)), next.inForce(SHUT).written().assignments());
    assertNull(next.inForce(SHUT).standing());
    assertEquals(List.of(in("c", 2)), placement(SHUT).getSpec().assignments());
  }

  @Test
  void placementThatCannotBeDeletedWaitsAndHoldsNoRoom() throws LedgerConflictException {
    Ledger ledger = recovered();
    ledger.commit(List.of(change(SHUT, "u1", in("a", 2))));
    refuse(403, QUOTA);
    ledger.commit(List.of(DecisionDifference.withdrawal(SHUT, ledger.inForce(SHUT))));
    assertNotNull(placement(SHUT));
    assertNull(ledger.inForce(SHUT));
    assertEquals(List.of("shut"), waiting());

    Ledger next = recovered();
    assertNull(next.inForce(SHUT), "it was withdrawn, whatever its placement says");
    assertTrue(next.placements(NOON).isEmpty());
    assertTrue(next.refused().containsKey(SHUT));
    // A namesake waits until the old one can go.
    next.commit(List.of(change(SHUT, "u2", in("b", 1))));
    assertFalse(next.inForce(SHUT).published());
    assertNull(next.inForce(SHUT).standing(), "what stands there is another workload's");
    gatekeeper.answer = null;
    time.pass(Duration.ofSeconds(2));
    assertTrue(next.finish());
    assertEquals("u2", placement(SHUT).getSpec().workloadRef().uid());
    assertEquals(List.of(), waiting());
  }

  @Test
  void workloadThatGoesWhileItIsRefusedLeavesNothing() throws LedgerConflictException {
    refuse(403, QUOTA);
    Ledger ledger = recovered();
    ledger.commit(List.of(change(SHUT, "u1", in("a", 2))));
    ledger.commit(List.of(DecisionDifference.withdrawal(SHUT, ledger.inForce(SHUT))));
    assertTrue(ledger.refused().isEmpty());
    assertEquals(List.of(), waiting());
    assertNull(ledger.untilRetry());
  }

  @Test
  void placementThatSomebodyChangedAndCannotBeRestoredIsToldAndTriedAgain()
      throws LedgerConflictException {
    BleuWorkload workload = new BleuWorkload();
    workload.setMetadata(new ObjectMetaBuilder().withNamespace("shut").withName("web").build());
    String uid = admin.resource(workload).create().getMetadata().getUid();
    Ledger ledger = recovered();
    ledger.commit(List.of(change(SHUT, uid, in("a", 2))));
    admin.resource(placement(SHUT)).delete();
    refuse(403, QUOTA);
    assertEquals(Set.of(), ledger.restore(Set.of(SHUT)));
    assertTrue(ledger.inForce(SHUT).published(), "it runs on by what was published");
    assertEquals(Refusal.Source.Quota, ledger.refused().get(SHUT).source());
    gatekeeper.answer = null;
    time.pass(Duration.ofSeconds(1));
    ledger.finish();
    assertEquals(List.of(in("a", 2)), placement(SHUT).getSpec().assignments());
    assertTrue(ledger.refused().isEmpty());
  }

  /** The ledger is one object: what one namespace has refused may not fill it. */
  @Test
  void thousandRefusedDecisionsLeaveRoomForOthers() throws LedgerConflictException {
    refuse(403, QUOTA);
    // A connection that breaks among two thousand requests is no matter of this test.
    try (KubernetesClient usual = server.proxy().client()) {
      thousandRefused(recovered(usual));
    }
  }

  private void thousandRefused(Ledger ledger) throws LedgerConflictException {
    List<ProposedDecision> changes = new ArrayList<>();
    for (int i = 0; i < 1000; i++) {
      changes.add(change(new WorkloadId("shut", "w" + i), "u" + i, in("a", 1)));
    }
    changes.add(change(OPEN, "u", in("a", 1)));
    List<ProposedDecision> committed = ledger.commit(changes);
    assertTrue(committed.size() < 500, committed.size() + " are committed");
    assertEquals(OPEN, committed.get(committed.size() - 1).id());
    assertTrue(ledger.inForce(OPEN).published());
    assertEquals(1000, ledger.refused().size(), "each is told why");
    int bytes =
        io.fabric8.kubernetes.client.utils.Serialization.asJson(head())
            .getBytes(StandardCharsets.UTF_8)
            .length;
    assertTrue(bytes < 512 * 1024, bytes + " bytes");

    gatekeeper.answer = null;
    time.pass(Duration.ofSeconds(30));
    assertTrue(ledger.finish());
    ledger.commit(changes.stream().filter(c -> ledger.inForce(c.id()) == null).toList());
    assertEquals(1001, ledger.all().size());
    assertTrue(ledger.all().values().stream().allMatch(DecisionInForce::published));
    assertEquals(Map.of(), ledger.refused());
  }

  private void refuse(int code, String words) {
    gatekeeper.answer =
        Answer.json(
            code,
            "{\"kind\":\"Status\",\"apiVersion\":\"v1\",\"status\":\"Failure\",\"code\":%d,\"message\":\"%s\"}"
                .formatted(code, words.replace("\"", "\\\"")));
  }

  private Ledger recovered() throws LedgerConflictException {
    return recovered(client);
  }

  private Ledger recovered(KubernetesClient client) throws LedgerConflictException {
    Ledger ledger =
        new Ledger(
            client,
            Clock.fixed(NOON, ZoneOffset.UTC),
            Export.NONE,
            null,
            new PlacementWriter(client, namespace -> true),
            time);
    ledger.recover();
    return ledger;
  }

  /** Namespaces of the decisions that the ledger holds. */
  private List<String> waiting() {
    return head().getSpec().entries().stream().map((Entry e) -> e.workload().namespace()).toList();
  }

  private DecisionLedger head() {
    return admin.resources(DecisionLedger.class).withName("decisions").get();
  }

  private WorkloadPlacement placement(WorkloadId id) {
    return admin
        .resources(WorkloadPlacement.class)
        .inNamespace(id.namespace())
        .withName(id.name())
        .get();
  }

  private static ProposedDecision change(WorkloadId id, String uid, Assignment... assignments) {
    return LaterDecision.of(
        id,
        uid,
        Chain.GENESIS,
        null,
        "InputChanged",
        List.of(assignments),
        List.<Evacuation>of(),
        0);
  }

  private static Assignment in(String zone, int replicas) {
    return new Assignment(zone, replicas, null, null);
  }
}
