package cloud.bleu.status;

import static cloud.bleu.placement.Estates.NOW;
import static cloud.bleu.placement.Estates.estate;
import static cloud.bleu.placement.Estates.zone;
import static org.junit.jupiter.api.Assertions.assertEquals;

import cloud.bleu.placement.ZoneBuilder;
import cloud.bleu.placement.estate.Estate;
import cloud.bleu.placement.model.ZoneState;
import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What zones that are silent say of one another, and of what moves away from them. */
class DoubtConditionTest {

  private static ZoneBuilder silent(String name, ZoneState state, int minutes) {
    return zone(name).state(state).unhealthySince(NOW.minus(Duration.ofMinutes(minutes)));
  }

  /** Two sites turned silent within a minute, and a third one later; two others are heard. */
  private static Estate withSilence(ZoneState state, ZoneState third) {
    return estate()
        .zone(silent("a", state, 30), silent("b", state, 30), silent("c", third, 5))
        .zone(zone("d"), zone("e"))
        .build();
  }

  @ParameterizedTest
  @CsvSource({
    "Active, Active, a, SilentTogether",
    "Cordoned, Active, a, SilentTogether",
    "Active, Active, c, OthersSilentTogether",
    "Active, Lost, c, ''",
    "Active, Drained, c, ''",
    "Active, Active, d, ''",
    "Drained, Active, a, ''",
    "Drained, Active, c, ''",
    "Lost, Active, c, ''",
  })
  void eachSilentZoneSaysThatNothingIsInferred(
      ZoneState state, ZoneState third, String zone, String reason) {
    Estate estate = withSilence(state, third);
    DesiredCondition said = DoubtCondition.of(estate.zone(zone), estate);
    assertEquals(reason, said == null ? "" : said.reason());
  }

  @ParameterizedTest
  @CsvSource({
    "Active, Active, c, '; nothing moves for it while ViewInDoubt is True'",
    "Active, Lost, c, ''",
    "Drained, Active, a, ''",
    "Drained, Active, c, '; what has a new place moves after failover.after'",
  })
  void whatMovesIsSaidWhereItDoes(ZoneState state, ZoneState third, String zone, String clause) {
    Estate estate = withSilence(state, third);
    assertEquals(clause, MoveWords.of(estate.zone(zone), estate).ofSilence());
  }
}
