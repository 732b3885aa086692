package cloud.bleu.operator.pass;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.operator.snapshot.Snapshot;
import cloud.bleu.operator.snapshot.SnapshotBoard;
import cloud.bleu.operator.trigger.Trigger;
import cloud.bleu.operator.trigger.Triggers;
import cloud.bleu.placement.model.WorkloadId;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Whoever is not woken is asked all the same, once in the interval. */
class ResyncTest {
  private static final int COUNT = 3000;

  private final SnapshotBoard board = new SnapshotBoard(id -> Map.of(), () -> {});
  private final Triggers triggers = new Triggers();
  private final List<String> workloads = new CopyOnWriteArrayList<>();
  private final List<String> placements = new CopyOnWriteArrayList<>();
  private final List<String> zones = new CopyOnWriteArrayList<>();
  private final List<String> drills = new CopyOnWriteArrayList<>();
  private final Resync resync =
      new Resync(board, triggers, () -> List.of("yearly"), Duration.ofHours(1));

  @BeforeEach
  void listen() {
    listen(triggers.workloads, workloads);
    listen(triggers.placements, placements);
    listen(triggers.zones, zones);
    listen(triggers.drills, drills);
  }

  private static void listen(Trigger<?> trigger, List<String> asked) {
    trigger.setEventHandler(event -> asked.add(event.getRelatedCustomResourceID().getName()));
    trigger.start();
  }

  @AfterEach
  void close() {
    resync.close();
  }

  @Test
  void beforeTheFirstPassNobodyIsAsked() {
    interval();
    assertEquals(List.of(), workloads);
  }

  @Test
  void eachIsAskedOnceInAnIntervalAndNotAllAtOnce() {
    Map<WorkloadId, Snapshot.Seen> seen = new HashMap<>();
    for (int i = 0; i < COUNT; i++) {
      seen.put(new WorkloadId("n" + i % 7, "w" + i), new Snapshot.Seen("u", 1));
    }
    board.publish(PublicationScene.snapshot(seen, Map.of(), new TreeMap<>()));
    int most = interval();
    assertEquals(COUNT, workloads.size());
    assertEquals(COUNT, workloads.stream().distinct().count());
    assertEquals(sorted(workloads), sorted(placements));
    assertEquals(List.of("z"), zones);
    assertEquals(List.of("yearly"), drills);
    assertTrue(most < 3 * COUNT / Resync.TURNS, most + " at once");
    interval();
    assertEquals(2 * COUNT, workloads.size());
  }

  private static List<String> sorted(List<String> names) {
    return names.stream().sorted().toList();
  }

  /** Takes all turns; returns how many workloads are asked for in one at most. */
  private int interval() {
    int most = 0;
    for (int turn = 0; turn < Resync.TURNS; turn++) {
      int before = workloads.size();
      resync.next();
      most = Math.max(most, workloads.size() - before);
    }
    return most;
  }
}
