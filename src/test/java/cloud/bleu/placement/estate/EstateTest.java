package cloud.bleu.placement.estate;

import static cloud.bleu.placement.Estates.estate;
import static cloud.bleu.placement.Estates.id;
import static cloud.bleu.placement.Estates.workload;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Workloads are found by their ids, however many there are, and nothing else is found. */
class EstateTest {

  @ParameterizedTest
  @ValueSource(strings = {"a", "a b", "b a c", "web web-2 web-10 we db api", "a b c d e f g h i"})
  void everyWorkloadIsFoundByItsId(String names) {
    Estate estate =
        Stream.of(names.split(" "))
            .map(name -> workload(name))
            .reduce(estate(), (all, one) -> all.workload(one), (one, other) -> one)
            .build();
    assertEquals(names.split(" ").length, estate.workloads().size());
    for (Workload workload : estate.workloads()) {
      assertEquals(workload, estate.workload(workload.id()));
    }
    assertNull(estate.workload(id("0")));
    assertNull(estate.workload(id("bb")));
    assertNull(estate.workload(id("zz")));
  }

  @Test
  void anEmptyEstateHasNone() {
    assertNull(estate().build().workload(id("a")));
  }
}
