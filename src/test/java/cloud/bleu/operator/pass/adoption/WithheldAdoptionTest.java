package cloud.bleu.operator.pass.adoption;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.ledger.ProposedDecision;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What cannot be committed is what is decided now, and not what was decided before. */
class WithheldAdoptionTest extends AdoptionScene {

  /** Both are refused. From then on it is asked whether the second one still is. */
  @Test
  void whatIsAskedAgainIsWhatIsDecidedSince() {
    workload("web", 6, 4);
    withheld.add(id("web"));
    rest(8);
    edit("web", 5, "");
    rest(8);
    assertEquals(List.of(5), waiting("web"));
    withheld.clear();
    refuses = change -> replicas(change) > 5;
    assertEquals(Map.of("web", 5), pass(8, true));
  }

  /** It waits for room, and for nobody that refuses it. */
  @Test
  void whoHasNoPlaceAnyMoreIsNotSaidToBeRefused() {
    workload("web", 4, 4);
    withheld.add(id("web"));
    rest(5);
    assertEquals(List.of(4), waiting("web"));
    edit("web", 30, "");
    rest(5);
    assertEquals(List.of(), waiting("web"));
  }

  /** Two were too many, and less is lacking by now. */
  @Test
  void whoCouldNotMakeRoomIsAskedForLess() {
    lowMakesRoom();
    edit("web", 5, FIRST);
    rest(11);
    assertEquals(Map.of("web", 5, "low", 5), inForce());
  }

  /** The same where that is free by now. */
  @Test
  void whoCouldNotMakeRoomIsAskedForLessWhereMoreIsFree() {
    lowMakesRoom();
    rest(12);
    assertEquals(Map.of("web", 6, "low", 5), inForce());
  }

  /** It cannot give one of them two, and the other one asks for one. */
  @Test
  void whoCannotMakeRoomForOneMakesRoomForAnother() {
    lowMakesRoom();
    workload("zoo", 5, Map.of("north", 4), FIRST);
    rest(15);
    assertEquals(Map.of("zoo", 5, "low", 5), inForce());
    assertTrue(running.containsKey(id("web")));
  }

  /** What refused the one ends while the other one waits for more: it is tried again. */
  @Test
  void whatEndsForOneIsSeenBesideAnother() {
    lowMakesRoom();
    workload("zoo", 7, Map.of("north", 4), FIRST);
    refuses = change -> change.id().equals(id("low"));
    rest(15);
    assertEquals(Map.of("low", 6), inForce());
    refuses = change -> change.id().equals(id("low")) && replicas(change) != 4;
    rest(15);
    assertEquals(Map.of("web", 6, "low", 4), inForce());
  }

  /** Nothing is said of what runs of it for a pass, and by then nothing is refused any more. */
  @Test
  void whatEndsWhileTheTakerIsAwaitedIsSeen() {
    lowMakesRoom();
    Map<String, Integer> runs = running.remove(id("web"));
    awaited.add(id("web"));
    pass(11, true);
    commits();
    awaited.clear();
    running.put(id("web"), runs);
    refuses = change -> false;
    rest(11);
    assertEquals(Map.of("web", 6, "low", 4), inForce());
  }

  /** Six are decided of which two are to go: that is refused. */
  private void lowMakesRoom() {
    workload("low", 6, 0);
    runs("low", "north", 6);
    workload("web", 6, Map.of("north", 4), FIRST);
    refuses = change -> change.id().equals(id("low")) && replicas(change) < 5;
    rest(11);
    assertEquals(Map.of("low", 6), inForce());
    assertTrue(running.containsKey(id("web")), "it runs on");
    assertFalse(commit(), "nobody is asked in each pass");
  }

  private List<Integer> waiting(String name) {
    return plan.waiting().stream()
        .filter(one -> one.id().equals(id(name)))
        .map(WithheldAdoptionTest::replicas)
        .toList();
  }

  private static int replicas(ProposedDecision change) {
    return change.assignments().stream().mapToInt(a -> a.replicas()).sum();
  }
}
