package cloud.bleu.placement;

import static cloud.bleu.placement.Estates.estate;
import static cloud.bleu.placement.Estates.of;
import static cloud.bleu.placement.Estates.workload;
import static cloud.bleu.placement.Estates.zone;
import static cloud.bleu.placement.Estates.zones;
import static cloud.bleu.placement.Specified.a;
import static cloud.bleu.placement.Specified.code;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.placement.check.Plans;
import cloud.bleu.placement.estate.BoundRule;
import cloud.bleu.placement.estate.Decision;
import cloud.bleu.placement.estate.Placement;
import cloud.bleu.placement.estate.Plan;
import cloud.bleu.placement.estate.Verdict;
import cloud.bleu.placement.estate.Workload.Recover;
import cloud.bleu.placement.model.Contingency;
import cloud.bleu.placement.model.Scope;
import cloud.bleu.placement.model.ZoneState;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Hard requirements on the set gate growth, also where they are unmet already. */
class PlannerGrowthTest {

  @Test
  void aLossThatIsNotSurvivedAlreadyGatesGrowth() {
    // Nothing of z1 fits into z2, so one more in z2 would not make the promise true.
    Decision d =
        Specified.a(
            estate()
                .zone(zone("z1").cpu(9), zone("z2").cpu(4))
                .workload(a(6).tolerate(Scope.ZONE))
                .running("a", "z1", 5));
    assertEquals("z1=5", zones(d));
    assertEquals("SurvivalUnsatisfiable", code(d));
  }

  /**
   * Regions of equally many zones run 70 each, the third is full, and their counts may differ by
   * one: so 212 is the most, however many zones there are and however many are asked for.
   */
  @ParameterizedTest
  @CsvSource({"21, 220", "102, 213", "102, 220", "201, 213", "201, 220", "201, 310"})
  void asManyAsFitArePlacedHoweverManyZonesThereAre(int count, int asked) {
    int each = count / 3;
    EstateBuilder builder = estate();
    Object[] run = new Object[2 * count];
    for (int z = 0; z < count; z++) {
      String name = "z%03d".formatted(z);
      int here = 70 / each + (z % each < 70 % each ? 1 : 0);
      builder.zone(zone(name).region("r" + z / each).cpu(z / each == 2 ? here : 1000));
      run[2 * z] = name;
      run[2 * z + 1] = here;
    }
    builder.workload(workload("a").replicas(asked).spread(Scope.REGION, 1, null, 1, true));
    Decision d = of(Planner.plan(builder.running("a", run).build()), "a");
    assertEquals(asked - 212, d.missing());
    for (Decision.Relaxation set : d.relax()) {
      for (Decision.Change change : set.changes()) {
        assertTrue(
            !change.path().equals("spec.replicas") || Integer.parseInt(change.to()) >= 212,
            change::toString);
      }
    }
  }

  @Test
  void anUnknownOfOneRuleMovesNothingWhateverAnotherOfItsNameSays() {
    Decision d =
        Specified.a(
            estate()
                .zones(9, "z1", "z2")
                .workload(
                    a(2).rule(rule(BoundRule.OnViolation.Report, Verdict.Result.Reject))
                        .rule(rule(BoundRule.OnViolation.MoveNow, Verdict.Result.Unknown)))
                .running("a", "z1", 2));
    assertEquals("z1=2", zones(d));
  }

  private static BoundRule rule(BoundRule.OnViolation onViolation, Verdict.Result otherwise) {
    return Estates.rule("new", BoundRule.Action.Enforce, onViolation, otherwise, "z2");
  }

  @Test
  void moreMayBePlacedWhereFewerMayNot() {
    // keep 50 rules out 11 to 59 in all, room rules out more than 90.
    EstateBuilder estate = estate();
    for (int z = 1; z <= 9; z++) {
      estate.zone(zone("z" + z).cpu(10));
    }
    Decision d =
        Specified.a(
            estate
                .workload(a(100).tolerate(Scope.ZONE, 50, Recover.BestEffort, true))
                .running("a", "z1", 10));
    assertEquals(90, Specified.placed(d));
    assertEquals(10, d.missing());
  }

  @Test
  void onlyOneSizeMayBePlaced() {
    // Each zone takes exactly three or nothing, so 3, 6 and 9 in all are placed and nothing else.
    Decision d =
        Specified.a(
            estate()
                .zones(4, "z1", "z2", "z3")
                .workload(a(11).perZone(3, 3))
                .running("a", "z1", 3));
    assertEquals("z1=3, z2=3, z3=3", zones(d));
  }

  @Test
  void aLargeGroupGrowsByAllThatFits() {
    // 2,000 of 2,500: each of nine zones has room for 250 and holds what one of the others loses.
    EstateBuilder estate = estate();
    for (int z = 1; z <= 9; z++) {
      estate.zone(zone("z" + z).cpu(250));
    }
    Decision d =
        Specified.a(estate.workload(a(2_500).tolerate(Scope.ZONE)).running("a", "z1", 100));
    assertEquals(2_000, Specified.placed(d));
  }

  @Test
  void nobodyMakesRoomForAReplicaThatIsTooMany() {
    Plan plan =
        Specified.plan(
            estate()
                .zone(zone("z1").state(ZoneState.Lost), zone("z2").cpu(4))
                .workload(
                    workload("a").replicas(2).cpu(2),
                    workload("b")
                        .replicas(0)
                        .cpu(2)
                        .priority(10)
                        .tolerate(Scope.ZONE, 0, Recover.Reserved, true))
                .placement(
                    Estates.running("a", "z2", 2),
                    new Placement(
                        Estates.id("b"),
                        null,
                        Estates.running("b", "z1", 1).assignments(),
                        List.of(
                            new Contingency(
                                new Contingency.Event(Scope.ZONE, "z1"),
                                List.of(Plans.move("z1", "z2", 1)),
                                List.of(new Contingency.Eviction(Estates.id("a"), "z2", 1)),
                                0)),
                        0)));
    assertEquals("z2=2", zones(of(plan, "a")));
    assertEquals(0, Specified.placed(of(plan, "b")));
  }

  @Test
  void nobodyMakesRoomThatIsNotEnough() {
    // z2 holds four and has room for two: without those of b it is full, and takes nothing still.
    Plan plan =
        Specified.plan(
            estate()
                .zone(zone("z1").state(ZoneState.Drained), zone("z2").cpu(2))
                .workload(
                    workload("a").replicas(1).priority(10).tolerate(Scope.ZONE),
                    workload("b").replicas(2),
                    workload("c").replicas(2).priority(10))
                .running("b", "z2", 2)
                .running("c", "z2", 2)
                .placement(
                    new Placement(
                        Estates.id("a"),
                        null,
                        Estates.running("a", "z1", 1).assignments(),
                        List.of(
                            new Contingency(
                                new Contingency.Event(Scope.ZONE, "z1"),
                                List.of(Plans.move("z1", "z2", 1)),
                                List.of(new Contingency.Eviction(Estates.id("b"), "z2", 2)),
                                0)),
                        0)));
    assertEquals("z1=1", zones(of(plan, "a")));
    assertEquals("z2=2", zones(of(plan, "b")));
    assertEquals(new Decision.Outcome.Placed(), of(plan, "b").outcome());
  }
}
