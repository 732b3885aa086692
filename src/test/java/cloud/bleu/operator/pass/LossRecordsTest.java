package cloud.bleu.operator.pass;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.apiserver.Refusal;
import cloud.bleu.operator.MovableClock;
import io.fabric8.kubernetes.api.model.StatusBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a published schema says of the field in which losses are recorded. */
class LossRecordsTest {

  private static final Clock CLOCK = Clock.systemUTC();

  @ParameterizedTest
  @CsvSource({
    "AvailabilityZone, observedLosses, true",
    "AvailabilityZone, conditions, false",
    // Nothing is known of zones there.
    "CloudProvider, conditions, true",
  })
  void theKindHasTheFieldOrHasNot(String kind, String field, boolean there) {
    assertEquals(there, isThere(schema(kind, field)));
  }

  private static String schema(String kind, String field) {
    return """
            {"components": {"schemas": {
              "cloud.bleu.placement.v1alpha1.Other": {"properties": {"status": {}}},
              "cloud.bleu.placement.v1alpha1.One": {
                "properties": {"status": {"properties": {"%s": {"type": "array"}}}},
                "x-kubernetes-group-version-kind": [
                  {"group": "placement.bleu.cloud", "kind": "%s", "version": "v1alpha1"}]}}}}
            """
        .formatted(field, kind);
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
                },
                CLOCK)
            .isThere());
  }

  private static boolean isThere(@Nullable String schema) {
    return new LossRecords(path -> schema, CLOCK).isThere();
  }

  private static final Refusal NO_FIELD =
      refusal(".status.observedLosses: field not declared in schema");

  private static Refusal refusal(String words) {
    return Refusal.of(
        new KubernetesClientException(
            new StatusBuilder()
                .withCode(500)
                .withMessage(
                    "failed to create typed patch object (/a; placement.bleu.cloud/v1alpha1,"
                        + " Kind=AvailabilityZone): "
                        + words)
                .build()));
  }

  /** What is published comes some time after the kind, and goes some time after it. */
  @Test
  void theAnswerIsAskedAgainWhileItIsNo() {
    AtomicReference<String> schema =
        new AtomicReference<>(schema("AvailabilityZone", "conditions"));
    AtomicInteger asked = new AtomicInteger();
    MovableClock clock = new MovableClock();
    LossRecords records =
        new LossRecords(
            path -> {
              asked.incrementAndGet();
              return schema.get();
            },
            clock);
    assertFalse(records.isMissing(), "nobody asked yet");
    for (int i = 0; i < 9; i++) {
      assertFalse(records.isThere());
      assertTrue(records.isMissing());
    }
    assertEquals(1, asked.get());
    schema.set(schema("AvailabilityZone", "observedLosses"));
    assertFalse(records.isThere());
    clock.forward(Duration.ofMinutes(1));
    assertTrue(records.isThere());
    assertFalse(records.isMissing());
    clock.forward(Duration.ofHours(9));
    assertTrue(records.isThere());
    assertEquals(2, asked.get(), "a yes is not asked again");

    // The kind is rolled back: a refused write is the first to say so.
    assertFalse(records.refused(refusal(".status.other: field not declared in schema")));
    assertTrue(records.refused(NO_FIELD));
    assertTrue(records.isMissing() && records.isRefused());
    schema.set(null);
    clock.forward(Duration.ofMinutes(1));
    assertFalse(records.isThere(), "no answer is no yes");
    assertTrue(records.isRefused());
    schema.set(schema("AvailabilityZone", "observedLosses"));
    clock.forward(Duration.ofMinutes(1));
    assertTrue(records.isThere());
    assertFalse(records.isRefused());
  }
}
