package cloud.bleu.translate.pod;

import static org.junit.jupiter.api.Assertions.assertEquals;

import cloud.bleu.delivery.gate.ExistingPodCheck;
import cloud.bleu.translate.EstateTranslator;
import cloud.bleu.translate.manifest.ManifestObjects;
import cloud.bleu.translate.manifest.ManifestProblem;
import cloud.bleu.translate.manifest.ManifestReader;
import io.fabric8.kubernetes.api.model.Toleration;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Templates that pass by the decision are refused where they are read, not when pods are made. */
class BypassTest {

  private static final Instant NOW = Instant.parse("2026-11-25T12:00:00Z");

  private static String problems(String level, String pod, boolean referenced) {
    String template =
        "template: {metadata: {labels: {app: a}}, spec: {containers: [{name: c, image: i, resources:"
            + " {requests: {cpu: 1}}}]"
            + pod
            + "}}";
    String yaml =
        """
        apiVersion: v1
        kind: Namespace
        metadata: {name: shop%s}
        ---
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: old, namespace: shop}
        spec: {selector: {matchLabels: {app: a}}, %s}
        ---
        apiVersion: placement.bleu.cloud/v1alpha1
        kind: BleuWorkload
        metadata: {name: web, namespace: shop}
        spec: {dataClasses: [Ordinary], workload: {%s}}
        """
            .formatted(
                level.isEmpty() ? "" : ", labels: {placement.bleu.cloud/governed: " + level + "}",
                template,
                referenced ? "deploymentRef: {name: old}" : "deployment: {" + template + "}");
    ManifestObjects objects =
        ManifestObjects.of(
            ManifestReader.read(
                List.of("-"), new ByteArrayInputStream(yaml.getBytes(StandardCharsets.UTF_8))));
    return objects
        .problems(EstateTranslator.translate(objects.objects(), NOW, Map.of()).problems())
        .stream()
        .map(ManifestProblem::text)
        .map(text -> text.replaceFirst("^.*BleuWorkload shop/web, spec.workload.", ""))
        .collect(Collectors.joining(" | "));
  }

  @ParameterizedTest(name = "{0} {1}")
  @CsvSource(
      delimiter = '|',
      ignoreLeadingAndTrailingWhitespace = true,
      value = {
        "''      | , nodeName: n1 | true",
        "Enforce | , nodeName: n1 | true",
        "Enforce | , nodeName: '' | false",
        "Enforce | , tolerations: [{operator: Exists}] | true",
        "Audit   | , tolerations: [{operator: Exists}] | false",
        "''      | , tolerations: [{operator: Exists}] | false",
        "Enforce | , tolerations: [{key: gpu, operator: Exists}] | false",
        "Enforce | , tolerations: [{key: node.kubernetes.io/unschedulable, operator: Exists}] | true",
        "Enforce | , tolerations: [{key: node.kubernetes.io/out-of-service, operator: Exists}] | true",
        "Enforce | , tolerations: [{key: node.kubernetes.io/not-ready, operator: Exists}] | true",
        "Enforce | , tolerations: [{key: node.kubernetes.io/unreachable, operator: Exists, tolerationSeconds: 60}] | false",
        "Enforce | , tolerations: [{key: node.kubernetes.io/unreachable, operator: Exists, tolerationSeconds: 3600}] | false",
        "Enforce | , tolerations: [{key: node.kubernetes.io/unreachable, operator: Exists, tolerationSeconds: 3601}] | true",
      })
  void table(String level, String pod, boolean refused) {
    for (boolean referenced : new boolean[] {false, true}) {
      String found = problems(level, pod, referenced);
      assertEquals(refused, !found.isEmpty(), found);
    }
  }

  @ParameterizedTest(name = "referenced: {0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "false | deployment.template.spec.nodeName: passes by the scheduler, and so by the decision; take it out of"
            + " the template",
        "true  | deploymentRef.name: its nodeName passes by the scheduler, and so by the decision; take it out of the"
            + " Deployment",
      })
  void itSaysWhatToDo(boolean referenced, String expected) {
    assertEquals(expected, problems("", ", nodeName: n1", referenced));
  }

  /** What is refused when it is read is what the gate refuses of pods. */
  @ParameterizedTest(name = "{0} {1}")
  @CsvSource({
    "'', false",
    "gpu, false",
    "node.kubernetes.io/unschedulable, true",
    "node.kubernetes.io/out-of-service, false",
    "node.kubernetes.io/not-ready, false",
    "node.kubernetes.io/not-ready, true",
    "node.kubernetes.io/unreachable, false",
    "node.kubernetes.io/unreachable, true",
    "node.kubernetes.io/memory-pressure, false",
  })
  void asTheGate(String key, boolean forAWhile) {
    Toleration toleration = new Toleration();
    toleration.setKey(key);
    toleration.setTolerationSeconds(forAWhile ? 3600L : null);
    assertEquals(ExistingPodCheck.defeats(List.of(toleration)), Bypass.defeats(key, forAWhile));
    toleration.setTolerationSeconds(3601L);
    assertEquals(ExistingPodCheck.defeats(List.of(toleration)), Bypass.defeats(key, false));
  }
}
