package cloud.bleu.operator.pass;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.fabric8.kubernetes.client.KubernetesClientException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a published schema says of the field in which losses are recorded. */
class LossRecordsTest {

  @ParameterizedTest
  @CsvSource({
    "AvailabilityZone, observedLosses, true",
    "AvailabilityZone, conditions, false",
    // Nothing is known of zones there.
    "CloudProvider, conditions, true",
  })
  void theKindHasTheFieldOrHasNot(String kind, String field, boolean there) {
    assertEquals(
        there,
        isThere(
            """
            {"components": {"schemas": {
              "cloud.bleu.placement.v1alpha1.Other": {"properties": {"status": {}}},
              "cloud.bleu.placement.v1alpha1.One": {
                "properties": {"status": {"properties": {"%s": {"type": "array"}}}},
                "x-kubernetes-group-version-kind": [
                  {"group": "placement.bleu.cloud", "kind": "%s", "version": "v1alpha1"}]}}}}
            """
                .formatted(field, kind)));
  }

  /** Then a status that cannot be written shows it. */
  @Test
  void whoGetsNoAnswerTakesItForThere() {
    assertEquals(true, isThere(null));
    assertEquals(true, isThere("not found"));
    assertEquals(true, isThere("{}"));
    assertEquals(
        true,
        new LossRecords(
                path -> {
                  throw new KubernetesClientException("forbidden");
                })
            .isThere());
  }

  private static boolean isThere(@Nullable String schema) {
    return new LossRecords(path -> schema).isThere();
  }
}
