package cloud.bleu.placement.search;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.util.Arrays;
import java.util.BitSet;
import java.util.Objects;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Sets of zones that lie in one another: how many replicas each may hold with how many moves, and
 * who gets how many. Zones are digits; a set is the digits of its zones.
 */
class DomainTreeTest {
  private static BitSet set(String zones) {
    BitSet set = new BitSet();
    zones.chars().forEach(z -> set.set(z - '0'));
    return set;
  }

  private static int[] counts(String counts) {
    return Arrays.stream(counts.split(" ")).mapToInt(Integer::parseInt).toArray();
  }

  /** A tree of the zones 0 to 3 with these sets in it, and each zone by itself. */
  private static DomainTree tree(String... sets) {
    DomainTree tree = new DomainTree(set("0123"));
    for (String one : sets) {
      assertNotNull(tree.insert(set(one)), one);
    }
    for (String zone : new String[] {"0", "1", "2", "3"}) {
      assertNotNull(tree.insert(set(zone)), zone);
    }
    return tree;
  }

  /** {@code 0123(01(0,1),2,3)}: the sets in a tree, in the order of their names. */
  private static String shape(DomainTree tree) {
    String name = tree.zones.stream().mapToObj(Integer::toString).collect(Collectors.joining());
    return tree.parts.isEmpty()
        ? name
        : name
            + tree.parts.stream()
                .map(DomainTreeTest::shape)
                .sorted()
                .collect(Collectors.joining(",", "(", ")"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "01 | 0123(01)",
        "01 23 | 0123(01,23)",
        // what lies in another set, whichever comes first
        "012 01 | 0123(012(01))",
        "01 012 | 0123(012(01))",
        "0 1 01 2 | 0123(01(0,1),2)",
        "0 1 2 012 01 | 0123(012(01(0,1),2))",
        // what is there already, at every depth
        "01 01 | 0123(01)",
        "0123 | 0123",
        "012 01 01 | 0123(012(01))",
      })
  void aSetLiesInTheSmallestThatHoldsIt(String sets, String shape) {
    DomainTree tree = new DomainTree(set("0123"));
    for (String one : sets.split(" ")) {
      DomainTree inserted = tree.insert(set(one));
      assertEquals(set(one), Objects.requireNonNull(inserted).zones);
      assertSame(inserted, tree.insert(set(one)), "found again");
    }
    assertEquals(shape, shape(tree));
  }

  @ParameterizedTest
  @CsvSource({"01, 12", "012, 23", "01 23, 012", "012 01, 13", "0 1 12, 01"})
  void aSetThatCrossesAnotherHasNoPlace(String sets, String crossing) {
    DomainTree tree = new DomainTree(set("0123"));
    for (String one : sets.split(" ")) {
      tree.insert(set(one));
    }
    String before = shape(tree);
    assertNull(tree.insert(set(crossing)));
    assertEquals(before, shape(tree), "nothing is left of it");
  }

  @Test
  void countsTheReplicasOfItsZones() {
    DomainTree tree = tree("02");
    int[] x = {1, 20, 300, 4000};
    assertEquals(4321, tree.count(x));
    assertEquals(301, Objects.requireNonNull(tree.insert(set("02"))).count(x));
    assertEquals(20, Objects.requireNonNull(tree.insert(set("1"))).count(x));
  }

  /**
   * Bounds of all zones, and moves: {@code base} up to {@code free}, one each beyond. Zones 0 and 1
   * are a domain, 2 and 3 are by themselves; each holds 10 at most, the domain at least and at most
   * what is said.
   */
  @ParameterizedTest
  @CsvSource({
    // replicas now, whether they stay, least and most of the domain: low, high, base, free
    "0 0 0 0, false, 0, 99,  0, 40, 0, 0",
    "1 2 3 4, false, 0, 99,  0, 40, 0, 10",
    "1 2 3 4, true, 0, 99,   10, 40, 0, 10",
    // the domain is to have more than is there: what lacks has to come
    "1 2 3 4, false, 8, 99,  8, 40, 5, 15",
    "1 2 3 4, true, 8, 99,   15, 40, 5, 15",
    "5 5 3 4, false, 8, 99,  8, 40, 0, 17",
    // or less: what is beyond goes, wherever it goes to
    "1 2 3 4, false, 0, 2,   0, 22, 0, 9",
    "9 9 0 0, false, 4, 5,   4, 25, 0, 5",
    // more in a zone than it may hold
    "12 0 0 0, false, 0, 99, 0, 40, 0, 10",
  })
  void bounds(
      String now, boolean stay, long least, long top, long low, long high, long base, long free) {
    DomainTree tree = tree("01");
    limit(tree);
    DomainTree domain = Objects.requireNonNull(tree.insert(set("01")));
    domain.least = least;
    domain.top = top;
    assertEquals(true, tree.measure(counts(now), stay));
    assertEquals(
        low + " " + high + " " + base + " " + free,
        tree.low + " " + tree.high + " " + tree.base + " " + tree.free);
  }

  /** What is there and stays, or is asked, and finds no room. */
  @ParameterizedTest
  @CsvSource({
    "11 0 0 0, true, 0, 99, false",
    "11 0 0 0, false, 0, 99, true",
    "0 0 0 0, false, 20, 99, true",
    "0 0 0 0, false, 21, 99, false",
    "0 0 0 0, false, 6, 5, false",
    "3 3 0 0, true, 0, 5, false",
    "3 3 0 0, false, 0, 5, true",
  })
  void noCountIsPossible(String now, boolean stay, long least, long top, boolean possible) {
    DomainTree tree = tree("01");
    limit(tree);
    DomainTree domain = Objects.requireNonNull(tree.insert(set("01")));
    domain.least = least;
    domain.top = top;
    assertEquals(possible, tree.measure(counts(now), stay));
  }

  /** A domain has a most of its own beside that of spread: the smaller one counts. */
  @ParameterizedTest
  @CsvSource({"7, 99, 7", "99, 7, 7", "99, 99, 20", "5, 6, 5"})
  void theSmallerBoundCounts(int most, long top, long high) {
    DomainTree tree = tree("01");
    limit(tree);
    DomainTree domain = Objects.requireNonNull(tree.insert(set("01")));
    domain.most = most;
    domain.top = top;
    tree.measure(new int[4], false);
    assertEquals(high, domain.high);
  }

  /** Those that stay first, then evenly; of equals, the first. */
  @ParameterizedTest
  @CsvSource({
    // replicas now, least and most of the domain 0 and 1, to hand out: who gets how many
    "0 0 0 0, 0, 99, 3, 1 0 1 1",
    "0 0 0 0, 0, 99, 4, 1 1 1 1",
    "0 0 0 0, 0, 99, 7, 2 1 2 2",
    "0 0 0 0, 5, 99, 5, 3 2 0 0",
    "0 0 0 0, 5, 99, 7, 3 2 1 1",
    "0 0 0 0, 0, 2, 12, 1 1 5 5",
    "4 0 0 0, 0, 99, 4, 4 0 0 0",
    "4 0 0 2, 0, 99, 6, 4 0 0 2",
    "4 0 0 2, 0, 99, 7, 4 0 1 2",
    "4 0 0 2, 0, 99, 2, 1 0 0 1",
    "9 9 0 0, 0, 10, 12, 5 5 1 1",
    "0 0 0 0, 0, 99, 40, 10 10 10 10",
  })
  void hands(String now, long least, long top, long replicas, String given) {
    DomainTree tree = tree("01");
    limit(tree);
    DomainTree domain = Objects.requireNonNull(tree.insert(set("01")));
    domain.least = least;
    domain.top = top;
    assertEquals(true, tree.measure(counts(now), false));
    int[] x = new int[4];
    tree.hand(replicas, x);
    assertEquals(given, TrialScene.counts(x));
  }

  private static void limit(DomainTree tree) {
    for (String zone : new String[] {"0", "1", "2", "3"}) {
      Objects.requireNonNull(tree.insert(set(zone))).most = 10;
    }
  }
}
