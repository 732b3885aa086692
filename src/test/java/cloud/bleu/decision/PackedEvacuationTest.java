package cloud.bleu.decision;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.api.v1alpha1.Evacuation;
import cloud.bleu.api.v1alpha1.WorkloadPlacement;
import cloud.bleu.api.v1alpha1.WorkloadPlacementSpec;
import cloud.bleu.evidence.record.JsonTree;
import cloud.bleu.placement.evacuation.ValueCheck;
import cloud.bleu.placement.model.Assignment;
import cloud.bleu.placement.model.Contingency;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.ArrayList;
import java.util.List;
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

  /** The writer leaves nothing out: the same plan with a name that makes it long. */
  @Test
  void everyFieldIsWritten() {
    List<Evacuation> readable = plan(PLAN.replace("site 7", "site " + "7".repeat(20_000)));
    List<Evacuation> packed = PackedEvacuation.whereLong(readable, LOSSES);
    assertEquals(1, packed.size());
    assertEquals(readable, EvacuationConversion.readable(read(packed).groups()));
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

  /** Such a plan is stored by no server; the workload says so, and others go on. */
  @Test
  void whatWouldNotBeReadBackIsNotPacked() {
    List<Evacuation> items = new ArrayList<>();
    for (String name : List.of("a", "b", "c", "d", "e")) {
      items.addAll(one(name.repeat(1 << 20)));
    }
    assertEquals(items, PackedEvacuation.whereLong(items, items.size()));
  }

  @Test
  void noneStaysNone() {
    assertEquals(List.of(), EvacuationConversion.written(List.of(), 0));
    assertNull(read(List.of()).losses());
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
          [{packed: {version: 1, losses: 1, bytes: 5000000, data: x}}] | data is said to be 5000000 bytes of JSON: 1 to 4194304 are read
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
          {"items":[{"packed":{"version":1}}],"names":["a","b"]} | data.items[0].packed is packed twice
          {"items":[{"zones":[0,1]}],"names":["a","b"]} | losses is 1, and the plan answers 2
          """)
  void whatIsPackedIsToldByItsPath(String content, String why) {
    assertEquals(at(why), why(List.of(PackedItems.of(JsonTree.parse(content), 1, 1))));
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
    List<Evacuation> none = one("b");
    int name = characters - Serialization.asJson(none).length() + 1;
    List<Evacuation> plan = one("b".repeat(name));
    assertEquals(characters, Serialization.asJson(plan).length());
    assertTrue(name > 0);
    return plan;
  }

  private static List<Evacuation> one(String target) {
    return List.of(
        new Evacuation(
            List.of("a"),
            null,
            List.of(),
            List.of(new Evacuation.Target(List.of(target), null, 2)),
            List.of(),
            1));
  }
}
