package cloud.bleu.placement;

import static cloud.bleu.placement.Estates.estate;
import static cloud.bleu.placement.Estates.of;
import static cloud.bleu.placement.Estates.only;
import static cloud.bleu.placement.Estates.workload;
import static cloud.bleu.placement.Estates.zones;
import static cloud.bleu.placement.Specified.a;
import static org.junit.jupiter.api.Assertions.assertEquals;

import cloud.bleu.placement.estate.Plan;
import cloud.bleu.placement.model.Scope;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Replicas that run though no decision counts them: whose room it is. */
class StandingRoomTest {

  /** Also of who comes before it, by priority or by name. */
  @ParameterizedTest
  @CsvSource({"4, z2=4", "5, ''"})
  void nobodyElseTakesItAndItsOwnWorkloadDoes(int replicas, String others) {
    Plan plan =
        Specified.plan(
            estate()
                .zones(4, "z1", "z2")
                .workload(
                    workload("first").replicas(replicas).priority(1000),
                    workload("z").replicas(4).rule(only("z1")).standing("z1", 4)));
    assertEquals(others, zones(of(plan, "first")));
    assertEquals("z1=4", zones(of(plan, "z")));
  }

  /**
   * One that leaves a zone, gets nothing, or for which nothing is decided runs there all the same.
   */
  @ParameterizedTest
  @CsvSource({
    "z2, false, 1, z1=1",
    "z2, false, 2, ''",
    "nowhere, false, 1, z1=1",
    "nowhere, false, 2, ''",
    "z1, true, 1, z1=1",
    "z1, true, 2, ''",
  })
  void whatStaysWithoutADecisionIsNotFree(
      String allowed, boolean suspended, int replicas, String others) {
    WorkloadBuilder standing = a(4).rule(only(allowed)).standing("z1", 3);
    Plan plan =
        Specified.plan(
            estate()
                .zones(4, "z1", "z2")
                .workload(
                    suspended ? standing.suspended() : standing,
                    workload("later").replicas(replicas).rule(only("z1"))));
    assertEquals(allowed.equals("z2") ? "z2=4" : "", zones(of(plan, "a")));
    assertEquals(others, zones(of(plan, "later")));
  }

  /** A decision in a zone counts in place of what runs there, not beside it. */
  @ParameterizedTest
  @CsvSource({"2, z1=2", "3, ''"})
  void itIsCountedOnce(int replicas, String others) {
    Plan plan =
        Specified.plan(
            estate()
                .zones(4, "z1")
                .workload(a(2).standing("z1", 2), workload("b").replicas(replicas)));
    assertEquals("z1=2", zones(of(plan, "a")));
    assertEquals(others, zones(of(plan, "b")));
  }

  /** More of it may run than a zone has, or in one that is gone: who runs there stays. */
  @Test
  void nobodyGoesForIt() {
    Plan plan =
        Specified.plan(
            estate()
                .zones(4, "z1")
                .workload(a(3).standing("z1", 9).standing("gone", 2), workload("runs").replicas(1))
                .running("runs", "z1", 1));
    assertEquals("z1=1", zones(of(plan, "runs")));
    assertEquals("z1=3", zones(of(plan, "a")));
  }

  /** What would come there at a loss runs there already. */
  @ParameterizedTest
  @CsvSource({"1, z1=1", "2, ''"})
  void itIsItsReserveToo(int replicas, String others) {
    Plan plan =
        Specified.plan(
            estate()
                .zones(5, "z1", "z2")
                .workload(
                    a(4).tolerate(Scope.ZONE).perZone(2, 2).priority(1000).standing("z1", 4),
                    workload("b").replicas(replicas).rule(only("z1"))));
    assertEquals("z1=2 z2=2", zones(of(plan, "a")));
    assertEquals(others, zones(of(plan, "b")));
  }
}
