package cloud.bleu.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;

import cloud.bleu.api.v1alpha1.Assignment;
import cloud.bleu.api.v1alpha1.DecisionLedgerSpec.Entry;
import cloud.bleu.api.v1alpha1.DecisionLedgerSpec.Subject;
import cloud.bleu.api.v1alpha1.WorkloadPlacement;
import cloud.bleu.api.v1alpha1.WorkloadPlacementSpec;
import cloud.bleu.api.v1alpha1.WorkloadPlacementStatus;
import cloud.bleu.apiserver.Refusal;
import cloud.bleu.evidence.chain.Chain;
import cloud.bleu.faults.Answer;
import cloud.bleu.faults.Fault;
import cloud.bleu.faults.Request;
import cloud.bleu.faults.ScriptedServer;
import cloud.bleu.placement.model.WorkloadId;
import cloud.bleu.sandbox.ProjectCrds;
import io.fabric8.kubernetes.api.model.ManagedFieldsEntryBuilder;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a watch has of a WorkloadPlacement saves the look at it, and proves nothing. */
class WatchedPlacementTest {
  private static final WorkloadId WEB = new WorkloadId("default", "web");

  /** Methods of the requests about the placement, in their order. */
  private final List<String> asked = new CopyOnWriteArrayList<>();

  private final ScriptedServer server =
      new ScriptedServer(
          ProjectCrds.all(),
          new Fault() {
            @Override
            public @Nullable Answer instead(Request request) {
              if (request.about("workloadplacements")) {
                asked.add(request.method());
                body = new String(request.body(), StandardCharsets.UTF_8);
              }
              return null;
            }
          });

  /** Of the last of them. */
  private volatile String body = "";

  private @Nullable WorkloadPlacement watched;

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void aLaterDecisionIsWrittenOverTheVersionOfTheWatchWithoutALook() {
    stands(1, "u", "a");
    watched = live();
    assertNull(carryOut(2, "u", "b"));
    assertEquals("PUT", asked());
    assertEquals(spec(2, "u", "b"), live().getSpec());
    assertEquals(Map.of("by", "somebody"), live().getMetadata().getLabels());
  }

  /** They may be notes that a cache keeps for itself: the server would take them for its own. */
  @Test
  void writersOfFieldsAreNotSent() {
    stands(1, "u", "a");
    watched = live();
    watched
        .getMetadata()
        .setManagedFields(List.of(new ManagedFieldsEntryBuilder().withManager("note").build()));
    assertNull(carryOut(2, "u", "b"));
    assertEquals("PUT", asked());
    assertFalse(body.contains("managedFields"), body);
    assertEquals("note", watched.getMetadata().getManagedFields().get(0).getManager());
  }

  /** It is the larger part of the object, and the server keeps what it has of it. */
  @Test
  void theStatusIsNotSentAndStays() {
    stands(1, "u", "a");
    WorkloadPlacement reported = live();
    reported.setStatus(
        Serialization.unmarshal("{\"observedGeneration\": 1}", WorkloadPlacementStatus.class));
    server.admin().resource(reported).updateStatus();
    watched = live();
    assertNull(carryOut(2, "u", "b"));
    assertEquals("PUT", asked());
    assertFalse(body.contains("observedGeneration"), body);
    assertEquals(1, live().getStatus().observedGeneration());
  }

  @Test
  void whatWasWrittenSinceIsLookedAtAndKept() {
    stands(1, "u", "a");
    watched = live();
    object().edit(w -> labelled(w, "since"));
    assertNull(carryOut(2, "u", "b"));
    assertEquals("PUT GET PUT", asked());
    assertEquals(spec(2, "u", "b"), live().getSpec());
    assertEquals(Map.of("by", "since"), live().getMetadata().getLabels());
  }

  /** As where the leader after this one has decided already. */
  @Test
  void aLaterDecisionThatTheWatchDoesNotHaveYetStays() {
    stands(1, "u", "a");
    watched = live();
    object().edit(w -> placement(w, spec(3, "u", "c")));
    assertNull(carryOut(2, "u", "b"));
    assertEquals("PUT GET", asked());
    assertEquals(spec(3, "u", "c"), live().getSpec());
  }

  @Test
  void whatIsGoneSinceIsMadeAgain() {
    stands(1, "u", "a");
    watched = live();
    object().delete();
    assertNull(carryOut(2, "u", "b"));
    assertEquals("PUT GET POST", asked());
    assertEquals(spec(2, "u", "b"), live().getSpec());
  }

  /** One of the same name that was made since has another uid. */
  @Test
  void whatWasMadeAgainSinceIsLookedAt() {
    stands(1, "u", "a");
    watched = live();
    object().delete();
    stands(1, "other", "a");
    assertNull(carryOut(2, "u", "b"));
    assertEquals("PUT GET DELETE POST", asked());
    assertEquals(spec(2, "u", "b"), live().getSpec());
  }

  /** The server has decision 1 of {@code u} in zone {@code a}, whatever the watch has. */
  @ParameterizedTest
  @CsvSource({
    // sequence and workload by the watch | what is asked for decision 2 of u
    "2, u, GET PUT",
    "3, u, GET PUT",
    "1, other, GET PUT"
  })
  void whatTheWatchHasIsNoWitness(long sequence, String uid, String requests) {
    stands(1, "u", "a");
    watched = placement(live(), spec(sequence, uid, "b"));
    assertNull(carryOut(2, "u", "b"));
    assertEquals(requests, asked());
    assertEquals(spec(2, "u", "b"), live().getSpec());
  }

  @Test
  void aWithdrawalLooks() {
    stands(1, "u", "a");
    watched = live();
    asked.clear();
    assertNull(
        writer(true).carryOut(entry(2, "u", "a", Entries.WITHDRAWN), RecentMoves.NONE, false));
    assertEquals("GET DELETE", asked());
    assertNull(live());
  }

  /** What is written already need not be, and is no refusal. */
  @Test
  void nothingIsSentWhereNothingMayBeWritten() {
    stands(1, "u", "a");
    watched = live();
    asked.clear();
    Refusal refusal =
        writer(false).carryOut(entry(2, "u", "b", "InputChanged"), RecentMoves.NONE, false);
    assertEquals(Refusal.Source.Namespace, refusal.source());
    object().edit(w -> placement(w, spec(2, "u", "b")));
    assertNull(writer(false).carryOut(entry(2, "u", "b", "InputChanged"), RecentMoves.NONE, false));
    assertEquals("GET GET", asked());
  }

  private PlacementWriter writer(boolean served) {
    return new PlacementWriter(server.client(), namespace -> served, id -> watched);
  }

  private @Nullable Refusal carryOut(long sequence, String uid, String zone) {
    asked.clear();
    return writer(true)
        .carryOut(entry(sequence, uid, zone, "InputChanged"), RecentMoves.NONE, false);
  }

  private String asked() {
    return String.join(" ", asked);
  }

  private Resource<WorkloadPlacement> object() {
    return server
        .admin()
        .resources(WorkloadPlacement.class)
        .inNamespace(WEB.namespace())
        .withName(WEB.name());
  }

  private WorkloadPlacement live() {
    return object().get();
  }

  private void stands(long sequence, String uid, String zone) {
    WorkloadPlacement placement = new WorkloadPlacement();
    placement.setMetadata(
        new ObjectMetaBuilder()
            .withNamespace(WEB.namespace())
            .withName(WEB.name())
            .addToLabels("by", "somebody")
            .build());
    server.admin().resource(placement(placement, spec(sequence, uid, zone))).create();
  }

  private static WorkloadPlacement placement(WorkloadPlacement from, WorkloadPlacementSpec spec) {
    WorkloadPlacement placement = new WorkloadPlacement();
    placement.setMetadata(new ObjectMetaBuilder(from.getMetadata()).build());
    placement.setSpec(spec);
    return placement;
  }

  private static WorkloadPlacement labelled(WorkloadPlacement from, String by) {
    WorkloadPlacement placement = placement(from, from.getSpec());
    placement.getMetadata().setLabels(Map.of("by", by));
    return placement;
  }

  private static WorkloadPlacementSpec spec(long sequence, String uid, String zone) {
    return Entries.spec(entry(sequence, uid, zone, "InputChanged"));
  }

  private static Entry entry(long sequence, String uid, String zone, String cause) {
    return new Entry(
        sequence,
        null,
        new Subject(WEB.namespace(), WEB.name(), uid),
        Chain.GENESIS,
        null,
        cause,
        List.of(new Assignment(zone, 2, null, null)),
        List.of(),
        null,
        null);
  }
}
