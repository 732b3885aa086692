package cloud.bleu.operator.drill;

import cloud.bleu.api.v1alpha1.ResilienceDrill;
import cloud.bleu.api.v1alpha1.ResilienceDrillSpec;
import cloud.bleu.status.Conditions;
import cloud.bleu.time.DurationText;
import cloud.bleu.time.InstantText;
import io.fabric8.kubernetes.api.model.Condition;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * How long ago each drill that has to pass again last passed, and whether that still counts, as
 * metrics.
 */
public final class DrillGauges {

  private final MultiGauge ages;
  private final MultiGauge stale;
  private final Clock clock;

  /** Registers both metrics, without a series until the first drill is shown. */
  public DrillGauges(MeterRegistry registry, Clock clock) {
    this.clock = clock;
    ages =
        MultiGauge.builder("bleu.drill.last.passed.age")
            .description(
                "Seconds since a drill that is to pass again passed last; since it was created, where it never has.")
            .baseUnit("seconds")
            .register(registry);
    stale =
        MultiGauge.builder("bleu.drill.stale")
            .description(
                "1 while a drill that is to pass again has no passed run that counts: its condition Fresh is False, or"
                    + " it has not run for longer than spec.maxAge.")
            .register(registry);
  }

  /** Shows those that there are. */
  public void show(List<ResilienceDrill> drills) {
    List<ResilienceDrill> again = drills.stream().filter(DrillGauges::isToPassAgain).toList();
    ages.register(rows(again, drill -> age(since(drill))), true);
    stale.register(rows(again, drill -> isStale(drill) ? 1 : 0), true);
  }

  private static List<MultiGauge.Row<?>> rows(
      List<ResilienceDrill> drills, ToDoubleFunction<ResilienceDrill> value) {
    return drills.stream()
        .<MultiGauge.Row<?>>map(
            drill ->
                MultiGauge.Row.of(
                    Tags.of("drill", drill.getMetadata().getName()),
                    () -> value.applyAsDouble(drill)))
        .toList();
  }

  /**
   * Whether somebody says that it is: by a schedule, or by how long a passed run counts. The kind
   * says the latter of each, so that its default says nothing.
   */
  private static boolean isToPassAgain(ResilienceDrill drill) {
    ResilienceDrillSpec spec = drill.getSpec();
    return spec != null
        && !spec.suspend()
        && (spec.schedule() != null || !spec.maxAge().equals(ResilienceDrillSpec.MAX_AGE));
  }

  private boolean isStale(ResilienceDrill drill) {
    Condition fresh =
        drill.getStatus() == null ? null : Conditions.find(drill.getStatus().conditions(), "Fresh");
    if (fresh != null && !fresh.getStatus().equals("Unknown")) {
      return fresh.getStatus().equals("False");
    }
    Duration maxAge = DurationText.parse(drill.getSpec().maxAge());
    return maxAge != null && age(since(drill)) > maxAge.toSeconds();
  }

  private double age(@Nullable Instant since) {
    return since == null
        ? Double.NaN
        : Math.max(0, Duration.between(since, clock.instant()).toSeconds());
  }

  private static @Nullable Instant since(ResilienceDrill drill) {
    Instant passed =
        drill.getStatus() == null ? null : InstantText.parse(drill.getStatus().lastPassed());
    return passed != null ? passed : InstantText.parse(drill.getMetadata().getCreationTimestamp());
  }
}
