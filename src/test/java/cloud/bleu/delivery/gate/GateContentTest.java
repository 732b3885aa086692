package cloud.bleu.delivery.gate;

import static org.junit.jupiter.api.Assertions.assertEquals;

import cloud.bleu.api.v1alpha1.Assignment;
import cloud.bleu.api.v1alpha1.PlacementGateSpec;
import cloud.bleu.api.v1alpha1.PlacementGateSpec.Child;
import cloud.bleu.api.v1alpha1.WorkloadPlacementSpec;
import cloud.bleu.delivery.manifest.ChildName;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class GateContentTest {
  private static final Map<String, Map<String, String>> SELECTORS =
      Map.of("a", Map.of("zone", "a"), "b", Map.of("zone", "b"));

  @Test
  void saysWhatIsDecidedAndNothingElse() {
    GateContent gate =
        GateContent.of(
            Map.of("web", decided(7, "a=2 b=0"), "app", decided(9, "b=1")),
            Set.of(),
            SELECTORS,
            null);
    PlacementGateSpec spec = gate.spec();
    assertEquals(9, spec.sequence());
    assertEquals(Set.of("a", "b"), spec.zones().keySet());
    assertEquals(
        Map.of(
            ChildName.of("web", "a"), new Child("web", "a"),
            ChildName.of("app", "b"), new Child("app", "b")),
        spec.children());
    assertEquals(Set.of("web", "app"), gate.covered());
    assertEquals(
        gate,
        GateContent.of(
            Map.of("web", decided(7, "a=2 b=0"), "app", decided(9, "b=1")),
            Set.of(),
            SELECTORS,
            spec));
  }

  @Test
  void withoutADecisionItSaysSo() {
    PlacementGateSpec before =
        GateContent.of(Map.of("web", decided(1, "a=1")), Set.of(), SELECTORS, null).spec();
    assertEquals(
        new PlacementGateSpec(1L, Map.of(), Map.of()),
        GateContent.of(Map.of(), Set.of(), SELECTORS, null).spec());
    // A writer that comes later tells by the number that it is the later one.
    assertEquals(
        new PlacementGateSpec(3L, Map.of(), Map.of()),
        GateContent.of(
                Map.of(),
                Set.of(),
                SELECTORS,
                GateContent.of(Map.of("web", decided(3, "a=1")), Set.of(), SELECTORS, before)
                    .spec())
            .spec());
    // Scaled to nothing is decided: who asks is told that, and not that there is no gate.
    assertEquals(
        new PlacementGateSpec(2L, Map.of(), Map.of()),
        GateContent.of(Map.of("web", decided(2, "a=0")), Set.of(), SELECTORS, before).spec());
  }

  @Test
  void whatMayNotBeActedOnYetStaysAsItWas() {
    PlacementGateSpec before =
        GateContent.of(Map.of("web", decided(4, "a=1")), Set.of(), SELECTORS, null).spec();
    GateContent gate = GateContent.of(Map.of(), Set.of("web"), SELECTORS, before);
    assertEquals(before, gate.spec());
    assertEquals(Set.of(), gate.covered());
  }

  @Test
  void zoneThatIsGoneKeepsItsSelectorWhileSomethingIsDecidedForIt() {
    PlacementGateSpec before =
        GateContent.of(Map.of("web", decided(4, "a=1")), Set.of(), SELECTORS, null).spec();
    assertEquals(
        before,
        GateContent.of(Map.of("web", decided(4, "a=1")), Set.of(), Map.of(), before).spec());
    assertEquals(
        Map.of(),
        GateContent.of(Map.of("web", decided(4, "a=1")), Set.of(), Map.of(), null)
            .spec()
            .children());
  }

  @Test
  void theOldestDecisionsHaveRoomFirst() {
    Map<String, WorkloadPlacementSpec> decided = new HashMap<>();
    for (int i = 1; i <= PlacementGateSpec.CHILDREN; i++) {
      decided.put("w" + i, decided(i, "a=1"));
    }
    decided.put("late", decided(90_000, "a=1"));
    GateContent gate = GateContent.of(decided, Set.of(), SELECTORS, null);
    assertEquals(Set.of("late"), gate.leftOut());
    assertEquals(PlacementGateSpec.CHILDREN, gate.spec().children().size());
    assertEquals(PlacementGateSpec.CHILDREN, gate.spec().sequence());
  }

  private static WorkloadPlacementSpec decided(long sequence, String assignments) {
    List<Assignment> list = new ArrayList<>();
    for (String a : assignments.split(" ")) {
      String[] parts = a.split("=");
      list.add(new Assignment(parts[0], Integer.parseInt(parts[1]), null, null));
    }
    return new WorkloadPlacementSpec(
        null,
        list,
        List.of(),
        new WorkloadPlacementSpec.Decision(sequence, "sha256:" + "d".repeat(64)));
  }
}
