package cloud.bleu.operator.pass;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.faults.Fault;
import cloud.bleu.ledger.LedgerConflictException;
import cloud.bleu.ledger.ProposedDecision;
import cloud.bleu.operator.snapshot.Snapshot;
import cloud.bleu.placement.model.WorkloadId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What is committed first is delivered first: gates, snapshot and news come batch by batch. */
@Tag("wiring")
class PublicationTest {
  private static final int COUNT = 100;

  private PublicationScene scene;
  private final List<String> fired = new CopyOnWriteArrayList<>();

  @BeforeEach
  void start() throws LedgerConflictException {
    // However slow the machine is: what is late is told later.
    scene = new PublicationScene(Fault.NONE, null);
    scene.triggers.workloads.setEventHandler(
        event -> fired.add(event.getRelatedCustomResourceID().getName()));
    scene.triggers.workloads.start();
  }

  @AfterEach
  void stop() {
    scene.close();
  }

  @Test
  void theFirstBatchIsDeliveredBeforeTheLastIsCommitted() throws LedgerConflictException {
    WorkloadId first = new WorkloadId("first", "w0");
    WorkloadId last = new WorkloadId("last", "w" + (COUNT - 1));
    List<ProposedDecision> changes = new ArrayList<>();
    Map<WorkloadId, Snapshot.Seen> seen = new HashMap<>();
    for (int i = 0; i < COUNT; i++) {
      WorkloadId id = new WorkloadId(i < COUNT / 2 ? "first" : "last", "w" + i);
      changes.add(PublicationScene.change(id, "u" + i, "a"));
      seen.put(id, new Snapshot.Seen("u" + i, 1));
    }
    Publication publication =
        scene.publication(
            PublicationScene.governed("first", "last", "idle"),
            changes,
            () -> PublicationScene.snapshot(seen, Map.of(), new TreeMap<>()),
            id -> null);
    List<Integer> news = new ArrayList<>();
    List<ProposedDecision> committed =
        scene.ledger.commit(
            changes,
            List.of(),
            null,
            (batch, waiting) -> {
              publication.carriedOut(batch, waiting);
              assertTrue(scene.gates.open(first, scene.ledger.inForce(first)), "its gate has it");
              assertNotNull(scene.board.snapshot().seen().get(first), "who delivers it can see it");
              assertTrue(scene.board.snapshot().has(scene.ledger.inForce(first)));
              assertTrue(fired.contains("w0"), "and is told");
              assertNull(scene.ledger.inForce(last), "the last is not decided yet");
              assertNull(scene.board.snapshot().seen().get(last), "nor is anything said of it");
              assertFalse(fired.contains(last.name()));
              assertNull(scene.gate("idle"), "nobody else's gate is looked at");
              news.add(fired.size());
            });
    assertEquals(1, news.size());
    assertFalse(
        scene.board.snapshot().has(scene.ledger.inForce(last)),
        "what is seen of it now is of a time before its decision");
    assertNull(publication.end(committed));
    assertTrue(scene.board.snapshot().has(scene.ledger.inForce(last)));
    assertTrue(scene.gates.open(last, scene.ledger.inForce(last)));
    assertNotNull(scene.gate("idle"));
    assertEquals(seen, scene.board.snapshot().seen());
    assertEquals(COUNT, fired.size(), "each is told once");
  }
}
