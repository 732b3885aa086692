package cloud.bleu.operator.pass.adoption;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Lower priorities make room for what a workload that takes over lacks beyond what runs of it, and
 * for no more.
 */
class AdoptionEvictionTest extends AdoptionScene {

  /**
   * One of higher priority takes over, and one is decided. A rollout needs a cpu more than what is
   * asked, once in the zone.
   */
  @ParameterizedTest
  @CsvSource({
    // What is free suffices beside what runs.
    "12, 5, 4, 6, true, 6",
    "12, 5, 4, 6, false, 6",
    "11, 4, 4, 6, true, 6",
    "11, 4, 4, 6, false, 6",
    // What is free does not, and one or two make room, not as many as are asked.
    "11, 5, 4, 6, true, 5",
    "11, 5, 4, 6, false, 5",
    "11, 6, 4, 6, true, 4",
    "11, 6, 4, 6, false, 4",
    // As many as run are more than all that is left of them: a plan without them finds no place.
    "11, 7, 6, 4, true, 3",
    "11, 7, 6, 4, false, 3",
  })
  void asManyMakeRoomAsAreLacking(
      int cpu, int asks, int run, int decided, boolean declared, int left) {
    workload("low", decided, 0);
    runs("low", "north", decided);
    workload("web", asks, Map.of("north", run), FIRST);
    assertEquals(Map.of("web", asks, "low", left), settled(cpu, declared), passes.toString());
    assertEquals(
        left,
        passes.stream().mapToInt(one -> one.getOrDefault("low", decided)).min().orElse(0),
        passes.toString());
  }

  /** The same where each pass is the first of a process. */
  @ParameterizedTest
  @CsvSource({"12, 5, 4, 6, 6", "11, 6, 4, 6, 4", "11, 7, 6, 4, 3"})
  void asManyMakeRoomWhereTheProcessEnds(int cpu, int asks, int run, int decided, int left) {
    begins = true;
    asManyMakeRoomAsAreLacking(cpu, asks, run, decided, true, left);
  }

  /** Who is new waits for who gets its room by priority anyway, and nobody makes room twice. */
  @Test
  void whoIsNewIsNoReasonToMakeMoreRoom() {
    workload("low", 6, 0);
    runs("low", "north", 6);
    workload("late", 1, 0);
    workload("web", 5, Map.of("north", 4), FIRST);
    assertEquals(Map.of("web", 5, "low", 6), settled(12, true));
    assertEquals(Map.of("web", 5, "low", 6, "late", 1), settled(13, true));
  }

  /** They run on where they are: what one leaves that takes over is not free yet. */
  @Test
  void whoMakesRoomDoesNotGoWhereTheOtherOneLeaves() {
    zones.put("north", "");
    zones.put("south", "");
    workload("low", 6, 0);
    runs("low", "north", 6);
    workload("web", 4, Map.of("south", 4), "residency: {zones: {allow: [north]}}\n  " + FIRST);
    for (int i = 0; i < 6; i++) {
      Map<String, Integer> some = pass(7, true);
      int south =
          plan.proposed().stream()
              .filter(one -> one.id().equals(id("low")))
              .flatMap(one -> one.assignments().stream())
              .filter(a -> a.zone().equals("south"))
              .mapToInt(a -> a.replicas())
              .sum();
      assertTrue(
          !running.containsKey(id("web")) || south <= 2, "pass " + i + ": " + some + " " + south);
      commit();
    }
    assertTrue(decided.containsKey(id("web")), "it gets its place all the same");
  }

  /** Two of four run on where they are, and a plan without what runs would count these twice. */
  @Test
  void whoCannotBeDecidedAloneMakesNobodyMakeRoomTwice() {
    zones.put("north", "");
    zones.put("south", "");
    workload("low", 6, Map.of(), "residency: {zones: {allow: [north, south]}}");
    runs("low", "north", 6);
    workload(
        "web",
        4,
        Map.of("north", 2, "south", 2),
        "residency: {zones: {allow: [north]}}\n  " + FIRST);
    for (int i = 0; i < 4; i++) {
      Map<String, Integer> some = pass(9, true);
      int north =
          plan.proposed().stream()
              .filter(one -> one.id().equals(id("low")))
              .flatMap(one -> one.assignments().stream())
              .filter(a -> a.zone().equals("north"))
              .mapToInt(a -> a.replicas())
              .findFirst()
              .orElse(4);
      assertTrue(north >= 4, "pass " + i + ": " + some + " " + north);
      commit();
    }
    assertEquals(Map.of("north", 4), inForce("web"), "it waits for nobody for ever");
    assertEquals(Map.of("north", 4, "south", 2), inForce("low"));
  }

  /** Where it leaves there is no room beside what runs: nobody goes there, and it waits. */
  @Test
  void whoLeavesGivesNoRoomToThoseThatMakeRoomForIt() {
    zones.put("north", "");
    zones.put("south", "");
    workload("low", 6, Map.of(), "residency: {zones: {allow: [north, south]}}");
    runs("low", "north", 6);
    workload("full", 6, Map.of(), "residency: {zones: {allow: [south]}}");
    runs("full", "south", 6);
    workload(
        "web",
        4,
        Map.of("north", 2, "south", 2),
        "residency: {zones: {allow: [north]}}\n  " + FIRST);
    for (int i = 0; i < 4 && running.containsKey(id("web")); i++) {
      pass(9, true);
      commit();
      assertTrue(
          !inForce("low").containsKey("south"), "pass " + i + ": two of another one run there");
    }
    assertEquals(Map.of("north", 4), inForce("web"));
  }

  private Map<String, Integer> inForce(String name) {
    Map<String, Integer> zones = new TreeMap<>();
    if (decided.containsKey(id(name))) {
      decided
          .get(id(name))
          .spec()
          .assignments()
          .forEach(a -> zones.merge(a.zone(), a.replicas(), Integer::sum));
    }
    return zones;
  }

  /** Others do what they do in the next pass. */
  @Test
  void whoMakesRoomIsDecidedAlone() {
    zones.put("north", "");
    zones.put("south", "");
    workload("low", 6, Map.of(), "residency: {zones: {allow: [north]}}");
    runs("low", "north", 6);
    workload("small", 3, Map.of(), "residency: {zones: {allow: [south]}}");
    runs("small", "south", 1);
    workload("web", 6, Map.of("north", 4), "residency: {zones: {allow: [north]}}\n  " + FIRST);
    assertEquals(Map.of("web", 6, "low", 4), pass(11, true));
    commit();
    assertEquals(Map.of("small", 3), pass(11, true));
  }

  /** Its namespace refuses what is decided for it: the other one would wait for that for ever. */
  @Test
  void whoCannotBeCommittedMakesNoRoom() {
    workload("low", 6, 0);
    runs("low", "north", 6);
    workload("web", 5, Map.of("north", 4), FIRST);
    withheld.add(id("low"));
    assertEquals(Map.of("low", 6), settled(11, false), passes.toString());
    assertTrue(passes.stream().allMatch(Map::isEmpty), passes.toString());
    assertTrue(running.containsKey(id("web")), "it runs on");
    int before = asked;
    pass(11, false);
    assertEquals(1, asked - before, "it is looked whether anything changed, and no more");
    commit();
    withheld.clear();
    assertEquals(Map.of("web", 5, "low", 5), pass(11, false), "it is tried once that is over");
  }

  /** Another one does in its place. */
  @Test
  void othersMakeRoomWhereOneCannotBeCommitted() {
    workload("late", 3, 0);
    runs("late", "north", 3);
    workload("low", 3, 0);
    runs("low", "north", 3);
    workload("web", 5, Map.of("north", 4), FIRST);
    Map<String, Integer> first = pass(11, true);
    String makes = first.containsKey("low") ? "low" : "late";
    assertEquals(Map.of("web", 5, makes, 2), first);
    withheld.add(id(makes));
    begin();
    String other = makes.equals("low") ? "late" : "low";
    assertEquals(Map.of("web", 5, other, 2), pass(11, true));
  }

  /** Equals make no room, nor does anybody for one whose class says so. */
  @Test
  void equalsMakeNoRoom() {
    workload("low", 6, 0);
    runs("low", "north", 6);
    workload("web", 5, 4);
    assertEquals(Map.of("low", 6), settled(11, true));
    assertTrue(running.containsKey(id("web")));
  }

  /** Whether each pass is the first of a process. */
  private boolean begins;

  private final List<Map<String, Integer>> passes = new ArrayList<>();

  /** What is in force by workload once no pass decides anything any more. */
  private Map<String, Integer> settled(int cpu, boolean declared) {
    int still = 0;
    for (int i = 0; i < 12 && still < 3; i++) {
      if (begins) {
        begin();
      }
      Map<String, Integer> some = pass(cpu, declared);
      still = some.isEmpty() ? still + 1 : 0;
      passes.add(some);
      commit();
    }
    assertEquals(3, still, "it comes to an end");
    Map<String, Integer> all = new TreeMap<>();
    decided.forEach(
        (id, inForce) ->
            all.put(
                id.name(),
                List.copyOf(inForce.spec().assignments()).stream()
                    .mapToInt(a -> a.replicas())
                    .sum()));
    return all;
  }
}
