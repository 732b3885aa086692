package cloud.bleu.cli.explain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.cli.input.NamespaceObjects;
import cloud.bleu.cli.plan.Objectives;
import cloud.bleu.placement.message.Message;
import cloud.bleu.placement.model.WorkloadId;
import cloud.bleu.placement.objective.ObjectiveAnswer;
import cloud.bleu.placement.objective.ObjectiveAnswer.State;
import cloud.bleu.translate.manifest.ManifestObjects;
import cloud.bleu.translate.manifest.ManifestReader;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/**
 * Who sees one namespace is told of objectives what the operator wrote down, and nothing better:
 * the first shortfall alone stands in Resilient, and the zones are not seen.
 */
class RecordedObjectivesTest {

  private static final Instant NOON = Instant.parse("2026-11-24T12:00:00Z");
  private static final WorkloadId WEB = new WorkloadId("shop", "web");

  private static final ObjectiveAnswer BROKEN =
      new ObjectiveAnswer(
          "rto",
          "1h",
          State.Broken,
          "resilience.tolerate",
          Message.of("objective.notTolerated", "code", "SurvivalUnsatisfiable"));

  private static final ObjectiveAnswer UNKNOWN =
      new ObjectiveAnswer(
          "rpo",
          "10s",
          State.Unknown,
          "resilience.tolerate[Site].replication",
          Message.of("objective.copyUnknown", "loss", "Site"));

  private static final ObjectiveAnswer HELD =
      new ObjectiveAnswer(
          "rto", "1h", State.Holds, null, Message.of("objective.nothingLost", "loss", "Site"));

  private static RecordedDecisions recorded(String status, String reason, String message) {
    String condition =
        status.isEmpty()
            ? ""
            : "- {type: ObjectivesMet, status: \"%s\", reason: %s, observedGeneration: 2, lastTransitionTime: \"2026-11-24T11:00:00Z\", message: \"%s\"}"
                .formatted(status, reason, message);
    String manifests =
        """
        apiVersion: placement.bleu.cloud/v1alpha1
        kind: BleuWorkload
        metadata: {name: web, namespace: shop, generation: 2}
        spec:
          replicas: 2
          workload: {deployment: {template: {spec: {containers: [{name: a, resources: {requests: {cpu: 1}}}]}}}}
          dataClasses: [Ordinary]
          resilience: {rto: 1h, startBudget: 1s, rpo: 10s, tolerate: [{of: Site, keep: 1}]}
        status:
          conditions:
          - {type: Placed, status: "True", reason: Placed, observedGeneration: 2, lastTransitionTime: "2026-11-24T11:00:00Z", message: all}
          - {type: Resilient, status: "False", reason: SpreadUnsatisfiable, observedGeneration: 2, lastTransitionTime: "2026-11-24T11:00:00Z", message: the first of two}
          %s
        ---
        apiVersion: placement.bleu.cloud/v1alpha1
        kind: WorkloadPlacement
        metadata: {name: web, namespace: shop}
        spec: {workloadRef: {name: web}, assignments: [{zone: a, replicas: 1}, {zone: b, replicas: 1}]}
        """
            .formatted(condition);
    return new RecordedDecisions(
        new NamespaceObjects(
            "shop",
            ManifestObjects.of(
                    ManifestReader.read(
                        List.of("-"),
                        new ByteArrayInputStream(manifests.getBytes(StandardCharsets.UTF_8))))
                .objects(),
            null,
            List.of(),
            new TreeSet<>()),
        NOON);
  }

  private static List<String> told(RecordedDecisions recorded) {
    List<String> explained =
        recorded.explained(WEB).context().objectives().stream().map(ObjectiveAnswer::text).toList();
    Objectives planned = recorded.objectives(recorded.plan(List.of(WEB)));
    assertEquals(explained, planned.of(WEB).stream().map(ObjectiveAnswer::text).toList());
    return explained;
  }

  @Test
  void theConditionIsTold() {
    assertEquals(
        List.of(BROKEN.text(), UNKNOWN.text()),
        told(recorded("False", "RecoveryTimeExceeded", BROKEN.text() + "; " + UNKNOWN.text())));
    assertEquals(
        List.of(HELD.text(), UNKNOWN.text()),
        told(recorded("Unknown", "DataLossUnknown", HELD.text() + "; " + UNKNOWN.text())));
  }

  /** Without the condition, or with one on what was asked before. */
  @Test
  void whatIsNotWrittenDownIsNotKnown() {
    for (RecordedDecisions recorded :
        List.of(
            recorded("", "", ""),
            recorded("True", "ObjectivesHold", HELD.text().replace("rto 1h", "rto 2h")))) {
      List<ObjectiveAnswer> answers = recorded.explained(WEB).context().objectives();
      assertEquals(
          List.of("rto RecoveryTimeUnknown", "rpo DataLossUnknown"),
          answers.stream().map(a -> a.objective() + " " + a.code()).toList());
      assertNotNull(answers.get(0).term());
    }
  }

  /** Nobody looked at drills, so there is nothing to say of them. */
  @Test
  void drillsThatAreNotSeenAreNotSaidToBeNone() {
    ExplainedDecision explained = recorded("", "", "").explained(WEB);
    assertFalse(explained.context().drills().seen());
    Map<String, Object> tree = ExplanationTree.of(explained);
    assertFalse(tree.containsKey("drills"), tree.toString());
    assertFalse(tree.containsKey("untriedLosses"), tree.toString());
    assertTrue(tree.containsKey("objectives"), tree.toString());
  }
}
