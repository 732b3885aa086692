package cloud.bleu.evidence.record;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.erdtman.jcs.JsonCanonicalizer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The one form that is hashed is the one that another program for RFC 8785 writes. */
class CanonicalJsonOracleTest {
  private static final int VALUES = 3_000;

  /** Beyond it, floating point has no form of its own for each whole number. */
  private static final long LARGEST = (1L << 53) - 1;

  private static final int DEEPEST = 4;
  private static final ObjectMapper JACKSON = new ObjectMapper();

  private final Random random = new Random(8785);

  @Test
  void valuesHaveTheFormOfTheStandard() throws IOException {
    for (int i = 0; i < VALUES; i++) {
      Map<String, @Nullable Object> value = object(0);
      String json = JACKSON.writeValueAsString(value);
      assertEquals(new JsonCanonicalizer(json).getEncodedString(), CanonicalJson.text(value), json);
    }
  }

  private @Nullable Object value(int depth) {
    return switch (random.nextInt(depth < DEEPEST ? 7 : 5)) {
      case 0 -> null;
      case 1 -> random.nextBoolean();
      case 2 -> random.nextInt();
      case 3 -> random.nextLong() % (LARGEST + 1);
      case 4 -> text();
      case 5 -> list(depth + 1);
      default -> object(depth + 1);
    };
  }

  private List<@Nullable Object> list(int depth) {
    List<@Nullable Object> list = new ArrayList<>();
    for (int left = random.nextInt(4); left > 0; left--) {
      list.add(value(depth));
    }
    return list;
  }

  private Map<String, @Nullable Object> object(int depth) {
    Map<String, @Nullable Object> object = new HashMap<>();
    for (int left = random.nextInt(6); left > 0; left--) {
      object.put(text(), value(depth));
    }
    return object;
  }

  /** Of control characters, Latin ones, others of two bytes, and of those of four. */
  private String text() {
    StringBuilder text = new StringBuilder();
    for (int left = random.nextInt(5); left > 0; left--) {
      text.appendCodePoint(
          switch (random.nextInt(5)) {
            case 0 -> random.nextInt(0x20);
            case 1 -> 0x20 + random.nextInt(0x60);
            case 2 -> 0x80 + random.nextInt(0xd800 - 0x80);
            case 3 -> 0xe000 + random.nextInt(0x2000);
            default -> 0x10000 + random.nextInt(0x100000);
          });
    }
    return text.toString();
  }

  /** What docs/evidence.md says of whole numbers beyond that: ours have all their digits. */
  @ParameterizedTest
  @CsvSource({
    "9007199254740991, 9007199254740991",
    "-9007199254740991, -9007199254740991",
    "9007199254740993, 9007199254740992",
    "9223372036854775807, 9223372036854776000",
  })
  void largeNumbersAreNotRounded(long number, String standard) throws IOException {
    assertEquals("[" + number + "]", CanonicalJson.text(List.of(number)));
    assertEquals(
        "[" + standard + "]", new JsonCanonicalizer("[" + number + "]").getEncodedString());
  }
}
