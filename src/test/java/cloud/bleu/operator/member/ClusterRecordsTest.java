package cloud.bleu.operator.member;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** By which cluster a zone is known, and whether what another one says is said of it. */
class ClusterRecordsTest {

  @ParameterizedTest(name = "written {0}, held {1}, reached {2}: {3}, of {2} {4}")
  @CsvSource({
    ", false, , , true",
    ", false, c1, c1, true",
    "c1, false, c1, c1, true",
    "c1, true, c1, c1, true",
    // It leads to another one by now, and what was moved there is not known to be gone.
    "c1, true, c2, c1, false",
    "c1, false, c2, c2, true",
    // It says more of itself by now, or nothing for a while; or it is another one.
    "c1, true, c1.a, c1.a, true",
    "c1.a, true, c1, c1.a, true",
    "c1.a, true, c1.b, c1.a, false",
    // None has answered yet: what its source says is said of it.
    "c1, true, , c1, true",
  })
  void whatAClusterSaysIsSaidOfTheZonesThatAreKnownByIt(
      @Nullable String written,
      boolean held,
      @Nullable String reached,
      @Nullable String recorded,
      boolean said) {
    ClusterRecords records = new ClusterRecords(zone -> written, (zone, cluster) -> held);
    assertEquals(written, records.of("z"));
    assertEquals(recorded, records.settle("z", reached));
    assertEquals(said, records.isOf("z", reached));
  }
}
