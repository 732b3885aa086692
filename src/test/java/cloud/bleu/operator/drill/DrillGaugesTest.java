package cloud.bleu.operator.drill;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.api.v1alpha1.ResilienceDrill;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which drills are to pass again, and which of them have not for too long. */
class DrillGaugesTest {
  private static final Instant CREATED = Instant.parse("2026-11-24T11:00:00Z");

  private static String shown(ResilienceDrill drill, Duration later) {
    PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    DrillGauges gauges =
        new DrillGauges(registry, Clock.fixed(CREATED.plus(later), ZoneOffset.UTC));
    gauges.show(List.of(drill));
    String text = registry.scrape();
    gauges.show(List.of());
    assertFalse(registry.scrape().contains("drill=\"d\""), "a drill that is gone");
    return text;
  }

  private static ResilienceDrill drill(String spec, String status) {
    return Serialization.unmarshal(
        """
        apiVersion: placement.bleu.cloud/v1alpha1
        kind: ResilienceDrill
        metadata: {name: d, uid: u, generation: 1, creationTimestamp: "2026-11-24T11:00:00Z"}
        spec: %s
        status: %s
        """
            .formatted(spec, status),
        ResilienceDrill.class);
  }

  /** A person says that it is not to run, or nothing says that it is to run again. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "{scope: {site: s-a}, schedule: 0 6 * * *, suspend: true}",
        "{scope: {site: s-a}, maxAge: 900h, suspend: true}",
        "{scope: {site: s-a}}",
        "{scope: {site: s-a}, maxAge: 2400h}"
      })
  void whatIsNotToRunAgainHasNoSeries(String spec) {
    String text = shown(drill(spec, "{conditions: []}"), Duration.ofDays(500));
    assertFalse(text.contains("drill=\"d\""), text);
  }

  /** As the status says it; while it says nothing, as long as a passed run would count. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          schedule: 0 6 1 * *, maxAge: 9600h | True    | 200 | 0
          schedule: 0 6 1 * *, maxAge: 720h  | False   | 40  | 1
          maxAge: 720h                       | False   | 40  | 1
          schedule: 0 6 * * *                | False   | 1   | 1
          schedule: 0 6 1 1 *                | Unknown | 99  | 0
          schedule: 0 6 1 1 *                | Unknown | 101 | 1
          schedule: 0 6 1 1 *                |         | 101 | 1
          maxAge: 720h                       |         | 29  | 0
          """)
  void whatHasNotPassedForLongerThanItCountsIsStale(
      String when, String fresh, int days, int stale) {
    String conditions =
        fresh == null
            ? ""
            : "{type: Fresh, status: '"
                + fresh
                + "', reason: R, message: m, lastTransitionTime: t}";
    String text =
        shown(
            drill("{scope: {site: s-a}, " + when + "}", "{conditions: [" + conditions + "]}"),
            Duration.ofDays(days));
    assertTrue(text.contains("bleu_drill_stale{drill=\"d\"} " + stale + ".0"), text);
  }

  @Test
  void theAgeOfTheLastPassedRunIsAMetric() {
    String spec = "{scope: {site: s-a}, schedule: 0 6 * * *}";
    assertEquals(3720.0, age(drill(spec, "{}"), Duration.ofMinutes(62)));
    assertEquals(
        120.0, age(drill(spec, "{lastPassed: \"2026-11-24T12:00:00Z\"}"), Duration.ofMinutes(62)));
  }

  private static double age(ResilienceDrill drill, Duration later) {
    String series = "bleu_drill_last_passed_age_seconds{drill=\"d\"} ";
    return shown(drill, later)
        .lines()
        .filter(line -> line.startsWith(series))
        .map(line -> Double.valueOf(line.substring(series.length())))
        .findFirst()
        .orElseThrow();
  }
}
