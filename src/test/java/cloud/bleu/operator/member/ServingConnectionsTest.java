package cloud.bleu.operator.member;

import static org.junit.jupiter.api.Assertions.assertEquals;

import cloud.bleu.operator.member.ServingConnections.Standing;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which connection serves a cluster that several lead into. */
class ServingConnectionsTest {

  private static final MemberIdentity ONE = new MemberIdentity("u", "https://a", "Q0E=");

  /** Asked for all at once and one by one, which is one answer. */
  private static Map<String, String> serving(List<Standing> connected) {
    Map<String, String> serving = ServingConnections.of(connected);
    Map<String, String> each = new TreeMap<>();
    connected.forEach(one -> each.put(one.id(), ServingConnections.of(connected, one.id())));
    assertEquals(serving, each);
    return serving;
  }

  /** Whatever comes first among the connections. */
  @ParameterizedTest
  @CsvSource({
    "true, true, a",
    "false, false, a",
    "false, true, b",
    "true, false, a",
  })
  void theFirstByNameOfThoseThatAreReached(boolean a, boolean b, String serves) {
    Standing first = new Standing("a", ONE, a);
    Standing second = new Standing("b", ONE, b);
    assertEquals(Map.of("a", serves, "b", serves), serving(List.of(first, second)));
    assertEquals(Map.of("a", serves, "b", serves), serving(List.of(second, first)));
  }

  @Test
  void connectionThatNothingTiesToAnotherServesItself() {
    Standing unknown = new Standing("a", null, true);
    Standing one = new Standing("b", ONE, false);
    Standing disputed = new Standing("c", new MemberIdentity("u", "https://b", ""), true);
    Standing other = new Standing("d", new MemberIdentity("v", "https://a", "Q0E="), true);
    assertEquals(
        Map.of("a", "a", "b", "b", "c", "c", "d", "d"),
        serving(List.of(unknown, one, disputed, other)));
    assertEquals("e", ServingConnections.of(List.of(one), "e"), "it is not connected");
  }

  /**
   * A server ties the first two, an authority the last two: the ends know nothing of each other.
   */
  @Test
  void eachIsServedByTheFirstThatItIsTiedTo() {
    Standing a = new Standing("a", new MemberIdentity("u", "https://a", ""), true);
    Standing b = new Standing("b", ONE, true);
    Standing c = new Standing("c", new MemberIdentity("u", "https://c", "Q0E="), true);
    assertEquals(Map.of("a", "a", "b", "a", "c", "b"), serving(List.of(c, b, a)));
  }
}
