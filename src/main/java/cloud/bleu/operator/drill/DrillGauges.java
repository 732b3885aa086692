package cloud.bleu.operator.drill;

import cloud.bleu.api.v1alpha1.ResilienceDrill;
import cloud.bleu.drill.DrillTiming;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How long ago each drill has passed, as a metric. */
public final class DrillGauges {

  private final MultiGauge ages;
  private final Clock clock;

  public DrillGauges(MeterRegistry registry, Clock clock) {
    this.clock = clock;
    ages =
        MultiGauge.builder("bleu.drill.last.passed.age")
            .description(
                "Seconds since a drill passed last; since it was created, where it never has.")
            .baseUnit("seconds")
            .register(registry);
  }

  /** Shows those that there are. */
  public void show(List<ResilienceDrill> drills) {
    ages.register(
        drills.stream()
            .<MultiGauge.Row<?>>map(
                drill ->
                    MultiGauge.Row.of(
                        Tags.of("drill", drill.getMetadata().getName()), () -> age(since(drill))))
            .toList(),
        true);
  }

  private double age(@Nullable Instant since) {
    return since == null
        ? Double.NaN
        : Math.max(0, Duration.between(since, clock.instant()).toSeconds());
  }

  private static @Nullable Instant since(ResilienceDrill drill) {
    Instant passed =
        drill.getStatus() == null ? null : DrillTiming.instant(drill.getStatus().lastPassed());
    return passed != null
        ? passed
        : DrillTiming.instant(drill.getMetadata().getCreationTimestamp());
  }
}
