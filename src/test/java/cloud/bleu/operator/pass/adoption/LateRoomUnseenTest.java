package cloud.bleu.operator.pass.adoption;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Room that is late is so no more in a pass in which nobody who takes over is tried. */
class LateRoomUnseenTest extends AdoptionScene {

  private static final Map<String, Integer> OTHERS_MADE_ROOM =
      Map.of("web", 6, "low", 4, "other", 1);

  @BeforeEach
  void waits() {
    two();
    writes();
    delivered.put(id("low"), Map.of("north", 6));
    rest(14);
    assertEquals(Map.of("low", 4, "other", 3), inForce());
  }

  /** The time ends by which it was to come; it is not known what runs of the one that lacks it. */
  @Test
  void itEndsWhileTheTakerIsAwaited() {
    now = now.plus(PromisedRoom.LONGEST);
    awaited.add(id("web"));
    another();
    awaited.clear();
    rest(14);
    assertEquals(OTHERS_MADE_ROOM, inForce());
  }

  /** The same while a zone is not seen. */
  @Test
  void itEndsWhileAZoneIsUnseen() {
    now = now.plus(PromisedRoom.LONGEST);
    unseen.add("north");
    another();
    unseen.clear();
    rest(14);
    assertEquals(OTHERS_MADE_ROOM, inForce());
  }

  /** Something refuses what was to make it. */
  @Test
  void itIsRefusedWhileTheTakerIsAwaited() {
    refusing.add(id("low"));
    awaited.add(id("web"));
    another();
    awaited.clear();
    rest(14);
    assertEquals(OTHERS_MADE_ROOM, inForce());
  }

  /** It was refused for one pass, in which nobody was tried: it is waited for as before. */
  @Test
  void itIsExpectedAgainBeforeAnybodyIsTried() {
    refusing.add(id("low"));
    awaited.add(id("web"));
    another();
    refusing.clear();
    awaited.clear();
    rest(14);
    assertEquals(Map.of("low", 4, "other", 3), inForce());
  }

  private void another() {
    pass(14, true);
    commits();
  }
}
