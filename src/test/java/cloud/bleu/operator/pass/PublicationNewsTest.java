package cloud.bleu.operator.pass;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.api.v1alpha1.WorkloadPlacementStatus.Inputs;
import cloud.bleu.faults.Answer;
import cloud.bleu.faults.Fault;
import cloud.bleu.faults.Request;
import cloud.bleu.ledger.LedgerConflictException;
import cloud.bleu.ledger.ProposedDecision;
import cloud.bleu.operator.snapshot.Snapshot;
import cloud.bleu.placement.estate.Decision;
import cloud.bleu.placement.estate.Decision.Cause;
import cloud.bleu.placement.explain.Occupancy;
import cloud.bleu.placement.model.Quantities;
import cloud.bleu.placement.model.WorkloadId;
import cloud.bleu.translate.object.ApiObjects;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Nobody misses what a pass brings about: a decision that is written late, a workload that is left
 * out of a batch, a zone that the last batch takes.
 */
@Tag("wiring")
class PublicationNewsTest {
  private static final Duration BOUND = Duration.ofSeconds(60);
  private static final WorkloadId SLOW = new WorkloadId("slow", "web");

  /** Writes of placements in the namespace "slow" wait for a permit. */
  private final Semaphore hang = new Semaphore(0);

  private final Semaphore late = new Semaphore(0);
  private PublicationScene scene;
  private final List<String> fired = new CopyOnWriteArrayList<>();
  private final Map<WorkloadId, Inputs> decidedOn = new HashMap<>();
  private volatile boolean gatesRefused;

  @BeforeEach
  void start() throws Exception {
    open(late::release);
  }

  /**
   * @param late null: every answer is waited for
   */
  private void open(@Nullable Runnable late) throws Exception {
    Fault slow =
        new Fault() {
          @Override
          public Answer instead(Request request) throws InterruptedException {
            if (!request.method().equals("GET")
                && request.about("workloadplacements")
                && request.path().contains("/namespaces/slow/")) {
              scene.time.hangs(SLOW);
              hang.acquire();
              scene.time.ends(SLOW);
            }
            return gatesRefused
                    && !request.method().equals("GET")
                    && request.about("placementgates")
                ? Answer.json(
                    403,
                    "{\"kind\":\"Status\",\"apiVersion\":\"v1\",\"status\":\"Failure\",\"code\":403,\"message\":\"placementgates"
                        + " is forbidden: made up\"}")
                : null;
          }
        };
    scene = new PublicationScene(slow, late);
    scene.triggers.workloads.setEventHandler(
        event ->
            fired.add(
                "workload "
                    + event.getRelatedCustomResourceID().getName()
                    + published(event.getRelatedCustomResourceID().getName())));
    scene.triggers.workloads.start();
    scene.triggers.zones.setEventHandler(
        event ->
            fired.add(
                "zone " + event.getRelatedCustomResourceID().getName() + " inUse=" + inUse("z")));
    scene.triggers.zones.start();
  }

  private String published(String name) {
    return scene.ledger.all().entrySet().stream()
        .filter(e -> e.getKey().name().equals(name))
        .map(e -> " published=" + e.getValue().published())
        .findFirst()
        .orElse(" undecided");
  }

  /** As ZoneReconciler.inUse asks the ledger. */
  private boolean inUse(String zone) {
    return scene.ledger.all().values().stream()
        .anyMatch(
            f ->
                f.spec().assignments().stream()
                    .anyMatch(a -> a.zone().equals(zone) && a.replicas() > 0));
  }

  @AfterEach
  void stop() {
    hang.release(1000);
    scene.close();
  }

  /** Its first look came before the write was answered, and it does not come again by itself. */
  @Test
  void decisionWrittenAfterThePassIsToldInTheNextOne() throws Exception {
    Map<WorkloadId, Snapshot.Seen> seen = Map.of(SLOW, new Snapshot.Seen("u", 1));
    pass(
        List.of(PublicationScene.change(SLOW, "u", "z")),
        seen,
        Map.of(SLOW, decision(SLOW, Cause.SpecChanged)));
    assertTrue(fired.contains("workload web published=false"), fired.toString());
    fired.clear();
    answerSlow();
    scene.ledger.finish();
    assertTrue(scene.ledger.isWorthAPass());
    pass(List.of(), seen, Map.of(SLOW, decision(SLOW, Cause.Unchanged)));
    assertEquals(List.of("workload web published=true"), workloads("web"));
  }

  @Test
  void decisionWrittenWhileOthersAreCommittedIsTold() throws Exception {
    List<ProposedDecision> changes = new ArrayList<>();
    Map<WorkloadId, Snapshot.Seen> seen = new HashMap<>();
    Map<WorkloadId, Decision> decisions = new HashMap<>();
    add(SLOW, changes, seen, decisions);
    for (int i = 0; i < 150; i++) {
      add(new WorkloadId("open", "w" + i), changes, seen, decisions);
    }
    Publication publication =
        publication(changes, () -> PublicationScene.snapshot(seen, decisions, new TreeMap<>()));
    List<ProposedDecision> committed =
        scene.ledger.commit(
            changes,
            List.of(),
            null,
            (batch, waiting) -> {
              publication.carriedOut(batch, waiting);
              if (hang.availablePermits() == 0) {
                answerSlow();
              }
            });
    publication.end(committed);
    assertTrue(scene.ledger.inForce(SLOW).published());
    assertEquals(
        List.of("workload web published=false", "workload web published=true"), workloads("web"));
    assertEquals(1, workloads("w0").size(), "what is as it was told is told once");
  }

  @Test
  void workloadLeftOutOfABatchIsTold() throws Exception {
    WorkloadId first = new WorkloadId("n", "first");
    WorkloadId leftOut = new WorkloadId("n", "left-out");
    WorkloadId last = new WorkloadId("n", "last");
    Map<WorkloadId, Snapshot.Seen> old = new HashMap<>();
    Map<WorkloadId, Snapshot.Seen> edited = new HashMap<>();
    for (WorkloadId id : List.of(first, leftOut, last)) {
      old.put(id, new Snapshot.Seen("u", 1));
      edited.put(id, new Snapshot.Seen("u", 2));
    }
    pass(List.of(), old, Map.of());
    fired.clear();
    Publication publication =
        publication(
            List.of(
                PublicationScene.change(first, "u", "z"),
                PublicationScene.change(leftOut, "u", "z"),
                PublicationScene.change(last, "u", "z")),
            () -> PublicationScene.snapshot(edited, Map.of(), new TreeMap<>()));
    publication.carriedOut(
        List.of(PublicationScene.change(first, "u", "z")), Set.of(leftOut, last));
    publication.carriedOut(List.of(PublicationScene.change(last, "u", "z")), Set.of());
    assertEquals(
        old.get(leftOut),
        scene.board.snapshot().seen().get(leftOut),
        "of it is said what was said");
    publication.end(
        List.of(PublicationScene.change(first, "u", "z"), PublicationScene.change(last, "u", "z")));
    assertEquals(edited, scene.board.snapshot().seen());
    assertEquals(1, workloads("left-out").size(), fired.toString());
    assertEquals(1, workloads("first").size(), fired.toString());
  }

  @Test
  void zoneThatTheLastBatchTakesIsToldAfterIt() throws Exception {
    List<ProposedDecision> changes = new ArrayList<>();
    Map<WorkloadId, Snapshot.Seen> seen = new HashMap<>();
    Map<WorkloadId, Decision> decisions = new HashMap<>();
    for (int i = 0; i < 70; i++) {
      WorkloadId id = new WorkloadId("open", "w" + i);
      changes.add(PublicationScene.change(id, "u", i == 69 ? "z" : "other"));
      seen.put(id, new Snapshot.Seen("u", 1));
      decisions.put(id, decision(id, Cause.SpecChanged));
    }
    Publication one =
        publication(
            List.of(),
            () ->
                PublicationScene.snapshot(
                    Map.of(), Map.of(), new TreeMap<>(Map.of("z", occupancy(0)))));
    one.end(List.of());
    fired.clear();
    Publication two =
        publication(
            changes,
            () ->
                PublicationScene.snapshot(
                    seen, decisions, new TreeMap<>(Map.of("z", occupancy(1)))));
    two.end(scene.ledger.commit(changes, List.of(), null, two));
    List<String> zone = fired.stream().filter(f -> f.startsWith("zone")).toList();
    assertFalse(zone.isEmpty());
    assertEquals("zone z inUse=true", zone.get(zone.size() - 1));
  }

  /** Or the pass that commits it would take its edit for one that was decided on before. */
  @Test
  void changeThatIsHeldLeavesWhatItsWorkloadWasDecidedOn() throws Exception {
    WorkloadId taken = new WorkloadId("n", "taken");
    WorkloadId held = new WorkloadId("n", "held");
    WorkloadId heldAndNew = new WorkloadId("n", "held-and-new");
    decidedOn.put(taken, inputs("old"));
    decidedOn.put(held, inputs("old"));
    Map<WorkloadId, Snapshot.Seen> seen = new HashMap<>();
    Map<WorkloadId, Inputs> edited = new HashMap<>();
    List<ProposedDecision> proposed = new ArrayList<>();
    for (WorkloadId id : List.of(taken, held, heldAndNew)) {
      seen.put(id, new Snapshot.Seen("u", 2));
      edited.put(id, inputs("new"));
      proposed.add(PublicationScene.change(id, "u", "z"));
    }
    Publication publication =
        publication(
            proposed,
            () ->
                PublicationScene.snapshot(seen, Map.of(), new TreeMap<>())
                    .standing(Set.of(), edited, 0));
    publication.end(List.of(proposed.get(0)));
    assertEquals(
        Map.of(taken, inputs("new"), held, inputs("old")), publication.snapshot().inputs());
    assertEquals(publication.snapshot(), scene.board.snapshot());
  }

  /** The next pass finds the gate as that one left it, and who delivers is to know of it. */
  @Test
  void whatBecameOfAGateIsToldThoughThePassFailed() throws Exception {
    scene.close();
    open(null);
    WorkloadId web = new WorkloadId("n", "web");
    WorkloadId other = new WorkloadId("n", "other");
    Map<WorkloadId, Snapshot.Seen> seen =
        Map.of(web, new Snapshot.Seen("u", 1), other, new Snapshot.Seen("u", 1));
    Map<WorkloadId, Decision> decisions = Map.of(web, decision(web, Cause.Unchanged));
    ApiObjects objects = PublicationScene.governed("n");
    Supplier<Snapshot> looks = () -> PublicationScene.snapshot(seen, decisions, new TreeMap<>());
    List<ProposedDecision> first = List.of(PublicationScene.change(web, "u", "z"));
    scene.publication(objects, first, looks, decidedOn::get).end(scene.ledger.commit(first));
    assertEquals(List.of(), scene.gates.passage(web, null).problems());
    fired.clear();

    gatesRefused = true;
    List<ProposedDecision> second = List.of(PublicationScene.change(other, "u", "z"));
    Publication failing =
        scene.publication(
            objects,
            second,
            () -> {
              throw new IllegalStateException("made up");
            },
            decidedOn::get);
    List<ProposedDecision> committed = scene.ledger.commit(second);
    assertThrows(IllegalStateException.class, () -> failing.end(committed));
    assertEquals("GateNotWritten", scene.gates.passage(web, null).problems().get(0).code());
    assertEquals(List.of(), workloads("web"));

    // As the loop does it: everything is read again, then another pass.
    scene.gates.recover();
    scene.publication(objects, List.of(), looks, decidedOn::get).end(List.of());
    assertEquals("GateNotWritten", scene.gates.passage(web, null).problems().get(0).code());
    assertEquals(1, workloads("web").size(), fired.toString());
    fired.clear();
    scene.publication(objects, List.of(), looks, decidedOn::get).end(List.of());
    assertEquals(List.of(), workloads("web"), "it is told once");
  }

  private static Inputs inputs(String digest) {
    return new Inputs("engine", digest, null, null, null, List.of());
  }

  private void pass(
      List<ProposedDecision> changes,
      Map<WorkloadId, Snapshot.Seen> seen,
      Map<WorkloadId, Decision> decisions)
      throws LedgerConflictException {
    Publication publication =
        publication(changes, () -> PublicationScene.snapshot(seen, decisions, new TreeMap<>()));
    publication.end(scene.ledger.commit(changes, List.of(), null, publication));
  }

  /** Lets the writes go on that hang, and waits for their answer. */
  private void answerSlow() {
    hang.release(10);
    try {
      assertTrue(late.tryAcquire(BOUND.toSeconds(), TimeUnit.SECONDS), "no answer came");
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private List<String> workloads(String name) {
    return fired.stream().filter(f -> f.startsWith("workload " + name + " ")).toList();
  }

  private void add(
      WorkloadId id,
      List<ProposedDecision> changes,
      Map<WorkloadId, Snapshot.Seen> seen,
      Map<WorkloadId, Decision> decisions) {
    changes.add(PublicationScene.change(id, "u", "z"));
    seen.put(id, new Snapshot.Seen("u", 1));
    decisions.put(id, decision(id, Cause.SpecChanged));
  }

  private Publication publication(List<ProposedDecision> changes, Supplier<Snapshot> looks) {
    return scene.publication(PublicationScene.governed(), changes, looks, decidedOn::get);
  }

  private static Occupancy occupancy(int workloads) {
    return new Occupancy(
        Quantities.NONE,
        Quantities.NONE,
        Quantities.NONE,
        Quantities.NONE,
        Quantities.NONE,
        null,
        workloads);
  }

  private static Decision decision(WorkloadId id, Cause cause) {
    return new Decision(
        id,
        new Decision.Outcome.Placed(),
        cause,
        0,
        List.of(cloud.bleu.placement.model.Assignment.of("z", 1)),
        List.of(),
        List.of(),
        List.of(),
        new TreeMap<>(),
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        true,
        0);
  }
}
