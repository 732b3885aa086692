package cloud.bleu.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import cloud.bleu.api.v1alpha1.DecisionLedger;
import cloud.bleu.api.v1alpha1.DecisionLedgerSpec;
import cloud.bleu.api.v1alpha1.DecisionLedgerSpec.Entry;
import cloud.bleu.api.v1alpha1.WorkloadPlacement;
import cloud.bleu.api.v1alpha1.WorkloadPlacementSpec;
import cloud.bleu.placement.estate.Decision;
import cloud.bleu.placement.estate.Placement;
import cloud.bleu.placement.model.Assignment;
import cloud.bleu.placement.model.Contingency;
import cloud.bleu.placement.model.Scope;
import cloud.bleu.placement.model.WorkloadId;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the operator takes from WorkloadPlacements, in the form of any build or of nobody. */
class DecisionsInForceTest {

  private static final WorkloadId WEB = new WorkloadId("shop", "web");
  private static final WorkloadId API = new WorkloadId("shop", "api");

  private static final String PRESENT =
      "evacuation: [{zones: [a], to: [{zones: [b], replicas: 2}], keeps: 0}]";
  private static final String EARLY =
      "contingency: [{event: zone a, moves: [{from: a, to: b, replicas: 2}], keeps: 0}]";

  /** Nobody else waits for one that cannot be read, and its replicas still count. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "evacuation: [{losses: [{event: '', from: [a]}]}]",
        "evacuation: [{losses: [{event: ' x', from: [a]}]}]",
        "evacuation: [{losses: [{event: planet x, from: [a]}]}]",
        "contingency: [{event: ' x', moves: [{from: a, to: b, replicas: 2}]}]",
      })
  void planThatNobodyCanReadIsNone(String plan) {
    DecisionsInForce decisions = new DecisionsInForce(Clock.systemUTC());
    decisions.read(
        List.of(placement(WEB, plan), placement(API, PRESENT)),
        ledger(),
        new PendingEntries(),
        id -> false);
    Map<WorkloadId, Placement> read = new TreeMap<>();
    decisions.placements(Instant.EPOCH).forEach(p -> read.put(p.id(), p));
    assertEquals(planned(), read.get(API).contingency());
    assertEquals(List.of(), read.get(WEB).contingency());
    assertEquals(List.of(new Assignment("a", 2, 2)), read.get(WEB).assignments());
    assertNotNull(difference(decisions.of(WEB), planned()), "it is written anew");
    assertNotNull(difference(decisions.of(WEB), List.of()), "even where there is nothing to plan");
  }

  /** It is nobody's: the others count, and what comes goes on behind its number. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{decision: {sequence: 9}}",
        "{workloadRef: {name: web}, decision: {sequence: 9}}",
        "{assignments: [{zone: a, replicas: 2}], decision: {sequence: 9}}",
      })
  void placementOfNoWorkloadStopsNobody(String spec) {
    WorkloadPlacement odd =
        Serialization.unmarshal(
            "metadata: {namespace: shop, name: web}\nspec: " + spec, WorkloadPlacement.class);
    DecisionsInForce decisions = new DecisionsInForce(Clock.systemUTC());
    long highest =
        decisions
            .read(
                List.of(odd, placement(API, PRESENT)), ledger(), new PendingEntries(), id -> false)
            .highest();
    assertEquals(spec.contains("9") ? 9 : 1, highest);
    assertNull(decisions.of(WEB));
    assertEquals(
        List.of(API), decisions.placements(Instant.EPOCH).stream().map(Placement::id).toList());
  }

  /** Somebody wrote it, before the kinds asked for a name: it ends nothing and is nowhere. */
  @Test
  void replicasInNoZoneAreNone() {
    WorkloadPlacement odd = placement(WEB, "{replicas: 3}, {zone: a, replicas: 2}", PRESENT);
    assertEquals(2, odd.getSpec().assignments().size());
    DecisionsInForce decisions = new DecisionsInForce(Clock.systemUTC());
    decisions.read(List.of(odd), ledger(), new PendingEntries(), id -> false);
    Placement read = decisions.placements(Instant.EPOCH).get(0);
    assertEquals(planned(), read.contingency());
    assertEquals(List.of(new Assignment("a", 2, 2)), read.assignments());
    assertNotNull(difference(decisions.of(WEB), planned()), "it is written anew");
  }

  /** An upgrade alone writes nothing. */
  @ParameterizedTest
  @ValueSource(strings = {EARLY, PRESENT})
  void theFormAloneIsNoDifference(String plan) {
    DecisionInForce before = inForce(plan);
    assertNull(difference(before, planned()));
    assertNotNull(difference(before, List.of()));
  }

  /** Whatever stands beside the plan is seen, for what is seen is compared with what is decided. */
  @Test
  void planInTheEarlyFormBesideTheOtherIsNotWhatWasDecided() {
    WorkloadPlacementSpec decided = placement(WEB, PRESENT).getSpec();
    assertNotEquals(decided, placement(WEB, PRESENT + "\n  " + EARLY).getSpec());
    assertNull(difference(inForce(PRESENT + "\n  " + EARLY.replace("to: b", "to: c")), planned()));
  }

  /**
   * What is read again is not taken where it is known better: this process knows what it sent, and
   * older kinds have the server tell less than it has.
   */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        // how it is known, whether its entry waits, what is told of the placement: what is in
        // force, whether anything may act on it, whether it is written again
        "decided | waits | whole    | whole    | true  | false",
        "decided | waits | short    | whole    | false | false",
        "decided | waits | other    | whole    | false | false",
        "decided | gone  | short    | short    | true  | false",
        "decided | gone  | other    | other    | true  | false",
        "written | waits | short    | whole    | true  | false",
        "written | gone  | whole    | whole    | true  | false",
        "written | gone  | short    | whole    | true  | false",
        "written | gone  | other    | whole    | true  | true",
        "written | gone  | later    | later    | true  | false",
        "written | gone  | namesake | namesake | true  | false",
        "whole   | gone  | short    | whole    | true  | false",
        "whole   | gone  | other    | other    | true  | false",
        // It was read while older kinds were there, and they are gone.
        "short   | gone  | whole    | whole    | true  | false",
        // Another entry of that number waits: what is written and what is known are of one source.
        "decided | other | other    | other    | true  | false",
        "decided | other | short    | short    | true  | false",
        // The answer was lost, and it was found in the ledger.
        "lost    | waits | short    | whole    | false | false",
        "lost    | waits | other    | whole    | false | false",
        "lost    | waits | whole    | whole    | true  | false",
        "lost    | gone  | other    | other    | true  | false",
        // It was found in the ledger, and not decided here.
        "found   | waits | short    | whole    | false | false",
        "found   | waits | other    | other    | true  | false",
        "nothing | gone  | short    | short    | true  | false",
        "nothing | waits | short    | short    | true  | false",
      })
  void whatIsKnownBetterIsNotReadAgain(
      String known, String entry, String told, String then, boolean published, boolean differs) {
    DecisionsInForce decisions = new DecisionsInForce(Clock.systemUTC());
    Entry decided = entry(said("whole").getSpec());
    switch (known) {
      case "decided" -> decisions.committed(decided, 2);
      case "written" -> {
        decisions.committed(decided, 2);
        decisions.written(decided);
      }
      case "nothing" -> {}
      case "lost" -> {
        decisions.decided(List.of(decided));
        decisions.read(List.of(), ledger(decided), new PendingEntries(), id -> false);
      }
      case "found" -> decisions.read(List.of(), ledger(decided), new PendingEntries(), id -> false);
      default -> decisions.read(List.of(said(known)), ledger(), new PendingEntries(), id -> false);
    }
    PendingEntries pending = new PendingEntries();
    DecisionsInForce.Read read =
        decisions.read(
            List.of(said(told)),
            switch (entry) {
              case "waits" -> ledger(decided);
              case "other" -> ledger(entry(said("other").getSpec()));
              default -> ledger();
            },
            pending,
            id -> false);
    assertEquals(said(then).getSpec(), decisions.of(WEB).spec());
    assertEquals(published, decisions.of(WEB).published());
    assertEquals(published ? List.of() : List.of(decided), pending.open());
    assertEquals(differs ? Set.of(WEB) : Set.of(), read.differing());
  }

  /** What stands while the next decision waits is known better, too, if it was decided here. */
  @ParameterizedTest
  @CsvSource({
    "true, short, whole",
    "true, other, whole",
    "false, short, whole",
    "false, other, other",
  })
  void whatStandsIsNotReadAgainEither(boolean decided, String told, String stands) {
    DecisionsInForce decisions = new DecisionsInForce(Clock.systemUTC());
    Entry first = entry(said("whole").getSpec());
    if (decided) {
      decisions.committed(first, 0);
      decisions.written(first);
    } else {
      decisions.read(List.of(said("whole")), ledger(), new PendingEntries(), id -> false);
    }
    Entry next = entry(said("later").getSpec());
    decisions.committed(next, 3);
    for (int i = 0; i < 2; i++) {
      decisions.read(List.of(said(told)), ledger(next), new PendingEntries(), id -> false);
      DecisionInForce inForce = decisions.of(WEB);
      assertEquals(said("later").getSpec(), inForce.spec());
      assertEquals(said(stands).getSpec(), inForce.written());
    }
  }

  private static WorkloadPlacement said(String what) {
    WorkloadPlacement placement =
        switch (what) {
          case "short" -> placement(WEB, "");
          case "other" -> placement(WEB, "{zone: b, replicas: 2}", PRESENT);
          default -> placement(WEB, PRESENT);
        };
    WorkloadPlacementSpec spec = placement.getSpec();
    placement.setSpec(
        new WorkloadPlacementSpec(
            new WorkloadPlacementSpec.WorkloadRef("web", what.equals("namesake") ? "v" : "u"),
            spec.assignments(),
            spec.evacuation(),
            new WorkloadPlacementSpec.Decision(what.equals("later") ? 2L : 1L, "sha256:0")));
    return placement;
  }

  private static Entry entry(WorkloadPlacementSpec spec) {
    return new Entry(
        spec.decision().sequence(),
        null,
        new DecisionLedgerSpec.Subject("shop", "web", "u"),
        spec.decision().digest(),
        null,
        "InputChanged",
        spec.assignments(),
        spec.evacuation(),
        null,
        null);
  }

  private static List<Contingency> planned() {
    return List.of(
        new Contingency(
            new Contingency.Event(Scope.ZONE, "a"),
            List.of(new Contingency.Move("a", "b", 2)),
            List.of(),
            0));
  }

  private static DecisionInForce inForce(String plan) {
    return new DecisionInForce("u", placement(WEB, plan).getSpec(), true, RecentMoves.NONE, null);
  }

  private static ProposedDecision difference(DecisionInForce before, List<Contingency> planned) {
    Decision decision =
        new Decision(
            WEB,
            new Decision.Outcome.Placed(),
            Decision.Cause.Unchanged,
            0,
            List.of(new Assignment("a", 2, 2)),
            planned,
            List.of(),
            List.of(),
            new TreeMap<>(),
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            true,
            0);
    return DecisionDifference.of(decision, "u", "sha256:a", null, null, before);
  }

  private static DecisionLedger ledger(Entry... waiting) {
    DecisionLedger ledger = new DecisionLedger();
    ledger.setMetadata(new ObjectMetaBuilder().withName(LedgerStore.NAME).build());
    ledger.setSpec(new DecisionLedgerSpec(1L, null, List.of(waiting), List.of()));
    return ledger;
  }

  private static WorkloadPlacement placement(WorkloadId id, String plan) {
    return placement(id, "{zone: a, replicas: 2}", plan);
  }

  private static WorkloadPlacement placement(WorkloadId id, String assignments, String plan) {
    WorkloadPlacement placement =
        Serialization.unmarshal(
            """
            apiVersion: placement.bleu.cloud/v1alpha1
            kind: WorkloadPlacement
            spec:
              workloadRef: {name: web, uid: u}
              assignments: [%s]
              decision: {sequence: 1, digest: "sha256:0"}
              %s
            """
                .formatted(assignments, plan),
            WorkloadPlacement.class);
    placement.setMetadata(
        new ObjectMetaBuilder().withNamespace(id.namespace()).withName(id.name()).build());
    return placement;
  }
}
