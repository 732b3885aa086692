package cloud.bleu.placement.problem;

import static cloud.bleu.placement.Estates.estate;
import static cloud.bleu.placement.Estates.zone;
import static org.junit.jupiter.api.Assertions.assertEquals;

import cloud.bleu.placement.ZoneBuilder;
import cloud.bleu.placement.estate.Verdict;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is said of the room of a zone: that nobody knows it comes before what fits in. */
class ServiceVerdictsTest {

  @ParameterizedTest(name = "known {0}, fits {1}: {2}")
  @CsvSource({
    "true, true, ''",
    "true, false, ReplicaTooLarge",
    "false, true, RoomUnknown",
    "false, false, RoomUnknown",
  })
  void roomIsKnownOrNot(boolean known, boolean fits, String expected) {
    ZoneBuilder zone = known ? zone("z1").cpu(3) : zone("z1").roomUnknown();
    List<Verdict> all = new ArrayList<>();
    ServiceVerdicts.add(all, estate().zone(zone).build().zones().get(0), fits);
    assertEquals(
        expected.isEmpty() ? List.of() : List.of(expected),
        all.stream().map(Verdict::code).toList());
  }
}
