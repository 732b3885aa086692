package cloud.bleu.placement.capacity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Events exclude one another: what one counts on, another may count on as well. */
class PromisedEvictionsTest {

  @Test
  void eachVictimEventAndZoneByItself() {
    PromisedEvictions promises = new PromisedEvictions(3);
    promises.add(7, 0, 2, 4);
    promises.add(7, 1, 2, 3);
    promises.add(7, 1, 0, 1);
    promises.add(8, 1, 2, 2);
    assertEquals(4, promises.of(7, 0, 2));
    assertEquals(3, promises.of(7, 1, 2));
    assertEquals(1, promises.of(7, 1, 0));
    assertEquals(2, promises.of(8, 1, 2));
    assertEquals(0, promises.of(7, 0, 0));
    assertEquals(0, promises.of(9, 1, 2));
    Set<String> read = new TreeSet<>();
    promises.read(7, (event, zone, replicas) -> read.add(event + " " + zone + " " + replicas));
    assertEquals(Set.of("0 2 4", "1 2 3", "1 0 1"), read);
  }

  @Test
  void promisesAddUpAndAreTakenBack() {
    PromisedEvictions promises = new PromisedEvictions(3);
    assertFalse(promises.any(7));
    promises.add(7, 0, 1, 2);
    promises.add(7, 0, 1, 3);
    assertEquals(5, promises.of(7, 0, 1));
    promises.add(7, 0, 1, -4);
    assertEquals(1, promises.of(7, 0, 1));
    assertTrue(promises.any(7));
    promises.add(7, 0, 1, -1);
    assertFalse(promises.any(7));
    promises.read(7, (event, zone, replicas) -> assertEquals("nothing", event + " " + zone));
  }
}
