package cloud.bleu.placement;

import static cloud.bleu.placement.Estates.NOW;
import static cloud.bleu.placement.Estates.estate;
import static cloud.bleu.placement.Estates.of;
import static cloud.bleu.placement.Estates.workload;
import static cloud.bleu.placement.Estates.zone;
import static cloud.bleu.placement.Estates.zones;
import static cloud.bleu.placement.Specified.a;
import static cloud.bleu.placement.Specified.code;
import static cloud.bleu.placement.Specified.placed;
import static cloud.bleu.placement.Specified.plan;
import static cloud.bleu.placement.Specified.shortfalls;
import static cloud.bleu.placement.Specified.where;
import static org.junit.jupiter.api.Assertions.assertEquals;

import cloud.bleu.placement.estate.Decision;
import cloud.bleu.placement.estate.Plan;
import cloud.bleu.placement.estate.Workload;
import cloud.bleu.placement.estate.Workload.Rebalance.Mode;
import cloud.bleu.placement.model.Assignment;
import cloud.bleu.placement.model.Scope;
import cloud.bleu.placement.model.ZoneState;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Section 3 of the placement semantics, a test a sentence, the planner as a black box. */
class EngineAgainstSpecificationSpreadTest {

  private static EstateBuilder three() {
    return estate().zones(100, "z1", "z2", "z3");
  }

  private static WorkloadBuilder spread(int n, int skew) {
    return a(n).spread(Scope.ZONE, skew);
  }

  @Test
  void twoZonesOnOneSiteAreOneSite() {
    Decision d =
        a(
            estate()
                .zone(zone("z1").site("s"), zone("z2").site("s").provider("q"), zone("z3"))
                .workload(a(4).spread(Scope.SITE, 1)));
    int onSite =
        d.assignments().stream()
            .filter(x -> !x.zone().equals("z3"))
            .mapToInt(Assignment::replicas)
            .sum();
    assertEquals(2, onSite);
  }

  @Test
  void fullDomainsCountSoTheyHoldTheOthersBack() {
    // z3 could host one when empty, and is full: the floor stays 0, the others end at maxSkew.
    for (int skew : new int[] {1, 2, 3}) {
      Plan p =
          plan(
              estate()
                  .zone(zone("z1"), zone("z2"), zone("z3").cpu(1))
                  .workload(spread(2 * skew, skew), workload("b").only("z3").priority(10)));
      assertEquals(2 * skew, placed(of(p, "a")));
      Plan more =
          plan(
              estate()
                  .zone(zone("z1"), zone("z2"), zone("z3").cpu(1))
                  .workload(spread(2 * skew + 1, skew), workload("b").only("z3").priority(10)));
      assertEquals("SpreadUnsatisfiable", code(of(more, "a")));
    }
  }

  @Test
  void aDomainThatCouldNotHostOneWhenEmptyDoesNotCount() {
    assertEquals(
        "z1=2, z2=2",
        where(estate().zone(zone("z1"), zone("z2"), zone("z3").cpu(0)).workload(spread(4, 1))));
  }

  @Test
  void aDomainThatIsNotAllowedDoesNotCount() {
    assertEquals("z1=2, z2=2", where(three().workload(spread(4, 1).only("z1", "z2"))));
  }

  @Test
  void finalCountMinusFloorIsAtMostMaxSkewAsInKubernetes() {
    // Running counts, maxSkew, and the zones that may take one more replica: count + 1 − least.
    Object[][] table = {
      {new int[] {0, 0, 0}, 1, "z1 z2 z3"},
      {new int[] {1, 0, 0}, 1, "z2 z3"},
      {new int[] {1, 1, 0}, 1, "z3"},
      {new int[] {1, 1, 1}, 1, "z1 z2 z3"},
      {new int[] {2, 1, 0}, 1, "z3"},
      {new int[] {2, 1, 1}, 1, "z2 z3"},
      {new int[] {1, 0, 0}, 2, "z1 z2 z3"},
      {new int[] {2, 0, 0}, 2, "z2 z3"},
      {new int[] {3, 1, 0}, 2, "z2 z3"},
      {new int[] {3, 1, 1}, 3, "z1 z2 z3"},
    };
    for (Object[] row : table) {
      int[] counts = (int[]) row[0];
      for (String only : List.of("z1", "z2", "z3")) {
        // One zone has room for the newcomer, all are eligible.
        EstateBuilder e = estate();
        int n = 1;
        for (int z = 0; z < 3; z++) {
          String name = "z" + (z + 1);
          e.zone(zone(name).cpu(name.equals(only) ? 100 : Math.max(1, counts[z])));
          n += counts[z];
        }
        String filler = "";
        for (int z = 0; z < 3; z++) {
          String name = "z" + (z + 1);
          if (counts[z] == 0 && !name.equals(only)) {
            // Eligible, but full of somebody else.
            filler += name;
            e.workload(workload("fill" + name).only(name).priority(10));
            e.running("fill" + name, name, 1);
          }
        }
        e.workload(spread(n, (int) row[1]).rebalance(Mode.Never, 0));
        if (n > 1) {
          e.running("a", running(counts));
        }
        Decision d = a(e);
        boolean fits = List.of(((String) row[2]).split(" ")).contains(only);
        assertEquals(
            fits ? n : n - 1, placed(d), java.util.Arrays.toString(counts) + " " + only + filler);
      }
    }
  }

  private static Object[] running(int[] counts) {
    List<Object> list = new java.util.ArrayList<>();
    for (int z = 0; z < counts.length; z++) {
      if (counts[z] > 0) {
        list.add("z" + (z + 1));
        list.add(counts[z]);
      }
    }
    return list.toArray();
  }

  @Test
  void theFloorIsZeroIfThereAreFewerDomainsThanMinAsInKubernetes() {
    // minDomains 3 with two domains: at most maxSkew in each.
    WorkloadBuilder four = a(4).spread(Scope.ZONE, 3, null, 2, true);
    assertEquals("z1=2, z2=2", where(estate().zones(9, "z1", "z2").workload(four)));
    Decision five =
        a(estate().zones(9, "z1", "z2").workload(a(5).spread(Scope.ZONE, 3, null, 2, true)));
    assertEquals("SpreadUnsatisfiable", code(five));
  }

  @Test
  void domainsOutOfServiceCountTowardsMinNotInTheSkew() {
    EstateBuilder e =
        estate()
            .zone(zone("z1"), zone("z2"), zone("z3").state(ZoneState.Cordoned))
            .workload(a(4).spread(Scope.ZONE, 3, null, 1, true));
    assertEquals("z1=2, z2=2", where(e));
    EstateBuilder unhealthy =
        estate()
            .zone(zone("z1"), zone("z2"), zone("z3").unhealthySince(NOW.minus(Duration.ofHours(1))))
            .workload(
                a(4).spread(Scope.ZONE, 3, null, 1, true)
                    .failover(Duration.ofMinutes(1), Duration.ofMinutes(30)));
    assertEquals("z1=2, z2=2", where(unhealthy));
  }

  @Test
  void atLeastMinOrReplicasOrEligibleDomainsAreUsed() {
    WorkloadBuilder cheap =
        a(4).spread(Scope.ZONE, 3, null, 9, true).objective(Workload.Objective.Cost);
    Decision d =
        a(
            estate()
                .zone(zone("z1").cost(1, 1), zone("z2").cost(9, 9), zone("z3").cost(9, 9))
                .workload(cheap));
    assertEquals(3, d.assignments().size());
    assertEquals(
        2, a(three().workload(a(2).spread(Scope.ZONE, 3, null, 9, true))).assignments().size());
    assertEquals(
        2,
        a(estate().zones(9, "z1", "z2").workload(a(4).spread(Scope.ZONE, 3, null, 9, true)))
            .assignments()
            .size());
  }

  @Test
  void maxChoosesASetOfAtMostThatManyDomains() {
    Decision d = a(three().workload(a(6).spread(Scope.ZONE, 1, 2, 1, true)));
    assertEquals(2, d.assignments().size());
    assertEquals(List.of(3, 3), d.assignments().stream().map(Assignment::replicas).toList());
  }

  @Test
  void placeAnywayMinimisesTheBreachAndSaysSo() {
    Decision d =
        a(
            estate()
                .zone(zone("z1").cpu(1), zone("z2"), zone("z3"))
                .workload(a(7).spread(Scope.ZONE, 1, null, 1, false)));
    assertEquals("z1=1, z2=3, z3=3", zones(d));
    assertEquals(List.of("SpreadUnsatisfiable"), shortfalls(d));
  }

  @Test
  void spreadIsKeptAfterScaleDown() {
    assertEquals(
        "z1=2, z2=2, z3=2",
        where(three().workload(spread(6, 1)).running("a", "z1", 3, "z2", 3, "z3", 3)));
    assertEquals(
        "z1=1, z2=1, z3=1",
        where(three().workload(spread(3, 1)).running("a", "z1", 3, "z2", 1, "z3", 1)));
  }

  @Test
  void spreadIsKeptAfterDrain() {
    assertEquals(
        "z2=3, z3=3",
        where(
            estate()
                .zone(zone("z1").state(ZoneState.Drained), zone("z2"), zone("z3"))
                .workload(spread(6, 1))
                .running("a", "z1", 2, "z2", 2, "z3", 2)));
  }

  @Test
  void spreadIsMendedByRebalancingWithinItsBudget() {
    WorkloadBuilder w = spread(6, 1).rebalance(Mode.WhenNeeded, 1);
    assertEquals("z1=3, z2=2, z3=1", where(three().workload(w).running("a", "z1", 4, "z2", 2)));
  }

  @Test
  void drainedReplicasWithNowhereToGoKeepRunning() {
    Decision d =
        a(
            estate()
                .zone(
                    zone("z1").state(ZoneState.Lost),
                    zone("z2").state(ZoneState.Drained),
                    zone("z3"),
                    zone("z4"))
                .workload(a(5).perZone(0, 2).spread(Scope.ZONE, 1))
                .running("a", "z1", 1, "z2", 2, "z3", 1, "z4", 1));
    // Two of the three find a place; the one that is lost may be missing, none that runs.
    assertEquals(5 - d.missing(), placed(d));
    assertEquals(true, placed(d) >= 4, zones(d));
  }
}
