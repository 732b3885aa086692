package cloud.bleu.operator.status;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Names of events are names of objects: at most 253 characters, as RFC 1123 has a subdomain. */
class EventNameTest {

  private static final Instant AT = Instant.parse("2026-11-30T12:00:00.000000001Z");
  private static final Pattern SUBDOMAIN =
      Pattern.compile("[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*");

  /** Of names made of a part that is repeated: where they are cut, and at which length they end. */
  @ParameterizedTest(name = "{0} up to {1} characters")
  @CsvSource({
    "w, 1, 1, 19",
    "w, 235, 235, 253",
    "w, 236, 218, 253",
    "w, 253, 218, 253",
    "ab., 253, 218, 253",
    "a.b, 252, 217, 252",
    "a-------------------, 253, 201, 236",
  })
  void areCutWithADigest(String part, int length, int kept, int result) {
    String object = (part.repeat(length).substring(0, length - 1) + "z").substring(0, length);
    String name = EventName.of(object, AT, 1);
    assertTrue(SUBDOMAIN.matcher(object).matches(), object);
    assertTrue(SUBDOMAIN.matcher(name).matches(), name);
    assertEquals(result, name.length(), name);
    assertEquals(object.substring(0, kept), name.substring(0, kept));
    if (kept < length) {
      assertTrue(name.substring(kept).matches("-[0-9a-f]{16}\\.[0-9a-f]{17}"), name);
    }
  }

  /** Their digest tells apart what is equal up to where it is cut. */
  @Test
  void ofTwoObjectsDiffer() {
    String same = "w".repeat(252);
    assertNotEquals(EventName.of(same + "a", AT, 1), EventName.of(same + "b", AT, 1));
  }

  /** With the most that the recorder remembers, and far in the future. */
  @Test
  void areNeverTooLong() {
    Instant late = Instant.parse("2262-04-11T00:00:00Z");
    assertEquals(
        EventName.LONGEST, EventName.of("w".repeat(253), late, Integer.MAX_VALUE).length());
  }
}
