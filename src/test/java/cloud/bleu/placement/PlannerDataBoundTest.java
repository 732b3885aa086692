package cloud.bleu.placement;

import static cloud.bleu.placement.Estates.estate;
import static cloud.bleu.placement.Estates.of;
import static cloud.bleu.placement.Estates.workload;
import static cloud.bleu.placement.Estates.zone;
import static org.junit.jupiter.api.Assertions.assertEquals;

import cloud.bleu.placement.check.Plans;
import cloud.bleu.placement.estate.Decision;
import cloud.bleu.placement.estate.Estate;
import cloud.bleu.placement.estate.Placement;
import cloud.bleu.placement.estate.Plan;
import cloud.bleu.placement.model.Assignment;
import cloud.bleu.placement.model.ZoneState;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Replicas with volumes that nobody replicates stand where their data is, or nowhere. */
class PlannerDataBoundTest {

  private static WorkloadBuilder database() {
    return workload("db").replicas(3).dataBound();
  }

  @Test
  void comesBackToTheZoneWithItsData() {
    Estate lost =
        estate()
            .zone(zone("z1").state(ZoneState.Lost), zone("z2"), zone("z3"))
            .workload(database())
            .running("db", "z1", 1, "z2", 1, "z3", 1)
            .build();
    Plan down = Specified.plan(lost);
    assertEquals(
        List.of(new Assignment("z1", 0, 1), new Assignment("z2", 1, 1), new Assignment("z3", 1, 1)),
        of(down, "db").assignments());
    assertEquals("StaysDown", Specified.code(of(down, "db")));
    // z0 is empty and comes first: a new replica would go there.
    Estate back = estate().zones(100, "z0", "z1", "z2", "z3", "z4").workload(database()).build();
    Plan up = Specified.plan(Estates.with(back, Estates.inForce(down)));
    assertEquals("z1=1, z2=1, z3=1", Estates.zones(of(up, "db")));
  }

  @Test
  void whatIsEvictedIsNotCreatedAnewWithoutItsData() {
    WorkloadBuilder urgent = workload("a").replicas(2).only("z1").priority(10);
    Estate crowded =
        estate()
            .zone(zone("z1").cpu(2), zone("z2").cpu(9), zone("z3").cpu(9))
            .workload(urgent, database())
            .running("db", "z1", 1, "z2", 1, "z3", 1)
            .build();
    Plan evicted = Specified.plan(crowded);
    Decision db = of(evicted, "db");
    assertEquals(Decision.Cause.Preempted, db.cause());
    assertEquals(
        List.of(new Assignment("z1", 0, 1), new Assignment("z2", 1, 1), new Assignment("z3", 1, 1)),
        db.assignments());
    assertEquals("StaysDown", Specified.code(db));

    Plan again = Specified.plan(Estates.with(crowded, Estates.inForce(evicted)));
    assertEquals(Decision.Cause.Unchanged, of(again, "db").cause());

    Estate quiet =
        estate()
            .zone(zone("z1").cpu(2), zone("z2").cpu(9), zone("z3").cpu(9))
            .workload(workload("a").replicas(1).only("z1").priority(10), database())
            .build();
    Plan back = Specified.plan(Estates.with(quiet, Estates.inForce(again)));
    assertEquals("z1=1, z2=1, z3=1", Estates.zones(of(back, "db")));
  }

  @Test
  void growsElsewhereWhileSomeAreDown() {
    Decision db =
        of(
            Specified.plan(
                estate()
                    .zone(zone("z1").state(ZoneState.Lost), zone("z2"), zone("z3"))
                    .workload(workload("db").replicas(4).dataBound())
                    .running("db", "z1", 1, "z2", 1, "z3", 1)),
            "db");
    assertEquals("z2=2, z3=1", Estates.zones(db));
    assertEquals(1, db.missing());
  }

  /** It moved before it got volumes: its data is where it runs, and none waits for it at home. */
  @Test
  void whatGotItsVolumesAwayFromHomeGrowsWhereThereIsRoom() {
    Plan plan =
        Specified.plan(
            estate()
                .zone(zone("z1").state(ZoneState.Drained), zone("z2"))
                .workload(database())
                .placement(
                    new Placement(
                        Estates.id("db"),
                        null,
                        List.of(new Assignment("z1", 0, 1), new Assignment("z2", 2, 1)),
                        List.of(),
                        0)));
    assertEquals("z2=3", Estates.zones(of(plan, "db")));
  }

  /** At its home is none of its data: when it is lost where it runs, it starts nowhere empty. */
  @Test
  void whatGotItsVolumesAwayFromHomeDoesNotStartThereEmpty() {
    WorkloadBuilder db = workload("db").replicas(2).dataBound();
    Estate lost =
        estate()
            .zone(zone("z1"), zone("z2").state(ZoneState.Lost))
            .workload(db)
            .placement(
                new Placement(
                    Estates.id("db"),
                    null,
                    List.of(new Assignment("z1", 0, 1), new Assignment("z2", 2, 1)),
                    List.of(),
                    0))
            .build();
    assertEquals(
        Set.of("DataBound"), Plans.codes(lost, Plans.decided("db").in("z1", 1).in("z2", 0, 1)));
    Plan down = Specified.plan(lost);
    assertEquals(List.of(new Assignment("z2", 0, 2)), of(down, "db").assignments());
    Plan still = Specified.plan(Estates.with(lost, Estates.inForce(down)));
    assertEquals(Decision.Cause.Unchanged, of(still, "db").cause());
    Estate back = estate().zones(9, "z1", "z2").workload(db).build();
    Plan up = Specified.plan(Estates.with(back, Estates.inForce(down)));
    assertEquals("z2=2", Estates.zones(of(up, "db")));
  }
}
