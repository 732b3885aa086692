package cloud.bleu.operator.pass;

import cloud.bleu.api.v1alpha1.Assignment;
import cloud.bleu.api.v1alpha1.PlacementGate;
import cloud.bleu.api.v1alpha1.WorkloadPlacementStatus.Inputs;
import cloud.bleu.apiserver.StillClock;
import cloud.bleu.evidence.chain.Chain;
import cloud.bleu.faults.Fault;
import cloud.bleu.faults.FaultProxy;
import cloud.bleu.ledger.HubGateWriter;
import cloud.bleu.ledger.LaterDecision;
import cloud.bleu.ledger.Ledger;
import cloud.bleu.ledger.LedgerConflictException;
import cloud.bleu.ledger.ProposedDecision;
import cloud.bleu.ledger.StillLedger;
import cloud.bleu.operator.gate.Gates;
import cloud.bleu.operator.snapshot.DecidedWorkloads;
import cloud.bleu.operator.snapshot.Snapshot;
import cloud.bleu.operator.snapshot.SnapshotBoard;
import cloud.bleu.operator.status.EventRecorder;
import cloud.bleu.operator.status.RefusedWrites;
import cloud.bleu.operator.trace.Traces;
import cloud.bleu.operator.trigger.Triggers;
import cloud.bleu.placement.estate.Decision;
import cloud.bleu.placement.estate.Estate;
import cloud.bleu.placement.explain.Occupancy;
import cloud.bleu.placement.model.WorkloadId;
import cloud.bleu.sandbox.EmbeddedApiServer;
import cloud.bleu.sandbox.PatientClients;
import cloud.bleu.sandbox.ProjectCrds;
import cloud.bleu.status.Enforcement;
import cloud.bleu.translate.Translation;
import cloud.bleu.translate.finding.ObjectRef;
import cloud.bleu.translate.object.ApiObjects;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What a publication works with, on an API server of its own behind a proxy. */
final class PublicationScene implements AutoCloseable {
  private final EmbeddedApiServer server = EmbeddedApiServer.start(ProjectCrds.all());

  /** Nothing goes wrong for this one. */
  final KubernetesClient admin = PatientClients.of(server);

  private final FaultProxy proxy;
  private final KubernetesClient client;
  private final EventRecorder events;

  /** That of the ledger: however long anything takes, only what hangs is given up. */
  final StillClock time = new StillClock();

  final Ledger ledger;
  final Gates gates;
  final Triggers triggers = new Triggers();
  final SnapshotBoard board = new SnapshotBoard(id -> Map.of(), () -> {});
  private final ChangeBulletin bulletin;

  /**
   * @param fault of every request of the ledger and the gates
   * @param late run when an answer comes to the ledger that nobody waited for any more; null: every
   *     answer is waited for, of the gates too
   */
  PublicationScene(Fault fault, @Nullable Runnable late) throws LedgerConflictException {
    proxy = new FaultProxy(admin.getConfiguration(), fault);
    client = proxy.client();
    SimpleMeterRegistry registry = new SimpleMeterRegistry();
    events = new EventRecorder(client, "test", Clock.systemUTC(), registry, namespace -> true);
    ledger = StillLedger.of(client, late, time);
    ledger.recover();
    gates =
        new Gates(
            new HubGateWriter(client),
            new RefusedWrites(registry, events),
            late == null ? null : () -> {},
            plan -> {},
            namespace -> true,
            Traces.NONE);
    bulletin = new ChangeBulletin(triggers, events::decided, id -> Set.of(), node -> Set.of());
  }

  /** One pass over objects of which only namespaces are there. */
  Publication publication(
      ApiObjects objects,
      List<ProposedDecision> changes,
      Supplier<Snapshot> looks,
      Function<WorkloadId, @Nullable Inputs> decidedOn) {
    return new Publication(
        new PublicationChannels(ledger, gates, board, bulletin),
        objects,
        translation(),
        changes,
        looks,
        decidedOn);
  }

  @Nullable PlacementGate gate(String namespace) {
    return admin
        .resources(PlacementGate.class)
        .inNamespace(namespace)
        .withName(PlacementGate.NAME)
        .get();
  }

  /** Governed namespaces of these names, and nothing else. */
  static ApiObjects governed(String... names) {
    List<Namespace> namespaces = Arrays.stream(names).map(PublicationScene::governed).toList();
    return ApiObjects.NONE.with(Namespace.class, namespaces);
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

  static Snapshot snapshot(
      Map<WorkloadId, Snapshot.Seen> seen,
      Map<WorkloadId, Decision> decisions,
      TreeMap<String, Occupancy> occupancy) {
    return new Snapshot(
        translation(),
        new DecidedWorkloads(seen, decisions, Map.of(), Map.of(), Map.of(), Map.of()),
        occupancy,
        Map.of(new ObjectRef("AvailabilityZone", null, "z"), new Snapshot.Seen("u", 1)),
        new Enforcement(new TreeSet<>(), new TreeMap<>(), new TreeSet<>()),
        Map.of());
  }

  /** One replica in a zone. */
  static ProposedDecision change(WorkloadId id, String uid, String zone) {
    return LaterDecision.of(
        id,
        uid,
        Chain.GENESIS,
        null,
        "InputChanged",
        List.of(new Assignment(zone, 1, null, null)),
        List.of(),
        0);
  }

  @Override
  public void close() {
    ledger.close();
    gates.close();
    events.close();
    client.close();
    proxy.close();
    admin.close();
    server.close();
  }
}
