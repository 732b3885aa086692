package cloud.bleu.evidence.record;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import cloud.bleu.evidence.chain.Chain;
import cloud.bleu.evidence.chain.ChainLine;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The one form that is hashed. */
class CanonicalJsonTest {

  @Test
  void keysAreSortedAndNothingIsSpaced() {
    assertEquals(
        "{\"a\":[1,true,null,\"x\"],\"b\":{}}",
        CanonicalJson.text(Map.of("b", Map.of(), "a", Arrays.asList(1, true, null, "x"))));
  }

  @Test
  void keysSortByUtf16CodeUnitAsInTheStandard() {
    // RFC 8785, 3.2.3: an emoji (surrogates from D83D) sorts before U+FB33.
    TreeMap<String, Object> map = new TreeMap<>();
    map.put("\ufb33", "Hebrew Letter Dalet With Dagesh");
    map.put("\ud83d\ude00", "Emoji: Grinning Face");
    assertEquals(
        "{\"\ud83d\ude00\":\"Emoji: Grinning Face\",\"\ufb33\":\"Hebrew Letter Dalet With Dagesh\"}",
        CanonicalJson.text(map));
  }

  @Test
  void stringsAreEscapedNoMoreThanNeeded() {
    // RFC 8785, 3.2.2.2
    assertEquals(
        "\"\u20ac$\\u000f\\nA'B\\\"\\\\\\\\\\\"/\"",
        CanonicalJson.text("\u20ac$\u000f\nA'B\"\\\\\"/"));
  }

  /** RFC 8785, 3.2.2.2: they end it. Each of them would be hashed as a question mark. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "d800",
        "dfff",
        "0061 d83d",
        "d83d 0061",
        "de00 d83d",
        "d83d d83d de00",
        "d83d de00 de00"
      })
  void halvesOfCharactersHaveNoForm(String units) {
    StringBuilder text = new StringBuilder();
    for (String unit : units.split(" ")) {
      text.append((char) Integer.parseInt(unit, 16));
    }
    assertThrows(IllegalArgumentException.class, () -> CanonicalJson.bytes(text.toString()));
    assertThrows(
        IllegalArgumentException.class, () -> Digest.of(Map.of(text.toString(), List.of())));
    assertThrows(
        IllegalArgumentException.class, () -> Digest.of(Map.of("a", List.of(text.toString()))));
    String escaped = "\\u" + units.replace(" ", "\\u");
    for (String json : List.of("[\"%s\"]", "{\"%s\":1}", "{\"a\":\"%s\"}")) {
      for (String written : List.of(escaped, text.toString())) {
        assertThrows(
            IllegalArgumentException.class, () -> JsonTree.parse(json.formatted(written)), json);
      }
    }
  }

  @Test
  void bothHalvesAreReadHoweverTheyAreWritten() {
    for (String written : List.of("\\ud83d\\ude00", "\ud83d\ude00", "\\uD83D\ude00")) {
      assertEquals("\ud83d\ude00", JsonTree.parse("\"" + written + "\""));
    }
  }

  @Test
  void theFirstHalfIsNamed() {
    assertEquals(
        "canonical JSON has no form for U+DE00 alone, at 3",
        assertThrows(
                IllegalArgumentException.class, () -> CanonicalJson.text("\ud83d\ude00x\ude00"))
            .getMessage());
  }

  @Test
  void fractionsHaveNoForm() {
    assertThrows(IllegalArgumentException.class, () -> CanonicalJson.text(List.of(0.5)));
  }

  /** What is said of one that is long is short. */
  @Test
  void keyThatIsThereTwiceIsToldByItsBeginning() {
    assertEquals("key a twice at 10", twice("a"));
    assertEquals("key " + "a".repeat(60) + " twice at 128", twice("a".repeat(60)));
    assertEquals("key " + "a".repeat(60) + "… (61 characters) twice at 130", twice("a".repeat(61)));
  }

  private static String twice(String key) {
    return assertThrows(
            IllegalArgumentException.class,
            () -> JsonTree.parse("{\"%s\":1,\"%s\":2}".formatted(key, key)))
        .getMessage();
  }

  /** A file of somebody else's may have one that takes minutes to read. */
  @Test
  void numbersAreNoLongerThanOurs() {
    String longest = "1".repeat(100);
    assertEquals(longest, CanonicalJson.text(JsonTree.parse(longest)));
    for (int digits : new int[] {101, 4_000_000}) {
      IllegalArgumentException e =
          assertThrows(
              IllegalArgumentException.class, () -> JsonTree.parse("[" + "1".repeat(digits) + "]"));
      assertEquals("a number of " + digits + " digits at 1", e.getMessage());
    }
  }

  @Test
  void everyLinkDependsOnTheOneBefore() {
    String first = hash(1, Chain.GENESIS, 1);
    assertEquals(first, hash(1, Chain.GENESIS, 1));
    assertNotEquals(first, hash(1, Chain.GENESIS, 2));
    assertNotEquals(first, hash(2, Chain.GENESIS, 1));
    assertNotEquals(hash(2, first, 1), hash(2, Chain.GENESIS, 1));
  }

  private static String hash(long sequence, String previous, int a) {
    return ChainLine.of(Map.of("sequence", sequence, "previous", previous, "a", a)).hash();
  }

  @Test
  void digestIsSha256() {
    // printf '{}' | sha256sum
    assertEquals(
        "sha256:44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a",
        Digest.of(Map.of()));
  }
}
