package cloud.bleu.placement.search;

import static cloud.bleu.placement.Estates.estate;
import static cloud.bleu.placement.Estates.inForce;
import static cloud.bleu.placement.Estates.of;
import static cloud.bleu.placement.Estates.with;
import static cloud.bleu.placement.Estates.workload;
import static cloud.bleu.placement.Estates.zones;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.placement.Planner;
import cloud.bleu.placement.WorkloadBuilder;
import cloud.bleu.placement.estate.Decision;
import cloud.bleu.placement.estate.Estate;
import cloud.bleu.placement.estate.Plan;
import cloud.bleu.placement.model.Assignment;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Weights: Webster's (Sainte-Laguë's) method, as worked out by hand. */
class WebsterMethodTest {

  /** Divisors 1, 3, 5, ...: with 53, 24 and 23 the seats go 53, 24, 23, 17.7, 10.6, 8, 7.7, ... */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "1 | z1=1",
        "2 | z1=1, z2=1",
        "3 | z1=1, z2=1, z3=1",
        "4 | z1=2, z2=1, z3=1",
        "5 | z1=3, z2=1, z3=1",
        "6 | z1=3, z2=2, z3=1",
        "7 | z1=3, z2=2, z3=2",
        "8 | z1=4, z2=2, z3=2"
      })
  void seats(int replicas, String expected) {
    Plan plan =
        Planner.plan(
            estate()
                .zones(100, "z1", "z2", "z3")
                .workload(
                    workload("a")
                        .replicas(replicas)
                        .weight("z1", 53)
                        .weight("z2", 24)
                        .weight("z3", 23))
                .build());
    assertEquals(expected, zones(of(plan, "a")));
  }

  @Test
  void aFullZoneGivesItsSeatsToTheOthers() {
    Plan plan =
        Planner.plan(
            estate()
                .zones(2, "z1")
                .zones(100, "z2", "z3")
                .workload(workload("a").replicas(8).weight("z1", 6).weight("z2", 2).weight("z3", 1))
                .build());
    assertEquals("z1=2, z2=4, z3=2", zones(of(plan, "a")));
  }

  @Test
  void aZoneWithoutAWeightGetsNothing() {
    Plan plan =
        Planner.plan(
            estate()
                .zones(3, "z1", "z2")
                .workload(workload("a").replicas(4).weight("z1", 1))
                .build());
    assertTrue(of(plan, "a").outcome() instanceof Decision.Outcome.Unplaceable);
  }

  @Test
  void oneReplicaMoreTakesNoneAway() {
    Random random = new Random(7);
    for (int round = 0; round < 60; round++) {
      int[] weights = {1 + random.nextInt(9), 1 + random.nextInt(9), 1 + random.nextInt(9)};
      String before = "";
      int[] had = new int[3];
      for (int n = 1; n <= 12; n++) {
        Estate estate = weighted(n, weights);
        Decision fresh = of(Planner.plan(estate), "a");
        int[] has = new int[3];
        for (Assignment a : fresh.assignments()) {
          has[a.zone().charAt(1) - '1'] = a.replicas();
        }
        for (int z = 0; z < 3; z++) {
          assertTrue(has[z] >= had[z], before + " then " + zones(fresh));
        }
        had = has;
        before = zones(fresh);
      }
    }
  }

  @Test
  void downAndUpAgainIsWhereItBegan() {
    int[] weights = {5, 3, 2};
    Plan ten = Planner.plan(weighted(10, weights));
    Plan six = Planner.plan(with(weighted(6, weights), inForce(ten)));
    assertEquals(zones(of(Planner.plan(weighted(6, weights)), "a")), zones(of(six, "a")));
    Plan again = Planner.plan(with(weighted(10, weights), inForce(six)));
    assertEquals(zones(of(ten, "a")), zones(of(again, "a")));
  }

  /** Weight and seats of two zones: who has the better claim to the next, who gives its last. */
  @ParameterizedTest
  @CsvSource({
    // weight / (2 × seats + 1): 5 > 3, 5 = 5, 5/3 < 3, 15/5 = 9/3
    "5, 0, 3, 0, true",
    "3, 0, 5, 0, false",
    "5, 0, 5, 0, false",
    "5, 1, 3, 0, false",
    "15, 2, 9, 1, false",
    "16, 2, 9, 1, true",
    "15, 2, 10, 1, false",
    // a weight of nothing has no claim
    "1, 1000, 0, 0, true",
    "0, 0, 1, 1000, false",
    "0, 0, 0, 0, false",
    // so large that a product of numbers of 32 bits would run over
    "1000000, 5000, 999999, 5000, true",
    "2147483647, 2147483646, 2147483646, 2147483646, true",
  })
  void theNextSeatGoesToTheHighestQuotient(
      int weight, int seats, int otherWeight, int otherSeats, boolean before) {
    assertEquals(before, WebsterMethod.before(weight, seats, otherWeight, otherSeats));
    if (before) {
      assertFalse(WebsterMethod.before(otherWeight, otherSeats, weight, seats));
    }
    // Who would have got it last gives it first; of equals, the one that is asked about.
    assertEquals(
        before, !WebsterMethod.gives(weight, seats + 1, otherWeight, otherSeats + 1), "to give");
  }

  private static Estate weighted(int replicas, int... weights) {
    WorkloadBuilder a = workload("a").replicas(replicas);
    for (int z = 0; z < weights.length; z++) {
      a.weight("z" + (z + 1), weights[z]);
    }
    return estate().zones(100, "z1", "z2", "z3").workload(a).build();
  }
}
