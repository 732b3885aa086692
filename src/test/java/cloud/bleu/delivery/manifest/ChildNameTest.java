package cloud.bleu.delivery.manifest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/** Names of children. */
class ChildNameTest {

  @Test
  void shortPartsAreWholeAndTheHashIsOfBoth() {
    // printf 'web/fr-a' | sha256sum
    assertEquals("web-fr-a-1a96ed", ChildName.of("web", "fr-a"));
  }

  @Test
  void longPartsAreCutToAWholeOf52() {
    String workload = "w".repeat(63);
    String zone = "z".repeat(63);
    String name = ChildName.of(workload, zone);
    assertEquals(52, name.length());
    assertTrue(name.startsWith("w".repeat(22) + "-" + "z".repeat(22) + "-"), name);
  }

  @Test
  void whatOnePartLeavesTheOtherTakes() {
    assertTrue(ChildName.of("w".repeat(63), "fr-a").startsWith("w".repeat(40) + "-fr-a-"));
  }

  @Test
  void partsThatWouldReadTheSameHaveAnotherHash() {
    assertNotEquals(ChildName.of("a-b", "c"), ChildName.of("a", "b-c"));
  }

  @Test
  void dotsAndTrailingDashesMakeNoInvalidName() {
    assertTrue(
        ChildName.of("x".repeat(39) + "-y", "fr.a").matches("[a-z0-9]([-a-z0-9]*[a-z0-9])?"));
  }
}
