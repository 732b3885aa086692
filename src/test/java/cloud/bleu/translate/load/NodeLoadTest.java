package cloud.bleu.translate.load;

import static org.junit.jupiter.api.Assertions.assertEquals;

import cloud.bleu.placement.model.Capacity;
import cloud.bleu.placement.model.Quantities;
import cloud.bleu.placement.model.Zone;
import cloud.bleu.translate.EstateTranslator;
import cloud.bleu.translate.Translation;
import cloud.bleu.translate.manifest.ManifestObjects;
import cloud.bleu.translate.manifest.ManifestReader;
import cloud.bleu.translate.object.ApiObjects;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What is left of a zone of one node, 8 cpu and 20 pods, for workloads: room is what pods ask, and
 * never counted twice.
 */
class NodeLoadTest {

  private static final String MEASURED =
      """
      apiVersion: placement.bleu.cloud/v1alpha1
      kind: AvailabilityZone
      metadata: {name: a}
      spec: {provider: p, region: r, site: s, target: {nodeSelector: {zone: a}}}
      ---
      """;

  private static final String ESTATE =
      MEASURED
          + """
          apiVersion: v1
          kind: Node
          metadata: {name: a-1, labels: {zone: a}}
          status: {allocatable: {cpu: "8", pods: "20"}, conditions: [{type: Ready, status: "True"}]}
          ---
          apiVersion: placement.bleu.cloud/v1alpha1
          kind: BleuWorkload
          metadata: {name: nightly, namespace: shop}
          spec:
            workload: {pods: {selector: {matchLabels: {app: nightly}}, requests: {cpu: 500m}}}
          ---
          apiVersion: placement.bleu.cloud/v1alpha1
          kind: WorkloadPlacement
          metadata: {name: nightly, namespace: shop}
          spec: {assignments: [{zone: a, replicas: 1}]}
          ---
          apiVersion: placement.bleu.cloud/v1alpha1
          kind: BleuWorkload
          metadata: {name: web, namespace: shop}
          spec:
            workload:
              deployment:
                template:
                  spec: {containers: [{name: main, image: none, resources: {requests: {cpu: "1"}}}]}
          ---
          """;

  private static final String OF_WEB =
      "placement.bleu.cloud/workload: web, placement.bleu.cloud/zone: a";

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          nobody's                                 | app: other   | 2     | 6000 | 19
          selected, as stated                      | app: nightly | 500m  | 8000 | 20
          selected, less than stated               | app: nightly | 100m  | 8000 | 20
          selected, more than stated               | app: nightly | 3     | 5500 | 20
          of a Deployment, as in the template      | $web         | 1     | 8000 | 20
          of a Deployment, resized in place        | $web         | 2500m | 6500 | 20
          with the label of no workload            | placement.bleu.cloud/workload: gone | 2 | 6000 | 19
          """)
  void roomIsWhatPodsAsk(String what, String labels, String cpu, long left, long pods) {
    Quantities free =
        zone(ESTATE + pod("p", labels.replace("$web", OF_WEB), "{cpu: " + cpu + "}"))
            .capacity()
            .total();
    assertEquals(left, free.get("cpu"), what);
    assertEquals(pods, free.get("pods"), what);
  }

  @Test
  void podBeyondTheRoomOfItsDecisionCountsAsAWhole() {
    String two =
        pod("p1", "app: nightly", "{cpu: 500m}") + pod("p2", "app: nightly", "{cpu: 500m}");
    assertEquals(
        Quantities.of(Map.of("cpu", 7500L, "pods", 19L)), zone(ESTATE + two).capacity().total());
  }

  /** Pods of Jobs stay for a while after they ended; the room of the decision is not theirs. */
  @ParameterizedTest
  @CsvSource({"Succeeded", "Failed"})
  void podThatEndedTakesNoRoomOfTheDecision(String phase) {
    String ended =
        pod("a-ended", "app: nightly", "{cpu: 500m}")
            .replace("\n---", "\nstatus: {phase: " + phase + "}\n---");
    assertEquals(
        Quantities.of(Map.of("cpu", 8000L, "pods", 20L)),
        zone(ESTATE + ended + pod("b-runs", "app: nightly", "{cpu: 500m}")).capacity().total());
  }

  @Test
  void resourceThatNobodyStatedCounts() {
    assertEquals(
        3,
        zone(ESTATE.replace("{cpu: \"8\",", "{cpu: \"8\", example.com/gpu: \"4\",")
                + pod("p", "app: nightly", "{cpu: 500m, example.com/gpu: 1}"))
            .capacity()
            .total()
            .get("example.com/gpu"));
  }

  /** What is declared is for workloads: of it goes what their pods ask too much, and no other. */
  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          nobody's                                 | app: other   | 2     | 6000
          selected, as stated                      | app: nightly | 500m  | 6000
          selected, more than stated               | app: nightly | 3     | 3500
          of a Deployment, resized in place        | $web         | 2500m | 4500
          with the label of no workload            | placement.bleu.cloud/workload: gone | 2 | 6000
          """)
  void declaredRoomIsForWorkloads(String what, String labels, String cpu, long left) {
    Zone zone =
        zone(
            ESTATE.replace("target: {", "capacity: {cpu: \"6\"}, target: {")
                + pod("p", labels.replace("$web", OF_WEB), "{cpu: " + cpu + "}"));
    assertEquals(left, zone.capacity().total().get("cpu"), what);
    assertEquals(Capacity.NOT_STATED, zone.capacity().total().get("pods"));
  }

  /** A replica of pods takes one of the pods of a node as well. */
  @Test
  void podsOfOthersCountAsPods() {
    assertEquals(
        Quantities.of(Map.of("cpu", 500L, "pods", 1L)),
        translate(ESTATE).estate().workloads().get(0).requests());
  }

  private static Zone zone(String yaml) {
    return Objects.requireNonNull(translate(yaml).estate().zone("a"));
  }

  private static Translation translate(String yaml) {
    ApiObjects objects =
        ManifestObjects.of(
                ManifestReader.read(
                    List.of("-"), new ByteArrayInputStream(yaml.getBytes(StandardCharsets.UTF_8))))
            .objects();
    return EstateTranslator.translate(objects, Instant.parse("2026-11-27T08:00:00Z"), Map.of());
  }

  private static String pod(String name, String labels, String requests) {
    return """
    apiVersion: v1
    kind: Pod
    metadata: {name: %s, namespace: shop, labels: {%s}}
    spec: {nodeName: a-1, containers: [{name: main, image: none, resources: {requests: %s}}]}
    ---
    """
        .formatted(name, labels, requests);
  }
}
