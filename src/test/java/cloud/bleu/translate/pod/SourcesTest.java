package cloud.bleu.translate.pod;

import static org.junit.jupiter.api.Assertions.assertEquals;

import cloud.bleu.translate.EstateTranslator;
import cloud.bleu.translate.Translation;
import cloud.bleu.translate.finding.Problem;
import cloud.bleu.translate.manifest.ManifestObjects;
import cloud.bleu.translate.manifest.ManifestReader;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which Deployment a workload may refer to. */
class SourcesTest {

  /** What is written of each zone is no template, whoever reads it. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {}                                       | ''
          {app: web}                               | ''
          {placement.bleu.cloud/workload: web}     | spec.workload.deploymentRef.name: the Deployment \
          has the label placement.bleu.cloud/workload, as what the operator makes of a decision has; \
          name another Deployment, or take the label off this one
          """)
  void aChildIsNoTemplate(String labels, String told) {
    String manifests =
        """
        apiVersion: v1
        kind: Namespace
        metadata: {name: shop}
        ---
        apiVersion: placement.bleu.cloud/v1alpha1
        kind: BleuWorkload
        metadata: {name: web, namespace: shop}
        spec: {replicas: 1, dataClasses: [Ordinary], workload: {deploymentRef: {name: app}}}
        ---
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: app, namespace: shop, labels: %s}
        spec: {template: {spec: {containers: [{name: a, resources: {requests: {cpu: 1}}}]}}}
        """
            .formatted(labels);
    ManifestReader.Result read =
        ManifestReader.read(
            List.of("-"), new ByteArrayInputStream(manifests.getBytes(StandardCharsets.UTF_8)));
    Translation translation =
        EstateTranslator.translate(
            ManifestObjects.of(read).objects(), Instant.parse("2026-03-01T00:00:00Z"), Map.of());
    assertEquals(
        told, String.join("\n", translation.problems().stream().map(Problem::text).toList()));
  }
}
