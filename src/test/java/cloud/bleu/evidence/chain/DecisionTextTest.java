package cloud.bleu.evidence.chain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import cloud.bleu.evidence.record.JsonTree;
import cloud.bleu.evidence.record.PackedJson;
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

  /** The hash of a line is of the text that stands there; what it says is read from it. */
  @Test
  void packedPlanIsRead() {
    Object content =
        JsonTree.parse(
            "{'items':[{'to':[{'replicas':2,'zones':[1]}],'zones':[0]}],'names':['a','c']}"
                .replace('\'', '"'));
    PackedJson packed = PackedJson.of(content);
    String plan =
        "'evacuation':[{'packed':{'version':1,'losses':%s,'bytes':"
            + packed.bytes()
            + ",'data':'"
            + packed.data()
            + "'}}]";
    assertEquals(
        DecisionText.of(line(PRESENT)).contingency(),
        DecisionText.of(line(plan.formatted("1"))).contingency());
    assertEquals(
        "evacuation[0].packed.losses is 2, and the plan answers 1",
        assertThrows(
                IllegalArgumentException.class, () -> DecisionText.of(line(plan.formatted("2"))))
            .getMessage());
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
        "'evicts':[{'name':7,'namespace':'n','replicas':1}] | evacuation[0].evicts[0].name is no"
            + " text: 7",
        "'zones':[null] | evacuation[0].zones[0] is no text: null",
        "'zones':['a',7] | evacuation[0].zones[1] is no text: 7",
        "'zones':'a' | evacuation[0].zones is no list: a text",
        "'otherZones':'true' | evacuation[0].otherZones is no boolean: a text",
        "'losses':{'event':'site s'} | evacuation[0].losses is no list: an object",
        "'losses':[{'event':7}] | evacuation[0].losses[0].event is no text: 7",
        "'losses':[{'event':'site s','moves':[['a','b']]}]"
            + " | evacuation[0].losses[0].moves[0] is no object: a list",
        "'to':[{'replicas':'3','zones':['b']}]"
            + " | evacuation[0].to[0].replicas is no number of replicas: a text",
        "'to':[{'replicas':5000000000,'zones':['b']}]"
            + " | evacuation[0].to[0].replicas is no number of replicas: 5000000000",
        "'apart':['x'] | evacuation[0].apart[0] is no object: a text",
        "'apart':[{'from':'a'}] | evacuation[0].apart[0].from is no list: a text",
        "'apart':[{'from':['a'],'last':[7]}] | evacuation[0].apart[0].last[0] is no text: 7",
        "'keeps':5000000000 | evacuation[0].keeps is no number of replicas: 5000000000",
        // 2^64 + 1, which is 1 for who takes its last 32 bits.
        "'keeps':18446744073709551617"
            + " | evacuation[0].keeps is no number of replicas: 18446744073709551617",
        "'keeps':true | evacuation[0].keeps is no number of replicas: true",
        "'packed':{'losses':'1'}"
            + " | evacuation[0].packed.losses is no whole number up to 2147483647: a text",
        "'packed':{'losses':1,'version':5000000000}"
            + " | evacuation[0].packed.version is no whole number up to 2147483647: 5000000000",
      })
  void whatIsNoPartOfAPlanIsSaid(String item, String why) {
    ChainLine line = line("'evacuation':[{%s}]".formatted(item));
    assertEquals(
        why,
        assertThrows(IllegalArgumentException.class, () -> DecisionText.of(line)).getMessage());
  }

  /** A value of another type says something else than was decided: it is not read as absent. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "'evacuation':{'zones':['a']} | evacuation is no list: an object",
        "'evacuation':'x' | evacuation is no list: a text",
        "'evacuation':['x'] | evacuation[0] is no object: a text",
        "'contingency':true | contingency is no list: true",
        "'contingency':7,'evacuation':[{'zones':['a']}] | contingency is no list: 7",
        "'assignments':{} | assignments is no list: an object",
        "'assignments':[7] | assignments[0] is no object: 7",
        "'assignments':[{'replicas':1}] | assignments[0].zone is missing",
        "'assignments':[{'zone':7}] | assignments[0].zone is no text: 7",
        "'assignments':[{'replicas':18446744073709551617,'zone':'a'}]"
            + " | assignments[0].replicas is no number of replicas: 18446744073709551617",
        "'assignments':[{'replicas':'3','zone':'a'}]"
            + " | assignments[0].replicas is no number of replicas: a text",
        "'assignments':[{'replicas':1,'zone':'a'},{'home':true,'replicas':1,'zone':'b'}]"
            + " | assignments[1].home is no number of replicas: true",
        "'workload':'shop/web' | workload is no object: a text",
        "'cause':7 | cause is no text: 7",
      })
  void whatIsOfAnotherTypeIsNotAbsent(String field, String why) {
    ChainLine line = line(field);
    assertEquals(
        why,
        assertThrows(IllegalArgumentException.class, () -> DecisionText.of(line)).getMessage());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "'contingency':null,'evacuation':null",
        "'evacuation':[]",
        "'assignments':null",
        "'assignments':[{'home':null,'replicas':null,'zone':'a'}]",
        "'cause':null",
      })
  void nullIsAbsent(String field) {
    DecisionText read = DecisionText.of(line(field));
    assertEquals(List.of(), read.contingency());
    assertEquals("", read.cause());
  }

  /** What is left of an item whose fields were dropped on the way. */
  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '"',
      delimiter = '|',
      value = {
        "{}",
        "{'evicts':null,'keeps':null,'losses':null,'otherZones':null,'packed':null,'to':null,'zones':null}",
        "{'losses':[],'otherZones':false,'zones':[]}",
        "{'keeps':1,'to':[{'replicas':2,'zones':['b']}]}",
      })
  void whatNamesNoLossIsNoPlan(String item) {
    ChainLine line = line("'evacuation':[{'zones':['a']},%s]".formatted(item));
    assertEquals(
        "evacuation[1] names no loss",
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
        "workload." + absent + " is missing",
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
    if (!fields.containsKey("assignments")) {
      fields.put("assignments", assignments);
    }
    fields.putIfAbsent("workload", Map.of("namespace", "shop", "name", "web", "uid", "u"));
    return ChainLine.of(fields);
  }
}
