package cloud.bleu.operator.gate;

import static org.junit.jupiter.api.Assertions.assertEquals;

import cloud.bleu.api.v1alpha1.WorkloadPlacementSpec;
import cloud.bleu.evidence.chain.Chain;
import cloud.bleu.ledger.DecisionInForce;
import cloud.bleu.ledger.RecentMoves;
import cloud.bleu.placement.model.WorkloadId;
import cloud.bleu.translate.object.ApiObjects;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which decisions may be delivered, and which workloads a write of the gates concerns. */
class GateCoverageTest {
  private static final WorkloadId WEB = new WorkloadId("guarded", "web");
  private static final ApiObjects NOTHING = ApiObjects.NONE;

  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      value = {
        // namespace, number of the decision, number in the gate: may it be delivered
        "free, 7, -, true",
        "guarded, 7, -, false",
        "guarded, 7, 6, false",
        "guarded, 7, 7, true",
        "guarded, 7, 8, false",
        "guarded, -, 0, true",
        "guarded, -, -, false",
      })
  void deliveredOnceTheGateHasIt(
      String namespace, @Nullable Long sequence, @Nullable Long covered, boolean open) {
    WorkloadId id = new WorkloadId(namespace, "web");
    GateCoverage coverage = covered(covered == null ? Map.of() : Map.of(id, covered), Map.of());
    assertEquals(open, coverage.open(id, inForce(sequence)));
    assertEquals(namespace.equals("free"), coverage.unread().open(id, inForce(sequence)));
  }

  @Test
  void beforeTheFirstWriteNothingIsGoverned() {
    assertEquals(true, GateCoverage.NONE.open(WEB, inForce(7L)));
    assertEquals(Map.of(), GateCoverage.NONE.assigned("guarded"));
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      value = {
        // covered before and now, fault before and now: whom it concerns
        "-, -, -, -, ''",
        "6, 6, -, -, ''",
        "-, 6, -, -, web",
        "6, 7, -, -, web",
        // That it is in no gate any more lets nothing else be delivered.
        "6, -, -, -, ''",
        // A fault, and its end, concern every decision of the namespace.
        "6, 6, -, quota, api web",
        "6, 6, quota, -, api web",
        "6, 6, quota, quota, ''",
        "6, 6, quota, webhook, api web",
        "6, 7, quota, quota, web",
      })
  void whomAWriteConcerns(
      @Nullable Long before,
      @Nullable Long now,
      @Nullable String fault,
      @Nullable String faultNow,
      String concerned) {
    Set<WorkloadId> decided =
        Set.of(WEB, new WorkloadId("guarded", "api"), new WorkloadId("other", "web"));
    Set<String> names = new TreeSet<>();
    state(now, faultNow)
        .changed(state(before, fault), NOTHING, decided)
        .forEach(id -> names.add(id.name()));
    assertEquals(concerned, String.join(" ", names));
  }

  private static GateCoverage state(@Nullable Long sequence, @Nullable String fault) {
    return covered(
        sequence == null ? Map.of() : Map.of(WEB, sequence),
        fault == null ? Map.of() : Map.of("guarded", fault));
  }

  private static GateCoverage covered(Map<WorkloadId, Long> covered, Map<String, String> faults) {
    return new GateCoverage(
        Set.of("guarded"), new HashMap<>(covered), Set.of(), Map.of(), new HashMap<>(faults));
  }

  private static DecisionInForce inForce(@Nullable Long sequence) {
    return new DecisionInForce(
        "u",
        new WorkloadPlacementSpec(
            new WorkloadPlacementSpec.WorkloadRef("web", "u"),
            List.of(),
            List.of(),
            sequence == null ? null : new WorkloadPlacementSpec.Decision(sequence, Chain.GENESIS)),
        true,
        new RecentMoves(List.of()),
        null);
  }
}
