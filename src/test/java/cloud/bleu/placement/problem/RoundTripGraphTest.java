package cloud.bleu.placement.problem;

import static cloud.bleu.placement.Estates.estate;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.util.BitSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Four zones in a row, a millisecond from one to the next, three to the one after, and nine from
 * end to end.
 */
class RoundTripGraphTest {
  private static final Topology ROW =
      new Topology(
          estate()
              .zones(4, "z0", "z1", "z2", "z3")
              .roundTrip("z0", "z1", 1000)
              .roundTrip("z1", "z2", 1000)
              .roundTrip("z2", "z3", 1000)
              .roundTrip("z0", "z2", 3000)
              .roundTrip("z1", "z3", 3000)
              .roundTrip("z0", "z3", 9000)
              .build());

  @ParameterizedTest
  @CsvSource({
    "0, 1, 999, false",
    "0, 1, 1000, true",
    "1, 0, 1000, true",
    "0, 2, 2999, false",
    "0, 2, 3000, true",
    "0, 3, 8999, false",
    "3, 3, 1, true",
  })
  void boundIsMetOnceItIsKnown(int from, int to, long most, boolean within) {
    assertEquals(within, ROW.distances.graph(most).within(from, to));
  }

  @ParameterizedTest
  @CsvSource({
    "0, '{}', true",
    "0, '{0}', true",
    "0, '{1}', true",
    "1, '{0, 2}', true",
    "1, '{0, 1, 2}', true",
    "0, '{1, 2}', false",
    "3, '{1, 2}', false",
  })
  void withinTheBoundOfEveryZoneOfASet(int zone, String zones, boolean within) {
    assertEquals(within, ROW.distances.graph(1000).within(zone, set(zones)));
  }

  @ParameterizedTest
  @CsvSource({
    // replicas by zone: where another one may stand
    "0 0 0 0, '{0, 1, 2, 3}'",
    "1 0 0 0, '{0, 1}'",
    "0 1 0 0, '{0, 1, 2}'",
    "1 1 0 0, '{0, 1}'",
    // Where some are already more may be, also if they are too far from one another.
    "1 0 1 0, '{0, 1, 2}'",
    "1 0 0 1, '{0, 3}'",
  })
  void aroundWhatStands(String replicas, String zones) {
    int[] x = new int[4];
    String[] counts = replicas.split(" ");
    for (int z = 0; z < x.length; z++) {
      x[z] = Integer.parseInt(counts[z]);
    }
    assertEquals(zones, ROW.distances.graph(1000).around(x).toString());
  }

  @Test
  void cliquesOfTheSameZonesAreSoughtOnce() {
    RoundTripGraph graph = ROW.distances.graph(3000);
    BitSet candidates = set("{0, 1, 2}");
    Cliques cliques = graph.cliques(candidates);
    assertEquals("[{0, 1, 2}]", cliques.list.toString());
    assertSame(cliques, graph.cliques(set("{0, 1, 2}")));
    candidates.set(3);
    assertEquals("[{0, 1, 2}, {1, 2, 3}]", graph.cliques(candidates).list.toString());
    assertSame(cliques, graph.cliques(set("{0, 1, 2}")), "the set that was asked for stays");
  }

  private static BitSet set(String text) {
    BitSet set = new BitSet();
    for (String one : text.replaceAll("[{}]", "").split(", ")) {
      if (!one.isEmpty()) {
        set.set(Integer.parseInt(one));
      }
    }
    return set;
  }
}
