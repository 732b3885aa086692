package cloud.bleu.operator.pass;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.api.v1alpha1.Assignment;
import cloud.bleu.api.v1alpha1.WorkloadPlacementStatus.Inputs;
import cloud.bleu.evidence.chain.Chain;
import cloud.bleu.faults.Answer;
import cloud.bleu.faults.Fault;
import cloud.bleu.faults.FaultProxy;
import cloud.bleu.faults.Request;
import cloud.bleu.ledger.Change;
import cloud.bleu.ledger.Export;
import cloud.bleu.ledger.GateWriter;
import cloud.bleu.ledger.Ledger;
import cloud.bleu.ledger.LedgerConflictException;
import cloud.bleu.operator.gate.Gates;
import cloud.bleu.operator.snapshot.Board;
import cloud.bleu.operator.snapshot.Snapshot;
import cloud.bleu.operator.status.EventRecorder;
import cloud.bleu.operator.status.RefusedWrites;
import cloud.bleu.operator.trigger.Triggers;
import cloud.bleu.placement.estate.Decision;
import cloud.bleu.placement.estate.Decision.Cause;
import cloud.bleu.placement.estate.Estate;
import cloud.bleu.placement.explain.Occupancy;
import cloud.bleu.placement.model.Quantities;
import cloud.bleu.placement.model.WorkloadId;
import cloud.bleu.sandbox.EmbeddedApiServer;
import cloud.bleu.sandbox.ProjectCrds;
import cloud.bleu.status.Enforcement;
import cloud.bleu.translate.Translation;
import cloud.bleu.translate.finding.ObjectRef;
import cloud.bleu.translate.object.ApiObjects;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
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
  private static final Duration BOUND = Duration.ofSeconds(20);
  private static final WorkloadId SLOW = new WorkloadId("slow", "web");

  /** Writes of placements in the namespace "slow" wait for a permit. */
  private final Semaphore hang = new Semaphore(0);

  private final Semaphore late = new Semaphore(0);
  private EmbeddedApiServer server;
  private KubernetesClient admin;
  private FaultProxy proxy;
  private KubernetesClient client;
  private EventRecorder events;
  private Ledger ledger;
  private Gates gates;
  private final Triggers triggers = new Triggers();
  private final List<String> fired = new CopyOnWriteArrayList<>();
  private final Map<WorkloadId, Inputs> decidedOn = new HashMap<>();
  private final Board board = new Board(id -> Map.of(), () -> {});
  private Bulletin bulletin;

  @BeforeEach
  void start() throws Exception {
    server = EmbeddedApiServer.start(ProjectCrds.all());
    admin = server.newClient();
    Fault slow =
        new Fault() {
          @Override
          public Answer instead(Request request) throws InterruptedException {
            if (!request.method().equals("GET")
                && request.about("workloadplacements")
                && request.path().contains("/namespaces/slow/")) {
              hang.acquire();
            }
            return null;
          }
        };
    proxy = new FaultProxy(admin.getConfiguration(), slow);
    client = proxy.client();
    SimpleMeterRegistry registry = new SimpleMeterRegistry();
    events = new EventRecorder(client, "test", Clock.systemUTC(), registry);
    ledger = new Ledger(client, Clock.systemUTC(), Export.NONE, late::release);
    ledger.recover();
    gates = new Gates(new GateWriter(client), new RefusedWrites(registry, events), () -> {});
    bulletin = new Bulletin(triggers, events::decided, id -> Set.of(), node -> Set.of());
    triggers.workloads.setEventHandler(
        event ->
            fired.add(
                "workload "
                    + event.getRelatedCustomResourceID().getName()
                    + published(event.getRelatedCustomResourceID().getName())));
    triggers.workloads.start();
    triggers.zones.setEventHandler(
        event ->
            fired.add(
                "zone " + event.getRelatedCustomResourceID().getName() + " inUse=" + inUse("z")));
    triggers.zones.start();
  }

  private String published(String name) {
    return ledger.all().entrySet().stream()
        .filter(e -> e.getKey().name().equals(name))
        .map(e -> " published=" + e.getValue().published())
        .findFirst()
        .orElse(" undecided");
  }

  /** As ZoneReconciler.inUse asks the ledger. */
  private boolean inUse(String zone) {
    return ledger.all().values().stream()
        .anyMatch(
            f ->
                f.spec().assignments().stream()
                    .anyMatch(a -> a.zone().equals(zone) && a.replicas() > 0));
  }

  @AfterEach
  void stop() {
    hang.release(1000);
    ledger.close();
    gates.close();
    events.close();
    client.close();
    proxy.close();
    admin.close();
    server.close();
  }

  /** Its first look came before the write was answered, and it does not come again by itself. */
  @Test
  void decisionWrittenAfterThePassIsToldInTheNextOne() throws Exception {
    Map<WorkloadId, Snapshot.Seen> seen = Map.of(SLOW, new Snapshot.Seen("u", 1));
    pass(List.of(change(SLOW, "z")), seen, Map.of(SLOW, decision(SLOW, Cause.SpecChanged)));
    assertTrue(fired.contains("workload web published=false"), fired.toString());
    fired.clear();
    answerSlow();
    ledger.finish();
    assertTrue(ledger.isWorthAPass());
    pass(List.of(), seen, Map.of(SLOW, decision(SLOW, Cause.Unchanged)));
    assertEquals(List.of("workload web published=true"), workloads("web"));
  }

  @Test
  void decisionWrittenWhileOthersAreCommittedIsTold() throws Exception {
    List<Change> changes = new ArrayList<>();
    Map<WorkloadId, Snapshot.Seen> seen = new HashMap<>();
    Map<WorkloadId, Decision> decisions = new HashMap<>();
    add(SLOW, changes, seen, decisions);
    for (int i = 0; i < 150; i++) {
      add(new WorkloadId("open", "w" + i), changes, seen, decisions);
    }
    Publication publication =
        publication(changes, () -> snapshot(seen, decisions, new TreeMap<>()));
    List<Change> committed =
        ledger.commit(
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
    assertTrue(ledger.inForce(SLOW).published());
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
            List.of(change(first, "z"), change(leftOut, "z"), change(last, "z")),
            () -> snapshot(edited, Map.of(), new TreeMap<>()));
    publication.carriedOut(List.of(change(first, "z")), Set.of(leftOut, last));
    publication.carriedOut(List.of(change(last, "z")), Set.of());
    assertEquals(
        old.get(leftOut), board.snapshot().seen().get(leftOut), "of it is said what was said");
    publication.end(List.of(change(first, "z"), change(last, "z")));
    assertEquals(edited, board.snapshot().seen());
    assertEquals(1, workloads("left-out").size(), fired.toString());
    assertEquals(1, workloads("first").size(), fired.toString());
  }

  @Test
  void zoneThatTheLastBatchTakesIsToldAfterIt() throws Exception {
    List<Change> changes = new ArrayList<>();
    Map<WorkloadId, Snapshot.Seen> seen = new HashMap<>();
    Map<WorkloadId, Decision> decisions = new HashMap<>();
    for (int i = 0; i < 70; i++) {
      WorkloadId id = new WorkloadId("open", "w" + i);
      changes.add(change(id, i == 69 ? "z" : "other"));
      seen.put(id, new Snapshot.Seen("u", 1));
      decisions.put(id, decision(id, Cause.SpecChanged));
    }
    Publication one =
        publication(
            List.of(),
            () -> snapshot(Map.of(), Map.of(), new TreeMap<>(Map.of("z", occupancy(0)))));
    one.end(List.of());
    fired.clear();
    Publication two =
        publication(
            changes, () -> snapshot(seen, decisions, new TreeMap<>(Map.of("z", occupancy(1)))));
    two.end(ledger.commit(changes, List.of(), null, two));
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
    List<Change> proposed = new ArrayList<>();
    for (WorkloadId id : List.of(taken, held, heldAndNew)) {
      seen.put(id, new Snapshot.Seen("u", 2));
      edited.put(id, inputs("new"));
      proposed.add(change(id, "z"));
    }
    Publication publication =
        publication(proposed, () -> snapshot(seen, Map.of(), new TreeMap<>()).withInputs(edited));
    publication.end(List.of(proposed.get(0)));
    assertEquals(
        Map.of(taken, inputs("new"), held, inputs("old")), publication.snapshot().inputs());
    assertEquals(publication.snapshot(), board.snapshot());
  }

  private static Inputs inputs(String digest) {
    return new Inputs("engine", digest, null, null, null, List.of());
  }

  private void pass(
      List<Change> changes,
      Map<WorkloadId, Snapshot.Seen> seen,
      Map<WorkloadId, Decision> decisions)
      throws LedgerConflictException {
    Publication publication =
        publication(changes, () -> snapshot(seen, decisions, new TreeMap<>()));
    publication.end(ledger.commit(changes, List.of(), null, publication));
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
      List<Change> changes,
      Map<WorkloadId, Snapshot.Seen> seen,
      Map<WorkloadId, Decision> decisions) {
    changes.add(change(id, "z"));
    seen.put(id, new Snapshot.Seen("u", 1));
    decisions.put(id, decision(id, Cause.SpecChanged));
  }

  private Publication publication(List<Change> changes, Supplier<Snapshot> looks) {
    return new Publication(
        ledger, gates, board, bulletin, objects(), translation(), changes, looks, decidedOn::get);
  }

  private static Occupancy occupancy(int workloads) {
    return new Occupancy(
        Quantities.NONE, Quantities.NONE, Quantities.NONE, Quantities.NONE, null, workloads);
  }

  private static Change change(WorkloadId id, String zone) {
    return new Change(
        id,
        "u",
        Chain.GENESIS,
        null,
        "InputChanged",
        List.of(new Assignment(zone, 1, null, null)),
        List.of(),
        0);
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

  private static Translation translation() {
    return new Translation(
        new Estate(
            Instant.parse("2026-11-24T12:00:00Z"),
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            List.of()),
        List.of(),
        List.of(),
        List.of(),
        new TreeMap<>(),
        new TreeMap<>());
  }

  private static Snapshot snapshot(
      Map<WorkloadId, Snapshot.Seen> seen,
      Map<WorkloadId, Decision> decisions,
      TreeMap<String, Occupancy> occupancy) {
    return new Snapshot(
        translation(),
        decisions,
        Map.of(),
        Map.of(),
        Map.of(),
        occupancy,
        seen,
        Map.of(),
        Map.of(new ObjectRef("AvailabilityZone", null, "z"), new Snapshot.Seen("u", 1)),
        new Enforcement(new TreeSet<>(), new TreeMap<>(), new TreeSet<>()),
        Map.of());
  }

  private static ApiObjects objects() {
    return new ApiObjects(
        List.of(), List.of(), List.of(), List.of(), List.of(), List.of(), List.of(), List.of(),
        List.of(), List.of(), List.of(), List.of(), List.of(), List.of());
  }
}
