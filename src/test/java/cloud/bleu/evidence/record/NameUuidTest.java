package cloud.bleu.evidence.record;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.util.UUID;
import org.junit.jupiter.api.Test;

class NameUuidTest {

  /** The example of RFC 9562, A.4: www.example.com in the name space of DNS. */
  @Test
  void isThatOfTheStandard() {
    assertEquals(
        UUID.fromString("2ed6657d-e927-568b-95e1-2665a8aea6a2"),
        NameUuid.in(UUID.fromString("6ba7b810-9dad-11d1-80b4-00c04fd430c8"), "www.example.com"));
  }

  @Test
  void wordsAreNotRunTogether() {
    assertNotEquals(NameUuid.of("a", "bc"), NameUuid.of("ab", "c"));
  }
}
