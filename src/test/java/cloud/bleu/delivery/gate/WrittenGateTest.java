package cloud.bleu.delivery.gate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import cloud.bleu.api.v1alpha1.PlacementGateSpec;
import cloud.bleu.api.v1alpha1.PlacementGateSpec.Child;
import cloud.bleu.api.v1alpha1.PlacementGateSpec.Claims;
import cloud.bleu.api.v1alpha1.PlacementGateSpec.Images;
import cloud.bleu.api.v1alpha1.PlacementGateSpec.Pods;
import cloud.bleu.api.v1alpha1.PlacementGateSpec.Replica;
import cloud.bleu.api.v1alpha1.PlacementGateSpec.Zone;
import cloud.bleu.delivery.manifest.ChildName;
import io.fabric8.kubernetes.api.model.LabelSelector;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a gate that is written says where nothing else is known. */
class WrittenGateTest {
  private static final Images ONE = new Images(List.of("one/"), null);
  private static final Images TWO = new Images(List.of("two/"), true);

  /** Web has children, jobs are pods of others; a statement that is named and not there is none. */
  private static final WrittenGate GATE =
      new WrittenGate(
          new PlacementGateSpec(
              7L,
              Map.of("a", new Zone(Map.of("zone", "a"))),
              Map.of(
                  ChildName.of("web", "a"),
                  new Child("web", "a", List.of("1", "gone"), true),
                  ChildName.of("jobs", "b"),
                  new Child("jobs", "b", List.of(), null)),
              Map.of("jobs", new Pods(new LabelSelector(), List.of("2"), true)),
              Map.of(),
              Map.of("1", ONE, "2", TWO),
              new Claims(List.of("safe")),
              Map.of("web", new Replica(Map.of("cpu", "1")))));

  @ParameterizedTest
  @CsvSource({
    // workload, zone: statements, whether its pods are kept to claims
    "web, a, 1, true",
    "web, b, '', false",
    "jobs, a, 2, true",
    // What is said of the child comes before what is said of the pods.
    "jobs, b, '', false",
    "other, a, '', false",
  })
  void whatHoldsForContents(String workload, String zone, String images, boolean claimsOnly) {
    assertEquals(images, String.join(" ", GATE.images(workload, zone).keySet()));
    assertEquals(claimsOnly, GATE.isClaimsOnly(workload, zone));
  }

  @Test
  void whatElseHolds() {
    assertEquals(Map.of("1", ONE), GATE.images("web", "a"));
    assertEquals(7, GATE.sequence());
    assertEquals(new Claims(List.of("safe")), GATE.claims());
    assertEquals(new Replica(Map.of("cpu", "1")), GATE.replica("web"));
    assertNull(GATE.replica("jobs"));
    assertEquals(new Zone(Map.of("zone", "a")), GATE.zone("a"));
    assertNull(GATE.zone("b"));
  }

  @Test
  void withoutAGateNothingIsSaid() {
    WrittenGate none = new WrittenGate(null);
    assertEquals(0, none.sequence());
    assertNull(none.claims());
    assertNull(none.replica("web"));
    assertNull(none.zone("a"));
    assertEquals(Set.of(), none.images("web", "a").keySet());
    assertEquals(false, none.isClaimsOnly("web", "a"));
  }
}
