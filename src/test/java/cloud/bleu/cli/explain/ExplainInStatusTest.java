package cloud.bleu.cli.explain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.api.v1alpha1.WorkloadPlacement;
import cloud.bleu.api.v1alpha1.WorkloadPlacementStatus;
import cloud.bleu.cli.ToldLines;
import cloud.bleu.placement.Planner;
import cloud.bleu.placement.estate.Decision;
import cloud.bleu.placement.estate.Estate;
import cloud.bleu.placement.estate.Workload;
import cloud.bleu.placement.explain.DecisionProof;
import cloud.bleu.status.ObservedChildren;
import cloud.bleu.status.PlacementFacts;
import cloud.bleu.status.PlacementStatus;
import cloud.bleu.translate.EstateTranslator;
import cloud.bleu.translate.manifest.ManifestObjects;
import cloud.bleu.translate.manifest.ManifestReader;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import java.io.InputStream;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The status of a placement tells what {@code bleu explain} tells, with every fact of it, as long
 * as there is room for it.
 */
class ExplainInStatusTest {

  private static final Instant NOON = Instant.parse("2026-11-24T12:00:00Z");

  @ParameterizedTest
  @ValueSource(strings = {"hospital", "ministry", "migration"})
  void bothTellTheSame(String example) throws Exception {
    String directory = "examples/" + example;
    Estate estate =
        EstateTranslator.translate(
                ManifestObjects.of(
                        ManifestReader.read(List.of(directory), InputStream.nullInputStream()))
                    .objects(),
                NOON,
                Map.of())
            .estate();
    List<Decision> decisions = Planner.plan(estate).decisions();
    boolean told = false;
    for (Workload workload : estate.workloads()) {
      Decision decision =
          decisions.stream().filter(d -> d.id().equals(workload.id())).findFirst().orElseThrow();
      WorkloadPlacementStatus status = status(new DecisionProof(workload, decision, estate));
      Map<String, Object> explained =
          ExplanationTree.of(
              ExplainedDecision.of(
                  estate,
                  workload,
                  decision,
                  List.of(),
                  List.of(),
                  List.of(),
                  List.of(),
                  null,
                  DecisionContext.NONE));
      assertEquals(
          ToldLines.of(new ObjectMapper().valueToTree(explained)),
          ToldLines.of(status),
          workload.id().toString());
      assertNull(status.leftOut());
      told |= !status.whyHere().isEmpty() && !status.facts().isEmpty();
      // Each fact once, and none that nothing names.
      List<String> names =
          status.facts().stream().map(WorkloadPlacementStatus.Fact::name).sorted().toList();
      assertEquals(names.stream().distinct().toList(), names);
      for (String name : names) {
        assertTrue(
            status.explanations().stream().anyMatch(e -> e.facts().contains(name))
                || status.whyHere().stream().anyMatch(e -> e.facts().contains(name)),
            name);
      }
    }
    assertTrue(told, "nothing is told");
    assertFalse(decisions.isEmpty());
  }

  private static WorkloadPlacementStatus status(DecisionProof proof) {
    WorkloadPlacement placement = new WorkloadPlacement();
    placement.setMetadata(new ObjectMeta());
    return PlacementStatus.within(
        1_000_000,
        new PlacementFacts(
            placement,
            proof,
            null,
            null,
            null,
            new ObservedChildren(new TreeMap<>(), List.of(), true, false, false),
            NOON));
  }
}
