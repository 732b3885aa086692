package cloud.bleu.placement.constraint;

import static cloud.bleu.placement.Estates.estate;
import static cloud.bleu.placement.Estates.workload;
import static cloud.bleu.placement.Estates.zone;
import static cloud.bleu.placement.check.Plans.codes;
import static cloud.bleu.placement.check.Plans.decided;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import cloud.bleu.placement.EstateBuilder;
import cloud.bleu.placement.Estates;
import cloud.bleu.placement.Planner;
import cloud.bleu.placement.check.Checker;
import cloud.bleu.placement.check.Plans;
import cloud.bleu.placement.estate.Decision;
import cloud.bleu.placement.estate.Estate;
import cloud.bleu.placement.estate.Placement;
import cloud.bleu.placement.estate.Plan;
import cloud.bleu.placement.estate.Workload;
import cloud.bleu.placement.model.Assignment;
import cloud.bleu.placement.model.Scope;
import cloud.bleu.placement.model.ZoneState;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * After any single event a majority of the configured members is left, counted from those that run:
 * {@code Σx − x(e) ≥ ⌊n/2⌋ + 1}, and n is odd.
 */
class QuorumConstraintTest {

  @ParameterizedTest
  @CsvSource({"1, 1, 0", "2, 2, 0", "3, 2, 1", "4, 3, 1", "5, 3, 2", "6, 4, 2", "7, 4, 3"})
  void aMajorityIsMoreThanHalf(int members, int majority, int mayLose) {
    assertEquals(majority, QuorumConstraint.majority(members));
    assertEquals(mayLose, QuorumConstraint.mayLose(members));
  }

  @ParameterizedTest
  @CsvSource({
    // members, running in z1, z2, z3, z4, z5; whether any one zone may go
    "3, 1, 1, 1, 0, 0, true",
    "3, 1, 1, 0, 0, 0, false",
    "3, 1, 0, 0, 0, 0, false",
    "5, 1, 1, 1, 1, 1, true",
    "5, 2, 2, 1, 0, 0, true",
    "5, 1, 1, 1, 1, 0, true",
    "5, 2, 1, 1, 0, 0, false",
    "5, 1, 1, 1, 0, 0, false",
    "5, 3, 1, 1, 0, 0, false",
    "7, 2, 2, 2, 1, 0, true",
    "7, 2, 2, 1, 1, 0, true",
    "7, 2, 2, 1, 0, 0, false",
    "7, 3, 2, 2, 0, 0, true",
  })
  void whatIsToleratedIsCountedFromTheMembersThatRun(
      int members, int z1, int z2, int z3, int z4, int z5, boolean tolerated) {
    int[] running = {z1, z2, z3, z4, z5};
    EstateBuilder estate =
        estate()
            .workload(
                workload("a")
                    .replicas(members)
                    .quorum()
                    .rebalance(Workload.Rebalance.Mode.Never, 0));
    List<Assignment> assignments = new java.util.ArrayList<>();
    for (int z = 0; z < running.length; z++) {
      // No room for more than what runs: members that are missing stay missing.
      estate.zone(zone("z" + (z + 1)).cpu(running[z]));
      if (running[z] > 0) {
        assignments.add(new Assignment("z" + (z + 1), running[z], running[z]));
      }
    }
    Estate e =
        estate.placement(new Placement(Estates.id("a"), null, assignments, List.of(), 0)).build();
    Decision a = Estates.of(Planner.plan(e), "a");

    assertEquals(assignments, a.assignments());
    boolean claimed = a.tolerates().stream().anyMatch(t -> t.scope().equals(Scope.ZONE));
    assertEquals(tolerated, claimed);
    assertEquals(tolerated ? Set.of() : Set.of("QuorumUnsatisfiable"), shortfalls(a));
  }

  private static Set<String> shortfalls(Decision d) {
    return d.shortfalls().stream().map(Decision.Reason::code).collect(Collectors.toSet());
  }

  private static ConstraintScene five() {
    return new ConstraintScene(
        QuorumConstraint.INSTANCE,
        estate().zones(9, "z1", "z2", "z3").workload(workload("a").replicas(5).quorum()));
  }

  @ParameterizedTest
  @CsvSource({
    "0 0 0, 2 2 1, true",
    "0 0 0, 3 1 1, false",
    // members that are missing do not stop those that come
    "0 0 0, 1 1 0, true",
    // more than may be lost stay where they are, and none is added to them
    "3 0 0, 3 1 1, true",
    "3 0 0, 4 0 0, false",
  })
  void admits(String stands, String tried, boolean admitted) {
    assertEquals(admitted, five().admits(stands, tried));
  }

  @Test
  void isAskedOfAQuorumAndUnlessATrialGoesWithoutIt() {
    assertEquals(
        true, five().admits("0 0 0", "3 1 1", plain -> plain.without(QuorumConstraint.INSTANCE)));
    EstateBuilder none = estate().zones(9, "z1", "z2", "z3").workload(workload("a").replicas(5));
    assertEquals(
        true, new ConstraintScene(QuorumConstraint.INSTANCE, none).admits("0 0 0", "3 1 1"));
  }

  /** A member is in z3: what comes elsewhere while that is out of service need be no quorum. */
  @ParameterizedTest
  @CsvSource({"Active, false, false", "Lost, false, true", "Lost, true, false"})
  void isNotAskedWhileAZoneIsOutOfServiceUnlessATrialSaysSo(
      ZoneState third, boolean hard, boolean admitted) {
    EstateBuilder estate =
        estate()
            .zone(zone("z1").cpu(9), zone("z2").cpu(9), zone("z3").cpu(9).state(third))
            .workload(workload("a").replicas(5).quorum());
    ConstraintScene scene = new ConstraintScene(QuorumConstraint.INSTANCE, estate);
    assertEquals(admitted, scene.admits("0 0 1", "3 1 1", plain -> plain.asking(hard, false)));
  }

  @ParameterizedTest
  @CsvSource({"4, 1 1 1, false", "3, 1 1 1, true", "1, 1 0 0, false", "0, 0 0 0, true"})
  void anEvenNumberOrASingleOneIsNone(int members, String tried, boolean admitted) {
    EstateBuilder estate =
        estate().zones(9, "z1", "z2", "z3").workload(workload("a").replicas(members).quorum());
    assertEquals(
        admitted, new ConstraintScene(QuorumConstraint.INSTANCE, estate).admits("0 0 0", tried));
  }

  /** z1 and z2 are one site. */
  @ParameterizedTest
  @CsvSource({"Synchronous, false", "Asynchronous, true"})
  void anAsynchronousCopyOutlivesNoMajority(Workload.DataCopy copy, boolean admitted) {
    EstateBuilder estate =
        estate()
            .zone(
                zone("z1").cpu(9).site("s"),
                zone("z2").cpu(9).site("s"),
                zone("z3").cpu(9).site("t"))
            .workload(
                workload("a")
                    .replicas(5)
                    .quorum()
                    .tolerate(Scope.SITE, 0, Workload.Recover.None, copy, true));
    assertEquals(
        admitted, new ConstraintScene(QuorumConstraint.INSTANCE, estate).admits("0 0 0", "2 2 1"));
  }

  @ParameterizedTest
  @CsvSource({
    "2 2 1, 0, ''",
    "3 1 1, 1, QuorumUnsatisfiable~",
    "1 1 1, 1, QuorumUnsatisfiable~",
  })
  void countsAndTells(String stands, int breaches, String told) {
    assertEquals(breaches, five().count(stands));
    assertEquals(told, five().told(stands));
  }

  @Test
  void relaxes() {
    assertEquals(List.of("spec.resilience.quorum true -> false"), five().relaxed());
    EstateBuilder none = estate().zones(9, "z1").workload(workload("a"));
    assertEquals(List.of(), new ConstraintScene(QuorumConstraint.INSTANCE, none).relaxed());
  }

  @Test
  void aClaimThatCountsMembersThatDoNotRunIsFound() {
    Estate e =
        estate()
            .zones(2, "z1", "z2", "z3")
            .workload(workload("a").replicas(5).quorum())
            .running("a", "z1", 2)
            .build();
    Plans.Draft four = decided("a").in("z1", 2).in("z2", 1).in("z3", 1);

    assertEquals(
        Set.of("ShortfallMissing", "ToleranceFalse"), codes(e, four.tolerates(Scope.ZONE)));
    Plans.Draft honest =
        decided("a").in("z1", 2).in("z2", 1).in("z3", 1).shortfall("QuorumUnsatisfiable");
    assertEquals(Set.of(), codes(e, honest));
  }

  @Test
  void aGroupThatRunsTooMuchInOneZoneMayGrowElsewhere() {
    Estate e =
        estate()
            .zones(9, "z1", "z2", "z3")
            .workload(
                workload("a").replicas(5).quorum().rebalance(Workload.Rebalance.Mode.Never, 0))
            .running("a", "z1", 3)
            .build();
    Decision a = Estates.of(Planner.plan(e), "a");

    assertInstanceOf(Decision.Outcome.Placed.class, a.outcome());
    assertEquals(
        "the loss of zone z1 leaves 2 of 5 members, and a majority is 3; allow zones on more sites, let"
            + " replicas be rebalanced, or give up the quorum",
        a.shortfalls().get(0).message());
    assertEquals(List.of(), Checker.check(e, new Plan(List.of(a), List.of())));
    // One more where too many are is not allowed.
    assertEquals(
        Set.of("Quorum"),
        codes(e, decided("a").in("z1", 4).in("z2", 1).shortfall("QuorumUnsatisfiable")));
  }

  @Test
  void aMemberThatIsLostAndStaysDownIsNotCounted() {
    Estate e =
        estate()
            .zone(zone("z1").state(ZoneState.Lost), zone("z2").cpu(9), zone("z3").cpu(9))
            .workload(
                workload("a")
                    .replicas(3)
                    .quorum()
                    .tolerate(Scope.ZONE, 0, Workload.Recover.None, true))
            .running("a", "z1", 1)
            .build();
    Placement before =
        new Placement(
            Estates.id("a"),
            null,
            List.of(
                new Assignment("z1", 1, 1), new Assignment("z2", 1, 1), new Assignment("z3", 1, 1)),
            List.of(),
            0);
    Decision a = Estates.of(Planner.plan(Estates.with(e, List.of(before))), "a");

    assertEquals(1, a.missing());
    assertEquals(
        "the loss of zone z2 leaves 1 of 3 members, of which 2 run, and a majority is 2; allow zones"
            + " on more sites, let replicas be rebalanced, or give up the quorum",
        a.shortfalls().stream()
            .filter(r -> r.code().equals("QuorumUnsatisfiable"))
            .findFirst()
            .orElseThrow()
            .message());
    assertEquals(
        List.of(), a.tolerates().stream().filter(t -> t.scope().equals(Scope.ZONE)).toList());
  }
}
