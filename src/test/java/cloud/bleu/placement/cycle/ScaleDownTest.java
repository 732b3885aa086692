package cloud.bleu.placement.cycle;

import static cloud.bleu.placement.Estates.estate;
import static cloud.bleu.placement.Estates.of;
import static cloud.bleu.placement.Estates.workload;
import static cloud.bleu.placement.Estates.zone;
import static org.junit.jupiter.api.Assertions.assertEquals;

import cloud.bleu.placement.EstateBuilder;
import cloud.bleu.placement.Estates;
import cloud.bleu.placement.Planner;
import cloud.bleu.placement.WorkloadBuilder;
import cloud.bleu.placement.ZoneBuilder;
import cloud.bleu.placement.capacity.WorkloadState;
import cloud.bleu.placement.check.Checker;
import cloud.bleu.placement.estate.BoundRule;
import cloud.bleu.placement.estate.Decision;
import cloud.bleu.placement.estate.Estate;
import cloud.bleu.placement.estate.Plan;
import cloud.bleu.placement.estate.Verdict;
import cloud.bleu.placement.estate.Workload;
import cloud.bleu.placement.model.Assignment;
import cloud.bleu.placement.model.ZoneState;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Fewer replicas: one after the other goes, first from zones that are lost, drained, in breach or
 * cordoned, then from where most are.
 */
class ScaleDownTest {
  private static final String[] NAMES = {"z1", "z2", "z3"};

  private static WorkloadBuilder group() {
    return workload("a").rebalance(Workload.Rebalance.Mode.Never, 0);
  }

  /** What stays in z1, z2 and z3. */
  private static String after(EstateBuilder estate, String had) {
    String[] counts = had.split(" ");
    estate.running(
        "a",
        "z1",
        Integer.parseInt(counts[0]),
        "z2",
        Integer.parseInt(counts[1]),
        "z3",
        Integer.parseInt(counts[2]));
    Estate built = estate.build();
    Plan plan = Planner.propose(built, Map.of());
    assertEquals(List.of(), Checker.check(built, plan));
    return counts(of(plan, "a"));
  }

  private static String counts(Decision decision) {
    int[] counts = new int[NAMES.length];
    for (Assignment a : decision.assignments()) {
      counts[a.zone().charAt(1) - '1'] = a.replicas();
    }
    return counts[0] + " " + counts[1] + " " + counts[2];
  }

  @ParameterizedTest(name = "{0} {1} to {2}")
  @CsvSource({
    // where most are; of equals, the last name
    "2 2 2, Active Active Active, 5, 2 2 1",
    "3 3 3, Active Active Active, 6, 2 2 2",
    "4 2 2, Active Active Active, 6, 2 2 2",
    "3 1 1, Active Active Active, 2, 1 1 0",
    "5 1 0, Active Active Active, 0, 0 0 0",
    // cordoned before where most are
    "1 3 3, Cordoned Active Active, 6, 0 3 3",
    "2 5 1, Active Active Cordoned, 6, 2 4 0",
    // drained before cordoned; what is left of a drained zone moves out
    "2 2 2, Drained Cordoned Active, 4, 0 2 2",
    "2 2 2, Drained Cordoned Active, 3, 0 1 2",
    // lost before drained
    "2 2 2, Lost Drained Active, 3, 0 0 3",
    "0 3 3, Active Active Lost, 3, 0 3 0",
  })
  void firstFromZonesThatAreToBeLeft(String had, String states, int wanted, String stays) {
    String[] each = states.split(" ");
    EstateBuilder estate = estate().workload(group().replicas(wanted));
    for (int z = 0; z < NAMES.length; z++) {
      estate.zone(zone(NAMES[z]).state(ZoneState.valueOf(each[z])));
    }
    assertEquals(stays, after(estate, had));
  }

  @ParameterizedTest
  @CsvSource({
    "2 2 2, Active, 5, 1 2 2",
    "2 2 2, Active, 3, 0 2 1",
    // in breach before cordoned
    "2 2 2, Cordoned, 3, 0 2 1",
    "1 2 2, Cordoned, 3, 0 2 1",
  })
  void inBreachBeforeCordoned(String had, ZoneState third, int wanted, String stays) {
    BoundRule breach =
        Estates.rule(
            "not z1",
            BoundRule.Action.Enforce,
            BoundRule.OnViolation.Report,
            Verdict.Result.Reject,
            "z2",
            "z3");
    EstateBuilder estate =
        estate()
            .zone(zone("z1"), zone("z2"), zone("z3").state(third))
            .workload(group().replicas(wanted).rule(breach));
    assertEquals(stays, after(estate, had));
  }

  /** Most are where the site, or the domain of the first spread, has most. */
  @ParameterizedTest
  @CsvSource({
    "2 2 3, 6, 2 1 3",
    // three on each site by then: from the zone with most
    "2 2 3, 5, 2 1 2",
    "3 0 3, 5, 3 0 2",
  })
  void fromTheDomainWithMost(String had, int wanted, String stays) {
    ZoneBuilder[] zones = {zone("z1").site("s"), zone("z2").site("s"), zone("z3").site("t")};
    assertEquals(stays, after(estate().zone(zones).workload(group().replicas(wanted)), had));
  }

  @Test
  void ofEqualsTheDearest() {
    EstateBuilder estate =
        estate()
            .zone(zone("z1").cost(5, 0), zone("z2").cost(9, 0), zone("z3").cost(7, 0))
            .workload(group().replicas(5).objective(Workload.Objective.Cost));
    assertEquals("2 1 2", after(estate, "2 2 2"));
  }

  /** {@code perZone.min} of 2: a zone holds none, or two at least. */
  @ParameterizedTest
  @CsvSource({"2 2 3, 6, 2 2 2", "2 2 3, 4, 2 2 0", "3 3 0, 5, 3 2 0", "3 2 2, 6, 2 2 2"})
  void hardRequirementsAreKept(String had, int wanted, String stays) {
    EstateBuilder estate =
        estate()
            .zone(zone("z1"), zone("z2"), zone("z3"))
            .workload(group().replicas(wanted).perZone(2, null));
    assertEquals(stays, after(estate, had));
  }

  /** Weights 53, 24, 23: seats 53, 24, 23, 17.7, 10.6, 8, 7.7, 7.6; the last of them goes first. */
  @ParameterizedTest
  @CsvSource({"4 2 2, 7, 3 2 2", "3 2 2, 6, 3 2 1", "3 2 1, 5, 3 1 1", "3 1 1, 4, 2 1 1"})
  void withWeightsTheLastSeat(String had, int wanted, String stays) {
    EstateBuilder estate =
        estate()
            .zone(zone("z1"), zone("z2"), zone("z3"))
            .workload(group().replicas(wanted).weight("z1", 53).weight("z2", 24).weight("z3", 23));
    assertEquals(stays, after(estate, had));
  }

  /**
   * One that is at home takes its home with it; a refugee takes one from the place it came from.
   */
  @ParameterizedTest
  @CsvSource({
    // where replicas are and are at home, so many leave z2: what is where, and at home
    "2 2 0, 2 2 0, 1, 2 1 0, 2 1 0",
    "2 2 0, 2 2 0, 2, 2 0 0, 2 0 0",
    "0 4 0, 2 2 0, 1, 0 3 0, 1 2 0",
    "0 4 0, 2 2 0, 3, 0 1 0, 0 1 0",
    // where it came from is not known: from where most lack, of equals the last
    "0 6 0, 1 3 2, 1, 0 5 0, 1 3 1",
    "0 6 0, 3 2 1, 1, 0 5 0, 2 2 1",
    "0 6 0, 2 2 2, 1, 0 5 0, 2 2 1",
    "0 6 0, 2 2 2, 4, 0 2 0, 0 2 0",
    // those that are at home elsewhere keep it
    "1 3 0, 1 1 2, 1, 1 2 0, 1 1 1",
  })
  void homesGoWithReplicas(String had, String homes, int leave, String stays, String homesThen) {
    CycleScene scene =
        new CycleScene(
            estate()
                .zone(zone("z1"), zone("z2"), zone("z3"))
                .workload(group().replicas(6))
                .placement(CycleScene.placement("a", had, homes)));
    WorkloadState a = scene.turnOf("a");
    ScaleDown.takeFrom(a, 1, leave);
    assertEquals(stays, CycleScene.text(a.counts()));
    assertEquals(homesThen, CycleScene.text(a.places().copyOfHomes()));
    assertEquals(leave, a.places().givenUp(1));
  }
}
