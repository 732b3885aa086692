package cloud.bleu.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.api.v1alpha1.Assignment;
import cloud.bleu.api.v1alpha1.BleuWorkload;
import cloud.bleu.api.v1alpha1.DecisionLedger;
import cloud.bleu.api.v1alpha1.DecisionLedgerSpec;
import cloud.bleu.api.v1alpha1.DecisionLedgerSpec.Entry;
import cloud.bleu.api.v1alpha1.Evacuation;
import cloud.bleu.api.v1alpha1.WorkloadPlacement;
import cloud.bleu.apiserver.Refusal;
import cloud.bleu.evidence.chain.Chain;
import cloud.bleu.evidence.chain.ChainLine;
import cloud.bleu.evidence.chain.SignedHead;
import cloud.bleu.faults.FaultProxy;
import cloud.bleu.placement.estate.Placement;
import cloud.bleu.placement.model.WorkloadId;
import cloud.bleu.sandbox.EmbeddedApiServer;
import cloud.bleu.sandbox.PatientClients;
import cloud.bleu.sandbox.ProjectCrds;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The commit point: who wrote last, what is finished by whom, what is never written twice. */
class LedgerTest {
  private static final Instant NOON = Instant.parse("2026-11-24T12:00:00Z");
  private static final WorkloadId WEB = new WorkloadId("default", "web");

  private EmbeddedApiServer server;
  private KubernetesClient client;

  @BeforeEach
  void start() {
    server = EmbeddedApiServer.start(ProjectCrds.all());
    client = PatientClients.of(server);
  }

  @AfterEach
  void stop() {
    client.close();
    server.close();
  }

  @Test
  void committedDecisionIsWrittenAndLeavesTheLedger() throws LedgerConflictException {
    Ledger ledger = recovered();
    ledger.commit(List.of(change("u1", in("a", 2), in("b", 1))));
    assertEquals(List.of(in("a", 2), in("b", 1)), placement().getSpec().assignments());
    assertEquals(1, placement().getSpec().decision().sequence());
    assertEquals("u1", placement().getSpec().workloadRef().uid());
    assertTrue(placement().getMetadata().getOwnerReferences().isEmpty(), "a record stays");
    assertEquals(1, head().getSpec().sequence());
    assertTrue(head().getSpec().entries().isEmpty());
    Placement current = ledger.placements(NOON).get(0);
    assertEquals(WEB, current.id());
    assertEquals(2, current.assignments().get(0).replicas());
  }

  @Test
  void whatWasSignedLastIsRememberedAndToldToTheNextLeader() throws LedgerConflictException {
    SignedHead signed = new SignedHead(1, Chain.GENESIS);
    Remembering first = new Remembering();
    Ledger ledger =
        new Ledger(
            client,
            Clock.fixed(NOON, ZoneOffset.UTC),
            first,
            null,
            new PlacementWriter(client, namespace -> true));
    ledger.recover();
    assertNull(first.told);
    ledger.commit(List.of(change("u1", in("a", 1))));
    first.signed = signed;
    assertTrue(ledger.finish());
    String version = head().getMetadata().getResourceVersion();
    assertEquals(
        signed.text(),
        head().getMetadata().getAnnotations().get("placement.bleu.cloud/last-checkpoint"));
    ledger.finish();
    assertEquals(version, head().getMetadata().getResourceVersion(), "it is written once");
    ledger.commit(List.of(change("u1", in("a", 2))));

    Remembering next = new Remembering();
    new Ledger(
            client,
            Clock.fixed(NOON, ZoneOffset.UTC),
            next,
            null,
            new PlacementWriter(client, namespace -> true))
        .recover();
    assertEquals(signed, next.told);
  }

  private static final class Remembering implements Export {
    private SignedHead signed;
    private SignedHead told;

    @Override
    public void take(List<ChainLine> entries) {
      // Nothing is kept.
    }

    @Override
    public long kept() {
      return Long.MAX_VALUE;
    }

    @Override
    public void signedBefore(SignedHead head) {
      told = head;
    }

    @Override
    public SignedHead signed() {
      return signed;
    }
  }

  /** An entry that older kinds have the server tell without its plan stays whole in it. */
  @Test
  void whatTheServerDoesNotTellIsNotStoredShort() throws LedgerConflictException {
    OlderKinds kinds = new OlderKinds();
    try (FaultProxy proxy = new FaultProxy(client.getConfiguration(), kinds);
        KubernetesClient ours = proxy.client()) {
      Ledger ledger = unexported(ours);
      ledger.commit(List.of(planned("u1")));
      Entry whole = head().getSpec().entries().get(0);
      kinds.lacking = "evacuation";
      for (int i = 0; i < 2; i++) {
        assertThrows(
            LedgerRefusedException.class, () -> ledger.commit(List.of(change("u1", in("b", 2)))));
        ledger.recover();
      }
      kinds.lacking = null;
      ledger.commit(List.of(change("u1", in("b", 2))));
      assertEquals(whole, head().getSpec().entries().get(0));
      assertEquals(Entries.line(whole).hash(), head().getSpec().entries().get(1).previous());
    }
  }

  /** Its version is the same when the kinds are back, and it is told as a whole again. */
  @Test
  void whoReadTheLedgerShortReadsItAgain() throws LedgerConflictException {
    OlderKinds kinds = new OlderKinds();
    try (FaultProxy proxy = new FaultProxy(client.getConfiguration(), kinds);
        KubernetesClient ours = proxy.client()) {
      unexported(ours).commit(List.of(planned("u1")));
      Entry whole = head().getSpec().entries().get(0);
      kinds.lacking = "evacuation";
      Ledger successor = unexported(ours);
      kinds.lacking = null;
      successor.recover();
      successor.commit(List.of(change("u1", in("b", 2))));
      assertEquals(whole, head().getSpec().entries().get(0));
    }
  }

  /** Entries stay in this ledger, as no export has kept them yet. */
  private static Ledger unexported(KubernetesClient client) throws LedgerConflictException {
    Export none =
        new Export() {
          @Override
          public void take(List<ChainLine> entries) {
            // Nothing is kept.
          }

          @Override
          public long kept() {
            return 0;
          }
        };
    Ledger ledger =
        new Ledger(
            client,
            Clock.fixed(NOON, ZoneOffset.UTC),
            none,
            null,
            new PlacementWriter(client, namespace -> true));
    ledger.recover();
    return ledger;
  }

  private static ProposedDecision planned(String uid) {
    return LaterDecision.of(
        WEB,
        uid,
        Chain.GENESIS,
        null,
        "InputChanged",
        List.of(in("a", 2)),
        List.of(
            new Evacuation(
                List.of("a"),
                null,
                List.of(),
                List.of(new Evacuation.Target(List.of("b"), null, 2)),
                List.of(),
                0)),
        0);
  }

  @Test
  void whoReadBeforeSomebodyElseWroteCommitsNothing() throws LedgerConflictException {
    Ledger paused = recovered();
    Ledger successor = recovered();
    successor.commit(List.of(change("u1", in("a", 2))));
    assertThrows(
        LedgerConflictException.class, () -> paused.commit(List.of(change("u1", in("b", 2)))));
    assertEquals(List.of(in("a", 2)), placement().getSpec().assignments());
    assertEquals(1, head().getSpec().sequence());
    paused.recover();
    assertEquals(List.of(in("a", 2)), paused.inForce(WEB).spec().assignments());
  }

  @Test
  void successorFinishesWhatWasCommittedAndNotWritten() throws LedgerConflictException {
    Ledger first = recovered();
    first.commit(List.of(change("u1", in("a", 2))));
    // The first committed a second decision and died: it is in the ledger and nowhere else.
    DecisionLedger head = head();
    Entry pending = entry(2, head.getSpec().headHash(), "u1", in("b", 2));
    head.setSpec(
        new DecisionLedgerSpec(2L, Entries.line(pending).hash(), List.of(pending), List.of()));
    client.resource(head).update();

    Ledger second = recovered();
    assertEquals(List.of(in("b", 2)), placement().getSpec().assignments());
    assertEquals(2, placement().getSpec().decision().sequence());
    assertTrue(head().getSpec().entries().isEmpty());
    assertTrue(second.inForce(WEB).published());
  }

  @Test
  void olderDecisionIsNeverWrittenOverANewerOne() throws LedgerConflictException {
    Ledger ledger = recovered();
    ledger.commit(List.of(change("u1", in("a", 1))));
    ledger.commit(List.of(change("u1", in("a", 2))));
    PlacementWriter late = new PlacementWriter(client, namespace -> true);
    assertNull(late.carryOut(entry(1, null, "u1", in("a", 1)), RecentMoves.NONE, false));
    assertEquals(List.of(in("a", 2)), placement().getSpec().assignments());
  }

  /** What was committed before the namespace was taken off the list waits, and is not sent. */
  @Test
  void nothingIsWrittenInANamespaceThatIsNotServed() throws LedgerConflictException {
    Ledger ledger = recovered();
    ledger.commit(List.of(change("u1", in("a", 1))));
    PlacementWriter writer = new PlacementWriter(client, namespace -> false);
    Refusal refusal = writer.carryOut(entry(2, null, "u1", in("a", 2)), RecentMoves.NONE, false);
    assertEquals(Refusal.Source.Namespace, refusal.source());
    assertEquals(
        "the list of namespaces of this operator refuses it: namespace "
            + WEB.namespace()
            + " is not in it; add it to rbac.namespaces of the chart, it is tried again by itself",
        refusal.sentence());
    assertNull(writer.restore(WEB, ledger.inForce(WEB)).refusal(), "it is as decided");
    assertEquals(refusal, writer.ask(change("u1", in("a", 2))));
    assertEquals(List.of(in("a", 1)), placement().getSpec().assignments());
  }

  /** What was committed for it would wait for ever: its namespace may be gone with it. */
  @Test
  void whatWaitsForAWorkloadThatIsGoneIsWithdrawnWhereNothingMayBeWritten()
      throws LedgerConflictException {
    recovered();
    DecisionLedger head = head();
    Entry pending = entry(1, null, "u1", in("a", 2));
    head.setSpec(
        new DecisionLedgerSpec(1L, Entries.line(pending).hash(), List.of(pending), List.of()));
    client.resource(head).update();
    Ledger ledger = shut();
    assertEquals(Set.of(WEB), ledger.refused().keySet());
    assertEquals(1, head().getSpec().entries().size());

    ledger.commit(List.of(DecisionDifference.withdrawal(WEB, ledger.inForce(WEB))));
    assertEquals(Map.of(), ledger.refused());
    assertEquals(List.of(), head().getSpec().entries());
    assertNull(ledger.inForce(WEB));
    assertNull(placement());
  }

  @Test
  void aRecordStaysWhereNothingMayBeWrittenAndItsWithdrawalWaits() throws LedgerConflictException {
    recovered().commit(List.of(change("u1", in("a", 2))));
    Ledger ledger = shut();
    ledger.commit(List.of(DecisionDifference.withdrawal(WEB, ledger.inForce(WEB))));
    assertNotNull(placement());
    assertEquals(Refusal.Source.Namespace, ledger.refused().get(WEB).source());
    client.resource(placement()).delete();
    ledger.retryRefused(WEB.namespace()::equals);
    assertTrue(ledger.finish());
    assertEquals(List.of(), head().getSpec().entries());
  }

  @Test
  void whereNothingMayBeWrittenOnlyWhatIsThereWaitsToBeRestored() throws LedgerConflictException {
    BleuWorkload workload = workload();
    recovered().commit(List.of(change(workload.getMetadata().getUid(), in("a", 2))));
    Ledger ledger = shut();
    client.resource(placement()).delete();
    assertEquals(Set.of(), ledger.restore(Set.of(WEB)));
    assertEquals(Refusal.Source.Namespace, ledger.refused().get(WEB).source());
    client.resource(workload).delete();
    assertEquals(Set.of(), ledger.restore(Set.of(WEB)));
    assertEquals(Map.of(), ledger.refused());
    assertNull(placement());
  }

  private Ledger shut() throws LedgerConflictException {
    Ledger ledger =
        new Ledger(
            client,
            Clock.fixed(NOON, ZoneOffset.UTC),
            Export.NONE,
            null,
            new PlacementWriter(client, namespace -> false));
    ledger.recover();
    return ledger;
  }

  @Test
  void everyEntryNamesTheHashOfTheOneBefore() throws LedgerConflictException {
    Ledger ledger = recovered();
    assertNull(head().getSpec().headHash());
    ledger.commit(List.of(change("u1", in("a", 1))));
    String first = head().getSpec().headHash();
    assertNotNull(first);
    ledger.commit(List.of(change("u1", in("a", 2))));
    Entry second = entry(2, first, "u1", in("a", 2));
    assertEquals(Entries.line(second).hash(), head().getSpec().headHash());
  }

  @Test
  void ledgerThatSomebodyRemovedGoesOnWhereItWas() throws LedgerConflictException {
    Ledger ledger = recovered();
    ledger.commit(List.of(change("u1", in("a", 1))));
    ledger.commit(List.of(change("u1", in("a", 2))));
    client.resource(head()).delete();
    assertThrows(
        LedgerConflictException.class, () -> ledger.commit(List.of(change("u1", in("a", 3)))));
    ledger.recover();
    ledger.commit(List.of(change("u1", in("a", 3))));
    assertEquals(3, placement().getSpec().decision().sequence());
    assertEquals(List.of(in("a", 3)), placement().getSpec().assignments());
  }

  @Test
  void withdrawnWorkloadHoldsNothingAndItsNamesakeStartsAnew() throws LedgerConflictException {
    Ledger ledger = recovered();
    ledger.commit(List.of(change("u1", in("a", 1))));
    ledger.commit(
        List.of(DecisionDifference.withdrawal(WEB, ledger.inForce(WEB)), change("u2", in("b", 1))));
    assertEquals("u2", placement().getSpec().workloadRef().uid());
    assertEquals(List.of(in("b", 1)), placement().getSpec().assignments());
    ledger.commit(List.of(DecisionDifference.withdrawal(WEB, ledger.inForce(WEB))));
    assertNull(placement());
    assertTrue(ledger.placements(NOON).isEmpty());
  }

  @Test
  void budgetOfMovesSurvivesALeader() throws LedgerConflictException {
    Ledger ledger = recovered();
    ledger.commit(List.of(change("u1", in("a", 2))));
    ledger.commit(
        List.of(
            LaterDecision.of(
                WEB, "u1", Chain.GENESIS, null, "Rebalanced", List.of(in("b", 2)), List.of(), 2)));
    assertEquals(2, recovered().placements(NOON).get(0).movesInLastHour());
  }

  @Test
  void restoreWritesOnlyWhatDiffers() throws LedgerConflictException {
    String uid = workload().getMetadata().getUid();
    Ledger ledger = recovered();
    ledger.commit(List.of(change(uid, in("a", 2))));
    assertEquals(Set.of(), ledger.restore(Set.of(WEB)));
    client.resource(placement()).delete();
    assertEquals(Set.of(WEB), ledger.restore(Set.of(WEB)));
    assertEquals(List.of(in("a", 2)), placement().getSpec().assignments());
  }

  @Test
  void restoreWritesNothingForAWorkloadThatIsGone() throws LedgerConflictException {
    BleuWorkload workload = workload();
    Ledger ledger = recovered();
    ledger.commit(List.of(change(workload.getMetadata().getUid(), in("a", 2))));
    client.resource(placement()).delete();
    client.resource(workload).delete();
    assertEquals(Set.of(), ledger.restore(Set.of(WEB)));
    assertNull(placement());
    String namesake = workload().getMetadata().getUid();
    assertNotEquals(workload.getMetadata().getUid(), namesake);
    assertEquals(Set.of(), ledger.restore(Set.of(WEB)), "of another workload of that name");
  }

  @Test
  void workloadThatWentWhileNobodyLookedIsWithdrawnByTheSuccessor() throws LedgerConflictException {
    Ledger first = recovered();
    first.commit(List.of(change("u1", in("a", 2))));
    Ledger second = recovered();
    assertEquals("u1", second.inForce(WEB).uid());
    second.commit(List.of(DecisionDifference.withdrawal(WEB, second.inForce(WEB))));
    assertNull(placement());
    assertEquals(2, head().getSpec().sequence());
    assertTrue(second.placements(NOON).isEmpty());
  }

  private BleuWorkload workload() {
    BleuWorkload workload = new BleuWorkload();
    workload.setMetadata(
        new ObjectMetaBuilder().withNamespace(WEB.namespace()).withName(WEB.name()).build());
    return client.resource(workload).create();
  }

  private Ledger recovered() throws LedgerConflictException {
    Ledger ledger = new Ledger(client, Clock.fixed(NOON, ZoneOffset.UTC));
    ledger.recover();
    return ledger;
  }

  private static ProposedDecision change(String uid, Assignment... assignments) {
    return LaterDecision.of(
        WEB, uid, Chain.GENESIS, null, "InputChanged", List.of(assignments), List.of(), 0);
  }

  private static Entry entry(
      long sequence, String previous, String uid, Assignment... assignments) {
    return new Entry(
        sequence,
        previous,
        new DecisionLedgerSpec.Subject(WEB.namespace(), WEB.name(), uid),
        Chain.GENESIS,
        null,
        "InputChanged",
        List.of(assignments),
        List.of(),
        NOON.toString(),
        null);
  }

  private static Assignment in(String zone, int replicas) {
    return new Assignment(zone, replicas, null, null);
  }

  private WorkloadPlacement placement() {
    return client
        .resources(WorkloadPlacement.class)
        .inNamespace(WEB.namespace())
        .withName(WEB.name())
        .get();
  }

  private DecisionLedger head() {
    return client.resources(DecisionLedger.class).withName("decisions").get();
  }
}
