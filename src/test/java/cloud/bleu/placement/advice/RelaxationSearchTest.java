package cloud.bleu.placement.advice;

import static cloud.bleu.placement.Estates.NOW;
import static cloud.bleu.placement.Estates.estate;
import static cloud.bleu.placement.Estates.of;
import static cloud.bleu.placement.Estates.workload;
import static cloud.bleu.placement.Estates.zone;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.layers.Campaign;
import cloud.bleu.placement.EstateBuilder;
import cloud.bleu.placement.Estates;
import cloud.bleu.placement.Planner;
import cloud.bleu.placement.RandomEstates;
import cloud.bleu.placement.WorkloadBuilder;
import cloud.bleu.placement.estate.BoundRule;
import cloud.bleu.placement.estate.Decision;
import cloud.bleu.placement.estate.EditableWorkload;
import cloud.bleu.placement.estate.Estate;
import cloud.bleu.placement.estate.Placement;
import cloud.bleu.placement.estate.Plan;
import cloud.bleu.placement.estate.Workload;
import cloud.bleu.placement.model.Assignment;
import cloud.bleu.placement.model.Health;
import cloud.bleu.placement.model.Parameters;
import cloud.bleu.placement.model.Scope;
import cloud.bleu.placement.model.WorkloadId;
import cloud.bleu.placement.model.ZoneState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the planner says would have helped is true: it is planned again, as a person would. */
class RelaxationSearchTest {
  private static final int SEEDS = Campaign.size("bleu.seeds", 50);

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
                "spec.replicas 3 -> 2, spec.resilience.tolerate[Site].recover Reserved ->"
                    + " BestEffort",
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

  /** Of 100 replicas 90 fit; that 50 do not would say nothing of 90. */
  @Test
  void theLeastIsNotSoughtByHalves() {
    EstateBuilder builder = estate();
    for (int z = 1; z <= 9; z++) {
      builder.zones(10, "z" + z);
    }
    Estate estate =
        builder
            .workload(
                workload("a")
                    .replicas(100)
                    .tolerate(Scope.ZONE, 50, Workload.Recover.BestEffort, true))
            .running("a", "z1", 10)
            .build();
    assertTrue(
        texts(of(Planner.plan(estate), "a")).contains("spec.replicas 100 -> 90"),
        () -> texts(of(Planner.plan(estate), "a")).toString());
  }

  /** A target that a workload of high priority needs is evicted by nobody below that. */
  @Test
  void inheritedPriorityCountsInTrials() {
    Estate estate =
        estate()
            .zones(5, "z1", "z2")
            .workload(
                workload("target").cpu(3),
                workload("boss").priority(1000).affinity("target", Scope.ZONE, true),
                workload("mid").cpu(4).priority(500).rule(allowing("z2")),
                workload("other").cpu(4).priority(1000).rule(allowing("z2")))
            .running("target", "z1", 1)
            .running("boss", "z1", 1)
            .running("other", "z2", 1)
            .build();
    Decision mid = of(Planner.plan(estate), "mid");
    assertEquals(1, mid.missing());
    assertEquals(List.of(), texts(mid));
  }

  /** Who has to leave a zone and stays, as nothing else takes it, is counted on in a trial too. */
  @Test
  void whoStaysInADrainedZoneIsCountedOnInTrials() {
    Estate estate =
        estate()
            .zone(zone("z1").region("r1").state(ZoneState.Drained), zone("z2").region("r1"))
            .workload(
                workload("b").rule(allowing("z1")),
                workload("a").replicas(3).perZone(0, 2).affinity("b", Scope.REGION, true))
            .running("b", "z1", 1)
            .running("a", "z2", 1)
            .build();
    Decision decision = of(Planner.plan(estate), "a");
    assertEquals(1, decision.missing());
    assertTrue(
        texts(decision).contains("spec.placement.perZone.max 2 -> 3"), texts(decision).toString());
  }

  /** Without the affinity the target has no priority of others: it may be evicted. */
  @Test
  void whoGivesUpAnAffinityMayTakeRoomOfItsTarget() {
    Estate estate =
        estate()
            .zones(5, "z1")
            .workload(
                workload("target").cpu(3),
                workload("a").replicas(4).priority(1000).affinity("target", Scope.ZONE, true))
            .running("target", "z1", 1)
            .build();
    assertEquals(
        List.of("spec.replicas 4 -> 2", "spec.placement.affinity[target].required true -> false"),
        texts(of(Planner.plan(estate), "a")));
  }

  /** Only with a move of what runs would three survive a loss as asked, and the hour has none. */
  @ParameterizedTest
  @CsvSource({"0, 0", "2, 2", "1, 3"})
  void whatRunsMovesInATrialNoMoreThanItMay(int budget, int spent) {
    Estate estate =
        estate()
            .zones(5, "z1", "z2", "z3")
            .workload(
                workload("a")
                    .replicas(3)
                    .tolerate(Scope.ZONE, 2, Workload.Recover.BestEffort, true)
                    .rule(allowing("z1", "z2"))
                    .rebalance(Workload.Rebalance.Mode.WhenNeeded, budget))
            .placement(
                new Placement(
                    Estates.id("a"), null, List.of(Assignment.of("z1", 2)), List.of(), spent))
            .build();
    assertEquals(
        List.of(
            "spec.replicas 3 -> 2",
            "spec.resilience.tolerate[Zone].keep 2 -> 1",
            "spec.resilience.tolerate[Zone].whenUnsatisfiable DoNotPlace -> PlaceAnyway"),
        texts(of(Planner.plan(estate), "a")));
  }

  /** Three must outlive z1: of the two moves that takes the hour has one, which the plan made. */
  @Test
  void whatThePlanMovesCountsInTrials() {
    Estate estate =
        estate()
            .zones(9, "z1", "z2", "z3")
            .workload(
                workload("a")
                    .replicas(6)
                    .tolerate(Scope.ZONE, 3, Workload.Recover.BestEffort, true)
                    .rule(allowing("z1", "z2"))
                    .rebalance(Workload.Rebalance.Mode.WhenNeeded, 1))
            .running("a", "z1", 5)
            .build();
    Decision decision = of(Planner.plan(estate), "a");
    assertEquals("z1=4, z2=1", Estates.zones(decision));
    assertEquals(
        List.of(
            "spec.replicas 6 -> 5",
            "spec.resilience.tolerate[Zone].keep 3 -> 2",
            "spec.resilience.tolerate[Zone].whenUnsatisfiable DoNotPlace -> PlaceAnyway"),
        texts(decision));
  }

  /**
   * Home is a lost zone that it may no longer use: room for another loss is not asked meanwhile.
   */
  @Test
  void whoseHomeIsLostIsInAnIncidentInTrialsToo() {
    Estate estate =
        estate()
            .zone(zone("z1").state(ZoneState.Lost), zone("z2"))
            .workload(
                workload("a").replicas(3).perZone(0, 2).tolerate(Scope.ZONE).rule(allowing("z2")))
            .placement(
                new Placement(
                    Estates.id("a"),
                    null,
                    List.of(new Assignment("z1", 0, 1), new Assignment("z2", 1, 1)),
                    List.of(),
                    0))
            .build();
    Decision decision = of(Planner.plan(estate), "a");
    assertEquals(1, decision.missing());
    assertTrue(
        texts(decision).contains("spec.placement.perZone.max 2 -> 3"), texts(decision).toString());
  }

  /** Two are at home in z1, where b is, and go back once its nodes are there for long enough. */
  private static EstateBuilder awaited(int cpus, int elsewhere, int priority, WorkloadBuilder a) {
    return estate()
        .zone(
            zone("z1").cpu(cpus).health(Health.Signal.Healthy, NOW.minus(Duration.ofMinutes(1))),
            zone("z2").cpu(elsewhere))
        .workload(
            a.priority(priority, false).rule(allowing("z1", "z2")),
            workload("b").replicas(5).perZone(0, 2).only("z1"))
        .placement(
            new Placement(
                Estates.id("a"),
                null,
                List.of(new Assignment("z1", 0, 2), new Assignment("z2", 2, 0)),
                List.of(),
                0))
        .running("b", "z1", 2);
  }

  /** What a trial of a held for its way home is no use of the room once that trial is over. */
  @Test
  void whatATrialHeldAtHomeIsGivenBack() {
    WorkloadBuilder a = workload("a").replicas(5).affinity("gone", Scope.ZONE, true);
    Plan plan = Planner.plan(awaited(7, 9, 10, a).build());
    assertEquals(3, of(plan, "a").missing());
    assertTrue(texts(of(plan, "a")).size() > 1, texts(of(plan, "a")).toString());
    assertEquals(
        List.of("spec.replicas 5 -> 2", "spec.placement.perZone.max 2 -> 5"), texts(of(plan, "b")));
  }

  /** Room at home is not counted against the trial of the workload whose home it is. */
  @Test
  void whatIsHeldForItselfIsFreeInItsTrial() {
    WorkloadBuilder a = workload("a").replicas(3).affinity("gone", Scope.ZONE, true);
    assertEquals(
        List.of("spec.replicas 3 -> 2", "spec.placement.affinity[gone].required true -> false"),
        texts(of(Planner.plan(awaited(4, 2, 10, a).build()), "a")));
  }

  /**
   * Room that another holds for its way home, 2 of them, is none that a change would have, if that
   * one's turn comes before.
   */
  @ParameterizedTest
  @CsvSource({"6, 10, false", "7, 10, true", "6, 0, false", "6, -10, true"})
  void whatAnotherHoldsAtHomeIsNoAdvice(int cpus, int priority, boolean helps) {
    Estate estate = awaited(cpus, 9, priority, workload("a").replicas(2)).build();
    Decision b = of(Planner.plan(estate), "b");
    assertEquals(3, b.missing());
    assertEquals(helps, texts(b).contains("spec.placement.perZone.max 2 -> 5"), b::toString);
    for (Decision.Relaxation set : b.relax()) {
      assertTrue(placed(estate, b.id(), set.changes()), set.toString());
    }
  }

  /** What ran under the name of a workload before that was made anew is no start of a trial. */
  @Test
  void whatAPredecessorRanIsNoStartOfATrial() {
    Estate estate = estate().zones(4, "z1").workload(workload("a").uid("new").replicas(6)).build();
    Placement old =
        new Placement(Estates.id("a"), "old", List.of(Assignment.of("z1", 3)), List.of(), 2);
    RelaxationSearch.Advised alone = advised(estate);
    RelaxationSearch.Advised after = advised(estate.withPlacements(List.of(old)));
    assertEquals(List.of("spec.replicas 6 -> 4"), texts(of(after.plan(), "a")));
    assertEquals(alone.trials(), after.trials());
    assertEquals(alone.steps(), after.steps());
  }

  /** Replicas that are too many are taken one by one; 64 looks at a zone for it are a step. */
  @Test
  void whatIsScaledDownInATrialIsCounted() {
    Estate estate =
        estate()
            .zones(500, "z1", "z2")
            .workload(
                workload("a").replicas(1000),
                workload("b").replicas(998).priority(10).perZone(0, 499))
            .running("a", "z1", 500, "z2", 500)
            .build();
    RelaxationSearch.Advised advised = advised(estate);
    assertEquals(List.of("spec.replicas 1000 -> 2"), texts(of(advised.plan(), "a")));
    assertTrue(advised.steps() >= 2 * 998 / 64, advised.steps() + " steps");
  }

  /** Where more are to be taken one by one than there are steps for, none is: it is not tried. */
  @Test
  void whatIsScaledDownInATrialIsCountedBeforeItIsDone() {
    String[] zones =
        IntStream.range(0, 64).mapToObj(z -> "z%02d".formatted(z)).toArray(String[]::new);
    EstateBuilder builder =
        estate()
            .zones(320, zones)
            .workload(
                workload("a").replicas(64 * 320),
                workload("b").replicas(64 * 319).priority(10).perZone(0, 319));
    List<Assignment> full = Arrays.stream(zones).map(zone -> Assignment.of(zone, 320)).toList();
    Estate estate =
        builder.placement(new Placement(Estates.id("a"), null, full, List.of(), 0)).build();
    RelaxationSearch.Advised advised = advised(estate);
    assertTrue(advised.steps() <= ChangeTrial.STEPS, advised.steps() + " steps");
    assertEquals(List.of(), texts(of(advised.plan(), "a")));
    assertEquals(false, of(advised.plan(), "a").relaxComplete());
  }

  private static RelaxationSearch.Advised advised(Estate estate) {
    return RelaxationSearch.search(estate, Planner.decisions(estate));
  }

  private static BoundRule allowing(String... zones) {
    Parameters parameters =
        new Parameters(new java.util.TreeMap<>(java.util.Map.of("allow", List.of(zones))));
    return new BoundRule(
        new cloud.bleu.placement.rule.Zones(),
        "zones",
        null,
        BoundRule.Action.Enforce,
        BoundRule.OnViolation.Report,
        parameters,
        List.of());
  }

  /**
   * 40 workloads that may use a few of 336 zones each, many of them refused: what is looked at is
   * what they may use, in steps that are counted.
   */
  @Test
  void adviceForManyRefusedOfManyZonesEndsSoon() {
    java.util.Random random = new java.util.Random(7);
    EstateBuilder builder = estate();
    int[] room = new int[336];
    for (int z = 0; z < room.length; z++) {
      room[z] = 3 + random.nextInt(12);
      builder.zone(zone(name(z)).region("r" + z / 7).cpu(room[z]));
    }
    for (int w = 0; w < 40; w++) {
      int first = random.nextInt(room.length - 40);
      java.util.TreeSet<Integer> own = new java.util.TreeSet<>();
      int zones = 6 + random.nextInt(10);
      while (own.size() < zones) {
        own.add(first + random.nextInt(30));
      }
      int all = own.stream().mapToInt(z -> room[z]).sum();
      WorkloadBuilder workload =
          workload("w" + w)
              .replicas(all / 8 + random.nextInt(all / 2))
              .rule(allowing(own.stream().map(RelaxationSearchTest::name).toArray(String[]::new)))
              .spread(Scope.REGION, 1, 1 + random.nextInt(3), 100_000, true)
              .spread(Scope.ZONE, 1, 2 + random.nextInt(5), 5, true);
      if (random.nextBoolean()) {
        workload.tolerate(Scope.ZONE, 1, Workload.Recover.Reserved, true);
      }
      builder.workload(workload);
    }
    Estate estate = builder.build();
    RelaxationSearch.Advised advised = RelaxationSearch.search(estate, Planner.decisions(estate));
    Plan plan = advised.plan();
    long refused = plan.decisions().stream().filter(d -> d.missing() > 0).count();
    assertTrue(refused > 10, refused + " refused");
    assertTrue(plan.decisions().stream().anyMatch(d -> !d.relax().isEmpty()));
    assertTrue(advised.trials() <= 600, advised.trials() + " trials");
    assertTrue(advised.steps() <= 17 * 20_000, advised.steps() + " steps");
  }

  /**
   * 100 workloads may give way to each of 20 that are refused. In each trial their reserves are
   * given back and held again, so what advice takes is bounded by how many give way, and not by
   * trials and steps alone. Each refused one has its part of that.
   */
  @Test
  void whoGivesWayInTrialsIsCounted() {
    Estate estate = refusedAbove(100, 20);
    Plan plan = Planner.decisions(estate);
    RelaxationSearch.Advised all = RelaxationSearch.search(estate, plan);
    assertTrue(
        all.giveWay() >= 50 * all.trials(), all.giveWay() + " in " + all.trials() + " trials");
    long most = 8_000;
    RelaxationSearch.Advised bounded = RelaxationSearch.search(estate, plan, most);
    assertTrue(bounded.giveWay() <= most, bounded.giveWay() + " gave way");
    assertTrue(bounded.trials() < all.trials(), bounded.trials() + " trials");
    for (Decision decision : bounded.plan().decisions()) {
      boolean refused = decision.missing() > 0;
      assertEquals(refused, texts(decision).contains(KEEP), decision::toString);
      assertEquals(!refused, decision.relaxComplete(), decision::toString);
    }
  }

  /** Where the part of each is less than one trial, some are tried, and the others say so. */
  @Test
  void whereTooManyGiveWayFewAreTried() {
    Estate estate = refusedAbove(100, 20);
    RelaxationSearch.Advised advised =
        RelaxationSearch.search(estate, Planner.decisions(estate), 1_000);
    assertTrue(advised.trials() > 0);
    assertTrue(advised.giveWay() <= 1_000, advised.giveWay() + " gave way");
    assertTrue(
        advised.plan().decisions().stream()
            .filter(d -> d.missing() > 0)
            .noneMatch(Decision::relaxComplete));
  }

  private static final String KEEP = "spec.resilience.tolerate[Zone].keep 3 -> 2";

  /** Placed ones with a reserve, and refused ones of a higher priority that ask for too much. */
  private static Estate refusedAbove(int placed, int refused) {
    EstateBuilder builder = estate();
    for (int z = 0; z < 10; z++) {
      builder.zone(zone(name(z)).region("r" + z / 5).cpu(placed));
    }
    for (int w = 0; w < placed; w++) {
      builder.workload(workload("w" + w).replicas(3).tolerate(Scope.ZONE).priority(0));
    }
    for (int x = 0; x < refused; x++) {
      builder.workload(
          workload("x" + x)
              .replicas(3)
              .tolerate(Scope.ZONE, 3, Workload.Recover.None, true)
              .priority(10, true));
    }
    return builder.build();
  }

  private static String name(int zone) {
    return "z%03d".formatted(zone);
  }

  /** One group larger than all zones among small ones. */
  @Test
  void adviceForALargeGroupEndsSoon() {
    EstateBuilder builder = estate();
    for (int z = 1; z <= 9; z++) {
      builder.zone(zone("z" + z).region("r" + z % 3).cpu(250).at(48 + z / 10.0, 2));
    }
    for (int w = 0; w < 7; w++) {
      builder.workload(workload("w" + w).replicas(20).tolerate(Scope.ZONE));
    }
    builder.workload(
        workload("a")
            .replicas(1891)
            .spread(Scope.ZONE, 3, null, 5, true)
            .tolerate(Scope.REGION, 600, Workload.Recover.Reserved, true));
    var threads = java.lang.management.ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadCpuTime();
    Decision decision = of(Planner.plan(builder.build()), "a");
    long seconds = (threads.getCurrentThreadCpuTime() - before) / 1_000_000_000;
    assertTrue(decision.missing() > 0);
    assertTrue(!decision.relax().isEmpty());
    assertTrue(seconds < 15, seconds + " s of processor");
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
    EditableWorkload changed = new EditableWorkload(w);
    for (Decision.Change change : changes) {
      RelaxableRequirements.of(estate, w, 0).stream()
          .filter(item -> item.path().equals(change.path()))
          .flatMap(item -> item.steps().stream())
          .filter(step -> step.to().equals(change.to()))
          .findFirst()
          .orElseThrow()
          .change()
          .accept(changed);
    }
    return changed.build();
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
