package cloud.bleu.evidence.chain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import cloud.bleu.evidence.record.JsonTree;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What an exported entry says of losses, whoever wrote it. */
class DecisionTextTest {

  private static final String EARLY =
      "'contingency':[{'event':'zone a','keeps':0,'moves':[{'from':'a','replicas':2,'to':'b'}]}]";
  private static final String PRESENT =
      "'evacuation':[{'to':[{'replicas':2,'zones':['c']}],'zones':['a']}]";

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        EARLY + " | zone a a>b2",
        PRESENT + " | zone a a>c2",
        // The early form is the plan only where there is no other.
        EARLY + "," + PRESENT + " | zone a a>c2",
      })
  void isRead(String plan, String expected) {
    assertEquals(
        expected,
        DecisionText.of(line(plan)).contingency().stream()
            .map(
                c ->
                    c.event()
                        + c.moves().stream()
                            .map(m -> " " + m.from() + ">" + m.to() + m.replicas())
                            .collect(Collectors.joining()))
            .collect(Collectors.joining("; ")));
  }

  /** Said as a fault of the line, and not as the end of the program. */
  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '"',
      value = {"''", "' x'", "'zone'", "'zone '", "'planet x'", "'failureDomains/ x'", "null", "7"})
  void whatIsNoEventIsNoDecision(String event) {
    String losses = "'losses':[{'event':%s,'from':['a']}]".formatted(event);
    assertThrows(
        IllegalArgumentException.class,
        () -> DecisionText.of(line("'evacuation':[{%s}]".formatted(losses))));
    assertThrows(
        IllegalArgumentException.class,
        () -> DecisionText.of(line("'contingency':[{'event':%s}]".formatted(event))));
  }

  /** What is absent goes by no name, and what no decision has is said of the line. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "'losses':[{'event':'site s','moves':[{'replicas':1,'to':'b'}]}]"
            + " | evacuation[0].losses[0].moves[0].from is missing",
        "'losses':[{'event':'site s','moves':[{'from':'a','replicas':1}]}]"
            + " | evacuation[0].losses[0].moves[0].to is missing",
        "'losses':[{'from':['a']}] | evacuation[0].losses[0].event is missing",
        "'evicts':[{'name':'w','namespace':'n','replicas':1}]"
            + " | evacuation[0].evicts[0].zone is missing",
        "'evicts':[{'name':7,'namespace':'n','replicas':1}] | name is no text: 7",
        "'zones':[null] | zones has an item without a name",
        "'zones':[7] | zones is no text: 7",
        "'to':[{'replicas':5000000000,'zones':['b']}]"
            + " | replicas is no number of replicas: 5000000000",
        "'keeps':5000000000 | keeps is no number of replicas: 5000000000",
      })
  void whatIsNoPartOfAPlanIsSaid(String item, String why) {
    ChainLine line = line("'evacuation':[{%s}]".formatted(item));
    assertEquals(
        why,
        assertThrows(IllegalArgumentException.class, () -> DecisionText.of(line)).getMessage());
  }

  @ParameterizedTest
  @CsvSource({"name", "namespace", "uid"})
  void decisionIsAboutAWorkload(String absent) {
    Map<String, Object> fields = new TreeMap<>(line("'zones':[]").fields());
    Map<String, Object> workload = new TreeMap<>(JsonTree.asObject(fields.get("workload")));
    workload.remove(absent);
    fields.put("workload", workload);
    ChainLine line = ChainLine.of(fields);
    assertEquals(
        absent + " is missing",
        assertThrows(IllegalArgumentException.class, () -> DecisionText.of(line)).getMessage());
  }

  /** What is taken for no range where one was meant says less than was decided. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {"null | true", "'c' | true", "7 | false", "['c'] | false", "{} | false"})
  void rangeEndsAtAName(String through, boolean read) {
    ChainLine line =
        line(
            "'evacuation':[{'to':[{'replicas':2,'through':%s,'zones':['b']}],'zones':['a']}]"
                .formatted(through));
    if (read) {
      assertEquals(1, DecisionText.of(line).contingency().get(0).moves().size());
    } else {
      assertThrows(IllegalArgumentException.class, () -> DecisionText.of(line));
    }
  }

  /** 100 kB that say forty million moves. */
  @Test
  void whatSaysMoreThanAnyDecisionIsNone() {
    String losses =
        IntStream.range(0, 2000)
            .mapToObj(i -> "{'event':'site s%d','from':['a']}".formatted(i))
            .collect(Collectors.joining(","));
    String to =
        IntStream.range(0, 2000)
            .mapToObj(i -> "{'replicas':1,'zones':['b%d']}".formatted(i))
            .collect(Collectors.joining(","));
    ChainLine line =
        line("'evacuation':[{'losses':[%s],'to':[%s]}]".formatted(losses, to), 100_000);
    assertTimeoutPreemptively(
        Duration.ofSeconds(60),
        () -> assertThrows(IllegalArgumentException.class, () -> DecisionText.of(line)));
  }

  private static ChainLine line(String plan) {
    return line(plan, 2);
  }

  private static ChainLine line(String plan, int replicas) {
    List<Object> assignments = new ArrayList<>();
    assignments.add(Map.of("zone", "a", "replicas", (long) replicas));
    Map<String, Object> fields =
        new TreeMap<>(JsonTree.object("{" + plan.replace('\'', '"') + "}"));
    fields.put("sequence", 1L);
    fields.put("previous", Chain.GENESIS);
    fields.put("assignments", assignments);
    fields.put("workload", Map.of("namespace", "shop", "name", "web", "uid", "u"));
    return ChainLine.of(fields);
  }
}
