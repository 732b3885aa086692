package cloud.bleu.placement.estate;

import static org.junit.jupiter.api.Assertions.assertEquals;

import cloud.bleu.placement.ZoneBuilder;
import cloud.bleu.placement.estate.LossBudget.Taken;
import cloud.bleu.placement.model.Zone;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Which losses are one. The zones a and b are of one site, b and c share a hazard, and d is alone.
 * A loss is a zone and the second in which it was seen to fall silent; {@code ?}: nobody saw it.
 */
class LossTallyTest {

  private static final Instant NOON = Instant.parse("2026-11-27T12:00:00Z");

  private static final List<Zone> ZONES =
      List.of(
          new ZoneBuilder("a").site("s").build(),
          new ZoneBuilder("b").site("s").hazard("flood", "seine").build(),
          new ZoneBuilder("c").hazard("flood", "seine").build(),
          new ZoneBuilder("d").hazard("flood", Zone.NOT_EXPOSED).build());

  @ParameterizedTest
  @CsvSource({
    "a0, 1",
    "a0 b0, 1",
    "a0 b60, 1",
    "a0 b61, 2",
    "b0 c0, 1",
    // What all of them share, not one after the other.
    "a0 b1 c2, 2",
    "a0 c0, 2",
    "c0 d0, 2",
    // One zone that is lost twice.
    "a0 a30, 2",
    "a0 b10 a30, 2",
    "a0 b10 a30 b40, 2",
    // Nobody saw it begin.
    "a? b?, 2",
    "a0 b?, 2",
    "a? a?, 1",
    // There is no such zone any more.
    "x0 y0, 2",
  })
  void lossesAreOneWhereAllShareACause(String losses, int expected) {
    List<Taken> taken = new ArrayList<>();
    for (String loss : losses.split(" ")) {
      String second = loss.substring(1);
      Instant since = second.equals("?") ? null : NOON.plusSeconds(Integer.parseInt(second));
      Taken one = new Taken(loss.substring(0, 1), since, NOON.plusSeconds(300));
      if (!taken.contains(one)) {
        taken.add(one);
      }
    }
    assertEquals(expected, new LossTally(ZONES).count(taken, NOON.plusSeconds(301)));
    assertEquals(0, new LossTally(ZONES).count(taken, NOON.plusSeconds(3_990)));
  }
}
