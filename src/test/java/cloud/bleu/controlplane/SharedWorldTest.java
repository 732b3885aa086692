package cloud.bleu.controlplane;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Optional;
import org.junit.jupiter.api.Test;

class SharedWorldTest {

  private final SharedWorld world = new SharedWorld();
  private final Throwable failure = new AssertionError("of the test");

  @Test
  void testThatFailsAndMakesWayLeavesItSound() {
    failure.addSuppressed(new IllegalStateException("of what it closed itself"));
    world.ran(Optional.of(failure));
    world.cleared("first", Optional.of(failure));
    world.requireSound();
  }

  @Test
  void whatFailsAsItMakesWaySpoilsIt() {
    world.ran(Optional.empty());
    world.cleared("first", Optional.of(failure));
    spoiltByTheFirst();
  }

  /** As the engine reports it: with the failure that came first. */
  @Test
  void whatFailsAsItMakesWayAfterAFailureSpoilsItToo() {
    world.ran(Optional.of(failure));
    failure.addSuppressed(new IllegalStateException("of what comes after it"));
    world.cleared("first", Optional.of(failure));
    spoiltByTheFirst();
  }

  /** Such a test never ran, and the one before it did. */
  @Test
  void whatFailsAsItBeginsSpoilsIt() {
    world.ran(Optional.of(failure));
    world.cleared("before", Optional.of(failure));
    world.cleared("first", Optional.of(failure));
    spoiltByTheFirst();
  }

  private void spoiltByTheFirst() {
    String told = assertThrows(AssertionError.class, world::requireSound).getMessage();
    assertEquals(
        "first left the world as it should not be: see how that failed, or run this alone", told);
  }
}
