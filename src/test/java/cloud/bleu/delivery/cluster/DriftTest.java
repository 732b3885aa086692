package cloud.bleu.delivery.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What counts as an edit by somebody else, and what as the server's own writing. */
class DriftTest {

  @ParameterizedTest(name = "{1} where {0} is asked: {2}")
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      value = {
        "minReadySeconds: 0                | {}                               | -",
        "minReadySeconds: 5                | minReadySeconds: 6               | spec.minReadySeconds",
        "replicas: 1                       | replicas: 9                      | -",
        "paused: true                      | {}                               | spec.paused",
        "{}                                | progressDeadlineSeconds: 600     | -",
        "{template: {spec: {containers: [{name: a, resources: {requests: {cpu: 1000m}}}]}}} "
            + "| {template: {spec: {containers: [{name: a, resources: {requests: {cpu: '1'}}}]}}} | -",
        "{template: {spec: {containers: [{name: a}]}}} "
            + "| {template: {spec: {containers: [{name: a}, {name: b}]}}} | spec.template.spec.containers",
        "{template: {spec: {nodeSelector: {zone: a}}}} "
            + "| {template: {spec: {nodeSelector: {zone: b}}}} | spec.template.spec.nodeSelector.zone",
      })
  void firstDifference(String asked, String there, String expected) {
    assertEquals(expected, Drift.first(deployment(asked), deployment(there)));
  }

  @Test
  void allDifferencesAreFound() {
    assertEquals(
        List.of("spec.minReadySeconds", "spec.template.spec.containers[0].image"),
        Drift.all(
            deployment(
                "{minReadySeconds: 5, paused: false, template: {spec: {containers: [{name: a, image: i}]}}}"),
            deployment(
                "{minReadySeconds: 6, replicas: 3, template: {spec: {containers: [{name: a, image: j}]}}}")));
  }

  private static Deployment deployment(String spec) {
    String indented = spec.startsWith("{") ? " " + spec : "\n  " + spec;
    return Serialization.unmarshal(
        "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: x}\nspec:" + indented + "\n",
        Deployment.class);
  }
}
