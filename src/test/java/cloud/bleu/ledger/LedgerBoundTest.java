package cloud.bleu.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.api.v1alpha1.Assignment;
import cloud.bleu.api.v1alpha1.Contingency;
import cloud.bleu.api.v1alpha1.Evacuation;
import cloud.bleu.apiserver.StillClock;
import cloud.bleu.evidence.chain.Chain;
import cloud.bleu.evidence.chain.ChainNote;
import cloud.bleu.layers.Campaign;
import cloud.bleu.placement.model.WorkloadId;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The ledger stays below what etcd takes, and who is not refused goes on, whatever is refused. */
class LedgerBoundTest {
  private static final Instant NOON = Instant.parse("2026-11-24T12:00:00Z");

  /** Decisions within 1 MiB, notes beside; etcd takes 1.5 MiB. */
  private static final int BOUND = 1340 * 1024;

  private RefusingServer server;
  private Ledger ledger;

  /** However long a request takes: no answer is late by it. */
  private final StillClock time = new StillClock();

  @BeforeEach
  void start() throws LedgerConflictException {
    server = new RefusingServer();
    ledger =
        new Ledger(
            server.client,
            Clock.fixed(NOON, ZoneOffset.UTC),
            Export.NONE,
            null,
            new PlacementWriter(server.client, namespace -> true),
            time);
    ledger.recover();
  }

  @AfterEach
  void stop() {
    ledger.close();
    server.close();
  }

  /** Twice as many namespaces as there is room for, with a decision of 40 kB each, in turn. */
  @Test
  void namespacesThatRefuseOneAfterTheOtherDoNotFillIt() throws LedgerConflictException {
    WorkloadId open = new WorkloadId("open", "web");
    for (int i = 0; i < 23; i++) {
      WorkloadId id = new WorkloadId("shut-" + i, "web");
      server.refusing.add(id.namespace());
      ledger.commit(List.of(change(id, "u" + i, 1, 40_000)));
      assertTrue(ledger.refused().containsKey(id), "each is told why: " + id);
      List<ProposedDecision> committed = ledger.commit(List.of(change(open, "u", i + 1, 40_000)));
      assertEquals(1, committed.size(), "after " + i);
      assertTrue(ledger.inForce(open).published(), "after " + i);
    }
    assertTrue(server.largest.get() < 600 * 1024, server.largest + " bytes");
    assertTrue(ledger.all().size() < 20, ledger.all().size() + " are committed");
  }

  /** All at once, among those that do not refuse. */
  @Test
  void thoseThatAreNotRefusedGoOnInTheSamePass() throws LedgerConflictException {
    List<ProposedDecision> changes = new ArrayList<>();
    for (int i = 0; i < 120; i++) {
      WorkloadId id = new WorkloadId((i % 3 == 0 ? "open-" : "shut-") + i, "web");
      if (id.namespace().startsWith("shut")) {
        server.refusing.add(id.namespace());
      }
      changes.add(change(id, "u" + i, 1, 20_000));
    }
    ledger.commit(changes);
    for (ProposedDecision change : changes) {
      DecisionInForce inForce = ledger.inForce(change.id());
      if (change.id().namespace().startsWith("open")) {
        assertTrue(inForce != null && inForce.published(), change.id() + "");
      } else {
        assertTrue(inForce == null || !inForce.published(), change.id() + "");
        assertTrue(ledger.refused().containsKey(change.id()), change.id() + "");
      }
    }
    assertTrue(server.largest.get() < BOUND, server.largest + " bytes");

    server.refusing.clear();
    // Until all are decided and written: what is withheld asks for a pass by itself.
    for (int round = 0; round < 20 && ledger.all().size() < changes.size(); round++) {
      time.pass(Duration.ofSeconds(30));
      ledger.finish();
      ledger.commit(changes.stream().filter(c -> ledger.inForce(c.id()) == null).toList());
    }
    assertEquals(changes.size(), ledger.all().size());
    assertEquals(Map.of(), ledger.refused());
    assertFalse(ledger.isWorthAPass());
  }

  /** What is withheld in a namespace that has nothing in the ledger asks for another pass. */
  @Test
  void whatIsWithheldIsAskedForAgainInTime() throws LedgerConflictException {
    for (int i = 0; i < 30; i++) {
      server.refusing.add("shut-" + i);
      ledger.commit(List.of(change(new WorkloadId("shut-" + i, "web"), "u" + i, 1, 20_000)));
    }
    WorkloadId last = new WorkloadId("shut-29", "web");
    assertEquals(null, ledger.inForce(last));
    server.refusing.remove("shut-29");
    time.pass(Duration.ofSeconds(30));
    ledger.finish();
    assertTrue(ledger.isWorthAPass());
    ledger.commit(List.of(change(last, "u29", 1, 20_000)));
    assertTrue(ledger.inForce(last).published());
    // Nothing asks for a pass for ever, be it that it is not proposed any more.
    ledger.commit(List.of());
    assertFalse(ledger.isWorthAPass());
  }

  /** What refuses one workload of a namespace may take the others; each gets its turn. */
  @Test
  void whoIsNotRefusedDoesNotWaitForWhoIsInTheSameNamespace() throws LedgerConflictException {
    for (int i = 0; i < 30; i++) {
      server.refusing.add("shut-" + i);
      ledger.commit(List.of(change(new WorkloadId("shut-" + i, "web"), "u" + i, 1, 20_000)));
    }
    server.refusing.add("mixed/low");
    server.refusing.add("mixed/other");
    List<ProposedDecision> changes =
        List.of(
            change(new WorkloadId("mixed", "low"), "l", 1, 20_000),
            change(new WorkloadId("mixed", "other"), "o", 1, 20_000),
            change(new WorkloadId("mixed", "web"), "w", 1, 20_000));
    WorkloadId web = changes.get(2).id();
    int before = server.dryRuns.get();
    for (int turn = 0; turn < 3 && ledger.inForce(web) == null; turn++) {
      ledger.commit(changes);
      time.pass(Duration.ofSeconds(1 << turn));
      ledger.finish();
    }
    assertTrue(ledger.inForce(web) != null && ledger.inForce(web).published());
    assertEquals(4, server.dryRuns.get() - before, "one, after a second one, after two two");
    assertEquals(null, ledger.inForce(changes.get(0).id()));
  }

  /** That a workload goes says nothing of what the server would take from the others. */
  @Test
  void aWithdrawalAsksNobodyBeforeItsTime() throws LedgerConflictException {
    WorkloadId gone = new WorkloadId("mixed", "gone");
    ledger.commit(List.of(change(gone, "g", 1, 0)));
    for (int i = 0; i < 30; i++) {
      server.refusing.add("shut-" + i);
      ledger.commit(List.of(change(new WorkloadId("shut-" + i, "web"), "u" + i, 1, 20_000)));
    }
    server.refusing.add("mixed/low");
    ProposedDecision low = change(new WorkloadId("mixed", "low"), "l", 1, 20_000);
    ledger.commit(List.of(low));
    int before = server.dryRuns.get();
    List<ProposedDecision> committed =
        ledger.commit(List.of(DecisionDifference.withdrawal(gone, ledger.inForce(gone)), low));
    assertEquals(List.of(gone), committed.stream().map(ProposedDecision::id).toList());
    assertEquals(0, server.dryRuns.get() - before);
    assertTrue(ledger.refused().containsKey(low.id()));
  }

  /** A decision that the ledger has no room for is told so, and asks for a pass by itself. */
  @Test
  void whatHasNoRoomIsToldAndAskedForAgain() throws LedgerConflictException {
    WorkloadId id = new WorkloadId("shut", "web");
    WorkloadId next = new WorkloadId("open", "web");
    server.refusing.add("shut");
    ledger.commit(List.of(change(id, "u", 1, 900_000)));
    assertTrue(ledger.inForce(id) != null, "what is alone is committed, however large");
    ledger.commit(List.of(change(next, "v", 1, 900_000)));
    assertTrue(ledger.refused().get(next).sentence().contains("room"), ledger.refused() + "");
    assertEquals(Duration.ofSeconds(1), ledger.untilRetry());
    assertFalse(ledger.isWorthAPass());
    time.pass(Duration.ofSeconds(1));
    assertTrue(ledger.isWorthAPass());
    // Who only asked has a pass as well, though nobody is told, until it asks no more.
    assertEquals(1, ledger.withhold(List.of(change(next, "v", 1, 900_000))).size());
    ledger.commit(List.of());
    assertFalse(ledger.refused().containsKey(next));
    time.pass(Duration.ofSeconds(2));
    assertTrue(ledger.isWorthAPass());
    ledger.commit(List.of());
    assertFalse(ledger.isWorthAPass());
    server.refusing.clear();
    ledger.finish();
    ledger.commit(List.of(change(next, "v", 1, 900_000)));
    assertTrue(ledger.inForce(next).published());
    assertEquals(Map.of(), ledger.refused());
    assertFalse(ledger.isWorthAPass());
  }

  /** What is found out to be refused while it is committed gives nothing back, along the chain. */
  @Test
  void whoWasToHaveTheRoomOfAWithheldOneIsDecidedAnewAtOnce() throws LedgerConflictException {
    WorkloadId low = new WorkloadId("shut-0", "low");
    WorkloadId middle = new WorkloadId("open", "middle");
    WorkloadId high = new WorkloadId("open", "high");
    WorkloadId other = new WorkloadId("open", "other");
    ledger.commit(List.of(change(low, "low", 2, 0), in("b", change(middle, "middle", 2, 0))));
    for (int i = 0; i < 16; i++) {
      server.refusing.add("shut-" + i);
      ledger.commit(List.of(change(new WorkloadId("shut-" + i, "web"), "u" + i, 1, 20_000)));
    }
    ledger.commit(
        List.of(
            in("b", change(high, "high", 2, 0)),
            change(middle, "middle", 2, 0),
            in("c", change(low, "low", 2, 0)),
            in("d", change(other, "other", 2, 0))));
    assertEquals("a", zone(low), "it is withheld");
    assertTrue(ledger.refused().containsKey(low), "and told why");
    assertEquals("b", zone(middle), "it waits for that room");
    assertEquals(null, ledger.inForce(high), "it waits for the room of one that waits");
    assertEquals("d", zone(other), "it waits for nobody");
    assertTrue(ledger.isHeld());

    ProposedDecision moves = in("c", change(low, "low", 2, 0));
    assertEquals(
        List.of(moves), ledger.withhold(List.of(in("d", change(high, "high", 2, 0)), moves)));
    ledger.leaveOut(List.of(low));
    ledger.commit(List.of(in("d", change(high, "high", 2, 0))));
    assertTrue(ledger.refused().containsKey(low), "it is told also where it is not proposed");
    assertFalse(ledger.isHeld());
    assertFalse(ledger.isWorthAPass());
    ledger.commit(List.of());
    assertFalse(ledger.refused().containsKey(low), "until nobody wants it any more");

    // A withdrawal waits for nobody, and what is only asked is told to nobody.
    DecisionInForce standing = ledger.inForce(low);
    ProposedDecision grows = change(low, "low", 3, 0);
    assertEquals(
        List.of(grows),
        ledger.withhold(List.of(DecisionDifference.withdrawal(low, standing), grows)));
    ledger.commit(List.of());
    assertEquals(16, ledger.refused().size(), "those of which something is refused");
    assertFalse(ledger.refused().containsKey(low));
  }

  /** Nobody is asked beforehand while there is room. */
  @Test
  void whereThereIsRoomNobodyIsAsked() throws LedgerConflictException {
    server.refusing.add("shut");
    List<ProposedDecision> changes = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      changes.add(
          change(new WorkloadId(i % 10 == 0 ? "shut" : "open", "w" + i), "u" + i, 1, 2_000));
    }
    ledger.commit(changes);
    assertEquals(0, server.dryRuns.get());
  }

  /** Namespaces that refuse and no longer do, edits and withdrawals of any size, notes beside. */
  @ParameterizedTest
  @MethodSource("seeds")
  void itStaysBelowItsBoundWhateverRefuses(long seed) throws LedgerConflictException {
    Random random = new Random(seed);
    Map<WorkloadId, Integer> wanted = new HashMap<>();
    Set<String> seen = new TreeSet<>();
    for (int round = 0; round < 6; round++) {
      for (int n = 0; n < 60; n++) {
        if (random.nextInt(4) == 0) {
          String namespace = "n-" + n;
          if (server.refusing.remove(namespace)) {
            seen.add("takes again");
          } else {
            server.refusing.add(namespace);
          }
        }
      }
      for (int i = 0; i < 20; i++) {
        wanted.put(
            new WorkloadId("n-" + random.nextInt(60), "w" + random.nextInt(3)), random.nextInt(9));
      }
      List<ProposedDecision> proposed = new ArrayList<>();
      wanted.forEach(
          (id, replicas) -> {
            DecisionInForce inForce = ledger.inForce(id);
            if (replicas == 0) {
              if (inForce != null) {
                proposed.add(DecisionDifference.withdrawal(id, inForce));
                seen.add("withdrawn");
              }
            } else if (inForce == null
                || inForce.spec().assignments().get(0).replicas() != replicas) {
              seen.add(inForce == null ? "new" : "edited");
              proposed.add(change(id, id.toString(), replicas, 1_000 + random.nextInt(60_000)));
            }
          });
      List<ChainNote> notes = new ArrayList<>();
      for (int i = random.nextInt(40); i > 0; i--) {
        notes.add(ChainNote.of("Violation", Map.of("more", "m".repeat(random.nextInt(20_000)))));
      }
      time.pass(Duration.ofSeconds(random.nextInt(60)));
      ledger.finish();
      ledger.commit(proposed, notes, null, CommitProgress.NONE);
      for (int again = 0; ledger.isHeld(); again++) {
        seen.add("held");
        assertTrue(again < 60, "each time something more is committed");
        proposed.removeIf(c -> isInForce(c));
        ledger.commit(proposed);
      }
      assertTrue(server.largest.get() < BOUND, server.largest + " bytes");
      Set<WorkloadId> missing = new HashSet<>();
      wanted.forEach(
          (id, replicas) -> {
            DecisionInForce inForce = ledger.inForce(id);
            if (!server.refusing.contains(id.namespace())
                && replicas > 0
                && (inForce == null || !inForce.published())
                && !ledger.refused().containsKey(id)) {
              missing.add(id);
            }
          });
      assertEquals(Set.of(), missing, "who is not refused is written, or is told why not yet");
    }
    assertEquals(Set.of("edited", "held", "new", "takes again", "withdrawn"), seen);
    server.refusing.clear();
    for (int round = 0; round < 10; round++) {
      time.pass(Duration.ofSeconds(30));
      ledger.finish();
      List<ProposedDecision> proposed = new ArrayList<>();
      wanted.forEach(
          (id, replicas) -> {
            if (replicas > 0 && ledger.inForce(id) == null) {
              proposed.add(change(id, id.toString(), replicas, 20_000));
            }
          });
      ledger.commit(proposed);
    }
    assertEquals(Map.of(), ledger.refused());
    assertTrue(ledger.all().values().stream().allMatch(DecisionInForce::published));
  }

  private static LongStream seeds() {
    return LongStream.rangeClosed(1, Campaign.size("bleu.ledgers", 1));
  }

  private boolean isInForce(ProposedDecision change) {
    DecisionInForce inForce = ledger.inForce(change.id());
    return change.assignments().isEmpty()
        ? inForce == null
        : inForce != null && inForce.spec().assignments().equals(change.assignments());
  }

  private String zone(WorkloadId id) {
    return ledger.inForce(id).spec().assignments().get(0).zone();
  }

  /**
   * @param bytes about so many
   */
  private static ProposedDecision change(WorkloadId id, String uid, int replicas, int bytes) {
    List<Evacuation> plan = new ArrayList<>();
    for (int left = bytes; left > 0; left -= 5_000) {
      List<Contingency.Move> moves = new ArrayList<>();
      for (int i = 0; i < Math.min(5_000, left) / 100 + 1; i++) {
        moves.add(new Contingency.Move("a", "elsewhere-" + "z".repeat(45), 1 + i));
      }
      plan.add(
          new Evacuation(
              List.of(),
              null,
              List.of(new Evacuation.Loss("zone a-" + left, List.of(), moves)),
              List.of(),
              List.of(),
              replicas));
    }
    return LaterDecision.of(
        id,
        uid,
        Chain.GENESIS,
        null,
        "InputChanged",
        List.of(new Assignment("a", replicas, null, null)),
        plan,
        0);
  }

  /** The same elsewhere than in zone a. */
  private static ProposedDecision in(String zone, ProposedDecision change) {
    return LaterDecision.of(
        change.id(),
        change.uid(),
        change.digest(),
        null,
        change.cause(),
        List.of(new Assignment(zone, change.assignments().get(0).replicas(), null, null)),
        change.evacuation(),
        0);
  }
}
