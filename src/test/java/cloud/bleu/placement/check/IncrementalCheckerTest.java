package cloud.bleu.placement.check;

import static cloud.bleu.placement.Estates.NOW;
import static cloud.bleu.placement.Estates.workload;
import static cloud.bleu.placement.Estates.zone;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.layers.Campaign;
import cloud.bleu.placement.EditedEstates;
import cloud.bleu.placement.EstateBuilder;
import cloud.bleu.placement.Estates;
import cloud.bleu.placement.Planner;
import cloud.bleu.placement.WorkloadBuilder;
import cloud.bleu.placement.estate.Decision;
import cloud.bleu.placement.estate.Estate;
import cloud.bleu.placement.estate.Plan;
import cloud.bleu.placement.estate.Workload;
import cloud.bleu.placement.model.Assignment;
import cloud.bleu.placement.model.Capacity;
import cloud.bleu.placement.model.Health;
import cloud.bleu.placement.model.Quantities;
import cloud.bleu.placement.model.Scope;
import cloud.bleu.placement.model.Zone;
import cloud.bleu.placement.model.ZoneState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What looks at what changed finds what the check from nothing finds. */
class IncrementalCheckerTest {
  private static final int HISTORIES = Campaign.size("bleu.checked", 8);
  private static final int EDITS = 16;

  @Test
  void plansAfterEditsPassAndWrongOnesDoNot() {
    int parts = 0;
    int refused = 0;
    for (long seed = 500; seed < 500 + HISTORIES; seed++) {
      EditedEstates estates = new EditedEstates(seed);
      Random random = new Random(seed);
      IncrementalChecker checker = new IncrementalChecker();
      Estate estate = estates.first();
      for (int edit = 0; edit < EDITS; edit++) {
        String replay = "seed " + seed + ", edit " + edit;
        Plan plan = Planner.propose(estate, Map.of());
        assertEquals(Checker.check(estate, plan), checker.check(estate, plan), replay);
        parts += checker.looked() < estate.workloads().size() ? 1 : 0;
        for (int i = 0; i < 4 && !plan.decisions().isEmpty(); i++) {
          Plan wrong = spoiled(plan, estate, random);
          List<Finding> findings = Checker.check(estate, wrong);
          assertEquals(findings, checker.check(estate, wrong), replay + " spoiled " + i);
          refused += findings.isEmpty() ? 0 : 1;
          assertEquals(List.of(), checker.check(estate, plan), replay);
          assertEquals(List.of(), checker.check(estate, plan), replay);
        }
        estate = estates.next(estate, plan);
      }
    }
    assertTrue(parts > 2 * HISTORIES, parts + " plans of which a part was looked at");
    assertTrue(refused > 18 * HISTORIES, refused + " wrong plans refused");
  }

  /** Losses are numbered anew, or somebody rests on another, for what one workload asks now. */
  @Test
  void whoIsProtectedOrTiedAnewHasAllLookedAt() {
    Estate estate = twelve(workload("w00").replicas(2));
    IncrementalChecker checker = new IncrementalChecker();
    checker.check(estate, Planner.propose(estate, Map.of()));
    for (WorkloadBuilder edited :
        List.of(
            workload("w00").replicas(2).tolerate(Scope.REGION),
            workload("w00").replicas(2).affinity("w01", Scope.ZONE, true),
            workload("w00").replicas(2).antiAffinity("w01", Scope.ZONE, true))) {
      Estate grown = twelve(workload("w00").replicas(3));
      assertEquals(List.of(), checker.check(grown, Planner.propose(grown, Map.of())));
      assertEquals(1, checker.looked());
      Estate asked = twelve(edited);
      assertEquals(List.of(), checker.check(asked, Planner.propose(asked, Map.of())));
      assertEquals(12, checker.looked(), edited.toString());
      Estate again = twelve(workload("w00").replicas(2));
      checker.check(again, Planner.propose(again, Map.of()));
    }
  }

  /** With the first as it is given; all have what they are decided to have. */
  private static Estate twelve(WorkloadBuilder first) {
    EstateBuilder builder = Estates.estate().workload(first);
    for (int z = 0; z < 4; z++) {
      builder.zone(zone("z" + z).region("r" + z / 2).cpu(100));
    }
    for (int w = 1; w < 12; w++) {
      builder.workload(workload("w%02d".formatted(w)).replicas(2).tolerate(Scope.ZONE));
    }
    Estate fresh = builder.build();
    Estate plain = fresh.withWorkloads(fresh.workloads().subList(1, 12));
    return Estates.with(fresh, Estates.inForce(Planner.decisions(plain)));
  }

  @Test
  void anUnchangedEstateIsLookedAtAsAWholeOnceInAnHour() {
    IncrementalChecker checker = new IncrementalChecker();
    Estate fresh = new EditedEstates(7).first();
    Estate estate = Estates.with(fresh, Estates.inForce(Planner.decisions(fresh)));
    int all = estate.workloads().size();
    List<Integer> looked = new ArrayList<>();
    for (int minutes : new int[] {0, 20, 59, 60, 61}) {
      Estate later = estate.at(estate.now().plus(Duration.ofMinutes(minutes)));
      checker.check(later, Planner.propose(later, Map.of()));
      looked.add(checker.looked());
    }
    assertEquals(all, looked.get(0));
    assertTrue(looked.get(1) < all, looked::toString);
    assertTrue(looked.get(2) < all, looked::toString);
    assertEquals(all, looked.get(3));
    assertTrue(looked.get(4) < all, looked::toString);
  }

  /**
   * A foreign pod takes room. That concerns those who add something there, unless one replica does
   * not fit any more, or the zone is one that is left when it is too full.
   */
  @ParameterizedTest
  @CsvSource({
    "none, false",
    "less room, false",
    "more room, false",
    "no room at all, true",
    "smaller nodes, false",
    "nodes too small, true",
    "total below one replica with nodes as before, true",
    "too little of it is usable, true",
    "too little of what is measured is usable, true",
    "nodes that are seen, true",
    "less room in a degraded zone, true",
    "drained, true",
  })
  void roomOfAZoneIsNoReasonToLookAtAll(String change, boolean whole) {
    Estate fresh =
        Estates.estate()
            .zone(
                zone("z1").cpu(100).health(Health.Signal.Healthy, NOW),
                zone("z2").cpu(100).health(Health.Signal.Healthy, NOW))
            .workload(workload("a").replicas(2), workload("b"), workload("c"), workload("d"))
            .build();
    Estate settled = Estates.with(fresh, Estates.inForce(Planner.decisions(fresh)));
    Zone zone = settled.zones().get(0);
    Zone degraded =
        zone.withHealth(zone.state(), zone.stateSince(), new Health(Health.Signal.Degraded, NOW));
    Estate before =
        change.contains("degraded")
            ? with(settled, degraded)
            : change.contains("measured")
                ? with(settled, zone.withCapacity(seen(50, 100)))
                : settled;
    Zone was = before.zones().get(0);
    Estate after =
        with(
            before,
            switch (change) {
              case "none" -> was;
              case "less room", "less room in a degraded zone" -> roomy(was, 50, 50);
              case "more room" -> roomy(was, 200, 200);
              case "no room at all" -> was.withCapacity(NO_ROOM);
              case "smaller nodes" -> roomy(was, 50, 1);
              case "nodes too small" -> roomy(was, 50, 0);
              case "total below one replica with nodes as before" -> declared(was, 500, 100);
              case "too little of it is usable" -> declared(was, 50_000, 1);
              case "too little of what is measured is usable" -> was.withCapacity(seen(50, 1));
              case "nodes that are seen" -> was.withCapacity(seen(100, 100));
              default -> was.withState(ZoneState.Drained, NOW, null);
            });
    IncrementalChecker checker = new IncrementalChecker();
    Plan plan = Planner.propose(before, Map.of());
    assertEquals(List.of(), checker.check(before, plan));
    assertEquals(List.of(), checker.check(before, plan));
    assertEquals(0, checker.looked(), "all are settled");
    assertEquals(Checker.check(after, plan), checker.check(after, plan));
    assertEquals(whole ? 4 : 0, checker.looked());
  }

  /** Who adds something where the room was taken meanwhile is refused. */
  @Test
  void roomThatIsTakenIsMissed() {
    Estate fresh =
        Estates.estate()
            .zone(zone("z1").cpu(9), zone("z2").cpu(9))
            .workload(workload("a").replicas(2), workload("b"), workload("c"), workload("d"))
            .workload(workload("e").replicas(3))
            .build();
    Estate before = Estates.with(fresh, Estates.inForce(Planner.decisions(fresh)));
    IncrementalChecker checker = new IncrementalChecker();
    assertEquals(List.of(), checker.check(before, Planner.propose(before, Map.of())));
    List<Workload> workloads = new ArrayList<>(before.workloads());
    workloads.set(4, workloads.get(4).withReplicas(7));
    Estate more = with(before, before.zones(), workloads);
    Plan grown = Planner.propose(more, Map.of());
    Estate taken = with(more, roomy(more.zones().get(0), 5, 5));
    List<Finding> findings = Checker.check(taken, grown);
    assertEquals(
        List.of("CapacityExceeded"), findings.stream().map(Finding::code).distinct().toList());
    assertEquals(findings, checker.check(taken, grown));
  }

  private static final Capacity NO_ROOM =
      new Capacity.Declared(Quantities.NONE, Quantities.of(Map.of("cpu", 0L)), 100);

  private static Capacity seen(long cpus, int usablePercent) {
    return new Capacity.Measured(
        List.of(
            new Capacity.Node(
                "n",
                Quantities.of(Map.of("cpu", cpus * 1000, "memory", 1L << 40, "pods", 1_000_000L)))),
        usablePercent);
  }

  /** So many thousandths of a processor, and nodes as before. */
  private static Zone declared(Zone zone, long millis, int usablePercent) {
    Capacity.Declared before = (Capacity.Declared) zone.capacity();
    TreeMap<String, Long> total = new TreeMap<>(before.total().amounts());
    total.put("cpu", millis);
    return zone.withCapacity(
        new Capacity.Declared(new Quantities(total), before.largestNode(), usablePercent));
  }

  /** So many processors, and a largest node of so many. */
  private static Zone roomy(Zone zone, long cpus, long largest) {
    TreeMap<String, Long> total = new TreeMap<>(zone.capacity().total().amounts());
    total.put("cpu", cpus * 1000);
    return zone.withCapacity(
        new Capacity.Declared(
            new Quantities(total), Quantities.of(Map.of("cpu", largest * 1000)), 100));
  }

  private static Estate with(Estate estate, Zone first) {
    List<Zone> zones = new ArrayList<>(estate.zones());
    zones.set(0, first);
    return with(estate, zones, estate.workloads());
  }

  private static Estate with(Estate estate, List<Zone> zones, List<Workload> workloads) {
    return new Estate(
        estate.now(),
        estate.providers(),
        zones,
        workloads,
        estate.placements(),
        estate.roundTrips());
  }

  /** One decision says something that is not so. */
  private static Plan spoiled(Plan plan, Estate estate, Random random) {
    List<Decision> decisions = new ArrayList<>(plan.decisions());
    int i = random.nextInt(decisions.size());
    Decision d = decisions.get(i);
    TreeMap<String, Assignment> assignments = new TreeMap<>();
    d.assignments().forEach(a -> assignments.put(a.zone(), a));
    String zone = estate.zones().get(random.nextInt(estate.zones().size())).name();
    Assignment there = assignments.getOrDefault(zone, new Assignment(zone, 0, 0));
    int kind = random.nextInt(6);
    int more = kind == 0 ? 40 : kind == 1 ? 1 : 0;
    if (more > 0) {
      assignments.put(zone, new Assignment(zone, there.replicas() + more, there.home() + more));
    }
    decisions.set(
        i,
        new Decision(
            d.id(),
            d.outcome(),
            kind == 0 ? Decision.Cause.SpecChanged : d.cause(),
            kind == 2 ? d.missing() + 1 : d.missing(),
            List.copyOf(assignments.values()),
            kind == 3 ? List.of() : d.contingency(),
            d.moves(),
            kind == 4 ? List.of() : d.tolerates(),
            kind == 5 ? new TreeMap<>() : d.rejected(),
            d.violations(),
            d.warnings(),
            d.shortfalls(),
            d.relax(),
            d.relaxComplete(),
            d.cost()));
    return new Plan(decisions, plan.orphans());
  }
}
