package cloud.bleu.translate.zone;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.placement.estate.LossBudget.Taken;
import cloud.bleu.placement.estate.LossTally;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** When zones beyond the bound have their turn. */
class LossTurnsTest {

  private static final Instant NOON = Instant.parse("2026-11-27T12:00:00Z");

  private int asked;

  private boolean fits(Collection<Taken> others, Taken one) {
    asked++;
    Set<Taken> all = new HashSet<>(others);
    all.add(one);
    return new LossTally(List.of()).count(all, one.at()) <= 1;
  }

  /** Most of an estate is silent: no turn is looked for from the start again. */
  @Test
  void hundredZonesAskForTheirTurnsOneAfterTheOther() {
    LossTurns turns =
        new LossTurns(
            List.of(new Taken("z", NOON.minusSeconds(900), NOON.minusSeconds(600))),
            NOON,
            this::fits);
    for (int zone = 1; zone <= 100; zone++) {
      assertEquals(
          NOON.plusSeconds(3_600L * zone - 600),
          turns.next("z" + zone, NOON.minusSeconds(500 - zone)));
    }
    assertTrue(asked <= 200, asked + " times");
  }

  @Test
  void whatNeverFitsHasNoTurn() {
    LossTurns turns =
        new LossTurns(List.of(new Taken("z", null, NOON)), NOON, (others, one) -> false);
    assertNull(turns.next("y", null));
  }
}
