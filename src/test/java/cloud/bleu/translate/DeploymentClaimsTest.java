package cloud.bleu.translate;

import static org.junit.jupiter.api.Assertions.assertEquals;

import cloud.bleu.placement.estate.Workload;
import cloud.bleu.translate.manifest.ManifestObjects;
import cloud.bleu.translate.manifest.ManifestReader;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** One Deployment, and two workloads that would take it over. */
class DeploymentClaimsTest {

  @ParameterizedTest(name = "old {0}, new {1}: {2}")
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      textBlock =
          """
          # created of a        | created of b         | deployment of b | namespace of b | placed
          -                     | -                    | app             | shop           | a
          2026-02-01T00:00:00Z  | -                    | app             | shop           | a
          -                     | 2026-02-01T00:00:00Z | app             | shop           | b
          2026-02-01T00:00:00Z  | 2026-01-01T00:00:00Z | app             | shop           | b
          2026-02-01T00:00:00Z  | 2026-02-01T00:00:00Z | app             | shop           | a
          2026-02-01T00:00:00Z  | 2026-01-01T00:00:00Z | other           | shop           | a b
          2026-02-01T00:00:00Z  | 2026-01-01T00:00:00Z | app             | mail           | a b
          """)
  void theElderHasIt(String a, String b, String deployment, String namespace, String placed) {
    String yaml =
        workload("b", namespace, deployment, b)
            + workload("a", "shop", "app", a)
            + deployment("app", "shop")
            + deployment("other", "shop")
            + deployment("app", "mail");
    Translation read =
        EstateTranslator.translate(
            ManifestObjects.of(
                    ManifestReader.read(
                        List.of("-"),
                        new ByteArrayInputStream(yaml.getBytes(StandardCharsets.UTF_8))))
                .objects(),
            Instant.parse("2026-11-01T00:00:00Z"),
            Map.of());
    assertEquals(
        List.of(placed.split(" ")),
        read.estate().workloads().stream()
            .map(Workload::id)
            .map(id -> id.name())
            .sorted()
            .toList());
    if (placed.length() == 1) {
      String other = placed.equals("a") ? "b" : "a";
      assertEquals(
          List.of(
              "BleuWorkload shop/"
                  + other
                  + " spec.workload.deploymentRef.name: the BleuWorkload \""
                  + placed
                  + "\" runs this Deployment already"),
          read.problems().stream()
              .map(p -> p.object() + " " + p.path() + ": " + p.what())
              .toList());
    }
  }

  private static String workload(String name, String namespace, String deployment, String created) {
    return """
        apiVersion: placement.bleu.cloud/v1alpha1
        kind: BleuWorkload
        metadata: {name: %s, namespace: %s%s}
        spec: {replicas: 1, dataClasses: [Ordinary], workload: {deploymentRef: {name: %s}}}
        ---
        """
        .formatted(
            name, namespace, created == null ? "" : ", creationTimestamp: " + created, deployment);
  }

  private static String deployment(String name, String namespace) {
    return """
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: %s, namespace: %s}
        spec: {template: {spec: {containers: [{name: a, resources: {requests: {cpu: 1}}}]}}}
        ---
        """
        .formatted(name, namespace);
  }
}
