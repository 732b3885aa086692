package cloud.bleu.translate;

import static org.junit.jupiter.api.Assertions.assertEquals;

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

/** For whose rollouts room is kept, and what of a rollout its author is told. */
class RolloutTranslationTest {

  private static final Map<String, String> SAYS =
      Map.of(
          "more", "Deployment app asks for 4 replicas and the workload for 3",
          "fewer", "Recreate ends all replicas of a zone before new ones start",
          "slower", "a rollout replaces one replica at a time in a zone",
          "paused", "the Deployment is paused");

  @ParameterizedTest(name = "{index}: {0}, {1}, {2}")
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      textBlock =
          """
          # way         | states                                                   | resilience                          | room  | told
          deployment    | -                                                        | -                                   | true  | -
          deployment    | strategy: {type: RollingUpdate}                          | -                                   | true  | -
          deployment    | strategy: {type: Recreate}                               | -                                   | false | -
          deployment    | strategy: {type: Recreate}                               | tolerate: [{of: Site, keep: 1}]     | false | fewer
          deployment    | strategy: {type: Recreate}                               | tolerate: [{of: Site}]              | false | -
          deployment    | strategy: {type: Recreate}                               | quorum: true                        | false | fewer
          deployment    | strategy: {type: RollingUpdate}                          | quorum: true                        | true  | -
          statefulSet   | -                                                        | -                                   | false | -
          deploymentRef | -                                                        | -                                   | true  | -
          deploymentRef | strategy: {type: Recreate}                               | tolerate: [{of: Site, keep: 1}]     | false | fewer
          deploymentRef | strategy: {rollingUpdate: {maxSurge: 25%, maxUnavailable: 25%}} | -                            | true  | -
          deploymentRef | strategy: {rollingUpdate: {maxSurge: 1, maxUnavailable: 0}} | -                                | true  | -
          deploymentRef | strategy: {rollingUpdate: {maxSurge: 0, maxUnavailable: 1}} | -                                | false | -
          deploymentRef | strategy: {rollingUpdate: {maxSurge: 0, maxUnavailable: 50%}} | -                              | false | slower
          deploymentRef | strategy: {rollingUpdate: {maxSurge: 3, maxUnavailable: 0}} | -                                | true  | slower
          deploymentRef | paused: true                                             | -                                   | true  | paused
          deploymentRef | replicas: 3                                              | -                                   | true  | -
          deploymentRef | replicas: 4                                              | -                                   | true  | more
          deploymentRef | replicas: 4, strategy: {type: Recreate}                  | -                                   | false | more
          deploymentRef, scaleDown: Never | replicas: 4                            | -                                   | true  | -
          karmada       | strategy: {type: Recreate}                               | -                                   | false | -
          karmada       | strategy: {rollingUpdate: {maxSurge: 3}}                 | -                                   | true  | -
          """)
  void isOfTheStrategyThatIsStated(
      String way, String states, String resilience, boolean room, String told) {
    Translation read =
        EstateTranslator.translate(
            ManifestObjects.of(
                    ManifestReader.read(
                        List.of("-"),
                        new ByteArrayInputStream(
                            yaml(way, states, resilience).getBytes(StandardCharsets.UTF_8))))
                .objects(),
            Instant.parse("2026-11-01T00:00:00Z"),
            Map.of());
    assertEquals(List.of(), read.problems());
    assertEquals(room, read.estate().workloads().get(0).surges());
    assertEquals(
        told == null ? List.of() : List.of(told),
        read.notes().stream().map(Problem::what).map(RolloutTranslationTest::brief).toList());
  }

  private static String brief(String what) {
    return SAYS.entrySet().stream()
        .filter(e -> what.startsWith(e.getValue()))
        .map(Map.Entry::getKey)
        .findFirst()
        .orElse(what);
  }

  private static String yaml(String way, String states, String resilience) {
    String template =
        "template: {spec: {containers: [{name: a, resources: {requests: {cpu: 1}}}]}}";
    String stated = states == null ? "" : states + ", ";
    String source =
        switch (way) {
          case "karmada" -> "{bindingOf: {kind: Deployment, name: app}}";
          case "deploymentRef" -> "{name: app}";
          case "deploymentRef, scaleDown: Never" -> "{name: app, scaleDown: Never}";
          default -> "{" + stated + template + "}";
        };
    return """
        apiVersion: v1
        kind: Namespace
        metadata: {name: shop}
        ---
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: app, namespace: shop}
        spec: {%s%s}
        ---
        apiVersion: placement.bleu.cloud/v1alpha1
        kind: BleuWorkload
        metadata: {name: web, namespace: shop}
        spec: {replicas: 3, dataClasses: [Ordinary], resilience: {%s}, workload: {%s: %s}}
        """
        .formatted(
            stated, template, resilience == null ? "" : resilience, way.split(",")[0], source);
  }
}
