package cloud.bleu.decision;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import cloud.bleu.api.v1alpha1.Evacuation;
import cloud.bleu.api.v1alpha1.WorkloadPlacement;
import cloud.bleu.api.v1alpha1.WorkloadPlacementSpec;
import cloud.bleu.evidence.record.JsonTree;
import cloud.bleu.placement.evacuation.ValueCheck;
import cloud.bleu.placement.model.Assignment;
import cloud.bleu.placement.model.Contingency;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A plan that is packed says what it says item by item; what nobody can read is told. */
class PackedEvacuationTest {

  private static final List<Assignment> ASSIGNMENTS =
      List.of(new Assignment("a", 2, 2), new Assignment("b", 1, 1), new Assignment("null", 1, 1));

  /** Every field, names that look like something else, and numbers that are none of names. */
  private static final String PLAN =
      """
      [{zones: [a], to: [{zones: [b], through: 'null', replicas: 2}], keeps: 0},
       {otherZones: true, to: [{zones: [a], replicas: 1}]},
       {losses: [{event: site 7, from: [a, b]}, {event: region x, from: [site 7], moves: [{from: 'null', to: b, replicas: 3}]}],
        to: [{zones: ['null', b], replicas: 1}],
        apart: [{from: [a], last: [site 7]}],
        evicts: [{namespace: n, name: '0', zone: a, replicas: 4}],
        keeps: 5}]
      """;

  private static final int LOSSES = 5;

  @Test
  void everyFieldIsReadBack() {
    List<Evacuation> readable = plan(PLAN);
    List<Evacuation> packed = PackedItems.of(readable, LOSSES);
    assertEquals(1, packed.size());
    assertEquals(LOSSES, packed.get(0).packed().losses());
    assertEquals(readable, EvacuationConversion.readable(read(packed).groups()));
    assertEquals(read(readable).contingency(ASSIGNMENTS), read(packed).contingency(ASSIGNMENTS));
    assertEquals(LOSSES, read(packed).contingency(ASSIGNMENTS).size());
  }

  /** The writer leaves nothing out: the same plan with a name that makes it long, many times. */
  @Test
  void everyFieldIsWritten() {
    List<Evacuation> readable = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      readable.addAll(plan(PLAN.replace("site 7", "site " + "7".repeat(200 + i))));
    }
    List<Evacuation> packed = whereLong(readable);
    assertEquals(1, packed.size());
    assertEquals(readable, EvacuationConversion.readable(read(packed).groups()));
  }

  /** A field that is new in the API is packed as well. */
  @Test
  void everyFieldOfTheApiIsPacked() {
    TreeSet<String> fields = new TreeSet<>();
    for (Class<?> part :
        List.of(
            Evacuation.class,
            Evacuation.Loss.class,
            Evacuation.Target.class,
            Evacuation.Apart.class,
            cloud.bleu.api.v1alpha1.Contingency.Move.class,
            cloud.bleu.api.v1alpha1.Contingency.Eviction.class)) {
      for (RecordComponent component : part.getRecordComponents()) {
        fields.add(component.getName());
      }
    }
    fields.remove("packed");
    assertEquals(List.copyOf(fields), PackedEvacuation.FIELDS);
  }

  /** Nor is there a field of an item that may stand beside what is packed. */
  @Test
  void nothingStandsBesideWhatIsPacked() {
    String packed = "packed: {version: 1, losses: 1, bytes: 9, data: x}";
    for (RecordComponent component : Evacuation.class.getRecordComponents()) {
      String field = component.getName();
      if (!field.equals("packed")) {
        String value = value(component.getType(), field);
        assertEquals(
            at("stands beside " + field + ": an item has one of both"),
            why(plan("[{%s, %s: %s}]".formatted(packed, field, value))));
      }
    }
  }

  private static String value(Class<?> type, String field) {
    return type == Boolean.class
        ? "true"
        : type == Integer.class ? "1" : field.equals("zones") ? "[a]" : "[{}]";
  }

  /** The last plan that is written item by item, and the first that is not. */
  @ParameterizedTest
  @ValueSource(ints = {0, 1})
  void whatIsTooLongToReadIsPacked(int more) {
    List<Evacuation> readable = ofLength(PackedEvacuation.MOST_READABLE + more);
    List<Evacuation> written = EvacuationConversion.written(read(readable).groups(), 1);
    assertEquals(more == 1, written.get(0).packed() != null);
    assertEquals(read(readable).contingency(ASSIGNMENTS), read(written).contingency(ASSIGNMENTS));
    assertEquals(more == 1, Serialization.asJson(written).length() < 1_000);
  }

  /** Each has one more than is read; without it, it is packed. */
  @Test
  void whatWouldNotBeReadBackIsNotPacked() {
    assertBound(2000, items -> Collections.nCopies(items, one(List.of("b")).get(0)));
    assertBound(253, length -> Collections.nCopies(1000, one(List.of("b".repeat(length))).get(0)));
    assertBound(
        10_000,
        losses ->
            List.of(
                new Evacuation(
                    Collections.nCopies(losses, "a"), null, List.of(), List.of(), List.of(), 1)));
    // Thirteen of the 200,000 values are beside these.
    assertBound(199_987, targets -> one(Collections.nCopies(targets, "b")));
    // With its number in the place of 250 characters, each name takes 258 bytes of a MiB.
    assertBound(
        4068,
        targets ->
            one(
                IntStream.range(0, targets)
                    .mapToObj(i -> i + "b".repeat(250 - Integer.toString(i).length()))
                    .toList()));
  }

  /** What is committed cannot be read once more: it says what was decided, or is not packed. */
  @Test
  void whatIsReadBackOtherwiseIsNotPacked() {
    for (String odd : List.of("otherZones: false", "losses: [{event: no-event, from: [a]}]")) {
      List<Evacuation> items = new ArrayList<>(ofLength(PackedEvacuation.MOST_READABLE));
      items.addAll(plan("[{zones: [b], %s}]".formatted(odd)));
      assertEquals(items, whereLong(items), odd);
    }
  }

  private static List<Evacuation> whereLong(List<Evacuation> items) {
    int losses = items.stream().mapToInt(i -> i.zones().size() + i.losses().size()).sum();
    return PackedEvacuation.whereLong(items, losses);
  }

  private static void assertBound(int most, IntFunction<List<Evacuation>> items) {
    List<Evacuation> last = items.apply(most);
    List<Evacuation> packed = whereLong(last);
    assertEquals(last, EvacuationConversion.readable(read(packed).groups()));
    assertNotNull(packed.get(0).packed());
    List<Evacuation> beyond = items.apply(most + 1);
    assertEquals(beyond, whereLong(beyond));
  }

  @Test
  void noneStaysNone() {
    assertEquals(List.of(), EvacuationConversion.written(List.of(), 0));
    assertEquals(List.of(), read(List.of()).groups());
  }

  /** As a file may have them, or who may write what only the operator does. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          [{packed: {version: 2, losses: 1, bytes: 9, data: x}}] | version is 2, and this program reads 1: use one at least as new as the one that wrote it
          [{packed: {losses: 1, bytes: 9, data: x}}] | version is missing
          [{packed: {version: 1, bytes: 9, data: x}}] | losses is missing
          [{packed: {version: 1, losses: 1, data: x}}] | bytes is missing
          [{packed: {version: 1, losses: 1, bytes: 9}}] | data is missing
          [{packed: {version: 1, losses: 1, bytes: 9, data: '*'}}] | data is no base64
          [{packed: {version: 1, losses: 1, bytes: 5000000, data: x}}] | data is said to be 5000000 bytes of JSON: 1 to 1048576 are read
          [{packed: {version: 1, losses: 1, bytes: 9, data: x}, zones: [a]}] | stands beside zones: an item has one of both
          [{packed: {version: 1, losses: 1, bytes: 9, data: x}, otherZones: false}] | stands beside otherZones: an item has one of both
          [{packed: {version: 1, losses: 1, bytes: 9, data: x}, keeps: 0}] | stands beside keeps: an item has one of both
          [{packed: {version: 1, losses: 1, bytes: 9, data: x}}, {zones: [a]}] | is a whole plan and stands beside 1 further items
          [{packed: {version: 1, losses: 1, bytes: 9, data: x}}, {packed: {version: 1, losses: 1, bytes: 9, data: x}}] | is a whole plan and stands beside 1 further items
          """)
  void whatNobodyCanReadIsTold(String plan, String why) {
    assertEquals(at(why), why(plan(plan)));
  }

  /** What was packed is no plan. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          [] | data is no object: a list
          {"items":[]} | losses is 1, and the plan answers 0
          {"names":["a"]} | losses is 1, and the plan answers 0
          {"items":{},"names":[]} | data.items is no list: an object
          {"items":[],"names":[1]} | data.names[0] is no text: 1
          {"items":[7],"names":[]} | data.items has the number 7 for one of 0 names, from 0
          {"items":[{"zones":[1]}],"names":["a"]} | data.items has the number 1 for one of 1 names, from 0
          {"items":[{"zones":[-1]}],"names":["a"]} | data.items has the number -1 for one of 1 names, from 0
          {"items":[{"zones":[18446744073709551616]}],"names":["a"]} | data.items has the number 18446744073709551616 for one of 1 names, from 0
          {"items":[0],"names":["a"]} | data.items[0] is no object: a text
          {"items":[{"zones":[[0]]}],"names":["a"]} | data.items[0].zones[0] is no text: a list
          {"items":[{"keeps":"5"}],"names":["a"]} | data.items[0].keeps is no number of replicas: a text
          {"items":[{"losses":[{"from":[0]}]}],"names":["a"]} | data.items[0].losses[0].event is missing
          {"items":[{}]} | data.items[0] names no loss
          {"items":[{"packed":{"version":1}}],"names":["a","b"]} | data.items[0].packed is packed twice
          {"items":[{"zones":[0,1]}],"names":["a","b"]} | losses is 1, and the plan answers 2
          {"items":[{"losses":[{"event":2},{"event":2}]}],"names":["a","b","site s"]} | losses is 1, and the plan answers 2
          {"items":[{"zones":[0]},{"zones":[1],"otherZones":true}],"names":["a","b"]} | losses is 1, and the plan answers 2 and more
          """)
  void whatIsPackedIsToldByItsPath(String content, String why) {
    assertEquals(at(why), why(List.of(PackedItems.of(JsonTree.parse(content), 1, 1))));
  }

  /** A few kilobytes that would be hundreds of megabytes: told before any of it is copied. */
  @Test
  void whatIsMadeToFillTheMemoryIsTold() {
    String name = "site " + "x".repeat(400_000);
    assertEquals(
        at("data has a name that has 400005 characters: 253 at most are read"),
        ofContent(List.of(name), Map.of("losses", copies(200, Map.of("event", 0)))));
    assertEquals(
        at("data has 40000 losses: 10000 at most are read"),
        ofContent(List.of(name), Map.of("losses", copies(40_000, Map.of("event", 0)))));
    assertEquals(
        at("data has 10001 losses: 10000 at most are read"),
        ofContent(List.of("a"), Map.of("zones", copies(10_000, 0)), Map.of("zones", List.of(0))));
    assertEquals(
        at("data has 300000 items: 2000 at most are read"),
        ofContent(List.of(), copies(300_000, Map.of()).toArray()));
    assertEquals(
        at("data has 250005 values: 200000 at most are read"),
        ofContent(List.of(), Map.of("to", copies(250_000, Map.of()))));
  }

  private static List<Object> copies(int number, Object of) {
    return Collections.nCopies(number, of);
  }

  private static String ofContent(List<String> names, Object... items) {
    Object content = Map.of("items", List.of(items), "names", names);
    return why(List.of(PackedItems.of(content, 1, 1)));
  }

  /**
   * Somebody takes a zone out of the assignments: its loss is gone, and the others are answered.
   */
  @Test
  void assignmentsThatAreEditedLeaveTheRest() {
    for (String plan : List.of("[{zones: [a, b], keeps: 1}]", "[{otherZones: true, keeps: 1}]")) {
      List<Evacuation> readable = plan(plan);
      List<Evacuation> packed = PackedItems.of(readable, 2);
      for (List<Assignment> edited :
          List.of(ASSIGNMENTS.subList(0, 1), ASSIGNMENTS.subList(0, 2), ASSIGNMENTS)) {
        assertEquals(read(readable).contingency(edited), read(packed).contingency(edited), plan);
      }
    }
    assertEquals(
        1,
        read(PackedItems.of(plan("[{otherZones: true}]"), 3))
            .contingency(ASSIGNMENTS.subList(0, 1))
            .size());
  }

  /** A name is its number in any order, and may stand there itself. */
  @Test
  void namesMayStandAsTheyAre() {
    String content =
        "{\"items\":[{\"zones\":[1],\"to\":[{\"replicas\":2,\"zones\":[\"b\"]}]}],\"names\":[\"x\",\"a\"]}";
    assertEquals(
        read(plan("[{zones: [a], to: [{zones: [b], replicas: 2}]}]")).contingency(ASSIGNMENTS),
        read(List.of(PackedItems.of(JsonTree.parse(content), 1, 1))).contingency(ASSIGNMENTS));
  }

  /** The early form counts alone only, as beside any other. */
  @Test
  void earlyFormCountsForNothingBesideIt() {
    List<Evacuation> packed = PackedItems.of(plan("[{zones: [a], keeps: 1}]"), 1);
    WorkloadPlacementSpec both =
        new WorkloadPlacementSpec(
            null,
            List.of(),
            List.of(new cloud.bleu.api.v1alpha1.Contingency("zone b", List.of(), List.of(), 3)),
            packed,
            List.of(),
            null);
    List<Contingency> read =
        EvacuationConversion.read(both, ValueCheck.AS_WRITTEN).contingency(ASSIGNMENTS);
    assertEquals("zone a", read.get(0).event().toString());
    assertEquals(packed, both.plan());
  }

  private static String at(String why) {
    return "spec.evacuation[0].packed"
        + (why.startsWith("is ") || why.startsWith("stands ") ? " " : ".")
        + why;
  }

  private static String why(List<Evacuation> plan) {
    return assertThrows(IllegalArgumentException.class, () -> read(plan).contingency(ASSIGNMENTS))
        .getMessage();
  }

  private static cloud.bleu.placement.evacuation.PlanReader.Read read(List<Evacuation> plan) {
    return EvacuationConversion.read(
        new WorkloadPlacementSpec(null, List.of(), plan, null), ValueCheck.AS_WRITTEN);
  }

  private static List<Evacuation> plan(String yaml) {
    return Serialization.unmarshal(
            "---\nspec:\n  evacuation: " + yaml.replace("\n", "\n    "), WorkloadPlacement.class)
        .getSpec()
        .evacuation();
  }

  /** The loss of one zone, with as many targets as make its JSON so many characters. */
  private static List<Evacuation> ofLength(int characters) {
    List<String> targets = new ArrayList<>(Collections.nCopies(38, "b".repeat(200)));
    targets.add("b");
    int more = characters - Serialization.asJson(one(targets)).length();
    targets.set(38, "b".repeat(1 + more));
    List<Evacuation> plan = one(targets);
    assertEquals(characters, Serialization.asJson(plan).length());
    return plan;
  }

  private static List<Evacuation> one(List<String> targets) {
    return List.of(
        new Evacuation(
            List.of("a"),
            null,
            List.of(),
            List.of(new Evacuation.Target(targets, null, 2)),
            List.of(),
            1));
  }
}
