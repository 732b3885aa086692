package cloud.bleu.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.api.v1alpha1.Assignment;
import cloud.bleu.api.v1alpha1.DecisionLedger;
import cloud.bleu.api.v1alpha1.WorkloadPlacement;
import cloud.bleu.evidence.chain.Chain;
import cloud.bleu.evidence.chain.ChainLine;
import cloud.bleu.evidence.chain.ChainNote;
import cloud.bleu.placement.model.WorkloadId;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A commit of many decisions goes batch by batch, and no room is sold before it is given back. */
class LedgerProgressTest {
  private static final Instant NOON = Instant.parse("2026-11-24T12:00:00Z");
  private static final WorkloadId HIGH = new WorkloadId("open", "high");
  private static final WorkloadId LOW = new WorkloadId("shut", "low");

  private RefusingServer server;
  private Ledger ledger;

  @BeforeEach
  void start() throws LedgerConflictException {
    server = new RefusingServer();
    ledger = new Ledger(server.client, Clock.fixed(NOON, ZoneOffset.UTC));
    ledger.recover();
  }

  @AfterEach
  void stop() {
    ledger.close();
    server.close();
  }

  /** Whatever fails after it, what is in the chain is known to be there. */
  @Test
  void aNoteIsToldOnceItIsTaken() throws LedgerConflictException {
    List<ChainNote> notes = new ArrayList<>();
    for (int i = 0; i < 1500; i++) {
      notes.add(ChainNote.of("Violation", Map.of("name", "w" + i, "more", "m".repeat(1000))));
    }
    List<ChainNote> told = new ArrayList<>();
    List<Long> calls = new ArrayList<>();
    Export export =
        new Export() {
          @Override
          public void take(List<ChainLine> entries) {
            entries.forEach(entry -> told.add(ChainNote.of(entry)));
            calls.add(server.sequence());
            assertEquals(told.size(), server.sequence());
          }

          @Override
          public long kept() {
            return Long.MAX_VALUE;
          }
        };
    try (Ledger exported =
        new Ledger(
            server.client,
            Clock.systemUTC(),
            export,
            null,
            new PlacementWriter(server.client, namespace -> true))) {
      exported.recover();
      exported.commit(List.of(), notes, null, CommitProgress.NONE);
    }
    assertEquals(notes, told);
    assertTrue(calls.size() > 1, "in several writes: " + calls);
  }

  /** The first ones are written, and said to be, while the last are not decided yet. */
  @Test
  void theFirstBatchIsWrittenBeforeTheLastIsCommitted() throws LedgerConflictException {
    List<ProposedDecision> changes = new ArrayList<>();
    for (int i = 0; i < 2 * Batch.MOST + 10; i++) {
      changes.add(change(new WorkloadId("open", "w" + i), in("a", 1)));
    }
    List<Integer> batches = new ArrayList<>();
    List<Integer> waited = new ArrayList<>();
    ledger.commit(
        changes,
        List.of(),
        null,
        (batch, waiting) -> {
          batches.add(batch.size());
          waited.add(waiting.size());
          for (ProposedDecision change : batch) {
            assertTrue(ledger.inForce(change.id()).published(), change.id() + "");
            assertFalse(waiting.contains(change.id()));
          }
          assertEquals(
              changes.size() - waiting.size(),
              server
                  .admin
                  .resources(WorkloadPlacement.class)
                  .inAnyNamespace()
                  .list()
                  .getItems()
                  .size());
          waiting.forEach(id -> assertNull(ledger.inForce(id), id + ""));
        });
    assertEquals(List.of(Batch.MOST, Batch.MOST), batches, "the last needs no telling");
    assertEquals(List.of(Batch.MOST + 10, 10), waited);
    assertEquals(changes.size(), ledger.all().size());
    assertEquals(List.of(), head().getSpec().entries(), "nothing is left in the ledger");
  }

  /** The room of one that runs on is not sold, whoever wants it. */
  @Test
  void whatIsNotGivenBackIsNotTaken() throws LedgerConflictException {
    ledger.commit(List.of(change(LOW, in("a", 2))));
    server.refusing.add("shut");
    List<ProposedDecision> committed =
        ledger.commit(
            List.of(
                change(HIGH, in("a", 2)),
                change(LOW, in("b", 2)),
                change(new WorkloadId("open", "elsewhere"), in("c", 1))));
    assertEquals(List.of("low", "elsewhere"), committed.stream().map(c -> c.id().name()).toList());
    assertNull(ledger.inForce(HIGH), "it is to be decided anew");
    assertTrue(ledger.isHeld(), "at once");
    assertEquals("a", ledger.inForce(LOW).standing().assignments().get(0).zone());

    // With that room held, which is up to who decides, it is committed.
    ledger.commit(List.of(change(HIGH, in("c", 2))));
    assertTrue(ledger.inForce(HIGH).published());
    assertFalse(ledger.isHeld());
  }

  /** Nor that of one who waits for it: no zone of the chain is promised twice. */
  @Test
  void whoWaitsForRoomGivesNoneBack() throws LedgerConflictException {
    WorkloadId middle = new WorkloadId("open", "middle");
    ledger.commit(List.of(change(LOW, in("a", 2)), change(middle, in("b", 2))));
    server.refusing.add("shut");
    List<ProposedDecision> committed =
        ledger.commit(
            List.of(change(HIGH, in("b", 2)), change(middle, in("a", 2)), change(LOW, in("c", 2))));
    assertEquals(List.of("low"), committed.stream().map(c -> c.id().name()).toList());
    assertEquals("b", ledger.inForce(middle).spec().assignments().get(0).zone());
    assertNull(ledger.inForce(HIGH));
    assertTrue(ledger.isHeld());

    // The next pass decides with that room held, and waits for nobody: it ends.
    ledger.commit(List.of(change(HIGH, in("d", 2))));
    assertTrue(ledger.inForce(HIGH).published());
    assertFalse(ledger.isHeld());
  }

  /**
   * Two that exchange room are committed together. Where one is refused, it runs on and its room is
   * known; the other one has its new zone. Nobody else gets that room, and the next pass is free.
   */
  @Test
  void whoExchangesRoomWithARefusedOneGoesAheadAlone() throws LedgerConflictException {
    WorkloadId other = new WorkloadId("open", "other");
    ledger.commit(List.of(change(LOW, in("a", 2)), change(other, in("b", 2))));
    server.refusing.add("shut");
    List<ProposedDecision> committed =
        ledger.commit(
            List.of(change(LOW, in("b", 2)), change(other, in("a", 2)), change(HIGH, in("a", 1))));
    assertEquals(2, committed.size());
    assertEquals("a", ledger.inForce(LOW).standing().assignments().get(0).zone());
    assertEquals("b", ledger.inForce(LOW).spec().assignments().get(0).zone());
    assertEquals("a", ledger.inForce(other).spec().assignments().get(0).zone());
    assertTrue(ledger.inForce(other).published());
    assertNull(ledger.inForce(HIGH), "a third one has to wait");
    assertTrue(ledger.isHeld());

    ledger.commit(List.of(change(HIGH, in("c", 1))));
    assertFalse(ledger.isHeld());
  }

  /** Given back and taken in one pass, each in its own write of the ledger. */
  @Test
  void whatIsGivenBackIsWrittenBeforeItIsTaken() throws LedgerConflictException {
    ledger.commit(List.of(change(LOW, in("a", 2))));
    List<String> batches = new ArrayList<>();
    ledger.commit(
        List.of(change(HIGH, in("a", 2)), change(LOW, in("b", 2))),
        List.of(),
        null,
        (batch, waiting) -> {
          batch.forEach(c -> batches.add(c.id().name()));
          assertTrue(ledger.inForce(LOW).published());
          assertNull(ledger.inForce(HIGH));
        });
    assertEquals(List.of("low"), batches);
    assertTrue(ledger.inForce(HIGH).published());
    assertNotNull(
        server.admin.resources(WorkloadPlacement.class).inNamespace("open").withName("high").get());
  }

  /** A process that ends between two batches leaves what the next one finishes. */
  @Test
  void whoEndsBetweenTwoBatchesIsSucceededByOneWhoKnowsWhatCounts() throws LedgerConflictException {
    List<ProposedDecision> changes = new ArrayList<>();
    for (int i = 0; i < Batch.MOST + 10; i++) {
      changes.add(change(new WorkloadId("open", "w" + i), in("a", 1)));
    }
    try {
      ledger.commit(
          changes,
          List.of(),
          null,
          (batch, waiting) -> {
            throw new IllegalStateException("made up: it ends here");
          });
    } catch (IllegalStateException e) {
      assertEquals(Batch.MOST, head().getSpec().entries().size(), "they are in the ledger still");
    }
    try (Ledger next = new Ledger(server.admin, Clock.fixed(NOON, ZoneOffset.UTC))) {
      next.recover();
      assertEquals(Batch.MOST, next.all().size());
      assertEquals(List.of(), head().getSpec().entries());
      next.commit(changes.subList(Batch.MOST, changes.size()));
      assertEquals(changes.size(), next.all().size());
      assertTrue(next.all().values().stream().allMatch(DecisionInForce::published));
    }
  }

  private DecisionLedger head() {
    return server.admin.resources(DecisionLedger.class).withName("decisions").get();
  }

  private static ProposedDecision change(WorkloadId id, Assignment... assignments) {
    return LaterDecision.of(
        id, "u", Chain.GENESIS, null, "InputChanged", List.of(assignments), List.of(), 0);
  }

  private static Assignment in(String zone, int replicas) {
    return new Assignment(zone, replicas, null, null);
  }
}
