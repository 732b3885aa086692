package cloud.bleu.placement.explain;

import static cloud.bleu.placement.Estates.estate;
import static cloud.bleu.placement.Estates.workload;
import static cloud.bleu.placement.Estates.zone;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import cloud.bleu.placement.EditedEstates;
import cloud.bleu.placement.Estates;
import cloud.bleu.placement.Planner;
import cloud.bleu.placement.estate.Decision;
import cloud.bleu.placement.estate.Estate;
import cloud.bleu.placement.estate.Plan;
import cloud.bleu.placement.model.Assignment;
import cloud.bleu.placement.model.Contingency;
import cloud.bleu.placement.model.Scope;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class OccupancyTest {

  private static final Estate ESTATE =
      estate()
          .zone(zone("z1").cpu(100), zone("z2").cpu(100), zone("z3").cpu(100))
          .workload(workload("a").replicas(4), workload("b").replicas(2))
          .build();

  @Test
  void reserveIsTheWorstOfEventsNotTheirSum() {
    Decision a =
        decision(
            "a",
            List.of(Assignment.of("z1", 2), Assignment.of("z2", 2)),
            loss("z1", new Contingency.Move("z1", "z3", 2)),
            loss("z2", new Contingency.Move("z2", "z3", 2)));
    Occupancy z3 = Occupancy.of(ESTATE, List.of(a)).get("z3");
    assertEquals(2000, z3.reserved().get("cpu"));
    assertEquals(0, z3.allocated().get("cpu"));
    assertEquals(0, z3.workloads());
    assertEquals("zone z1", String.valueOf(z3.worstLoss()));
    assertEquals(z3.usable().get("cpu") - 2000, z3.available().get("cpu"));
  }

  @Test
  void oneLossBringsTheMovesOfAll() {
    Decision a =
        decision(
            "a", List.of(Assignment.of("z1", 4)), loss("z1", new Contingency.Move("z1", "z2", 4)));
    Decision b =
        decision(
            "b", List.of(Assignment.of("z1", 2)), loss("z1", new Contingency.Move("z1", "z2", 2)));
    assertEquals(6000, Occupancy.of(ESTATE, List.of(a, b)).get("z2").reserved().get("cpu"));
    assertEquals(2, Occupancy.of(ESTATE, List.of(a, b)).get("z1").workloads());
    assertEquals(6000, Occupancy.of(ESTATE, List.of(a, b)).get("z1").allocated().get("cpu"));
  }

  /** Whatever changes between two plans, what is remembered is what comes of adding up anew. */
  @Test
  void whatIsRememberedIsWhatIsAddedUp() {
    for (long seed = 900; seed < 930; seed++) {
      EditedEstates estates = new EditedEstates(seed);
      ClaimMemory memory = new ClaimMemory();
      Estate estate = estates.first();
      for (int edit = 0; edit < 20; edit++) {
        Plan plan = Planner.propose(estate, Map.of());
        assertEquals(
            Occupancy.of(estate, plan.decisions()),
            memory.occupancy(estate, plan.decisions()),
            "seed " + seed + ", edit " + edit);
        estate = estates.next(estate, plan);
      }
    }
  }

  /** The same decisions, and a zone that is found to be on the site of another one. */
  @Test
  void placesOfZonesAreNoMatterOfRoom() {
    Decision a =
        decision(
            "a",
            List.of(Assignment.of("z1", 2), Assignment.of("z2", 2)),
            new Contingency(
                new Contingency.Event(Scope.SITE, "s"),
                List.of(new Contingency.Move("z1", "z3", 2), new Contingency.Move("z2", "z3", 2)),
                List.of(),
                0));
    ClaimMemory memory = new ClaimMemory();
    for (String site : List.of("other", "s", "other")) {
      Estate estate =
          estate()
              .zone(zone("z1").site("s"), zone("z2").site(site), zone("z3").cpu(100))
              .workload(workload("a").replicas(4))
              .build();
      assertEquals(
          site.equals("s") ? 4000 : 2000,
          memory.occupancy(estate, List.of(a)).get("z3").reserved().get("cpu"));
    }
  }

  @Test
  void nothingDecidedIsNothingUsed() {
    Occupancy z1 = Occupancy.of(ESTATE, List.of()).get("z1");
    assertEquals(0, z1.allocated().get("cpu"));
    assertNull(z1.worstLoss());
  }

  private static Contingency loss(String zone, Contingency.Move... moves) {
    return new Contingency(new Contingency.Event(Scope.ZONE, zone), List.of(moves), List.of(), 0);
  }

  private static Decision decision(
      String name, List<Assignment> assignments, Contingency... contingency) {
    return new Decision(
        Estates.id(name),
        new Decision.Outcome.Placed(),
        Decision.Cause.SpecChanged,
        0,
        assignments,
        List.of(contingency),
        List.of(),
        List.of(),
        new TreeMap<>(),
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        true,
        0);
  }
}
