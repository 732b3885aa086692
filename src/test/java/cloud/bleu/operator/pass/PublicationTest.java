package cloud.bleu.operator.pass;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.api.v1alpha1.Assignment;
import cloud.bleu.api.v1alpha1.PlacementGate;
import cloud.bleu.evidence.chain.Chain;
import cloud.bleu.ledger.Change;
import cloud.bleu.ledger.GateWriter;
import cloud.bleu.ledger.Ledger;
import cloud.bleu.ledger.LedgerConflictException;
import cloud.bleu.operator.gate.Gates;
import cloud.bleu.operator.snapshot.Board;
import cloud.bleu.operator.snapshot.Snapshot;
import cloud.bleu.operator.status.EventRecorder;
import cloud.bleu.operator.status.RefusedWrites;
import cloud.bleu.operator.trigger.Triggers;
import cloud.bleu.placement.estate.Estate;
import cloud.bleu.placement.model.WorkloadId;
import cloud.bleu.sandbox.EmbeddedApiServer;
import cloud.bleu.sandbox.ProjectCrds;
import cloud.bleu.status.Enforcement;
import cloud.bleu.translate.Translation;
import cloud.bleu.translate.object.ApiObjects;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What is committed first is delivered first: gates, snapshot and news come batch by batch. */
@Tag("wiring")
class PublicationTest {
  private static final int COUNT = 100;

  private EmbeddedApiServer server;
  private KubernetesClient client;
  private EventRecorder events;
  private Ledger ledger;
  private Gates gates;
  private final Triggers triggers = new Triggers();
  private final List<String> fired = new CopyOnWriteArrayList<>();
  private final Board board = new Board(id -> Map.of(), () -> {});

  @BeforeEach
  void start() throws LedgerConflictException {
    server = EmbeddedApiServer.start(ProjectCrds.all());
    client = server.newClient();
    SimpleMeterRegistry registry = new SimpleMeterRegistry();
    events = new EventRecorder(client, "test", Clock.systemUTC(), registry);
    ledger = new Ledger(client, Clock.systemUTC());
    ledger.recover();
    gates = new Gates(new GateWriter(client), new RefusedWrites(registry, events), () -> {});
    triggers.workloads.setEventHandler(
        event -> fired.add(event.getRelatedCustomResourceID().getName()));
    triggers.workloads.start();
  }

  @AfterEach
  void stop() {
    ledger.close();
    gates.close();
    events.close();
    client.close();
    server.close();
  }

  @Test
  void theFirstBatchIsDeliveredBeforeTheLastIsCommitted() throws LedgerConflictException {
    WorkloadId first = new WorkloadId("first", "w0");
    WorkloadId last = new WorkloadId("last", "w" + (COUNT - 1));
    List<Change> changes = new ArrayList<>();
    Map<WorkloadId, Snapshot.Seen> seen = new HashMap<>();
    for (int i = 0; i < COUNT; i++) {
      WorkloadId id = new WorkloadId(i < COUNT / 2 ? "first" : "last", "w" + i);
      changes.add(
          new Change(
              id,
              "u" + i,
              Chain.GENESIS,
              null,
              "InputChanged",
              List.of(new Assignment("a", 1, null, null)),
              List.of(),
              0));
      seen.put(id, new Snapshot.Seen("u" + i, 1));
    }
    ApiObjects objects = objects(governed("first"), governed("last"), governed("idle"));
    Translation translation = translation();
    Publication publication =
        new Publication(
            ledger,
            gates,
            board,
            new Bulletin(triggers, events::decided, id -> Set.of(), node -> Set.of()),
            objects,
            translation,
            changes,
            () -> snapshot(translation, seen),
            id -> null);
    List<Integer> news = new ArrayList<>();
    List<Change> committed =
        ledger.commit(
            changes,
            List.of(),
            null,
            (batch, waiting) -> {
              publication.carriedOut(batch, waiting);
              assertTrue(gates.open(first, ledger.inForce(first)), "its gate has it");
              assertNotNull(board.snapshot().seen().get(first), "who delivers it can see it");
              assertTrue(fired.contains("w0"), "and is told");
              assertNull(ledger.inForce(last), "the last is not decided yet");
              assertNull(board.snapshot().seen().get(last), "nor is anything said of it");
              assertFalse(fired.contains(last.name()));
              assertNull(gate("idle"), "nobody else's gate is looked at");
              news.add(fired.size());
            });
    assertEquals(1, news.size());
    assertNull(publication.end(committed));
    assertTrue(gates.open(last, ledger.inForce(last)));
    assertNotNull(gate("idle"));
    assertEquals(seen, board.snapshot().seen());
    assertEquals(COUNT, fired.size(), "each is told once");
  }

  private PlacementGate gate(String namespace) {
    return client
        .resources(PlacementGate.class)
        .inNamespace(namespace)
        .withName(PlacementGate.NAME)
        .get();
  }

  private static Namespace governed(String name) {
    return new NamespaceBuilder()
        .withNewMetadata()
        .withName(name)
        .addToLabels("placement.bleu.cloud/governed", "Enforce")
        .endMetadata()
        .build();
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

  private static Snapshot snapshot(Translation translation, Map<WorkloadId, Snapshot.Seen> seen) {
    return new Snapshot(
        translation,
        Map.of(),
        Map.of(),
        Map.of(),
        Map.of(),
        new TreeMap<>(),
        seen,
        Map.of(),
        Map.of(),
        new Enforcement(new TreeSet<>(), new TreeMap<>(), new TreeSet<>()),
        Map.of());
  }

  private static ApiObjects objects(Namespace... namespaces) {
    return new ApiObjects(
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        List.of(namespaces),
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        List.of());
  }
}
