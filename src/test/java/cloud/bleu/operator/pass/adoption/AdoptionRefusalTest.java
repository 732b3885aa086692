package cloud.bleu.operator.pass.adoption;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.ledger.DecisionDifference;
import cloud.bleu.ledger.ProposedDecision;
import cloud.bleu.placement.model.WorkloadId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Some of those that take over, or of those that are to make room, cannot be committed. */
class AdoptionRefusalTest extends AdoptionScene {

  /** What the passes proposed. */
  private final List<Map<String, Integer>> passes = new ArrayList<>();

  /** Its own namespace refuses it: whoever made room would do so for nobody, again and again. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void nobodyMakesRoomForWhoCannotBeCommitted(boolean declared) {
    workload("low", 6, 0);
    runs("low", "north", 6);
    workload("web", 5, Map.of("north", 4), FIRST);
    withheld.add(id("web"));
    rest(11, declared);
    assertEquals(List.of(Map.of()), passes.stream().distinct().toList(), passes.toString());
    assertTrue(plan.waitingWorkloads().contains(id("web")), "it is said that it waits");
    assertFalse(plan.waitingWorkloads().contains(id("low")), "it was only asked whether it may");
    withheld.clear();
    assertEquals(Map.of("web", 5, "low", 5), pass(11, declared), "once that is over");
  }

  /** Two lack room, and the first one cannot be committed: it is in nobody's way. */
  @ParameterizedTest
  @ValueSource(strings = {"db", "web"})
  void whoCanBeCommittedIsTakenOverBesideWhoCannot(String refused) {
    workload("low", 6, 0);
    runs("low", "north", 6);
    workload("db", 4, Map.of("north", 3), FIRST);
    workload("web", 4, Map.of("north", 3), FIRST);
    withheld.add(id(refused));
    rest(13, true);
    String other = refused.equals("db") ? "web" : "db";
    assertFalse(running.containsKey(id(other)), passes.toString());
    assertTrue(running.containsKey(id(refused)), passes.toString());
    assertEquals(5, replicas("low"), "one replica makes room for one: " + passes);
    withheld.clear();
    rest(13, true);
    assertEquals(Map.of(), running);
    assertEquals(4, replicas("low"), passes.toString());
  }

  /** At once, and none of those that would not be committed. */
  @Test
  void theOthersAreTakenOverTogether() {
    Map<String, Integer> can = new TreeMap<>();
    for (int i = 0; i < 12; i++) {
      workload("web" + i, 1, 1);
      if (i % 2 == 0) {
        withheld.add(id("web" + i));
      } else {
        can.put("web" + i, 1);
      }
    }
    assertEquals(can, pass(20, true));
    commit();
    rest(20, true);
    assertEquals(withheld, running.keySet());
    assertEquals(withheld, plan.waitingWorkloads());
    withheld.clear();
    assertEquals(6, pass(20, true).size());
  }

  /** It waits beside others that are new: they go on. */
  @Test
  void nobodyElseWaitsForWhoCannotBeCommitted() {
    workload("web", 4, 4);
    withheld.add(id("web"));
    rest(20, true);
    workload("late", 1, 0);
    assertEquals(Map.of("late", 1), pass(20, true));
    commit();
    assertTrue(rest(20, true) < 4, passes.toString());
    workload("db", 3, 3);
    rest(20, true);
    assertEquals(3, replicas("db"));
  }

  /** Who is new waits for ever, and who grows comes after those that wait: not after that one. */
  @Test
  void nobodyWaitsForWhoIsNewAndCannotBeCommitted() {
    workload("late", 1, 0);
    withheld.add(id("late"));
    workload("web", 5, 4);
    for (int i = 0; i < 4; i++) {
      pass(8, true);
      commit();
    }
    assertFalse(running.containsKey(id("web")));
    assertEquals(5, replicas("web"));
  }

  /** As many as a pass has plans for are withheld: the next one of lower priority is asked then. */
  @Test
  void othersAreAskedHoweverManyCannotMakeRoom() {
    for (int i = 0; i < 9; i++) {
      workload("low" + i, 1, 0);
      runs("low" + i, "north", 1);
      withheld.add(id("low" + i));
    }
    workload("web", 5, Map.of("north", 4), FIRST);
    workload("wide", 99, Map.of("north", 1), FIRST);
    rest(15, true);
    assertTrue(running.containsKey(id("web")), "none can");
    withheld.remove(id("low" + 4));
    rest(15, true);
    assertFalse(running.containsKey(id("web")), passes.toString());
    assertEquals(0, replicas("low4"), passes.toString());
  }

  /** Where others wait for its turn: neither is the other one's. */
  @Test
  void whoMakesRoomDoesNotGrowBackBeforeTheOtherOneWasTriedAgain() {
    workload("low", 6, 0);
    runs("low", "north", 6);
    // One is free, and one is lacking.
    workload("web", 6, Map.of("north", 4), FIRST);
    unwritten.add(id("low"));
    int smaller = 0;
    int before = 6;
    Duration next = Duration.ZERO;
    for (int i = 0; i < 12; i++) {
      passes.add(pass(12, true));
      next = commits();
      smaller += replicas("low") < before ? 1 : 0;
      before = replicas("low");
    }
    assertEquals(1, smaller, "it is not asked again and again: " + passes);
    assertTrue(next == null, "it comes to an end");
    assertEquals(5, replicas("low"), "nor does it grow back meanwhile: " + passes);
    writes();
    rest(12, true);
    assertFalse(running.containsKey(id("web")), passes.toString());
    assertEquals(6, replicas("web"));
    assertEquals(5, replicas("low"), passes.toString());
  }

  /** What it gave up stands still, and nothing else of it can go: it would come back, and go. */
  @Test
  void whoMadeRoomDoesNotGrowBackBeforeThatIsFree() {
    workload("low", 1, 0);
    runs("low", "north", 1);
    workload("web", 6, Map.of("north", 4), FIRST);
    unwritten.add(id("low"));
    assertEquals(Map.of("web", 6, "low", 0), pass(7, true));
    commit();
    writes();
    delivered.put(id("low"), Map.of("north", 1));
    rest(7, true);
    assertEquals(List.of(Map.of()), passes.stream().distinct().toList(), passes.toString());
    delivered.clear();
    assertEquals(Map.of("web", 6), pass(7, true));
  }

  /** Where a write is refused others make room at once; where it is only late nobody does. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void anotherOneMakesRoomWhereTheFirstOneIsRefused(boolean refused) {
    workload("late", 3, 0);
    runs("late", "north", 3);
    workload("low", 3, 0);
    runs("low", "north", 3);
    workload("web", 5, Map.of("north", 4), FIRST);
    Map<String, Integer> first = pass(11, true);
    unwritten.add(id(first.containsKey("low") ? "low" : "late"));
    commit();
    if (!refused) {
      rest(11, true);
      assertEquals(5, replicas("low") + replicas("late"), "nobody else makes room: " + passes);
      assertEquals(0, replicas("web"));
    }
    refusing.addAll(unwritten);
    rest(11, true);
    assertEquals(5, replicas("web"));
    assertEquals(2, replicas("low"));
    assertEquals(2, replicas("late"));
  }

  /** Its zone is lost: it goes elsewhere, whoever waits for its room. */
  @Test
  void whoMadeRoomLeavesAZoneThatIsLost() {
    zones.put("north", "");
    zones.put("south", "");
    workload("low", 6, Map.of(), "residency: {zones: {allow: [north, south]}}");
    runs("low", "north", 6);
    workload("wall", 12, Map.of(), "residency: {zones: {allow: [south]}}");
    runs("wall", "south", 12);
    workload("web", 6, Map.of("north", 4), "residency: {zones: {allow: [north]}}\n  " + FIRST);
    unwritten.add(id("low"));
    assertEquals(Map.of("web", 6, "low", 5), pass(12, true));
    commit();
    workloads.removeIf(one -> one.getMetadata().getName().equals("wall"));
    decided.remove(id("wall"));
    zones.put("north", "placement.bleu.cloud/incident: Lost");
    pass(12, true);
    assertTrue(
        plan.proposed().stream()
            .filter(one -> one.id().equals(id("low")))
            .flatMap(one -> one.assignments().stream())
            .anyMatch(one -> one.zone().equals("south") && one.replicas() > 0),
        plan.proposed().toString());
  }

  /** The same where a replica of it is evicted elsewhere in the same plan, which is then told. */
  @Test
  void whoMadeRoomLeavesAZoneThatIsLostThoughItIsEvictedElsewhere() {
    twoZones(8, Map.of("north", 6, "south", 2));
    runs("wall", "south", 10);
    zones.put("east", "");
    workloads.removeIf(one -> one.getMetadata().getName().equals("low"));
    workload("low", 8, Map.of(), "residency: {zones: {allow: [north, south, east]}}");
    workload("bar", 12, Map.of(), "residency: {zones: {allow: [east]}}");
    runs("bar", "east", 12);
    workload("web", 6, Map.of("north", 4), "residency: {zones: {allow: [north]}}\n  " + FIRST);
    unwritten.add(id("low"));
    assertEquals(Map.of("web", 6, "low", 7), pass(12, true));
    commit();
    gone("wall");
    gone("bar");
    zones.put("north", "placement.bleu.cloud/incident: Lost");
    workload("boss", 11, Map.of(), "residency: {zones: {allow: [south]}}\n  " + FIRST);
    pass(12, true);
    assertEquals("Preempted", proposed("low").cause());
    assertEquals(Map.of("east", 8), proposedZones("low"));
  }

  /** Somebody asks that it is elsewhere: that takes nothing of the room that it made. */
  @Test
  void whoMadeRoomGoesWhereItIsAskedTo() {
    twoZones(6, Map.of("north", 6));
    runs("wall", "south", 12);
    workload("web", 6, Map.of("north", 4), "residency: {zones: {allow: [north]}}\n  " + FIRST);
    unwritten.add(id("low"));
    assertEquals(Map.of("web", 6, "low", 5), pass(12, true));
    commit();
    gone("wall");
    workloads.removeIf(one -> one.getMetadata().getName().equals("low"));
    workload("low", 6, Map.of(), "residency: {zones: {allow: [south]}}");
    pass(12, true);
    assertEquals(Map.of("north", 5, "south", 1), proposedZones("low"), "as far as it may move");
  }

  /** More of it is asked: that has a place elsewhere, where it made no room. */
  @Test
  void whoMadeRoomGrowsElsewhere() {
    twoZones(6, Map.of("north", 6));
    runs("wall", "south", 12);
    workload("web", 6, Map.of("north", 4), "residency: {zones: {allow: [north]}}\n  " + FIRST);
    unwritten.add(id("low"));
    assertEquals(Map.of("web", 6, "low", 5), pass(12, true));
    commit();
    gone("wall");
    runs("full", "north", 3);
    workload("full", 3, Map.of(), "residency: {zones: {allow: [north]}}");
    workloads.removeIf(one -> one.getMetadata().getName().equals("low"));
    workload("low", 8, Map.of(), "residency: {zones: {allow: [north, south]}}");
    pass(12, true);
    assertEquals(Map.of("north", 5, "south", 3), proposedZones("low"));
  }

  /** It is evicted where it is besides: it has to go somewhere. */
  @Test
  void whoMadeRoomGrowsBackWhereItHasToLeaveAnotherZone() {
    twoZones(8, Map.of("north", 6, "south", 2));
    runs("wall", "south", 10);
    workload("web", 6, Map.of("north", 4), "residency: {zones: {allow: [north]}}\n  " + FIRST);
    unwritten.add(id("low"));
    assertEquals(Map.of("web", 6, "low", 7), pass(12, true));
    commit();
    gone("wall");
    workloads.removeIf(one -> one.getMetadata().getName().equals("low"));
    workload("low", 6, Map.of(), "residency: {zones: {allow: [north, south]}}");
    workload("boss", 17, Map.of(), "residency: {zones: {allow: [south]}}\n  " + FIRST);
    withheld.add(id("web"));
    pass(18, true);
    assertEquals(Map.of("north", 6), proposedZones("low"));
  }

  /** More of it is asked than there was: that is room that nobody promised. */
  @Test
  void whoMadeRoomGrowsBeyondWhatItHad() {
    workload("low", 6, 0);
    runs("low", "north", 6);
    workload("web", 6, Map.of("north", 4), FIRST);
    unwritten.add(id("low"));
    assertEquals(Map.of("web", 6, "low", 5), pass(12, true));
    commit();
    withheld.add(id("web"));
    workloads.removeIf(one -> one.getMetadata().getName().equals("low"));
    workload("low", 9, 0);
    assertEquals(Map.of("low", 9), pass(30, true));
  }

  /** Two make room, and one of them is late: the other one waits with it. */
  @Test
  void whoMadeRoomDoesNotGrowBackWhileAnotherOneIsLate() {
    workload("late", 3, 0);
    runs("late", "north", 3);
    workload("low", 3, 0);
    runs("low", "north", 3);
    workload("web", 8, Map.of("north", 4), FIRST);
    unwritten.add(id("low"));
    assertEquals(3, pass(10, true).size(), "both make room");
    commit();
    int late = replicas("late");
    rest(10, true);
    assertEquals(late, replicas("late"), passes.toString());
    writes();
    rest(10, true);
    assertEquals(8, replicas("web"));
  }

  /**
   * Others wait for their turn as well: that it comes to nothing is known before theirs is over.
   */
  @ParameterizedTest
  @ValueSource(ints = {2, 3, 4})
  void forWhomRoomWasMadeIsTriedBeforeOthers(int others) {
    workload("low", 6, 0);
    runs("low", "north", 6);
    workload("web", 6, Map.of("north", 4), FIRST);
    unwritten.add(id("low"));
    assertEquals(Map.of("web", 6, "low", 5), pass(12, true));
    commit();
    for (int i = 0; i < others; i++) {
      workload("db" + i, 90, Map.of("north", 1), FIRST);
      workload("zoo" + i, 90, Map.of("north", 1), FIRST);
    }
    workloads.removeIf(one -> one.getMetadata().getName().equals("web"));
    workload("web", 90, Map.of("north", 4), FIRST);
    writes();
    int passes = 0;
    for (; replicas("low") < 6 && passes < 60; passes++) {
      pass(12 + 2 * others, true);
      commit();
    }
    assertTrue(passes <= 3, passes + " passes");
  }

  private void twoZones(int asks, Map<String, Integer> low) {
    zones.put("north", "");
    zones.put("south", "");
    workload("low", asks, Map.of(), "residency: {zones: {allow: [north, south]}}");
    runs("low", low);
    workload(
        "wall",
        12 - low.getOrDefault("south", 0),
        Map.of(),
        "residency: {zones: {allow: [south]}}");
  }

  private void gone(String name) {
    workloads.removeIf(one -> one.getMetadata().getName().equals(name));
    decided.remove(id(name));
  }

  private ProposedDecision proposed(String name) {
    return plan.proposed().stream()
        .filter(one -> one.id().equals(id(name)))
        .findFirst()
        .orElseThrow();
  }

  private Map<String, Integer> proposedZones(String name) {
    Map<String, Integer> zones = new TreeMap<>();
    proposed(name).assignments().forEach(a -> zones.put(a.zone(), a.replicas()));
    zones.values().removeIf(replicas -> replicas == 0);
    return zones;
  }

  /** It was to make room for somebody else, and cannot: that is said as well. */
  @Test
  void whoCannotMakeRoomIsSaidToWaitBesideWhoIsTakenOver() {
    workload("low", 6, 0);
    runs("low", "north", 6);
    withheld.add(id("low"));
    workload("boss", 6, Map.of(), FIRST);
    withheld.add(id("boss"));
    workload("web", 4, 4);
    assertEquals(Map.of("web", 4), pass(11, true));
    assertTrue(plan.waitingWorkloads().contains(id("low")), plan.waiting().toString());
  }

  /** The commit of a pass failed after some of it was in force: nobody said what. */
  @Test
  void whoMadeRoomDoesNotGrowBackWhereACommitFailed() {
    workload("low", 6, 0);
    runs("low", "north", 6);
    workload("web", 6, Map.of("north", 4), FIRST);
    unwritten.add(id("low"));
    assertEquals(Map.of("web", 6, "low", 5), pass(12, true));
    runs("low", "north", 5);
    withheld.add(id("web"));
    unwritten.clear();
    delivered.put(id("low"), Map.of("north", 6));
    assertEquals(Map.of(), pass(20, true), "it is kept until it is free and was tried again");
  }

  /** For each the server may be asked: one that can be committed is all that counts. */
  @Test
  void fewAreAskedWhereManyWait() {
    for (int i = 0; i < 50; i++) {
      workload("late" + i, 1, 0);
    }
    workload("web", 5, 4);
    pass(80, true);
    assertTrue(questions <= 10, questions + " questions");
  }

  /** Something else is other than it was: it is still refused, and nobody counts on it. */
  @Test
  void whoIsSeenToBeRefusedIsNotAskedToMakeRoomAgain() {
    for (int i = 0; i < 9; i++) {
      workload("low" + i, 1, 0);
      runs("low" + i, "north", 1);
      withheld.add(id("low" + i));
    }
    workload("web", 5, Map.of("north", 4), FIRST);
    rest(14, true);
    withheld.remove(id("low8"));
    assertEquals(Map.of("web", 5, "low8", 0), pass(14, true), "in one pass");
  }

  /** Who is gone gives its room back in the same pass: that is promised to nobody. */
  @Test
  void onlyWhoMakesRoomIsKeptFromGrowing() {
    workload("low", 6, 0);
    runs("low", "north", 6);
    workload("web", 6, Map.of("north", 4), FIRST);
    unwritten.add(id("low"));
    assertEquals(Map.of("web", 6, "low", 5), pass(12, true));
    workload("other", 2, 0);
    runs("other", "north", 1);
    List<ProposedDecision> changes = new ArrayList<>(plan.proposed());
    changes.add(
        DecisionDifference.withdrawal(
            id("other"), Objects.requireNonNull(decided.get(id("other")))));
    changes.removeIf(one -> one.id().equals(id("web")));
    adoption.committed(changes);
    assertTrue(pass(20, true).containsKey("other"), plan.proposed().toString());
  }

  /** A plan without what runs has no place for it: it is said all the same why it waits. */
  @Test
  void whoHasNoPlaceOfItsOwnIsSaidToWait() {
    workload("web", 4, 4);
    withheld.add(id("web"));
    rest(5, true);
    assertEquals(withheld, plan.waitingWorkloads());
    withheld.clear();
    assertEquals(Map.of("web", 4), pass(5, true));
  }

  /** What made room for one that is gone, or cannot be committed by now, is as it was. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void whoMadeRoomForNobodyGrowsBack(boolean gone) {
    workload("low", 6, 0);
    runs("low", "north", 6);
    workload("web", 6, Map.of("north", 4), FIRST);
    unwritten.add(id("low"));
    assertEquals(Map.of("web", 6, "low", 5), pass(12, true));
    commit();
    writes();
    if (gone) {
      workloads.removeIf(one -> one.getMetadata().getName().equals("web"));
      running.clear();
    } else {
      withheld.add(id("web"));
    }
    rest(12, true);
    assertEquals(6, replicas("low"), passes.toString());
  }

  /** One stands and is not as it is asked, where another one grows: it is not all at once then. */
  @Test
  void oneOfWhichNothingRunsLeavesTheOthersTheirStart() {
    Map<String, Integer> all = new TreeMap<>();
    for (int i = 0; i < 9; i++) {
      workload("web" + i, 1, 1);
      all.put("web" + i, 1);
    }
    workload("old", 1, Map.of("north", 0), "");
    standing.put(id("old"), Map.of("north", 1));
    workload("wide", 2, Map.of("north", 1), "");
    Map<String, Integer> first = pass(20, true);
    assertTrue(first.entrySet().containsAll(all.entrySet()), "all that grow nowhere: " + first);
    commit();
    rest(20, true);
    assertEquals(Map.of(), running, passes.toString());
  }

  /** Some cannot be committed and some are not written, others from time to time. */
  @ParameterizedTest
  @ValueSource(longs = {2, 11, 62, 337, 358, 362, 369, 518, 606})
  void whateverIsRefusedItComesToAnEnd(long seed) {
    Random random = new Random(seed);
    int cpu = 8;
    for (int i = 0; i < 2 + random.nextInt(4); i++) {
      int replicas = 1 + random.nextInt(4);
      workload("low" + i, replicas, 0);
      runs("low" + i, "north", replicas);
      cpu += replicas;
    }
    int takers = 1 + random.nextInt(4);
    for (int i = 0; i < takers; i++) {
      int runs = random.nextInt(4);
      String more = random.nextInt(3) == 0 ? "" : FIRST;
      workload("web" + i, Math.max(1, runs + random.nextInt(4)), Map.of("north", runs), more);
      standing.put(id("web" + i), Map.of("north", runs + random.nextInt(2)));
      cpu += runs;
    }
    cpu -= random.nextInt(6);
    List<WorkloadId> all = new ArrayList<>(running.keySet());
    all.addAll(decided.keySet());
    for (int phase = 0; phase < 6; phase++) {
      withheld.clear();
      writes();
      for (WorkloadId id : all) {
        if (random.nextInt(3) == 0) {
          (random.nextBoolean() ? withheld : unwritten).add(id);
        }
      }
      int before = passes.size();
      int smaller = 0;
      Map<String, Integer> last = replicas();
      boolean follows = true;
      while (follows || passes.size() - before < 8) {
        assertTrue(passes.size() - before < 60, "phase " + phase + ": " + passes);
        passes.add(pass(cpu, true));
        follows = follows();
        Map<String, Integer> now = replicas();
        for (Map.Entry<String, Integer> one : last.entrySet()) {
          smaller += now.getOrDefault(one.getKey(), 0) < one.getValue() ? 1 : 0;
        }
        last = now;
      }
      assertTrue(smaller <= takers * all.size(), smaller + " in phase " + phase + ": " + passes);
    }
    withheld.clear();
    writes();
    rest(cpu, true);
    rest(cpu + 40, true);
    assertEquals(Map.of(), running, "with room for all, and nothing refused: " + passes);
  }

  private Map<String, Integer> replicas() {
    Map<String, Integer> all = new TreeMap<>();
    decided.keySet().forEach(id -> all.put(id.name(), replicas(id.name())));
    return all;
  }

  /** Makes passes for as long as one follows within minutes; how many. */
  private int rest(int cpu, boolean declared) {
    int first = passes.size();
    boolean follows = true;
    for (int still = 0; follows || still < 2; still++) {
      assertTrue(passes.size() - first < 60, "it comes to an end: " + passes);
      Map<String, Integer> some = pass(cpu, declared);
      passes.add(some);
      follows = follows();
      still = some.isEmpty() && !follows ? still : -1;
    }
    return passes.size() - first;
  }

  private int replicas(String name) {
    return decided.containsKey(id(name))
        ? decided.get(id(name)).spec().assignments().stream().mapToInt(a -> a.replicas()).sum()
        : 0;
  }
}
