package cloud.bleu.placement.diagnosis;

import static cloud.bleu.placement.Estates.estate;
import static cloud.bleu.placement.Estates.workload;
import static cloud.bleu.placement.Estates.zone;
import static org.junit.jupiter.api.Assertions.assertEquals;

import cloud.bleu.placement.EstateBuilder;
import cloud.bleu.placement.Estates;
import cloud.bleu.placement.Planner;
import cloud.bleu.placement.WorkloadBuilder;
import cloud.bleu.placement.ZoneBuilder;
import cloud.bleu.placement.estate.Decision;
import cloud.bleu.placement.estate.Placement;
import cloud.bleu.placement.estate.Workload.Recover;
import cloud.bleu.placement.model.Assignment;
import cloud.bleu.placement.model.Health;
import cloud.bleu.placement.model.Scope;
import cloud.bleu.placement.model.ZoneState;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Where what stays down was, and why it is not elsewhere. */
class DownReplicasTest {

  private static final String OR_GIVE_UP =
      ", or give its volumes up in spec.resilience.abandonVolumesIn";
  private static final String ADVICE = "; bring the zone back, make room there" + OR_GIVE_UP;

  private static String said(EstateBuilder estate) {
    Decision decision = Estates.of(Planner.plan(estate.build()), "a");
    assertEquals("StaysDown", decision.reason().code());
    return decision.reason().message();
  }

  private static Placement down(String... homes) {
    List<Assignment> assignments = new ArrayList<>();
    for (String home : homes) {
      assignments.add(new Assignment(home, 0, 1));
    }
    return new Placement(Estates.id("a"), null, assignments, List.of(), 0);
  }

  /** One replica of two, whose data is in z1; the other is there or is not. */
  @ParameterizedTest(name = "{0} {1}, room for {2}")
  @CsvSource({
    "Active, Healthy, 0, no place for them",
    "Active, Healthy, 1, no place for them",
    "Active, Degraded, 1, no place for them",
    "Active, Silent, 9, is silent",
    "Active, Recovering, 9, 'is in service again, and not yet for spec.health.recoveredAfter'",
    "Active, NodesUnknown, 9, is without any node",
    "Cordoned, Healthy, 9, is Cordoned",
    "Cordoned, Silent, 9, is Cordoned",
    "Drained, Healthy, 9, is Drained",
    "Lost, Healthy, 9, is Lost",
    "Lost, Silent, 9, is Lost",
  })
  void whereTheDataIs(ZoneState state, Health.Signal signal, int room, String why) {
    ZoneBuilder z1 = zone("z1").state(state).cpu(room).health(signal, Estates.NOW);
    EstateBuilder estate =
        estate()
            .zone(z1, zone("z2").cpu(9))
            .workload(workload("a").replicas(2).dataBound())
            .placement(
                new Placement(
                    Estates.id("a"), null, List.of(new Assignment("z1", 0, 2)), List.of(), 0));
    assertEquals("replicas stay down: z1 has their data and " + why + ADVICE, said(estate));
  }

  @Test
  void dataInAZoneWithoutAnObject() {
    assertEquals(
        "replicas stay down: z1 has their data and is gone" + ADVICE,
        said(
            estate()
                .zone(zone("z2").cpu(9))
                .workload(workload("a").replicas(1).dataBound())
                .placement(down("z1"))));
  }

  /** Room there helps nobody, and to bring the zone back is not enough. */
  @ParameterizedTest(name = "{0} excludes z1, which is {1}")
  @CsvSource({
    "rule, Active, a rule excludes it",
    "rule, Cordoned, a rule excludes it",
    "weight, Active, placement.weights leaves it out",
    "weight, Lost, placement.weights leaves it out",
  })
  void whatExcludesTheZoneOfTheData(String cause, ZoneState state, String why) {
    assertEquals(
        "replicas stay down: z1 has their data and "
            + why
            + (state == ZoneState.Active
                ? "; change what excludes the zone" + OR_GIVE_UP
                : "; bring the zone back, make room there, change what excludes it" + OR_GIVE_UP),
        said(
            estate()
                .zone(zone("z1").state(state).cpu(9), zone("z2").cpu(9))
                .workload(excluded(workload("a").replicas(1).dataBound(), cause))
                .placement(down("z1"))));
  }

  @Test
  void oneIsExcludedAndOneIsFull() {
    assertEquals(
        "replicas stay down: z1 has their data and a rule excludes it, z3 has their data and no place"
            + " for them; bring the zone back, make room there, change what excludes it"
            + OR_GIVE_UP,
        said(
            estate()
                .zone(zone("z1").cpu(9), zone("z2").cpu(9), zone("z3").cpu(0))
                .workload(workload("a").replicas(2).dataBound().only("z2", "z3"))
                .placement(down("z1", "z3"))));
  }

  private static WorkloadBuilder excluded(WorkloadBuilder workload, String cause) {
    return cause.equals("rule") ? workload.only("z2") : workload.weight("z2", 1);
  }

  /** Only zones that something is missing from. */
  @Test
  void eachZoneHasItsCause() {
    assertEquals(
        "replicas stay down: z1 has their data and is Cordoned, z3 has their data and is Lost, z9 has"
            + " their data and is gone"
            + ADVICE,
        said(
            estate()
                .zone(
                    zone("z1").state(ZoneState.Cordoned),
                    zone("z2").cpu(9),
                    zone("z3").state(ZoneState.Lost))
                .workload(workload("a").replicas(4).dataBound())
                .placement(
                    new Placement(
                        Estates.id("a"),
                        null,
                        List.of(
                            new Assignment("z1", 0, 1),
                            new Assignment("z2", 1, 1),
                            new Assignment("z3", 0, 1),
                            new Assignment("z9", 0, 1)),
                        List.of(),
                        0))));
  }

  @Test
  void threeAreNamedOfFive() {
    EstateBuilder estate = estate().zone(zone("z9").cpu(9));
    estate.zones(0, "z1", "z2", "z3", "z4", "z5");
    assertEquals(
        "replicas stay down: z1 has their data and no place for them, z2 has their data and no place"
            + " for them, z3 has their data and no place for them and others"
            + ADVICE,
        said(
            estate
                .workload(workload("a").replicas(5).dataBound())
                .placement(down("z1", "z2", "z3", "z4", "z5"))));
  }

  @Test
  void whatIsNotToBeCreatedElsewhere() {
    assertEquals(
        "replicas stay down: z1 is lost and resilience.tolerate says recover: None"
            + "; bring the zone back, or ask to recover in spec.resilience.tolerate",
        said(
            estate()
                .zone(zone("z1").state(ZoneState.Lost), zone("z2").cpu(9), zone("z3").cpu(9))
                .workload(workload("a").replicas(2).tolerate(Scope.ZONE, 0, Recover.None, true))
                .running("a", "z1", 1, "z2", 1)));
  }
}
