package cloud.bleu.documents;

import static org.junit.jupiter.api.Assertions.assertEquals;

import cloud.bleu.placement.estate.LossBudget;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** For how long a loss that was taken by observation counts is said as it is. */
class LossTimeTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "crds/placement.bleu.cloud_availabilityzones.yaml | Losses of the zone that the operator"
            + " took | 2",
        "docs/runbooks.md                                 | by observation in the last %s as       "
            + "     | 1",
        "docs/failure-modes.md                            | A loss counts for %s                   "
            + "     | 1",
        "docs/failure-modes.md                            | When the oldest loss is %s old         "
            + "     | 1",
        "docs/reference/command-line.md                   | the oldest of these losses is %s old   "
            + "     | 1",
        "helm/bleu/values.yaml                            | losses is %s old                       "
            + "     | 1",
        "src/main/resources/cloud/bleu/placement/message/messages.properties | oldest of these"
            + " losses is %s old | 1",
      })
  void isSaidExactly(Path file, String words, int times) throws IOException {
    BigDecimal seconds = BigDecimal.valueOf(LossBudget.COUNTS.toSeconds());
    String time = seconds.divide(BigDecimal.valueOf(60)).toPlainString() + " minutes";
    long said =
        Files.readString(file)
            .lines()
            .filter(line -> line.contains(words.formatted(time)))
            .mapToLong(line -> line.split(time, -1).length - 1)
            .sum();
    assertEquals(times, said, file + " does not say " + time + " of: " + words);
  }
}
