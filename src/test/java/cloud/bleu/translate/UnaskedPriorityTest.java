package cloud.bleu.translate;

import static org.junit.jupiter.api.Assertions.assertEquals;

import cloud.bleu.translate.manifest.ManifestObjects;
import cloud.bleu.translate.manifest.ManifestReader;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The class of a Deployment raises a workload where admission asks who names it. */
class UnaskedPriorityTest {

  @ParameterizedTest(name = "{index}: {0}, {1}, {2}, {3}")
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      textBlock =
          """
          # governed | of the Deployment       | of the placement | default of the cluster | counts     | told
          Enforce    | system-cluster-critical | -                | -                      | 2000000000 | false
          Audit      | system-cluster-critical | -                | -                      | 0          | true
          -          | high                    | -                | -                      | 0          | true
          -          | high                    | high             | -                      | 7          | false
          -          | low                     | -                | -                      | -5         | false
          -          | low                     | -                | gentle                 | 3          | true
          -          | -                       | -                | gentle                 | 3          | false
          Enforce    | high                    | -                | gentle                 | 7          | false
          """)
  void countsWhereItIsAskedFor(
      String governed,
      String deployment,
      String placement,
      String byDefault,
      int counts,
      boolean told) {
    for (String way : List.of("deploymentRef: {name: app}", KARMADA)) {
      Translation read =
          EstateTranslator.translate(
              ManifestObjects.of(
                      ManifestReader.read(
                          List.of("-"),
                          new ByteArrayInputStream(
                              yaml(governed, way, deployment, placement, byDefault)
                                  .getBytes(StandardCharsets.UTF_8))))
                  .objects(),
              Instant.parse("2026-11-01T00:00:00Z"),
              Map.of());
      assertEquals(List.of(), read.problems(), way);
      assertEquals(counts, read.estate().workloads().get(0).priority().value(), way);
      assertEquals(
          told,
          read.notes().stream().anyMatch(n -> n.what().contains("does not raise the workload")),
          way + read.notes());
    }
  }

  private static final String KARMADA = "karmada: {bindingOf: {kind: Deployment, name: app}}";

  private static String yaml(
      String governed, String way, String deployment, String placement, String byDefault) {
    return """
        apiVersion: v1
        kind: Namespace
        metadata: {name: shop, labels: {%s}}
        ---
        apiVersion: scheduling.k8s.io/v1
        kind: PriorityClass
        metadata: {name: high}
        value: 7
        ---
        apiVersion: scheduling.k8s.io/v1
        kind: PriorityClass
        metadata: {name: low}
        value: -5
        ---
        apiVersion: scheduling.k8s.io/v1
        kind: PriorityClass
        metadata: {name: gentle}
        value: 3
        preemptionPolicy: Never
        globalDefault: %s
        ---
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: app, namespace: shop}
        spec: {template: {spec: {%scontainers: [{name: a, resources: {requests: {cpu: 1}}}]}}}
        ---
        apiVersion: placement.bleu.cloud/v1alpha1
        kind: BleuWorkload
        metadata: {name: web, namespace: shop}
        spec: {replicas: 1, dataClasses: [Ordinary], placement: {%s}, workload: {%s}}
        """
        .formatted(
            governed == null ? "" : "placement.bleu.cloud/governed: " + governed,
            byDefault != null,
            deployment == null ? "" : "priorityClassName: " + deployment + ", ",
            placement == null ? "" : "priorityClassName: " + placement,
            way);
  }
}
