package cloud.bleu.placement.cycle;

import static cloud.bleu.placement.Estates.estate;
import static cloud.bleu.placement.Estates.workload;
import static cloud.bleu.placement.Estates.zone;
import static org.junit.jupiter.api.Assertions.assertEquals;

import cloud.bleu.placement.EstateBuilder;
import cloud.bleu.placement.WorkloadBuilder;
import cloud.bleu.placement.estate.Placement;
import cloud.bleu.placement.model.Scope;
import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which workloads that need each other are placed together, where, and what that leaves behind. */
class GroupPlacerTest {
  private CycleScene scene;

  /** One that needs another one in its zone. */
  private static WorkloadBuilder needs(String name, String other, int replicas) {
    return workload(name).replicas(replicas).priority(5).affinity(other, Scope.ZONE, true);
  }

  private void place(EstateBuilder estate, String... names) {
    scene = new CycleScene(estate);
    GroupPlacer.place(
        scene.state, scene.placer, Arrays.stream(names).map(name -> scene.of(name)).toList());
  }

  private String counts(String... names) {
    return Arrays.stream(names).map(scene::counts).collect(Collectors.joining(" | "));
  }

  private String grown() {
    return IntStream.range(0, scene.state.zones())
        .filter(scene.state.grown::holds)
        .mapToObj(z -> "z" + (z + 1))
        .collect(Collectors.joining(" "));
  }

  private static EstateBuilder two() {
    return estate().zones(9, "z1", "z2");
  }

  @Test
  void thoseThatHaveNothingComeTogether() {
    place(two().workload(needs("a", "b", 2), needs("b", "a", 3)), "a", "b");
    assertEquals("1 1 | 2 1", counts("a", "b"));
    assertEquals("1 1", CycleScene.text(scene.of("a").places().copyOfHomes()), "is at home there");
    assertEquals("z1 z2", grown());
  }

  /** Who runs, is at home somewhere, asks for nothing or is suspended is none of them. */
  @ParameterizedTest
  @CsvSource({"runs", "home", "asks for none", "suspended"})
  void whoIsLeftAloneComesByItself(String how) {
    WorkloadBuilder a = needs("a", "b", how.equals("asks for none") ? 0 : 1);
    EstateBuilder estate =
        two().workload(how.equals("suspended") ? a.suspended() : a, needs("b", "a", 1));
    Placement stands = CycleScene.placement("a", how.equals("runs") ? "0 1" : "0 0", "0 1");
    place(how.equals("runs") || how.equals("home") ? estate.placement(stands) : estate, "a", "b");
    assertEquals((how.equals("runs") ? "0 1" : "0 0") + " | 0 0", counts("a", "b"));
    assertEquals("", grown());
  }

  @Test
  void othersOfTheGroupComeTogetherAllTheSame() {
    place(
        two()
            .workload(needs("a", "b", 1), needs("b", "c", 1), needs("c", "a", 1))
            .placement(CycleScene.placement("a", "1 0", "1 0")),
        "a",
        "b",
        "c");
    assertEquals("1 0 | 1 0 | 1 0", counts("a", "b", "c"));
  }

  /** All of them or none; a zone that is not open to one is open to none. */
  @ParameterizedTest
  @CsvSource({
    // room of z1 and z2, where a may be; where they are
    "2, 2, z1 z2, 1 1 | 1 1",
    "2, 2, z2, 0 0 | 0 0",
    "2, 4, z2, 0 2 | 0 2",
    "3, 3, z1 z2, 0 0 | 0 0",
  })
  void allOrNone(int first, int second, String open, String counts) {
    int each = first == 3 ? 4 : 2;
    place(
        estate()
            .zone(zone("z1").cpu(first), zone("z2").cpu(second))
            .workload(needs("a", "b", each).only(open.split(" ")), needs("b", "a", each)),
        "a",
        "b");
    assertEquals(counts, counts("a", "b"));
  }

  /**
   * Of eight zones every set is tried. Of nine: all of them, those of each region and site, and
   * each by itself.
   */
  @ParameterizedTest
  @CsvSource({
    // zones, region of z8 and z9; where two replicas of each are
    "8, two, 0 0 0 0 0 0 1 1",
    "9, one, 2 0 0 0 0 0 0 0 0",
    "9, two, 0 0 0 0 0 0 0 1 1",
  })
  void setsOfZones(int zones, String last, String counts) {
    EstateBuilder estate = estate();
    for (int z = 1; z <= zones; z++) {
      estate.zone(zone("z" + z).region(z < 8 ? "one" : last).cpu(9));
    }
    place(estate.workload(needs("a", "b", 2), needs("b", "a", 2)), "a", "b");
    assertEquals(counts + " | " + counts, counts("a", "b"));
  }

  /** Who is of a lower priority gives way, unless a live drill is under way: then both say so. */
  @ParameterizedTest
  @CsvSource({
    // live drill, priority of who runs; where a, b and who runs are, whether they wait for it
    "false, 0, 1 0 | 1 0 | 0 0, false",
    "true, 0, 0 0 | 0 0 | 2 0, true",
    "false, 5, 0 0 | 0 0 | 2 0, false",
    "true, 5, 0 0 | 0 0 | 2 0, false",
  })
  void roomOfLowerPriorities(boolean drill, int priority, String counts, boolean awaits) {
    EstateBuilder estate = estate().zone(zone("z1").cpu(2));
    estate.zone(drill ? zone("z2").cpu(0).leftFor("drill") : zone("z2").cpu(0));
    place(
        estate
            .workload(needs("a", "b", 1), needs("b", "a", 1))
            .workload(workload("v").replicas(2).priority(priority))
            .running("v", "z1", 2),
        "a",
        "b");
    assertEquals(counts, counts("a", "b", "v"));
    assertEquals(awaits, scene.of("a").notes().awaitsEviction());
    assertEquals(awaits, scene.of("b").notes().awaitsEviction());
  }
}
