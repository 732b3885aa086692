package cloud.bleu.placement;

import static cloud.bleu.placement.Estates.estate;
import static cloud.bleu.placement.Estates.workload;
import static cloud.bleu.placement.Estates.zone;
import static cloud.bleu.placement.check.Plans.decided;
import static cloud.bleu.placement.check.Plans.move;
import static org.junit.jupiter.api.Assertions.assertEquals;

import cloud.bleu.placement.check.Plans;
import cloud.bleu.placement.estate.Decision;
import cloud.bleu.placement.estate.Estate;
import cloud.bleu.placement.estate.Plan;
import cloud.bleu.placement.model.Assignment;
import cloud.bleu.placement.model.Contingency;
import cloud.bleu.placement.model.Scope;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** One good plan, and the same plan made wrong in one way after the other. */
class CheckerFormTest {
  private static final Contingency.Eviction LOW =
      new Contingency.Eviction(Estates.id("low"), "z2", 1);

  private static final Estate ESTATE =
      estate()
          .zone(zone("z1").site("s"), zone("z2"), zone("z3").site("s"))
          .workload(
              workload("a").replicas(3).tolerate(Scope.SITE).priority(10),
              workload("low").replicas(1))
          .build();

  private static Plan good() {
    return Plans.plan(
        ESTATE,
        decided("a")
            .in("z1", 2)
            .in("z2", 1)
            .loss(Scope.SITE, "s", List.of(LOW), move("z1", "z2", 2))
            .loss(Scope.SITE, "site-z2", move("z2", "z1", 1))
            .loss(Scope.ZONE, "z1", move("z1", "z2", 1), move("z1", "z3", 1)),
        decided("low").in("z2", 1));
  }

  /** The good plan with the decision for {@code a} changed. */
  private static Set<String> found(UnaryOperator<Decision> change) {
    Plan good = good();
    Plan wrong =
        new Plan(
            List.of(change.apply(good.decisions().get(0)), good.decisions().get(1)), List.of());
    Set<String> codes = new TreeSet<>(Plans.codes(ESTATE, wrong));
    return codes;
  }

  private static Decision with(
      Decision d,
      Decision.Outcome outcome,
      List<Assignment> assignments,
      List<Contingency> contingency,
      List<Contingency.Move> moves,
      List<Decision.Tolerance> tolerates,
      List<Decision.Relaxation> relax) {
    return new Decision(
        d.id(),
        outcome,
        d.cause(),
        d.missing(),
        assignments,
        contingency,
        moves,
        tolerates,
        d.rejected(),
        d.violations(),
        d.warnings(),
        d.shortfalls(),
        relax,
        true,
        0);
  }

  private static Set<String> contingency(UnaryOperator<List<Contingency>> change) {
    return found(
        d ->
            with(
                d,
                d.outcome(),
                d.assignments(),
                change.apply(new ArrayList<>(d.contingency())),
                d.moves(),
                d.tolerates(),
                d.relax()));
  }

  private static Set<String> first(UnaryOperator<Contingency> change) {
    return contingency(
        list -> {
          list.set(0, change.apply(list.get(0)));
          return list;
        });
  }

  @Test
  void theGoodPlanIsGood() {
    assertEquals(Set.of(), found(d -> d));
  }

  @Test
  void orderIsPartOfTheForm() {
    assertEquals(
        Set.of("OrderWrong"),
        contingency(
            list -> {
              Collections.swap(list, 0, 1);
              return list;
            }));
    assertEquals(
        Set.of("OrderWrong"),
        contingency(
            list -> {
              Contingency zone = list.get(2);
              List<Contingency.Move> moves = new ArrayList<>(zone.moves());
              Collections.reverse(moves);
              list.set(2, new Contingency(zone.event(), moves, zone.evicts(), zone.keeps()));
              return list;
            }));
    assertEquals(
        Set.of("OrderWrong"),
        found(
            d -> {
              List<Assignment> reversed = new ArrayList<>(d.assignments());
              Collections.reverse(reversed);
              return with(
                  d, d.outcome(), reversed, d.contingency(), d.moves(), d.tolerates(), d.relax());
            }));
    Plan good = good();
    List<Decision> reversed = new ArrayList<>(good.decisions());
    Collections.reverse(reversed);
    assertEquals(Set.of("OrderWrong"), Plans.codes(ESTATE, new Plan(reversed, List.of())));
  }

  @Test
  void keepsIsCounted() {
    assertEquals(
        Set.of("KeepsWrong"),
        first(c -> new Contingency(c.event(), c.moves(), c.evicts(), c.keeps() + 1)));
  }

  @Test
  void evictionsAreOfWhatRunsWhereSomethingMoves() {
    Contingency.Eviction nobody = new Contingency.Eviction(Estates.id("none"), "z2", 1);
    Contingency.Eviction inside = new Contingency.Eviction(Estates.id("low"), "z1", 1);
    Contingency.Eviction none = new Contingency.Eviction(Estates.id("low"), "z2", 0);
    for (Contingency.Eviction e : List.of(nobody, inside, none)) {
      assertEquals(
          Set.of("EvictionWrong"),
          first(c -> new Contingency(c.event(), c.moves(), List.of(e), c.keeps())),
          e.toString());
    }
    assertEquals(
        Set.of("EvictionWrong"),
        contingency(
            list -> {
              // The loss of z2 sends nothing to z3.
              Contingency c = list.get(1);
              Contingency.Eviction idle = new Contingency.Eviction(Estates.id("low"), "z3", 1);
              list.set(1, new Contingency(c.event(), c.moves(), List.of(idle), c.keeps()));
              return list;
            }));
  }

  @Test
  void aMoveOfNothingOrToItselfIsNone() {
    for (Contingency.Move m : List.of(move("z1", "z2", 0), move("z1", "z1", 1))) {
      Set<String> codes =
          found(
              d ->
                  with(
                      d,
                      d.outcome(),
                      d.assignments(),
                      d.contingency(),
                      List.of(m),
                      d.tolerates(),
                      d.relax()));
      codes.remove("MovesWrong");
      assertEquals(Set.of("MoveWrong"), codes, m.toString());
    }
  }

  @Test
  void movesThatDidNotHappenAreFound() {
    assertEquals(
        Set.of("MovesWrong"),
        found(
            d ->
                with(
                    d,
                    d.outcome(),
                    d.assignments(),
                    d.contingency(),
                    List.of(move("z3", "z1", 1)),
                    d.tolerates(),
                    d.relax())));
  }

  @Test
  void tolerancesAreOneOfEachKnownScope() {
    for (List<Decision.Tolerance> claims :
        List.of(
            List.of(new Decision.Tolerance(Scope.ZONE, 2, false)),
            List.of(
                new Decision.Tolerance(Scope.ZONE, 1, false),
                new Decision.Tolerance(Scope.ZONE, 1, false)),
            List.of(new Decision.Tolerance(Scope.hazard("flood"), 1, false)))) {
      Set<String> codes =
          found(
              d ->
                  with(
                      d,
                      d.outcome(),
                      d.assignments(),
                      d.contingency(),
                      d.moves(),
                      claims,
                      d.relax()));
      codes.remove("ToleranceFalse");
      assertEquals(Set.of("ToleranceWrong"), codes, claims.toString());
    }
  }

  @Test
  void whatIsPlacedNeedsNoRelaxing() {
    Decision.Change change = new Decision.Change("replicas", "3", "2");
    assertEquals(Set.of("RelaxationIdle"), relaxed(List.of(change)));
    Set<String> four = new TreeSet<>(relaxed(List.of(change, change, change, change)));
    four.remove("RelaxationIdle");
    assertEquals(Set.of("RelaxationBounds"), four);
    Set<String> none = new TreeSet<>(relaxed(List.of()));
    none.remove("RelaxationIdle");
    assertEquals(Set.of("RelaxationBounds"), none);
  }

  private static Set<String> relaxed(List<Decision.Change> changes) {
    return found(
        d ->
            with(
                d,
                d.outcome(),
                d.assignments(),
                d.contingency(),
                d.moves(),
                d.tolerates(),
                List.of(new Decision.Relaxation(changes))));
  }

  @Test
  void onlySuspendedWorkloadsAreSuspended() {
    assertEquals(
        Set.of("OutcomeWrong"),
        found(
            d ->
                with(
                    d,
                    new Decision.Outcome.Suspended(),
                    d.assignments(),
                    d.contingency(),
                    d.moves(),
                    d.tolerates(),
                    d.relax())));
  }

  @Test
  void emptyAssignmentsAreNone() {
    assertEquals(
        Set.of("AssignmentWrong"),
        found(
            d -> {
              List<Assignment> more = new ArrayList<>(d.assignments());
              more.add(new Assignment("z3", 0, 0));
              return with(
                  d, d.outcome(), more, d.contingency(), d.moves(), d.tolerates(), d.relax());
            }));
  }

  @Test
  void aDecisionForNobodyIsFound() {
    Plan good = good();
    Decision a = good.decisions().get(0);
    Decision stranger =
        new Decision(
            Estates.id("zz"),
            a.outcome(),
            a.cause(),
            0,
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            a.rejected(),
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            true,
            0);
    List<Decision> more = new ArrayList<>(good.decisions());
    more.add(stranger);
    assertEquals(Set.of("WorkloadUnknown"), Plans.codes(ESTATE, new Plan(more, List.of())));
  }
}
