package cloud.bleu.delivery.manifest;

import static org.junit.jupiter.api.Assertions.assertEquals;

import cloud.bleu.api.v1alpha1.Assignment;
import cloud.bleu.api.v1alpha1.BleuWorkload;
import cloud.bleu.delivery.zone.ZoneManifest;
import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the objects of zones take over of what their workload states. */
class ChildFactoryTest {

  private static final String TEMPLATE = "template: {spec: {containers: [{name: c, image: i}]}}";
  private static final String ONE_MORE =
      "{\"rollingUpdate\":{\"maxSurge\":1,\"maxUnavailable\":0},\"type\":\"RollingUpdate\"}";
  private static final String ONE_LESS =
      "{\"rollingUpdate\":{\"maxSurge\":0,\"maxUnavailable\":1},\"type\":\"RollingUpdate\"}";
  private static final String RECREATE = "{\"type\":\"Recreate\"}";

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "{}                                                                       | more",
        "{strategy: {type: RollingUpdate}}                                        | more",
        "{strategy: {rollingUpdate: {maxSurge: 25%, maxUnavailable: 25%}}}        | more",
        "{strategy: {rollingUpdate: {maxSurge: 3, maxUnavailable: 2}}}            | more",
        "{strategy: {type: RollingUpdate, rollingUpdate: {maxSurge: 0}}}          | less",
        "{strategy: {rollingUpdate: {maxSurge: 0%, maxUnavailable: 50%}}}         | less",
        "{strategy: {type: Recreate}}                                             | recreate",
      })
  void replacementOfPodsIsWithinWhatADeploymentStates(String spec, String strategy) {
    assertEquals(
        Map.of("more", ONE_MORE, "less", ONE_LESS, "recreate", RECREATE).get(strategy),
        child("{deploymentRef: {name: old}}", deployment(spec)).path("strategy").toString());
  }

  @ParameterizedTest(name = "template: {0}")
  @CsvSource({
    "'', more",
    "'strategy: {type: RollingUpdate},', more",
    "'strategy: {type: Recreate},', recreate"
  })
  void replacementOfPodsIsWhatATemplateStates(String states, String strategy) {
    assertEquals(
        Map.of("more", ONE_MORE, "recreate", RECREATE).get(strategy),
        child("{deployment: {" + states + TEMPLATE + "}}", null).path("strategy").toString());
  }

  /** What a Deployment leaves open the API server decides, as it did for the Deployment itself. */
  @Test
  void timesAndHistoryOfADeploymentAreThoseOfItsZones() {
    JsonNode stated =
        child(
            "{deploymentRef: {name: old}}",
            deployment(
                "{minReadySeconds: 5, progressDeadlineSeconds: 77, revisionHistoryLimit: 2, paused:"
                    + " true}"));
    assertEquals(5, stated.path("minReadySeconds").asInt());
    assertEquals(77, stated.path("progressDeadlineSeconds").asInt());
    assertEquals(2, stated.path("revisionHistoryLimit").asInt());
    JsonNode open = child("{deploymentRef: {name: old}}", deployment("{}"));
    for (String field :
        List.of("minReadySeconds", "progressDeadlineSeconds", "revisionHistoryLimit")) {
      assertEquals("", open.path(field).asText(), field);
    }
  }

  @Test
  void orderAndTimesOfAStatefulSetAreWhatTheWorkloadStates() {
    JsonNode stated =
        child(
            "{statefulSet: {podManagementPolicy: Parallel, minReadySeconds: 5, " + TEMPLATE + "}}",
            null);
    assertEquals("Parallel", stated.path("podManagementPolicy").asText());
    assertEquals(5, stated.path("minReadySeconds").asInt());
    JsonNode open = child("{statefulSet: {" + TEMPLATE + "}}", null);
    assertEquals("OrderedReady", open.path("podManagementPolicy").asText());
    assertEquals(0, open.path("minReadySeconds").asInt());
  }

  /** A paused Deployment that is new would never start a pod. */
  @Test
  void noZoneIsPaused() {
    assertEquals(
        "",
        child("{deploymentRef: {name: old}}", deployment("{paused: true}"))
            .path("paused")
            .asText());
  }

  private static Deployment deployment(String spec) {
    Deployment deployment =
        Serialization.unmarshal(
            "---\n{apiVersion: apps/v1, kind: Deployment, metadata: {name: old}, spec: "
                + spec
                + "}",
            Deployment.class);
    Deployment templated =
        Serialization.unmarshal(
            "---\n{apiVersion: apps/v1, kind: Deployment, spec: {" + TEMPLATE + "}}",
            Deployment.class);
    deployment.getSpec().setTemplate(templated.getSpec().getTemplate());
    return deployment;
  }

  /** The spec of the only child. */
  private static JsonNode child(String source, @Nullable Deployment reference) {
    BleuWorkload workload =
        Serialization.unmarshal(
            "---\n"
                + "{apiVersion: placement.bleu.cloud/v1alpha1, kind: BleuWorkload, metadata: {name:"
                + " web, namespace: shop, uid: u}, spec: {workload: "
                + source
                + "}}",
            BleuWorkload.class);
    try {
      List<ZoneManifest> children =
          new ChildFactory(workload, reference)
              .children(
                  List.of(new Assignment("a", 1, null, null)), Map.of("a", Map.of("zone", "a")));
      return Serialization.jsonMapper().valueToTree(children.get(0).object()).path("spec");
    } catch (TemplateException e) {
      throw new AssertionError(e);
    }
  }
}
