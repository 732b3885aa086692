package cloud.bleu.placement.search;

import static cloud.bleu.placement.Estates.estate;
import static cloud.bleu.placement.Estates.workload;
import static cloud.bleu.placement.Estates.zone;
import static org.junit.jupiter.api.Assertions.assertEquals;

import cloud.bleu.placement.estate.Workload.Objective;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A search within sets of zones: which of what it finds is kept, and what is open after it. */
class ZoneSetsTest {
  private final List<String> searched = new ArrayList<>();

  /** Three zones for two replicas each, the last one the cheapest; z3 is not open. */
  private final SearchScene scene =
      new SearchScene(
          estate()
              .zone(zone("z1").cpu(2).cost(3, 0), zone("z2").cpu(2).cost(2, 0))
              .zone(zone("z3").cpu(2).cost(1, 0), zone("z4").cpu(2).cost(1, 0))
              .workload(
                  workload("a").replicas(20).objective(Objective.Cost).only("z1", "z2", "z4")));

  private boolean fill(int replicas) {
    searched.add(scene.open());
    return scene.fill.place(replicas);
  }

  @ParameterizedTest
  @CsvSource({
    // sets, replicas; where they are, where was searched
    "1 2 4, 2, 0 0 0 2, z1 | z2 | z4",
    "4 2 1, 2, 0 0 0 2, z4 | z2 | z1",
    "1 2, 1, 0 1 0 0, z1 | z2",
    "1 24, 3, 0 1 0 2, z1 | z2 z4",
    // a zone that is closed is closed in each set
    "13 23, 3, none, z1 | z2",
    "12 34, 3, 1 2 0 0, z1 z2 | z4",
    "1 2 3 4, 3, none, z1 | z2 |  | z4",
  })
  void theBestIsKept(String sets, int replicas, String counts, String where) {
    boolean found = scene.zoneSets.best(SearchScene.sets(sets), () -> fill(replicas));
    assertEquals(counts, scene.tried(found));
    assertEquals(where, String.join(" | ", searched));
    assertEquals("z1 z2 z4", scene.open(), "what was open before");
  }

  @ParameterizedTest
  @CsvSource({
    // sets, how many of them, replicas; where they are, where was searched
    "1 2 4, 3, 2, 2 0 0 0, z1",
    "1 24 12, 3, 3, 0 1 0 2, z1 | z2 z4",
    "1 24 12, 1, 3, none, z1",
    "1 24 12, 0, 1, none, ''",
    "1 2, 9, 3, none, z1 | z2",
  })
  void theFirstIsKept(String sets, int most, int replicas, String counts, String where) {
    boolean found = scene.zoneSets.first(SearchScene.sets(sets), most, () -> fill(replicas));
    assertEquals(counts, scene.tried(found));
    assertEquals(where, String.join(" | ", searched));
    assertEquals("z1 z2 z4", scene.open(), "what was open before");
  }
}
