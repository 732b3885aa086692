package cloud.bleu.operator.pass;

import static org.junit.jupiter.api.Assertions.assertEquals;

import cloud.bleu.api.v1alpha1.WorkloadPlacementSpec;
import cloud.bleu.ledger.DecisionInForce;
import cloud.bleu.ledger.RecentMoves;
import cloud.bleu.operator.snapshot.DecidedWorkloads;
import cloud.bleu.operator.snapshot.Snapshot;
import cloud.bleu.operator.trigger.Trigger;
import cloud.bleu.operator.trigger.Triggers;
import cloud.bleu.placement.Estates;
import cloud.bleu.placement.ZoneBuilder;
import cloud.bleu.placement.estate.Decision;
import cloud.bleu.placement.estate.Estate;
import cloud.bleu.placement.explain.Occupancy;
import cloud.bleu.placement.model.Assignment;
import cloud.bleu.placement.model.Quantities;
import cloud.bleu.placement.model.WorkloadId;
import cloud.bleu.placement.model.ZoneState;
import cloud.bleu.status.Enforcement;
import cloud.bleu.translate.Translation;
import cloud.bleu.translate.finding.ObjectRef;
import cloud.bleu.translate.finding.Problem;
import io.javaoperatorsdk.operator.processing.event.Event;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How many controllers look after one change, in a cluster of many workloads. */
class ChangeBulletinTest {

  private static final int WORKLOADS = 1000;
  private static final int IN_A = 300;
  private static final ObjectRef PROVIDER = new ObjectRef("CloudProvider", null, "c");
  private static final Problem NOTE =
      new Problem(PROVIDER, false, "spec", "it is worth knowing", null, "");

  private final Map<String, Integer> asked = new TreeMap<>();

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource({
    "nothing, ''",
    "room of a, 'zone=1'",
    "room of a and its occupancy, 'zone=1'",
    "node of another zone, 'workload=2'",
    "edit of a, 'placement=300, policy=1, provider=1, zone=2, workload=300'",
    "loss of a, 'placement=300, policy=1, provider=1, zone=2, workload=300'",
    "site of a, 'placement=1000, policy=1, provider=1, zone=2, workload=300'",
    "a decision, 'placement=1, policy=1, workload=1'",
    "cause of a decision, ''",
    "workload that is gone, 'policy=1'",
    "policy of a workload, 'policy=1'",
    "note on a provider, 'provider=1'",
  })
  void asksWhomAChangeConcerns(String change, String expected) {
    State before = new State();
    State now = new State();
    Decision other = decision("w999", "b", 2);
    switch (change) {
      case "room of a" -> now.a.nodes(1, 3);
      case "room of a and its occupancy" -> {
        now.a.nodes(1, 3);
        now.occupancy = 3;
      }
      case "node of another zone" -> now.zoneOfNode = Map.of("n1", "b");
      case "edit of a" -> now.generation = 2;
      case "loss of a" -> {
        now.generation = 2;
        now.a.state(ZoneState.Lost);
      }
      case "site of a" -> {
        now.generation = 2;
        now.a.site("elsewhere");
      }
      case "a decision" -> now.decisions.put(other.id(), other);
      case "cause of a decision" ->
          before.decisions.put(other.id(), decision("w999", "b", 1, Decision.Cause.SpecChanged));
      case "policy of a workload" -> now.governedBy.put(other.id(), List.of("p"));
      case "note on a provider" -> now.notes = List.of(NOTE);
      case "workload that is gone" -> now.decisions.remove(other.id());
      default -> {}
    }
    Triggers triggers = new Triggers();
    count(triggers.workloads, "workload");
    count(triggers.placements, "placement");
    count(triggers.zones, "zone");
    count(triggers.policies, "policy");
    count(triggers.providers, "provider");
    ChangeBulletin bulletin =
        new ChangeBulletin(
            triggers,
            decided -> {},
            id -> Set.of(),
            node -> Set.of(Estates.id("w1"), Estates.id("w2")));
    ChangeBulletin.News nothing = new ChangeBulletin.News(List.of(), Set.of(), Map.of());
    bulletin.tell(before.snapshot(), nothing);
    asked.clear();
    bulletin.tell(now.snapshot(), nothing);
    StringBuilder text = new StringBuilder();
    for (String kind : List.of("placement", "policy", "provider", "zone", "workload")) {
      if (asked.containsKey(kind)) {
        text.append(text.isEmpty() ? "" : ", ").append(kind).append('=').append(asked.get(kind));
      }
    }
    assertEquals(expected, text.toString());
  }

  /** It was in the plan before, so that its occupancy is as it was. */
  @Test
  void zoneOfADecisionThatIsCommittedInALaterPassIsAsked() {
    Triggers triggers = new Triggers();
    ChangeBulletin bulletin =
        new ChangeBulletin(triggers, decided -> {}, id -> Set.of(), node -> Set.of());
    Snapshot snapshot = new State().snapshot();
    bulletin.tell(snapshot, new ChangeBulletin.News(List.of(), Set.of(), Map.of()));
    count(triggers.zones, "zone");
    count(triggers.workloads, "workload");
    asked.clear();
    DecisionInForce decided = inForce("a", false);
    Map<WorkloadId, DecisionInForce> committed = Map.of(Estates.id("w1"), decided);
    bulletin.tell(snapshot, new ChangeBulletin.News(List.of(), Set.of(), committed));
    assertEquals(Map.of("workload", 1, "zone", 1), asked);
    asked.clear();
    bulletin.tell(
        snapshot,
        new ChangeBulletin.News(List.of(), Set.of(), Map.of(Estates.id("w1"), inForce("a", true))));
    assertEquals(Map.of("workload", 1), asked, "now it is written");
    asked.clear();
    bulletin.tell(snapshot, new ChangeBulletin.News(List.of(), Set.of(), Map.of()));
    assertEquals(Map.of("workload", 1, "zone", 1), asked, "now it is withdrawn");
  }

  @Test
  void workloadThatIsGoneIsNotAskedWhileOthersWait() {
    Triggers triggers = new Triggers();
    ChangeBulletin bulletin =
        new ChangeBulletin(triggers, decided -> {}, id -> Set.of(), node -> Set.of());
    Snapshot snapshot = new State().snapshot();
    bulletin.tell(snapshot, new ChangeBulletin.News(List.of(), Set.of(), Map.of()));
    count(triggers.workloads, "workload");
    count(triggers.placements, "placement");
    asked.clear();
    bulletin.tell(
        snapshot,
        Set.of(),
        new ChangeBulletin.News(List.of(), Set.of(Estates.id("gone"), Estates.id("w1")), Map.of()));
    assertEquals(Map.of("workload", 1, "placement", 1), asked);
  }

  private static DecisionInForce inForce(String zone, boolean published) {
    return new DecisionInForce(
        "u",
        new WorkloadPlacementSpec(
            new WorkloadPlacementSpec.WorkloadRef("w1", "u"),
            List.of(new cloud.bleu.api.v1alpha1.Assignment(zone, 1, null, null)),
            List.of(),
            new WorkloadPlacementSpec.Decision(1L, "digest")),
        published,
        new RecentMoves(List.of()),
        "SpecChanged");
  }

  private void count(Trigger<?> trigger, String kind) {
    trigger.setEventHandler((Event event) -> asked.merge(kind, 1, Integer::sum));
    trigger.start();
  }

  /** Two zones, 300 workloads in the first and 700 in the second. */
  private static final class State {
    private final ZoneBuilder a = Estates.zone("a").nodes(2, 8);
    private final Map<WorkloadId, Decision> decisions = new HashMap<>();
    private final TreeMap<WorkloadId, List<String>> governedBy = new TreeMap<>();
    private List<Problem> notes = List.of();
    private long generation = 1;
    private long occupancy = 5;
    private Map<String, String> zoneOfNode = Map.of("n1", "a");

    State() {
      for (int w = 0; w < WORKLOADS; w++) {
        Decision decision = decision("w" + w, w < IN_A ? "a" : "b", 1);
        decisions.put(decision.id(), decision);
      }
    }

    Snapshot snapshot() {
      Estate estate = Estates.estate().zone(a, Estates.zone("b").nodes(2, 8)).build();
      Map<WorkloadId, Snapshot.Seen> seen = new HashMap<>();
      decisions.keySet().forEach(id -> seen.put(id, new Snapshot.Seen("u", 1)));
      return new Snapshot(
          new Translation(
              estate, List.of(), notes, List.of(), new TreeMap<>(governedBy), new TreeMap<>()),
          new DecidedWorkloads(seen, Map.copyOf(decisions), Map.of(), Map.of(), Map.of(), Map.of()),
          new TreeMap<>(
              Map.of(
                  "a",
                  new Occupancy(
                      Quantities.of(Map.of("cpu", occupancy)),
                      Quantities.NONE,
                      Quantities.NONE,
                      Quantities.NONE,
                      Quantities.NONE,
                      null,
                      IN_A))),
          Map.of(
              new ObjectRef("AvailabilityZone", null, "a"),
              new Snapshot.Seen("a", generation),
              new ObjectRef("AvailabilityZone", null, "b"),
              new Snapshot.Seen("b", 1),
              PROVIDER,
              new Snapshot.Seen("c", 1),
              new ObjectRef("SovereigntyPolicy", null, "p"),
              new Snapshot.Seen("p", 1)),
          new Enforcement(new TreeSet<>(), new TreeMap<>(), new TreeSet<>()),
          zoneOfNode);
    }
  }

  private static Decision decision(String name, String zone, int replicas) {
    return decision(name, zone, replicas, Decision.Cause.Unchanged);
  }

  private static Decision decision(String name, String zone, int replicas, Decision.Cause cause) {
    return new Decision(
        Estates.id(name),
        new Decision.Outcome.Placed(),
        cause,
        0,
        List.of(Assignment.of(zone, replicas)),
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
