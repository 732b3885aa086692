package cloud.bleu.operator.probe;

import cloud.bleu.api.v1alpha1.AvailabilityZoneStatus.Probe;
import cloud.bleu.api.v1alpha1.ProbeState;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/** What came of probes, as metrics. A series goes when its probe does. */
public final class ProbeGauges {

  private final MeterRegistry registry;
  private final MultiGauge failing;

  private Map<String, List<Probe>> shown = Map.of();

  /** By zone and probe. */
  private final Map<Tags, Counter> misses = new ConcurrentHashMap<>();

  /** Registers the metrics, without a series until probes are shown. */
  public ProbeGauges(MeterRegistry registry) {
    this.registry = registry;
    failing =
        MultiGauge.builder("bleu.zone.probe.failing")
            .description("1 while a probe of the zone is not answered, else 0.")
            .register(registry);
  }

  /**
   * Shows those that there are.
   *
   * @param readings by zone
   */
  public synchronized void show(Map<String, List<Probe>> readings) {
    // Each time: what was asked before its probe went may be counted after that.
    Set<Tags> known =
        readings.entrySet().stream()
            .flatMap(zone -> zone.getValue().stream().map(p -> tags(zone.getKey(), p.name())))
            .collect(Collectors.toSet());
    misses.forEach(
        (tags, counter) -> {
          if (!known.contains(tags)) {
            registry.remove(counter);
            misses.remove(tags);
          }
        });
    if (readings.equals(shown)) {
      return;
    }
    shown = readings;
    List<MultiGauge.Row<?>> rows =
        readings.entrySet().stream()
            .flatMap(
                zone ->
                    zone.getValue().stream()
                        .<MultiGauge.Row<?>>map(
                            probe ->
                                MultiGauge.Row.of(
                                    tags(zone.getKey(), probe.name()), failing(probe))))
            .collect(Collectors.toList());
    failing.register(rows, true);
  }

  private static int failing(Probe probe) {
    return ProbeState.Fails.is(probe) || ProbeState.Unclear.is(probe) ? 1 : 0;
  }

  /** Counts a question that was not answered as asked for. */
  public void missed(String zone, String probe) {
    misses
        .computeIfAbsent(
            tags(zone, probe),
            tags ->
                Counter.builder("bleu.zone.probe.misses")
                    .description("Questions of a probe that were not answered as asked for.")
                    .tags(tags)
                    .register(registry))
        .increment();
  }

  private static Tags tags(String zone, String probe) {
    return Tags.of("zone", zone, "probe", probe);
  }
}
