package cloud.bleu.placement.advice;

import static cloud.bleu.placement.Estates.estate;
import static cloud.bleu.placement.Estates.workload;
import static cloud.bleu.placement.Estates.zone;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.placement.advice.Relaxations.Found;
import cloud.bleu.placement.catalogue.Catalogue;
import cloud.bleu.placement.catalogue.Catalogue.Binding.Bound;
import cloud.bleu.placement.estate.BoundRule;
import cloud.bleu.placement.estate.Decision;
import cloud.bleu.placement.estate.Estate;
import cloud.bleu.placement.estate.Workload;
import cloud.bleu.placement.model.Scope;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/** The search for what to give up, against trials that are made up. */
class RelaxationsTest {

  private static final Estate ESTATE =
      estate()
          .zone(
              zone("z1").site("s1").region("r1").country("FR").provider("p1"),
              zone("z2").site("s2").region("r1").country("FR").provider("p1"),
              zone("z3").site("s3").region("r2").country("DE").provider("p2"),
              zone("z4").site("s4").region("r3").country("ES").provider("p3"))
          .build();

  /** Much to give up. */
  private static final Workload DEMANDING =
      workload("w")
          .replicas(20)
          .perZone(1, 2)
          .spread(Scope.SITE, 3, 3, 1, true)
          .spread(Scope.REGION, 3, 3, 1, true)
          .tolerate(Scope.SITE, 12, Workload.Recover.Reserved, true)
          .tolerate(Scope.REGION, 8, Workload.Recover.Reserved, true)
          .quorum()
          .build();

  @Test
  void theLeastChangeThatWorks() {
    Workload w = workload("w").replicas(9).build();
    Found found = Relaxations.search(ESTATE, w, c -> c.replicas() <= 6);
    assertEquals(List.of("spec.replicas 9 -> 6"), texts(found));
    assertTrue(found.complete());
  }

  @Test
  void nothingIsPresumedMonotone() {
    // More room per zone helps, much more does not.
    Workload w = workload("w").replicas(9).perZone(0, 2).build();
    Found found = Relaxations.search(ESTATE, w, c -> Integer.valueOf(4).equals(c.perZoneMax()));
    assertEquals(List.of("spec.placement.perZone.max 2 -> 4"), texts(found));
    assertTrue(found.complete());
  }

  @Test
  void setsOfTwoAndThree() {
    Workload w =
        workload("w")
            .replicas(3)
            .quorum()
            .spread(Scope.SITE, 3, null, 1, true)
            .tolerate(Scope.REGION, 2, Workload.Recover.Reserved, true)
            .build();
    Found two = Relaxations.search(ESTATE, w, c -> !c.quorum() && c.tolerate().get(0).keep() <= 1);
    assertEquals(
        List.of(
            "spec.resilience.quorum true -> false, spec.resilience.tolerate[Region].keep 2 -> 1"),
        texts(two));
    Found three =
        Relaxations.search(
            ESTATE,
            w,
            c -> !c.quorum() && c.tolerate().get(0).keep() == 0 && c.spread().get(0).min() == 2);
    assertEquals(
        List.of(
            "spec.resilience.quorum true -> false, spec.resilience.spread[Site].min 3 -> 2,"
                + " spec.resilience.tolerate[Region].keep 2 -> 0"),
        texts(three));
    Found four =
        Relaxations.search(
            ESTATE,
            w,
            c ->
                !c.quorum()
                    && c.tolerate().get(0).keep() == 0
                    && c.spread().get(0).min() == 2
                    && c.replicas() == 1);
    assertEquals(List.of(), texts(four));
  }

  @Test
  void whatIsEnoughAloneIsNotNamedAgainWithMore() {
    Workload w = workload("w").replicas(3).quorum().tolerate(Scope.ZONE).build();
    Found found = Relaxations.search(ESTATE, w, c -> !c.quorum() || c.tolerate().isEmpty());
    assertEquals(List.of("spec.resilience.quorum true -> false"), texts(found));
  }

  @Test
  void everyItemWithFromAndTo() {
    // Whatever is tried works: each item appears alone, with its smallest step.
    Workload shape =
        workload("w")
            .replicas(5)
            .perZone(1, 2)
            .spread(Scope.SITE, 2, 3, 1, true)
            .tolerate(Scope.SITE, 3, Workload.Recover.Reserved, true)
            .build();
    assertEquals(
        List.of(
            "spec.replicas 5 -> 4",
            "spec.placement.perZone.max 2 -> 3",
            "spec.placement.perZone.min 1 -> 0",
            "spec.resilience.spread[Site].max 3 -> 4",
            "spec.resilience.spread[Site].maxSkew 1 -> 2",
            "spec.resilience.spread[Site].min 2 -> 1",
            "spec.resilience.spread[Site].whenUnsatisfiable DoNotPlace -> PlaceAnyway",
            "spec.resilience.tolerate[Site].keep 3 -> 2",
            "spec.resilience.tolerate[Site].recover Reserved -> BestEffort",
            "spec.resilience.tolerate[Site].whenUnsatisfiable DoNotPlace -> PlaceAnyway"),
        texts(Relaxations.search(ESTATE, shape, c -> true)));
    Workload relations =
        workload("w")
            .weight("z1", 4)
            .weight("z2", 1)
            .affinity("base", Scope.ZONE, true)
            .affinity("cache", Scope.SITE, true)
            .affinity("cache", Scope.REGION, true)
            .antiAffinity("batch", Scope.ZONE, true)
            .antiAffinity("soft", Scope.ZONE, false)
            .quorum()
            .build();
    assertEquals(
        List.of(
            "spec.placement.affinity[base].required true -> false",
            "spec.placement.affinity[cache/Region].required true -> false",
            "spec.placement.affinity[cache/Site].required true -> false",
            "spec.placement.antiAffinity[batch].required true -> false",
            "spec.placement.weights [{zone: z1, weight: 4}, {zone: z2, weight: 1}] -> []",
            "spec.resilience.quorum true -> false"),
        texts(Relaxations.search(ESTATE, relations, c -> true)));
    Workload residency =
        workload("w")
            .rule(own("countries", Map.of("countries", List.of("FR"))))
            .rule(own("providers", Map.of("allow", List.of("p1"), "deny", List.of("p3"))))
            .rule(own("regions", Map.of("deny", List.of("r2", "r3"))))
            .rule(own("zones", Map.of("allow", List.of("z1", "z2", "z3"))))
            .build();
    assertEquals(
        List.of(
            "spec.residency.countries [FR] -> [DE, FR]",
            "spec.residency.providers.allow [p1] -> [p1, p2]",
            "spec.residency.providers.deny [p3] -> []",
            "spec.residency.regions.deny [r2, r3] -> [r3]",
            "spec.residency.zones.allow [z1, z2, z3] -> [z1, z2, z3, z4]"),
        texts(Relaxations.search(ESTATE, residency, c -> true)));
  }

  /** Size; then replicas, placement, resilience, residency; then path. */
  @Test
  void setsAreInOrderOfSizeThenGroupThenPath() {
    Workload w =
        workload("w")
            .replicas(5)
            .perZone(1, 2)
            .spread(Scope.SITE, 2, null, 1, true)
            .rule(own("zones", Map.of("allow", List.of("z1", "z2", "z3"))))
            .rule(own("countries", Map.of("countries", List.of("FR"))))
            .build();
    String replicas = "spec.replicas 5 -> 4";
    String most = "spec.placement.perZone.max 2 -> 3";
    String least = "spec.placement.perZone.min 1 -> 0";
    String min = "spec.resilience.spread[Site].min 2 -> 1";
    String countries = "spec.residency.countries [FR] -> [DE, FR]";
    String zones = "spec.residency.zones.allow [z1, z2, z3] -> [z1, z2, z3, z4]";
    assertEquals(
        List.of(replicas, most, least, min, countries, zones),
        texts(
            Relaxations.search(
                ESTATE,
                w,
                c ->
                    c.spread().equals(w.spread())
                        || c.spread().get(0).min() == 1 && c.spread().get(0).hard())));
    // One change of the last group comes before two of the first; what it makes needless is left
    // out.
    assertEquals(
        List.of(countries, replicas + ", " + least, most + ", " + min),
        texts(
            Relaxations.search(
                ESTATE,
                w,
                c ->
                    !c.rules().get(1).equals(w.rules().get(1))
                        || c.replicas() == 4 && c.perZoneMin() == 0
                        || Integer.valueOf(3).equals(c.perZoneMax())
                            && c.spread().get(0).min() == 1)));
  }

  @Test
  void residencyIsWidenedByOneNameOrByAllOfThem() {
    Workload w = workload("w").rule(own("countries", Map.of("countries", List.of("FR")))).build();
    assertEquals(
        List.of("spec.residency.countries [FR] -> [ES, FR]"),
        texts(Relaxations.search(ESTATE, w, c -> countries(c).contains("ES"))));
    assertEquals(
        List.of("spec.residency.countries [FR] -> [DE, ES, FR]"),
        texts(Relaxations.search(ESTATE, w, c -> countries(c).containsAll(List.of("DE", "ES")))));
    // A newly allowed but full domain may hurt: only one of the two.
    assertEquals(
        List.of("spec.residency.countries [FR] -> [ES, FR]"),
        texts(
            Relaxations.search(
                ESTATE, w, c -> countries(c).contains("ES") && !countries(c).contains("DE"))));
  }

  @Test
  void boundsAreTriedAtTheRoundTripsAndDistancesThatThereAre() {
    Estate estate =
        estate()
            .zone(zone("a"), zone("b"), zone("c"))
            .roundTrip("a", "b", 1_000)
            .roundTrip("a", "c", 2_340)
            .roundTrip("b", "c", 5_000)
            .build();
    Workload w = workload("w").replication(1_000L, null).build();
    assertEquals(
        List.of("spec.resilience.replication.maxRoundTrip 1ms -> 2.4ms"),
        texts(Relaxations.search(estate, w, c -> c.replication().maxRoundTripMicros() >= 2_340)));
    // Paris to Lyon and Paris to Marseille are some 390 and 660 km.
    Estate far =
        estate()
            .zone(zone("a").at(48.86, 2.35), zone("b").at(45.76, 4.84), zone("c").at(43.3, 5.37))
            .build();
    Workload distant = workload("w").replication(null, 500_000L).build();
    Found found =
        Relaxations.search(far, distant, c -> c.replication().minDistanceMetres() <= 400_000);
    assertEquals(1, found.sets().size());
    assertTrue(
        texts(found).get(0).matches("spec.resilience.replication.minDistanceKm 500 -> 39[0-9]"),
        texts(found).get(0));
  }

  @Test
  void rulesOfPoliciesAreNeverGivenUp() {
    BoundRule policys = bound("countries", Map.of("countries", List.of("FR")), "a-policy");
    Workload w = workload("w").rule(policys).build();
    Found found = Relaxations.search(ESTATE, w, c -> true);
    assertEquals(List.of(), texts(found));
    // A zone that a policy excludes is nothing to be gained, whatever the workload would allow.
    Workload both =
        workload("w").rule(policys).rule(own("zones", Map.of("allow", List.of("z1")))).build();
    assertEquals(
        List.of("spec.residency.zones.allow [z1] -> [z1, z2]"),
        texts(Relaxations.search(ESTATE, both, c -> true)));
  }

  @Test
  void nothingIsTriedWhereNoZoneCanBeGained() {
    Workload w =
        workload("w")
            .replicas(9)
            .rule(bound("countries", Map.of("countries", List.of("US")), "a-policy"))
            .build();
    Found found =
        Relaxations.search(
            ESTATE,
            w,
            c -> {
              throw new AssertionError("tried");
            });
    assertEquals(List.of(), texts(found));
    assertTrue(found.complete());
  }

  @Test
  void whatIsSoftStopsNothing() {
    Workload w =
        workload("w")
            .spread(Scope.SITE, 2, 3, 1, false)
            .tolerate(Scope.SITE, 3, Workload.Recover.Reserved, false)
            .affinity("base", Scope.ZONE, false)
            .build();
    assertEquals(List.of(), texts(Relaxations.search(ESTATE, w, c -> true)));
  }

  @Test
  void anEvenQuorumIsNotTried() {
    Workload w = workload("w").replicas(5).quorum().build();
    List<Integer> tried = new ArrayList<>();
    Relaxations.search(ESTATE, w, c -> c.quorum() && !tried.add(c.replicas()));
    assertEquals(List.of(1, 3), tried.stream().sorted().toList());
  }

  @Test
  void longLaddersAreClimbedInBigStepsAndSayIt() {
    Workload w = workload("w").replicas(100_000).build();
    int[] trials = {0};
    Found found =
        Relaxations.search(
            ESTATE,
            w,
            c -> {
              trials[0]++;
              return c.replicas() <= 31_415;
            });
    assertEquals(List.of("spec.replicas 100000 -> 31415"), texts(found));
    assertFalse(found.complete());
    assertTrue(trials[0] < 100, trials[0] + " trials");
  }

  @Test
  void atMostTenSets() {
    Found found = Relaxations.search(ESTATE, DEMANDING, c -> true);
    assertEquals(10, found.sets().size());
    assertFalse(found.complete());
  }

  @Test
  void atMostSixHundredTrials() {
    int[] trials = {0};
    Found found =
        Relaxations.search(
            ESTATE,
            DEMANDING,
            c -> {
              trials[0]++;
              return false;
            });
    assertEquals(600, trials[0]);
    assertEquals(List.of(), found.sets());
    assertFalse(found.complete());
    trials[0] = 0;
    Relaxations.search(
        ESTATE,
        DEMANDING,
        0,
        c -> {
          trials[0]++;
          return false;
        },
        c -> true,
        7);
    assertEquals(7, trials[0]);
  }

  /** Every set was placed, every part of it fails, and where all was tried none is missing. */
  @Test
  void setsAreMinimalWhateverTheTrialsAnswer() {
    int complete = 0;
    int pairs = 0;
    int triples = 0;
    for (int seed = 0; seed < 120; seed++) {
      Random random = new Random(seed);
      Workload w =
          workload("w")
              .replicas(2 + random.nextInt(2))
              .perZone(random.nextInt(2), 1 + random.nextInt(2))
              .spread(Scope.SITE, 2, null, 1, true)
              .tolerate(Scope.SITE, 1, Workload.Recover.Reserved, true)
              .build();
      // Any answer for any shape, but always the same one: no order, no monotony.
      double share = random.nextInt(4) == 0 ? 0.1 : 0.02;
      int salt = seed;
      Predicate<Workload> places =
          c ->
              !shape(c).equals(shape(w))
                  && new Random(shape(c).hashCode() * 31L + salt).nextDouble() < share;
      Found found = Relaxations.search(ESTATE, w, places);
      assertEquals(found, Relaxations.search(ESTATE, w, places), "seed " + seed);
      assertTrue(found.sets().size() <= 10);
      for (Decision.Relaxation set : found.sets()) {
        List<Decision.Change> changes = set.changes();
        assertTrue(places.test(changed(w, changes)), "seed " + seed + " " + set);
        for (int mask = 1; mask < (1 << changes.size()) - 1; mask++) {
          List<Decision.Change> part = new ArrayList<>();
          for (int i = 0; i < changes.size(); i++) {
            if ((mask & 1 << i) != 0) {
              part.add(changes.get(i));
            }
          }
          assertFalse(places.test(changed(w, part)), "seed " + seed + " " + part);
        }
        pairs += changes.size() == 2 ? 1 : 0;
        triples += changes.size() == 3 ? 1 : 0;
      }
      for (Decision.Relaxation a : found.sets()) {
        for (Decision.Relaxation b : found.sets()) {
          assertTrue(a == b || !paths(b).containsAll(paths(a)), "seed " + seed);
        }
      }
      complete += found.complete() ? 1 : 0;
    }
    assertTrue(complete > 30 && pairs > 30 && triples > 30, complete + " " + pairs + " " + triples);
  }

  private static List<String> paths(Decision.Relaxation set) {
    return set.changes().stream().map(Decision.Change::path).toList();
  }

  private static String shape(Workload w) {
    return w.replicas()
        + " "
        + w.perZoneMin()
        + " "
        + w.perZoneMax()
        + " "
        + w.spread()
        + w.tolerate();
  }

  /** Changes put into a workload by somebody who reads them. */
  private static Workload changed(Workload w, List<Decision.Change> changes) {
    int replicas = w.replicas();
    int min = w.perZoneMin();
    Integer max = w.perZoneMax();
    int spreadMin = 2;
    int maxSkew = 1;
    boolean spreadHard = true;
    int keep = 1;
    Workload.Recover recover = Workload.Recover.Reserved;
    boolean tolerateHard = true;
    for (Decision.Change c : changes) {
      switch (c.path()) {
        case "spec.replicas" -> replicas = Integer.parseInt(c.to());
        case "spec.placement.perZone.min" -> min = Integer.parseInt(c.to());
        case "spec.placement.perZone.max" -> max = Integer.valueOf(c.to());
        case "spec.resilience.spread[Site].min" -> spreadMin = Integer.parseInt(c.to());
        case "spec.resilience.spread[Site].maxSkew" -> maxSkew = Integer.parseInt(c.to());
        case "spec.resilience.spread[Site].whenUnsatisfiable" ->
            spreadHard = !c.to().equals("PlaceAnyway");
        case "spec.resilience.tolerate[Site].keep" -> keep = Integer.parseInt(c.to());
        case "spec.resilience.tolerate[Site].recover" -> recover = Workload.Recover.valueOf(c.to());
        case "spec.resilience.tolerate[Site].whenUnsatisfiable" ->
            tolerateHard = !c.to().equals("PlaceAnyway");
        default -> throw new AssertionError(c.path());
      }
    }
    return workload("w")
        .replicas(replicas)
        .perZone(min, max)
        .spread(Scope.SITE, spreadMin, null, maxSkew, spreadHard)
        .tolerate(Scope.SITE, keep, recover, tolerateHard)
        .build();
  }

  private static List<String> countries(Workload w) {
    return w.rules().get(0).parameters().texts("countries", List.of());
  }

  private static BoundRule own(String id, Map<String, ?> parameters) {
    return bound(id, parameters, null);
  }

  private static BoundRule bound(String id, Map<String, ?> raw, String policy) {
    Bound bound = (Bound) Catalogue.bind(id, raw);
    return new BoundRule(
        bound.rule(),
        id,
        policy,
        BoundRule.Action.Enforce,
        BoundRule.OnViolation.Report,
        bound.parameters(),
        bound.requirements());
  }

  private static List<String> texts(Found found) {
    return found.sets().stream()
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
