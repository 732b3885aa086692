package cloud.bleu.placement.search;

import static cloud.bleu.placement.Estates.estate;
import static cloud.bleu.placement.Estates.workload;
import static cloud.bleu.placement.Estates.zone;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.placement.EstateBuilder;
import cloud.bleu.placement.WorkloadBuilder;
import cloud.bleu.placement.estate.Workload.Objective;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Where replicas come that may be no farther apart than a round trip, the greedy way. */
class CliqueFillTest {
  private static final long BOUND = 2_000;

  /** z1 to z2 and z2 to z3 are near, and z4 to z5; z1 and z3, and all others, are far apart. */
  private static EstateBuilder chain(String rooms, WorkloadBuilder a) {
    EstateBuilder estate = estate();
    String[] each = rooms.split(" ");
    for (int z = 0; z < each.length; z++) {
      estate.zone(zone("z" + (z + 1)).nowhere().cpu(Integer.parseInt(each[z])).cost(9 - z, 0));
    }
    for (String pair : List.of("z1 z2", "z2 z3", "z4 z5")) {
      String[] ends = pair.split(" ");
      estate.roundTrip(ends[0], ends[1], BOUND);
    }
    return estate.roundTrip("z1", "z3", BOUND + 1).workload(a);
  }

  private static WorkloadBuilder near() {
    return workload("a").replicas(100).replication(BOUND, null);
  }

  @ParameterizedTest
  @CsvSource({
    // room, replicas; where they are
    "5 5 5 5 5, 4, 2 2 0 0 0",
    "1 5 5 5 5, 8, 0 4 4 0 0",
    "1 5 1 5 5, 8, 0 0 0 4 4",
    "1 5 1 5 1, 7, none",
    // even as far as there is room
    "1 1 1 1 9, 9, 0 0 0 1 8",
    "1 1 1 1 9, 10, 0 0 0 1 9",
    "1 1 1 1 9, 11, none",
  })
  void allAreNearEachOther(String rooms, int replicas, String counts) {
    SearchScene scene = new SearchScene(chain(rooms, near()));
    assertEquals(counts, scene.tried(scene.fill.place(replicas)));
    assertFalse(scene.fill.cut());
  }

  /** The best clique, and not the first. */
  @Test
  void theCheapestCliqueIsTaken() {
    SearchScene scene = new SearchScene(chain("5 5 5 5 5", near().objective(Objective.Cost)));
    assertEquals("0 0 0 0 4", scene.tried(scene.fill.place(4)));
  }

  @ParameterizedTest
  @CsvSource({
    // where one runs; the sets of zones that are tried, where three more come
    "z1, z1 z2, 2 2 0 0 0",
    "z2, z1 z2 | z2 z3, 2 2 0 0 0",
    "z4, z4 z5, 0 0 0 2 2",
  })
  void whatRunsIsNearToo(String zone, String cliques, String counts) {
    SearchScene scene = new SearchScene(chain("5 5 5 5 5", near()).running("a", zone, 1));
    assertEquals(
        cliques,
        scene.names(scene.fill.cliques(scene.trial.request().graph(scene.trial.compiled())).list));
    assertEquals(counts, scene.tried(scene.fill.place(3)));
  }

  /** Without a bound there is one set, of all zones. */
  @Test
  void elsewhereAllZonesAreOneSet() {
    SearchScene scene = new SearchScene(chain("1 1 1 1 1", workload("a").replicas(100)));
    assertEquals("1 1 1 1 1", scene.tried(scene.fill.place(5)));
  }

  /** Zones with more room come first for once, and not from then on. */
  @Test
  void byRoom() {
    SearchScene scene =
        new SearchScene(
            estate()
                .zone(zone("z1").cpu(2).cost(1, 0), zone("z2").cpu(9).cost(2, 0))
                .workload(workload("a").replicas(9).objective(Objective.Cost)));
    assertTrue(scene.fill.placeByRoom(1));
    assertEquals("0 1", scene.tried(true));
    assertTrue(scene.fill.place(1));
    assertEquals("1 0", scene.tried(true));
  }
}
