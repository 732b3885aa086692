package cloud.bleu.placement.model;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.math.RoundingMode;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Amounts as texts: exact for records, in few digits for sentences. */
class QuantitiesTest {

  /** What is there is never said to be more, what is asked for never less. */
  @ParameterizedTest
  @CsvSource({
    "0, 0, 0, 0",
    "1000, 1000, 1000, 1000",
    "68719476736, 64Gi, 64Gi, 64Gi",
    "7730102272, 7372Mi, 7372Mi, 7372Mi",
    "7730941132, 7730941132, 7.19Gi, 7.2Gi",
    "77309411328, 72Gi, 72Gi, 72Gi",
    "77309411329, 77309411329, 72Gi, 72.1Gi",
    "1073741823, 1073741823, 1023Mi, 1024Mi",
    "123456, 123456, 120Ki, 121Ki",
    "1000000000, 1000000000, 953Mi, 954Mi",
    "9223372036854775807, 9223372036854775807, 7.99Ei, 8Ei",
  })
  void bytesAreExactOrShort(long amount, String exact, String held, String asked) {
    for (String resource : new String[] {"memory", "ephemeral-storage"}) {
      Quantities bytes = Quantities.of(Map.of(resource, amount));
      assertEquals(Map.of(resource, exact), bytes.texts());
      assertEquals(Map.of(resource, held), bytes.shortTexts(RoundingMode.FLOOR));
      assertEquals(Map.of(resource, asked), bytes.shortTexts(RoundingMode.CEILING));
    }
  }

  @ParameterizedTest
  @CsvSource({"cpu, 3600, 3600m", "cpu, 4000, 4", "nvidia.com/gpu, 12345, 12345"})
  void otherAmountsAreExact(String resource, long amount, String text) {
    Quantities one = Quantities.of(Map.of(resource, amount));
    assertEquals(Map.of(resource, text), one.texts());
    assertEquals(Map.of(resource, text), one.shortTexts(RoundingMode.FLOOR));
  }
}
