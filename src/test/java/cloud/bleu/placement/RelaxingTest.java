package cloud.bleu.placement;

import static cloud.bleu.placement.Estates.estate;
import static cloud.bleu.placement.Estates.of;
import static cloud.bleu.placement.Estates.workload;
import static cloud.bleu.placement.Estates.zone;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the planner says would have helped is true: it is planned again, as a person would. */
class RelaxingTest {
  private static final int SEEDS = Integer.getInteger("bleu.seeds", 100);

  @Test
  void namesTheLeastThatHelps() {
    // Four replicas on two sites with room for one and five, and a skew of one: one and two is the
    // most.
    Estate estate =
        estate()
            .zone(zone("z1").cpu(1), zone("z2").cpu(5))
            .workload(workload("a").replicas(4).spread(Scope.SITE, 2, null, 1, true))
            .build();
    Decision decision = of(Planner.plan(estate), "a");
    assertEquals(
        List.of(
            "spec.replicas 4 -> 3",
            "spec.resilience.spread[Site].maxSkew 1 -> 2",
            "spec.resilience.spread[Site].whenUnsatisfiable DoNotPlace -> PlaceAnyway"),
        texts(decision));
    assertTrue(decision.relaxComplete());
  }

  @Test
  void namesSetsOfTwo() {
    // One zone in the country asked for has room for one; the other countries have one zone each
    // with one.
    Estate estate =
        estate()
            .zone(zone("z1").cpu(1).site("s1"), zone("z2").cpu(3).site("s1"))
            .workload(workload("a").replicas(3).perZone(0, 1).tolerate(Scope.SITE))
            .build();
    Decision decision = of(Planner.plan(estate), "a");
    assertEquals(
        List.of(
                "spec.placement.perZone.max 1 -> 2,"
                    + " spec.resilience.tolerate[Site].recover Reserved -> BestEffort",
                "spec.placement.perZone.max 1 -> 2,"
                    + " spec.resilience.tolerate[Site].whenUnsatisfiable DoNotPlace -> PlaceAnyway",
                "spec.replicas 3 -> 2, spec.resilience.tolerate[Site].recover Reserved -> BestEffort",
                "spec.replicas 3 -> 2,"
                    + " spec.resilience.tolerate[Site].whenUnsatisfiable DoNotPlace -> PlaceAnyway")
            .stream()
            .sorted()
            .toList(),
        texts(decision).stream().sorted().toList());
  }

  @Test
  void nothingHelpsWithoutRequestsOrZones() {
    Estate estate =
        estate().zones(9, "z1").workload(workload("a").replicas(3).noRequests()).build();
    assertEquals(List.of(), of(Planner.plan(estate), "a").relax());
    Estate empty = estate().workload(workload("a").replicas(3)).build();
    Decision none = of(Planner.plan(empty), "a");
    assertEquals(List.of(), none.relax());
    assertTrue(none.relaxComplete());
  }

  @Test
  void whatIsPlacedNeedsNothing() {
    Estate estate = estate().zones(9, "z1").workload(workload("a").replicas(3)).build();
    Decision decision = of(Planner.plan(estate), "a");
    assertEquals(List.of(), decision.relax());
    assertTrue(decision.relaxComplete());
  }

  @Test
  void everySetIsPlacedAndNoPartOfItIs() {
    List<String> failures = new ArrayList<>();
    int sets = 0;
    for (long seed = 0; seed < SEEDS; seed++) {
      RandomEstates random = new RandomEstates(seed);
      Estate estate = random.fresh();
      for (int step = 0; step < 2; step++) {
        Plan plan = Planner.plan(estate);
        Estate inForce = Estates.with(estate, Estates.inForce(plan));
        for (Decision decision : plan.decisions()) {
          for (Decision.Relaxation set : decision.relax()) {
            sets++;
            String replay = "seed " + seed + " step " + step;
            check(inForce, decision.id(), set, replay, failures);
            if (!placed(estate, decision.id(), set.changes())) {
              failures.add(replay + " not placed anew: " + set);
            }
          }
        }
        estate = random.later(estate, Estates.inForce(plan));
      }
    }
    assertEquals(
        List.of(),
        failures.subList(0, Math.min(5, failures.size())),
        failures.size() + " of " + sets);
    assertTrue(sets > SEEDS / 2, sets + " sets");
  }

  private static void check(
      Estate estate, WorkloadId id, Decision.Relaxation set, String replay, List<String> failures) {
    List<Decision.Change> changes = set.changes();
    int whole = (1 << changes.size()) - 1;
    for (int mask = 1; mask <= whole; mask++) {
      List<Decision.Change> some = new ArrayList<>();
      for (int i = 0; i < changes.size(); i++) {
        if ((mask & 1 << i) != 0) {
          some.add(changes.get(i));
        }
      }
      boolean placed = placed(estate, id, some);
      if (placed != (mask == whole)) {
        failures.add(
            replay + " " + id + (placed ? " placed: " : " not placed: ") + some + " of " + set);
      }
    }
  }

  private static boolean placed(Estate estate, WorkloadId id, List<Decision.Change> changes) {
    List<Workload> workloads = new ArrayList<>();
    for (Workload w : estate.workloads()) {
      workloads.add(w.id().equals(id) ? changed(estate, w, changes) : w);
    }
    Estate changed =
        new Estate(
            estate.now(),
            estate.providers(),
            estate.zones(),
            workloads,
            estate.placements(),
            estate.roundTrips());
    return Planner.propose(changed, java.util.Map.of()).decisions().stream()
        .anyMatch(d -> d.id().equals(id) && d.missing() == 0);
  }

  private static Workload changed(Estate estate, Workload w, List<Decision.Change> changes) {
    WorkloadDraft draft = new WorkloadDraft(w);
    for (Decision.Change change : changes) {
      Relaxable.of(estate, w).items().stream()
          .filter(item -> item.path().equals(change.path()))
          .flatMap(item -> item.steps().stream())
          .filter(step -> step.to().equals(change.to()))
          .findFirst()
          .orElseThrow()
          .change()
          .accept(draft);
    }
    return draft.build();
  }

  private static List<String> texts(Decision decision) {
    return decision.relax().stream()
        .map(
            set ->
                String.join(
                    ", ",
                    set.changes().stream()
                        .map(c -> c.path() + " " + c.from() + " -> " + c.to())
                        .toList()))
        .toList();
  }
}
