package cloud.bleu.translate;

import static org.junit.jupiter.api.Assertions.assertEquals;

import cloud.bleu.translate.manifest.ManifestObjects;
import cloud.bleu.translate.manifest.ManifestReader;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** One Deployment, and two workloads that would take it over. */
class DeploymentClaimsTest {

  @ParameterizedTest(name = "{index}: {0}, {1}")
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      textBlock =
          """
          # created of a        | of b                 | Deployment of b | namespace of b | decided | in error | placed
          -                     | -                    | app             | shop           | -       | -        | a
          2026-02-01T00:00:00Z  | -                    | app             | shop           | -       | -        | a
          -                     | 2026-02-01T00:00:00Z | app             | shop           | -       | -        | b
          2026-02-01T00:00:00Z  | 2026-01-01T00:00:00Z | app             | shop           | -       | -        | b
          2026-02-01T00:00:00Z  | 2026-02-01T00:00:00Z | app             | shop           | -       | -        | a
          2026-02-01T00:00:00Z  | 2026-01-01T00:00:00Z | app             | shop           | a       | -        | a
          -                     | -                    | app             | shop           | b       | -        | b
          2026-02-01T00:00:00Z  | 2026-01-01T00:00:00Z | app             | shop           | ab      | -        | b
          2026-02-01T00:00:00Z  | 2026-01-01T00:00:00Z | app             | shop           | -       | b        | a
          2026-02-01T00:00:00Z  | 2026-01-01T00:00:00Z | app             | shop           | b       | b        | b
          2026-02-01T00:00:00Z  | 2026-01-01T00:00:00Z | other           | shop           | -       | -        | ab
          2026-02-01T00:00:00Z  | 2026-01-01T00:00:00Z | app             | mail           | -       | -        | ab
          """)
  void oneOfThemHasIt(
      String a,
      String b,
      String deployment,
      String namespace,
      String decided,
      String wrong,
      String placed) {
    String yaml =
        workload("b", namespace, deployment, b, "b".equals(wrong) ? "[Nonsense]" : "[Ordinary]")
            + workload("a", "shop", "app", a, "[Ordinary]")
            + deployment("app", "shop")
            + deployment("other", "shop")
            + deployment("app", "mail")
            + (decided == null ? "" : decisions(decided));
    Translation read =
        EstateTranslator.translate(
            ManifestObjects.of(
                    ManifestReader.read(
                        List.of("-"),
                        new ByteArrayInputStream(yaml.getBytes(StandardCharsets.UTF_8))))
                .objects(),
            Instant.parse("2026-11-01T00:00:00Z"),
            Map.of());
    List<String> others =
        read.problems().stream()
            .filter(p -> p.path().equals("spec.workload.deploymentRef.name"))
            .map(p -> p.object() + ": " + p.what())
            .toList();
    assertEquals(
        placed.length() == 2
            ? List.of()
            : List.of(
                "BleuWorkload shop/%s: the BleuWorkload \"%s\" takes over this Deployment"
                    .formatted(placed.equals("a") ? "b" : "a", placed)),
        others);
    assertEquals(
        placed.chars().mapToObj(Character::toString).filter(w -> !w.equals(wrong)).toList(),
        read.estate().workloads().stream()
            .filter(w -> !w.suspended())
            .map(w -> w.id().name())
            .sorted()
            .toList());
    if ("ab".equals(decided)) {
      assertEquals(
          2, read.estate().workloads().size(), "what runs of the other one keeps its room");
    }
  }

  private static String decisions(String workloads) {
    return workloads
        .chars()
        .mapToObj(
            w ->
                """
                apiVersion: placement.bleu.cloud/v1alpha1
                kind: WorkloadPlacement
                metadata: {name: %1$c, namespace: shop}
                spec: {workloadRef: {name: %1$c, uid: %1$c}, assignments: []}
                ---
                """
                    .formatted(w))
        .collect(Collectors.joining());
  }

  private static String workload(
      String name, String namespace, String deployment, String created, String dataClasses) {
    return """
        apiVersion: placement.bleu.cloud/v1alpha1
        kind: BleuWorkload
        metadata: {name: %1$s, namespace: %2$s, uid: %1$s%3$s}
        spec: {replicas: 1, dataClasses: %5$s, workload: {deploymentRef: {name: %4$s}}}
        ---
        """
        .formatted(
            name,
            namespace,
            created == null ? "" : ", creationTimestamp: " + created,
            deployment,
            dataClasses);
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
