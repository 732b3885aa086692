package cloud.bleu.operator.pass;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;

import cloud.bleu.api.v1alpha1.BleuWorkload;
import cloud.bleu.ledger.HubGateWriter;
import cloud.bleu.ledger.Ledger;
import cloud.bleu.ledger.ProposedDecision;
import cloud.bleu.operator.gate.Gates;
import cloud.bleu.operator.pass.plan.PassPlan;
import cloud.bleu.operator.snapshot.FactDates;
import cloud.bleu.operator.snapshot.Snapshot;
import cloud.bleu.operator.snapshot.SnapshotBoard;
import cloud.bleu.operator.status.EventRecorder;
import cloud.bleu.operator.status.RefusedWrites;
import cloud.bleu.operator.trace.Traces;
import cloud.bleu.operator.trigger.Triggers;
import cloud.bleu.placement.estate.Plan;
import cloud.bleu.placement.estate.WaiverUse;
import cloud.bleu.placement.model.WorkloadId;
import cloud.bleu.translate.EstateTranslator;
import cloud.bleu.translate.Translation;
import cloud.bleu.translate.object.ApiObjects;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a publication says of a pass, before anything of it is committed. */
class PublisherTest {
  private static final Instant NOON = Instant.parse("2026-11-24T12:00:00Z");
  private static final WorkloadId WEB = new WorkloadId("shop", "web");

  private static final String WORKLOAD =
      """
      apiVersion: placement.bleu.cloud/v1alpha1
      kind: BleuWorkload
      metadata: {name: web, namespace: shop, uid: u-web, generation: 3}
      spec: {replicas: 1, dataClasses: [Ordinary], workload: {external: {requests: {cpu: "1"}}}}
      """;

  private final StillCaches still = new StillCaches().with(WORKLOAD);
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final EventRecorder events =
      new EventRecorder(still.nobody, "test", Clock.systemUTC(), registry, namespace -> false);
  private final Ledger ledger = new Ledger(still.nobody, Clock.systemUTC());
  private final Gates gates =
      new Gates(
          new HubGateWriter(still.nobody),
          new RefusedWrites(registry, events),
          () -> {},
          plan -> {},
          namespace -> true,
          Traces.NONE);
  private final SnapshotBoard board = new SnapshotBoard(id -> Map.of(), () -> {});
  private final SnapshotAssembly assembly = new SnapshotAssembly();
  private final Publisher publisher =
      new Publisher(
          new PublicationChannels(
              ledger,
              gates,
              board,
              new ChangeBulletin(new Triggers(), change -> {}, id -> Set.of(), node -> Set.of())),
          new AdmissionAudit(still.caches, Clock.fixed(NOON, ZoneOffset.UTC)),
          assembly);

  @AfterEach
  void stop() {
    gates.close();
    ledger.close();
    events.close();
    still.close();
  }

  /**
   * Whoever has a decision has what it was made from, also where its turn in this pass is still to
   * come, or it is withheld: their controllers compare with that.
   */
  @ParameterizedTest
  @CsvSource({"proposed, true", "waiting, true", "neither, false", "another, false"})
  void whatIsDecidedHasItsInputs(String what, boolean has) {
    Snapshot snapshot = publication(what, Map.of()).snapshot();
    assertEquals(has, snapshot.inputs().containsKey(WEB));
    assertEquals(new Snapshot.Seen("u-web", 3), snapshot.seen().get(WEB), "it is seen anyway");
  }

  /** It is asked for once, and as late as that: with what admission keeps by then. */
  @Test
  void thePassIsLookedAtOnceAndWhenItIsAskedFor() {
    Publication publication = publication("proposed", Map.of());
    still.with(
        """
        apiVersion: v1
        kind: Namespace
        metadata: {name: shop, labels: {placement.bleu.cloud/governed: Enforce}}
        ---
        apiVersion: v1
        kind: Pod
        metadata: {name: stray, namespace: shop}
        spec: {nodeName: n, containers: []}
        status: {phase: Running}
        ---
        apiVersion: v1
        kind: Namespace
        metadata: {name: lab, labels: {placement.bleu.cloud/governed: enforce}}
        ---
        apiVersion: v1
        kind: Pod
        metadata: {name: stray, namespace: lab}
        spec: {nodeName: n, containers: []}
        status: {phase: Running}
        """);
    Snapshot snapshot = publication.snapshot();
    assertEquals(Map.of("shop", "Enforce", "lab", "enforce"), snapshot.enforcement().levels());
    // What nothing is asked of has no pods outside.
    assertEquals(Set.of("shop"), snapshot.enforcement().outside());
    assertSame(snapshot, publication.snapshot());
    assertNull(board.snapshot(), "nothing is published before something is committed");
  }

  @Test
  void whatDecisionsStandOnIsHandedOn() {
    List<WaiverUse> none = new ArrayList<>();
    Snapshot snapshot = publication("neither", Map.of(WEB, none)).snapshot();
    assertSame(none, snapshot.waivers().get(WEB));
    assertNotNull(snapshot.estate());
    assertEquals(NOON, snapshot.estate().now());
  }

  private Publication publication(String what, Map<WorkloadId, List<WaiverUse>> waivers) {
    ApiObjects objects =
        ApiObjects.NONE.with(BleuWorkload.class, still.caches.workloads.getIndexer().list());
    Translation translation = EstateTranslator.translate(objects, NOON, Map.of());
    FactDates dates = new FactDates(translation.estate());
    ReadEstate read =
        new ReadEstate(
            objects,
            ReadEstate.byId(objects.workloads()),
            translation,
            dates,
            assembly.inputs(objects, translation, dates, Map.of()),
            id -> null);
    List<ProposedDecision> change =
        List.of(
            PublicationScene.change(
                what.equals("another") ? new WorkloadId("shop", "api") : WEB, "u-web", "a"));
    return publisher.publication(
        read,
        new PassPlan(
            translation.estate(),
            new Plan(List.of(), List.of()),
            Map.of(),
            what.equals("proposed") || what.equals("another") ? change : List.of(),
            what.equals("waiting") ? change : List.of()),
        waivers);
  }
}
