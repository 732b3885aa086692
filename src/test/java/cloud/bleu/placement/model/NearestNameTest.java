package cloud.bleu.placement.model;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class NearestNameTest {

  private static final List<String> KNOWN = List.of("replicas", "residency", "resilience", "of");

  @Test
  void findsWhatWasMeant() {
    assertEquals(Optional.of("replicas"), NearestName.of("replcias", KNOWN)); // swapped
    assertEquals(Optional.of("replicas"), NearestName.of("replica", KNOWN)); // left out
    assertEquals(Optional.of("replicas"), NearestName.of("REPLICAS", KNOWN)); // case
    assertEquals(Optional.of("resilience"), NearestName.of("resiliance", KNOWN)); // wrong letter
    assertEquals(Optional.of("of"), NearestName.of("fo", KNOWN));
  }

  @Test
  void saysNothingWhenNothingIsNear() {
    assertEquals(Optional.empty(), NearestName.of("weather", KNOWN));
    assertEquals(Optional.empty(), NearestName.of("", KNOWN));
    assertEquals(Optional.empty(), NearestName.of("replicas", List.of()));
    assertEquals(Optional.empty(), NearestName.of("r".repeat(100_000), KNOWN));
  }

  @Test
  void tiesGoToTheFirstByAlphabet() {
    assertEquals(Optional.of("cat"), NearestName.of("bat", List.of("rat", "cat")));
  }
}
