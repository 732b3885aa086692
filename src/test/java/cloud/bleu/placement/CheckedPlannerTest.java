package cloud.bleu.placement;

import static cloud.bleu.placement.Estates.estate;
import static cloud.bleu.placement.Estates.id;
import static cloud.bleu.placement.Estates.workload;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.placement.capacity.PlanState;
import cloud.bleu.placement.capacity.WorkloadState;
import cloud.bleu.placement.check.Checker;
import cloud.bleu.placement.check.Finding;
import cloud.bleu.placement.check.Plans;
import cloud.bleu.placement.cycle.SchedulingOrder;
import cloud.bleu.placement.estate.Decision;
import cloud.bleu.placement.estate.Estate;
import cloud.bleu.placement.estate.Placement;
import cloud.bleu.placement.estate.Plan;
import cloud.bleu.placement.model.Assignment;
import cloud.bleu.placement.model.Scope;
import cloud.bleu.placement.model.WorkloadId;
import cloud.bleu.placement.problem.CompiledWorkload;
import cloud.bleu.placement.problem.DefectiveWorkload;
import cloud.bleu.placement.search.ReplicaPlacer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A defect of the engine in what it decides for one workload stops nobody else. */
class CheckedPlannerTest {
  private static final Estate ESTATE =
      estate()
          .zones(9, "z1", "z2", "z3")
          .workload(workload("a").replicas(3), workload("b").replicas(4), workload("c"))
          .running("b", "z1", 2)
          .build();

  /** The planner, with a defect: it decides something else for whom it does not quarantine. */
  private static CheckedPlanner.Proposer defective(
      UnaryOperator<Decision> defect, String... names) {
    Set<String> broken = Set.of(names);
    return (estate, quarantined) ->
        new CheckedPlanner.Attempt() {
          @Override
          public Plan make() {
            List<Decision> decisions = new ArrayList<>();
            for (Decision d : Planner.propose(estate, quarantined).decisions()) {
              boolean hit = broken.contains(d.id().name()) && !quarantined.containsKey(d.id());
              decisions.add(hit ? defect.apply(d) : d);
            }
            return new Plan(decisions, List.of());
          }

          @Override
          public @Nullable WorkloadId turn() {
            return null;
          }
        };
  }

  private static Decision tooMany(Decision d) {
    return with(d, List.of(new Assignment("z2", 50, 50)));
  }

  private static Decision with(Decision d, List<Assignment> assignments) {
    return new Decision(
        d.id(),
        d.outcome(),
        d.cause(),
        d.missing(),
        assignments,
        d.contingency(),
        d.moves(),
        d.tolerates(),
        d.rejected(),
        d.violations(),
        d.warnings(),
        d.shortfalls(),
        d.relax(),
        d.relaxComplete(),
        d.cost());
  }

  private static Map<String, String> outcomes(Plan plan) {
    Map<String, String> outcomes = new TreeMap<>();
    plan.decisions()
        .forEach(d -> outcomes.put(d.id().name(), d.outcome().getClass().getSimpleName()));
    return outcomes;
  }

  private static Plan plan(CheckedPlanner.Proposer proposer) {
    return new CheckedPlanner(ESTATE, proposer, Checker::check).plan();
  }

  @Test
  void theOneThatIsWronglyDecidedKeepsWhatItHasAndTheOthersAreDecided() {
    Plan plan = plan(defective(CheckedPlannerTest::tooMany, "b"));

    assertEquals(Map.of("a", "Placed", "b", "Kept", "c", "Placed"), outcomes(plan));
    Decision b = Estates.of(plan, "b");
    assertEquals(List.of(new Assignment("z1", 2, 2)), b.assignments());
    assertEquals(2, b.missing());
    assertTrue(b.placed());
    Decision.Reason reason = ((Decision.Outcome.Kept) b.outcome()).reason();
    assertEquals("CheckFailed", reason.code());
    assertFalse(reason.canPassByItself());
    assertTrue(reason.message().contains("defect of Bleu"), reason.message());
    assertTrue(reason.message().contains("CountWrong: 4 asked, 50 placed"), reason.message());
    assertEquals(List.of(), Checker.check(ESTATE, plan));
  }

  @Test
  void oneThatHadNothingKeepsNothing() {
    Plan plan = plan(defective(CheckedPlannerTest::tooMany, "a"));

    assertEquals(Map.of("a", "Kept", "b", "Placed", "c", "Placed"), outcomes(plan));
    assertEquals(List.of(), Estates.of(plan, "a").assignments());
    assertFalse(Estates.of(plan, "a").placed());
  }

  @Test
  void whoeverIsNamedIsFencedUntilThePlanPasses() {
    Plan plan = plan(defective(CheckedPlannerTest::tooMany, "b", "c"));

    assertEquals(Map.of("a", "Placed", "b", "Kept", "c", "Kept"), outcomes(plan));
  }

  @Test
  void theLeastImportantIsToBlameForARoomThatIsOverrun() {
    Estate estate =
        estate()
            .zones(9, "z1", "z2", "z3")
            .workload(
                workload("a").replicas(3),
                workload("b").replicas(3).priority(10, true),
                workload("c").replicas(3).priority(10, true))
            .build();
    Plan plan =
        new CheckedPlanner(
                estate,
                Proposal::new,
                (e, checked) -> {
                  List<Finding> findings = new ArrayList<>();
                  if (Estates.of(checked, "a").placed()) {
                    findings.add(new Finding("CapacityExceeded", id("a"), "z1"));
                  }
                  return findings;
                })
            .plan();
    assertEquals(Map.of("a", "Kept", "b", "Placed", "c", "Placed"), outcomes(plan));
  }

  @Test
  void aFindingThatNamesNobodyStopsWhatIsNewAndNothingElse() {
    Plan plan =
        new CheckedPlanner(
                ESTATE,
                Proposal::new,
                (estate, checked) -> List.of(new Finding("OrphansWrong", null, "of the plan")))
            .plan();

    assertEquals(Map.of("a", "Kept", "b", "Kept", "c", "Kept"), outcomes(plan));
    assertEquals(List.of(new Assignment("z1", 2, 2)), Estates.of(plan, "b").assignments());
    assertEquals(List.of(), Checker.check(ESTATE, plan));
  }

  @Test
  void aFindingThatStaysWhenItsWorkloadIsFencedStopsWhatIsNewForAll() {
    Plan plan =
        new CheckedPlanner(
                ESTATE,
                Proposal::new,
                (estate, checked) -> List.of(new Finding("MoveTo", id("b"), "as always")))
            .plan();

    assertEquals(Map.of("a", "Kept", "b", "Kept", "c", "Kept"), outcomes(plan));
  }

  @Test
  void anExceptionOnSomebodysTurnIsTheirsAlone() {
    CheckedPlanner.Proposer throwing =
        (estate, quarantined) ->
            new CheckedPlanner.Attempt() {
              @Override
              public Plan make() {
                if (!quarantined.containsKey(id("c"))) {
                  throw new IllegalStateException("a bug");
                }
                return Planner.propose(estate, quarantined);
              }

              @Override
              public WorkloadId turn() {
                return id("c");
              }
            };
    Plan plan = new CheckedPlanner(ESTATE, throwing, Checker::check).plan();

    assertEquals(Map.of("a", "Placed", "b", "Placed", "c", "Kept"), outcomes(plan));
    String message = ((Decision.Outcome.Kept) Estates.of(plan, "c").outcome()).reason().message();
    assertTrue(message.contains("EngineFailed: java.lang.IllegalStateException: a bug"), message);
  }

  /** The last look at moves is at one workload after another: a defect in it is of that one. */
  @ParameterizedTest
  @ValueSource(strings = {"a", "b", "c"})
  void anExceptionInTheRepairIsOfTheOneThatIsRepaired(String name) {
    CheckedPlanner.Proposer defective =
        (estate, quarantined) ->
            new Proposal(estate, quarantined) {
              @Override
              void repair(PlanState planState, ReplicaPlacer placer, List<WorkloadState> all) {
                for (WorkloadState one : all) {
                  if (one.compiled.workload.id().equals(id(name))
                      && !one.compiled.workload.suspended()) {
                    DefectiveWorkload.make(one.compiled);
                  }
                }
                super.repair(planState, placer, all);
              }
            };
    TreeMap<String, String> expected = new TreeMap<>(outcomes(plan(Proposal::new)));
    assertEquals(Set.of("Placed"), Set.copyOf(expected.values()));
    expected.put(name, "Kept");
    assertEquals(expected, outcomes(plan(defective)));
  }

  @Test
  void anExceptionOnNobodysTurnIsAnOutcomeToo() {
    CheckedPlanner.Proposer throwing =
        (estate, quarantined) -> {
          CheckedPlanner.Attempt proposal = new Proposal(estate, quarantined);
          return new CheckedPlanner.Attempt() {
            @Override
            public Plan make() {
              proposal.make();
              throw new ArithmeticException("a bug");
            }

            @Override
            public @Nullable WorkloadId turn() {
              return proposal.turn();
            }
          };
        };
    Plan plan = new CheckedPlanner(ESTATE, throwing, Checker::check).plan();
    assertEquals(Map.of("a", "Kept", "b", "Kept", "c", "Kept"), outcomes(plan));
  }

  @Test
  void anExceptionOfTheCheckIsAnOutcomeToo() {
    Plan plan =
        new CheckedPlanner(
                ESTATE,
                Proposal::new,
                (estate, checked) -> {
                  throw new IndexOutOfBoundsException("a bug");
                })
            .plan();
    assertEquals(Map.of("a", "Kept", "b", "Kept", "c", "Kept"), outcomes(plan));
  }

  @Test
  void aKeptPlacementHoldsItsRoomAndItsReserveAndIsNotEvicted() {
    WorkloadBuilder a = workload("a").replicas(2).tolerate(Scope.ZONE);
    Decision before =
        Estates.of(Planner.plan(estate().zones(4, "z1", "z2", "z3").workload(a).build()), "a");
    Estate running =
        estate()
            .zones(4, "z1", "z2", "z3")
            .workload(a, workload("b").replicas(10).priority(10, true))
            .placement(
                new Placement(before.id(), null, before.assignments(), before.contingency(), 0))
            .build();
    assertEquals(Map.of("a", "Placed", "b", "Placed"), outcomes(Planner.plan(running)));

    Plan plan = Planner.propose(running, Map.of(id("a"), "a finding"));

    assertEquals(Map.of("a", "Kept", "b", "Unplaceable"), outcomes(plan));
    assertEquals(before.assignments(), Estates.of(plan, "a").assignments());
    assertEquals(before.contingency(), Estates.of(plan, "a").contingency());
    assertEquals(List.of(), Checker.check(running, plan));
  }

  @Test
  void whatIsOnlyKeptMayNotBeChanged() {
    Decision kept = Estates.of(plan(defective(CheckedPlannerTest::tooMany, "b")), "b");
    Plan changed =
        new Plan(
            plan(Proposal::new).decisions().stream()
                .map(d -> d.id().equals(id("b")) ? with(kept, List.of()) : d)
                .toList(),
            List.of());
    assertEquals(Set.of("NotUnchanged"), Plans.codes(ESTATE, changed));
  }

  /** Who needs whom is followed without the stack of the JVM. */
  @Test
  void aChainOfManyThousandWorkloadsIsOrdered() {
    EstateBuilder builder = Estates.estate().zones(100_000, "z1");
    int length = 30_000;
    for (int i = 0; i < length; i++) {
      WorkloadBuilder workload = Estates.workload("w" + (100_000 + i));
      builder.workload(
          i + 1 == length
              ? workload
              : workload.affinity("w" + (100_000 + i + 1), Scope.ZONE, true));
    }
    List<List<CompiledWorkload>> order = SchedulingOrder.of(new PlanState(builder.build()));
    assertEquals(length, order.size());
    assertEquals(Estates.id("w" + (100_000 + length - 1)), order.get(0).get(0).workload.id());
  }
}
