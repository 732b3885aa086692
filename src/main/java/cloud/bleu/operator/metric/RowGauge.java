package cloud.bleu.operator.metric;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Tags;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;

/**
 * A gauge with a series for each name, zones for example. Series come and go with the names. As
 * long as the names stay, nothing is registered anew.
 */
final class RowGauge {

  /** A server of Prometheus keeps each series for weeks. */
  static final int MOST_ROWS = 1000;

  private final MultiGauge gauge;
  private final List<String> labels;
  private Set<String> shown = Set.of();
  private volatile Map<String, Double> values = Map.of();

  /**
   * @param labels of each series, in the order in which {@link #key} has their values
   */
  RowGauge(MeterRegistry registry, String name, String description, String... labels) {
    gauge = MultiGauge.builder(name).description(description).register(registry);
    this.labels = List.of(labels);
  }

  /** The name of a series: the values of its labels. */
  static String key(String... values) {
    return String.join("\n", values);
  }

  /**
   * Shows these.
   *
   * @param now by {@link #key}
   * @return how many are left out, because there are more than {@link #MOST_ROWS}
   */
  int show(SortedMap<String, Double> now) {
    values = Map.copyOf(now);
    Set<String> keys =
        now.size() <= MOST_ROWS
            ? Set.copyOf(now.keySet())
            : Set.copyOf(now.keySet().stream().limit(MOST_ROWS).toList());
    if (!keys.equals(shown)) {
      shown = keys;
      gauge.register(keys.stream().<MultiGauge.Row<?>>map(this::row).toList(), true);
    }
    return now.size() - keys.size();
  }

  private MultiGauge.Row<?> row(String key) {
    String[] parts = key.split("\n", -1);
    List<Tag> tags = new ArrayList<>();
    for (int i = 0; i < labels.size(); i++) {
      tags.add(Tag.of(labels.get(i), parts[i]));
    }
    return MultiGauge.Row.of(Tags.of(tags), () -> values.getOrDefault(key, Double.NaN));
  }
}
