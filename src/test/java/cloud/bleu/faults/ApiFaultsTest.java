package cloud.bleu.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which requests an API server on a bad day refuses. */
class ApiFaultsTest {
  private static final Answer REFUSAL = Answer.status(503, "ServiceUnavailable");
  private static final int TIMES = 400;

  private static Request get(String path, String query) {
    return new Request("GET", path, query, Map.of(), new byte[0]);
  }

  private static ApiFaults.Refused byLot(long seed) {
    return new ApiFaults.Refused(5, REFUSAL, seed);
  }

  /** Which of the requests for each kind are refused, counted on their own. */
  private static Map<String, List<Integer>> refused(
      Fault fault, String namespace, List<String> kinds) throws InterruptedException {
    Map<String, Integer> asked = new TreeMap<>();
    Map<String, List<Integer>> refused = new TreeMap<>();
    for (String kind : kinds) {
      int before = asked.merge(kind, 1, Integer::sum);
      if (fault.instead(get("/api/v1/namespaces/" + namespace + "/" + kind, "")) != null) {
        refused.computeIfAbsent(kind, any -> new ArrayList<>()).add(before);
      }
    }
    return refused;
  }

  /** However requests for several paths mix, and whichever number the namespace of a test has. */
  @Test
  void oneSeedIsOnePlan() throws InterruptedException {
    List<String> mixed = new ArrayList<>();
    List<String> inARow = new ArrayList<>();
    for (int i = 0; i < TIMES; i++) {
      mixed.addAll(List.of("pods", "services"));
      inARow.add(i, "pods");
      inARow.add("services");
    }
    Map<String, List<Integer>> plan = refused(byLot(7), "t1-life", mixed);
    assertEquals(plan, refused(byLot(7), "t57-life", inARow));
    assertNotEquals(plan, refused(byLot(8), "t1-life", mixed));
    assertNotEquals(plan.get("pods"), plan.get("services"));
    for (List<Integer> refused : plan.values()) {
      assertTrue(refused.size() > TIMES / 10 && refused.size() < TIMES / 3, refused.toString());
    }
  }

  @Test
  void everyFifthReadIsRefusedAndNoWatchOrWrite() throws InterruptedException {
    Fault fifth = new ApiFaults.Regular(5, REFUSAL);
    List<Integer> refused = new ArrayList<>();
    for (int i = 1; i <= 15; i++) {
      if (fifth.instead(get("/api/v1/pods", "resourceVersion=0")) != null) {
        refused.add(i);
      }
      for (Request other :
          List.of(
              get("/api/v1/pods", "watch=true"),
              new Request("PATCH", "/api/v1/pods/p", "", Map.of(), new byte[0]))) {
        assertEquals(null, fifth.instead(other));
      }
    }
    assertEquals(List.of(5, 10, 15), refused);
  }

  /** A slip of the pen would run the bounded campaign, and be green. */
  @ParameterizedTest
  @ValueSource(
      strings = {"bounded", "all", "seed:4711", "crash@*:17", "conflict,cut", "lost+slow#7"})
  void plansThatAreKnown(String asked) {
    assertEquals(asked, ServerFaults.known(asked));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "conflcit", "crash", "crash@", "seed:", "seed4711", "any"})
  void plansThatNobodyKnowsAreRefused(String asked) {
    String said =
        assertThrows(IllegalArgumentException.class, () -> ServerFaults.known(asked)).getMessage();
    assertTrue(said.startsWith("bleu.faults=" + asked + " is none of bounded, all, "), said);
    assertTrue(said.contains("conflict, throttled"), said);
  }
}
