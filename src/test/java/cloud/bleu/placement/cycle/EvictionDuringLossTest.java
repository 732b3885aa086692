package cloud.bleu.placement.cycle;

import static cloud.bleu.placement.Estates.NOW;
import static cloud.bleu.placement.Estates.estate;
import static cloud.bleu.placement.Estates.of;
import static cloud.bleu.placement.Estates.workload;
import static cloud.bleu.placement.Estates.zone;
import static cloud.bleu.placement.Estates.zones;
import static org.junit.jupiter.api.Assertions.assertEquals;

import cloud.bleu.placement.EstateBuilder;
import cloud.bleu.placement.Planner;
import cloud.bleu.placement.WorkloadBuilder;
import cloud.bleu.placement.ZoneBuilder;
import cloud.bleu.placement.check.Checker;
import cloud.bleu.placement.estate.Estate;
import cloud.bleu.placement.estate.Plan;
import cloud.bleu.placement.estate.ReasonCode;
import cloud.bleu.placement.estate.Workload.Recover;
import cloud.bleu.placement.model.Scope;
import cloud.bleu.placement.model.ZoneState;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * While a zone is lost, hard entries of {@code tolerate} are soft. Who comes only for that takes
 * room that is free, and evicts nobody now.
 */
class EvictionDuringLossTest {

  /** Two replicas of which one must outlive the loss of any zone. */
  private static WorkloadBuilder two(String name) {
    return workload(name).replicas(2).priority(10).tolerate(Scope.ZONE, 1, Recover.None, true);
  }

  private static ZoneBuilder third(String how) {
    ZoneBuilder third = zone("z3").cpu(0);
    return switch (how) {
      case "lost" -> third.state(ZoneState.Lost);
      case "silent" -> third.unhealthySince(NOW.minusSeconds(30));
      case "drained" -> third.state(ZoneState.Drained);
      default -> third;
    };
  }

  private static Plan sound(EstateBuilder builder) {
    Estate estate = builder.build();
    Plan plan = Planner.plan(estate);
    assertEquals(List.of(), Checker.check(estate, Planner.propose(estate, Map.of())));
    return plan;
  }

  /** One low priority fills z1, and z2 as far as that has room. */
  @ParameterizedTest
  @CsvSource({
    // z3; cpus of z2; what runs in z1 and z2 of four cpus; who is where then
    "well,    0, 4, 0, '', z1=4",
    "lost,    0, 4, 0, '', z1=4",
    "silent,  0, 4, 0, '', z1=4",
    "drained, 0, 4, 0, '', z1=4",
    "lost,    0, 2, 0, z1=2, z1=2",
    "well,    4, 4, 4, 'z1=1, z2=1', 'z1=3, z2=3'",
    "lost,    4, 4, 4, 'z1=1, z2=1', 'z1=3, z2=3'",
    "silent,  4, 4, 4, 'z1=1, z2=1', 'z1=3, z2=3'",
  })
  void whoComesOnlyBecauseOfTheLossEvictsNobody(
      String third, int second, int first, int beside, String comes, String stays) {
    EstateBuilder builder =
        estate()
            .zone(zone("z1").cpu(4), zone("z2").cpu(second), third(third))
            .workload(two("n"), workload("l").replicas(first + beside));
    Plan plan =
        sound(
            beside > 0
                ? builder.running("l", "z1", first, "z2", beside)
                : builder.running("l", "z1", first));
    assertEquals(comes, zones(of(plan, "n")));
    assertEquals(stays, zones(of(plan, "l")));
  }

  /** The least number in a zone and a majority are soft during a loss as well. */
  @ParameterizedTest
  @CsvSource({"least, Lost", "least, Active", "majority, Lost", "majority, Active"})
  void noHardRequirementIsGivenUpForWhoEvicts(String how, ZoneState third) {
    WorkloadBuilder n = workload("n").replicas(3).priority(10);
    Plan plan =
        sound(
            estate()
                .zone(zone("z1").cpu(2), zone("z2").cpu(1), zone("z3").cpu(0).state(third))
                .workload(how.equals("least") ? n.perZone(2, null) : n.quorum())
                .workload(workload("l").replicas(3))
                .running("l", "z1", 2, "z2", 1));
    assertEquals("", zones(of(plan, "n")));
    assertEquals("z1=2, z2=1", zones(of(plan, "l")));
  }

  /** Who needs another and comes with it evicts no more than one alone. */
  @ParameterizedTest
  @CsvSource({"0, '', z1=4", "4, 'z1=1, z2=1', 'z1=2, z2=2'"})
  void nobodyOfThoseWhoComeTogetherDoes(int second, String comes, String stays) {
    WorkloadBuilder l = workload("l").replicas(4 + second);
    EstateBuilder builder =
        estate()
            .zone(zone("z1").region("r").cpu(4), zone("z2").region("r").cpu(second))
            .zone(third("lost"))
            .workload(two("n").affinity("m", Scope.REGION, true), two("m"), l);
    Plan plan =
        sound(
            second == 0
                ? builder.running("l", "z1", 4)
                : builder.running("l", "z1", 4, "z2", second));
    assertEquals(comes, zones(of(plan, "n")));
    assertEquals(comes, zones(of(plan, "m")));
    assertEquals(stays, zones(of(plan, "l")));
  }

  /** A live drill evicts nobody: it ends for who would come without it, and for nobody else. */
  @ParameterizedTest
  @CsvSource({"0, false", "4, true"})
  void aDrillEndsForNobodyWhomItAloneLetsCome(int second, boolean awaited) {
    EstateBuilder builder =
        estate()
            .zone(zone("z1").cpu(4), zone("z2").cpu(second), zone("z3").cpu(0).leftFor("monday"))
            .workload(two("n"), workload("l").replicas(4 + second));
    Plan plan =
        sound(
            second == 0
                ? builder.running("l", "z1", 4)
                : builder.running("l", "z1", 4, "z2", second));
    assertEquals("", zones(of(plan, "n")));
    assertEquals(awaited, of(plan, "n").says(ReasonCode.EvictionAwaited));
  }

  /** What ran before the loss is not what the loss lets come: it evicts as ever. */
  @Test
  void whatIsLostComesBackWhereItEvicts() {
    EstateBuilder builder =
        estate()
            .zone(zone("z1").cpu(4), zone("z2").cpu(0), zone("z3").cpu(1).state(ZoneState.Lost))
            .workload(two("n").tolerate(Scope.ZONE, 1, Recover.BestEffort, true))
            .workload(workload("l").replicas(3))
            .running("n", "z1", 1, "z3", 1)
            .running("l", "z1", 3);
    Plan plan = sound(builder);
    assertEquals("z1=2", zones(of(plan, "n")));
    assertEquals("z1=2", zones(of(plan, "l")));
  }

  /** As many as were lost evict; one more that is asked for does not. */
  @Test
  void moreThanWereLostDoNot() {
    Plan plan =
        sound(
            estate()
                .zone(zone("z1").cpu(4), zone("z2").cpu(0), zone("z3").cpu(1).state(ZoneState.Lost))
                .workload(
                    workload("n")
                        .replicas(3)
                        .priority(10)
                        .tolerate(Scope.ZONE, 1, Recover.BestEffort, true))
                .workload(workload("l").replicas(3))
                .running("n", "z1", 1, "z3", 1)
                .running("l", "z1", 3));
    assertEquals("z1=2", zones(of(plan, "n")));
    assertEquals("z1=2", zones(of(plan, "l")));
  }
}
