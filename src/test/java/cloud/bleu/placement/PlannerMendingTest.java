package cloud.bleu.placement;

import static cloud.bleu.placement.Estates.estate;
import static cloud.bleu.placement.Estates.zone;
import static cloud.bleu.placement.Estates.zones;
import static cloud.bleu.placement.Specified.a;
import static cloud.bleu.placement.Specified.code;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.placement.estate.Decision;
import cloud.bleu.placement.estate.Estate;
import cloud.bleu.placement.estate.Placement;
import cloud.bleu.placement.estate.Plan;
import cloud.bleu.placement.estate.Workload.Rebalance.Mode;
import cloud.bleu.placement.estate.Workload.Recover;
import cloud.bleu.placement.model.Assignment;
import cloud.bleu.placement.model.Contingency;
import cloud.bleu.placement.model.Health;
import cloud.bleu.placement.model.Scope;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is short of replicas and stands badly comes out of it by moves and growth together. */
class PlannerMendingTest {
  private static final int MOST_HOURS = 12;

  private static WorkloadBuilder web(int replicas, int keep, Mode mode, int moves) {
    return a(replicas)
        .spread(Scope.SITE, 3, null, 1, true)
        .tolerate(Scope.SITE, keep, Recover.Reserved, true)
        .quorum()
        .rebalance(mode, moves);
  }

  private static EstateBuilder three() {
    return estate().zones(99, "z1", "z2", "z3");
  }

  /**
   * Where it stands after each hour, until an hour changes nothing. Within the hour the plan that
   * was made is left as it is, and no more is moved than the hour allows.
   */
  private static List<String> hours(EstateBuilder builder) {
    Estate estate = builder.build();
    int budget = estate.workloads().get(0).rebalance().maxMovesPerHour();
    List<String> stands = new ArrayList<>();
    for (int hour = 0; hour < MOST_HOURS; hour++) {
      Plan plan = Specified.plan(estate);
      Decision d = Estates.of(plan, "a");
      int moved = d.moves().stream().mapToInt(Contingency.Move::replicas).sum();
      assertTrue(moved <= budget, d.toString());
      if (d.cause() == Decision.Cause.Unchanged) {
        assertEquals(List.of(), d.shortfalls());
        assertEquals("Placed", code(d));
        return stands;
      }
      stands.add(zones(d));
      List<Placement> charged = new ArrayList<>();
      for (Placement p : Estates.inForce(plan)) {
        charged.add(new Placement(p.id(), p.uid(), p.assignments(), p.contingency(), moved));
      }
      Decision again = Estates.of(Specified.plan(Estates.with(estate, charged)), "a");
      assertEquals(Decision.Cause.Unchanged, again.cause(), d + " becomes " + again);
      estate = Estates.with(estate, Estates.inForce(plan));
    }
    throw new AssertionError("not at rest: " + stands);
  }

  @Test
  void twoOfThreeInOneZoneMoveApartAndTheThirdIsPlaced() {
    for (int moves : new int[] {1, 2, 9}) {
      assertEquals(
          List.of("z1=1, z2=1, z3=1"),
          hours(three().workload(web(3, 2, Mode.WhenNeeded, moves)).running("a", "z1", 2)));
    }
  }

  /**
   * {@code keep} counts replicas, and a workload has up to 100,000. However many of them a loss
   * takes too many, an hour mends as much of that as it may.
   */
  @ParameterizedTest
  @CsvSource({
    // that may be lost too few; keep, what runs in z1
    "65535, 75000, 90535",
    "65536, 75000, 90536",
    "65537, 75000, 90537",
    "99999, 99999, 100000",
  })
  void anHourMendsWhatItMayOfAnyNumber(int unkept, int keep, int inFirst) {
    assertEquals(unkept, keep - (100_000 - inFirst));
    Plan plan =
        Specified.plan(
            estate()
                .zones(200_000, "z1", "z2", "z3", "z4")
                .workload(
                    a(100_000)
                        .tolerate(Scope.ZONE, keep, Recover.BestEffort, true)
                        .rebalance(Mode.WhenNeeded, 10))
                .running("a", "z1", inFirst, "z2", 100_000 - inFirst)
                .build());
    assertEquals(
        10,
        Estates.of(plan, "a").moves().stream().mapToInt(Contingency.Move::replicas).sum(),
        Estates.of(plan, "a").toString());
  }

  /** However many moves mend it at once: z3 answers again, and not for {@code returnAfter}. */
  @Test
  void whatMendsWaitsForAZoneThatAnswersAgain() {
    for (int minutes : new int[] {1, 29, 31}) {
      Estate estate =
          estate()
              .zone(
                  zone("z1"),
                  zone("z2"),
                  zone("z3")
                      .health(
                          Health.Signal.Healthy, Estates.NOW.minus(Duration.ofMinutes(minutes))))
              .workload(a(12).spread(Scope.SITE, 1, null, 1, true).rebalance(Mode.WhenNeeded, 9))
              .running("a", "z1", 6, "z2", 6)
              .build();
      Plan plan = Specified.plan(estate);
      assertEquals(
          minutes < 30 ? "z1=6, z2=6" : "z1=4, z2=4, z3=4",
          zones(Estates.of(plan, "a")),
          minutes + " minutes");
    }
  }

  @Test
  void thoseThatHaveAHomeElsewhereGoThere() {
    List<Assignment> away =
        List.of(new Assignment("z1", 2, 1), new Assignment("z2", 0, 1), new Assignment("z3", 0, 1));
    assertEquals(
        List.of("z1=1, z2=1, z3=1"),
        hours(
            three()
                .workload(web(3, 2, Mode.WhenNeeded, 1))
                .placement(new Placement(Estates.id("a"), null, away, List.of(), 0))));
  }

  @Test
  void withoutSpreadToo() {
    assertEquals(
        List.of("z1=1, z2=1, z3=1"),
        hours(
            three()
                .workload(
                    a(3).tolerate(Scope.ZONE, 2, Recover.Reserved, true)
                        .rebalance(Mode.WhenNeeded, 1))
                .running("a", "z1", 2)));
  }

  @Test
  void fourOfFiveTakeAsManyHoursAsTheBudgetAsks() {
    List<String> slow =
        hours(three().workload(web(5, 3, Mode.WhenNeeded, 1)).running("a", "z1", 4));
    assertEquals(List.of("z1=3, z2=1", "z1=2, z2=2, z3=1"), slow);
    List<String> fast =
        hours(three().workload(web(5, 3, Mode.WhenNeeded, 2)).running("a", "z1", 4));
    assertEquals(1, fast.size(), fast.toString());
  }

  @Test
  void asFewMovesAsEndTheBreaches() {
    Decision d = Specified.a(three().workload(web(5, 3, Mode.WhenNeeded, 9)).running("a", "z1", 3));
    assertEquals(1, d.moves().size(), d.toString());
    assertEquals(1, d.moves().get(0).replicas(), d.toString());
    assertEquals(5, Specified.placed(d));
  }

  @Test
  void keepOfARegion() {
    for (int moves : new int[] {1, 2}) {
      List<String> stands =
          hours(
              estate()
                  .zone(
                      zone("z1").region("r1").cpu(99),
                      zone("z2").region("r1").cpu(99),
                      zone("z3").region("r2").cpu(99),
                      zone("z4").region("r3").cpu(99))
                  .workload(
                      a(3).tolerate(Scope.REGION, 2, Recover.Reserved, true)
                          .quorum()
                          .rebalance(Mode.WhenNeeded, moves))
                  .running("a", "z1", 1, "z2", 1));
      assertEquals(1, stands.size(), stands.toString());
      assertTrue(stands.get(0).endsWith("z3=1, z4=1"), stands.toString());
    }
  }

  @Test
  void neverStaysAsItIsAndSaysSo() {
    Decision d = Specified.a(three().workload(web(3, 2, Mode.Never, 9)).running("a", "z1", 2));
    assertEquals("z1=2", zones(d));
    assertEquals(1, d.missing());
    assertEquals("SurvivalUnsatisfiable", code(d));
    assertTrue(d.shortfalls().size() > 0, d.toString());
  }
}
