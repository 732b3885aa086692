package cloud.bleu.delivery.karmada;

import cloud.bleu.affinity.LabelSelectors;
import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.LabelSelectorBuilder;
import io.fabric8.kubernetes.api.model.LabelSelectorRequirement;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * One affinity of a policy, or one tier of it: names, labels and fields of clusters, all of which
 * have to fit. A selector that Karmada would not take fits no cluster. Source: {@code
 * pkg/util/selector.go} of Karmada 1.18.2.
 *
 * @param affinity as the binding has it
 */
record ClusterAffinity(Map<?, ?> affinity) {

  private static final String ZONE = "zone";

  /** Whether it leaves the cluster out. */
  boolean excludes(KarmadaCluster cluster) {
    List<?> names = list(affinity.get("clusterNames"));
    return list(affinity.get("exclude")).contains(cluster.name())
        || (!names.isEmpty() && !names.contains(cluster.name()))
        || (affinity.get("labelSelector") instanceof Map<?, ?> labels
            && !LabelSelectors.matches(selector(labels), cluster.labels()))
        || (affinity.get("fieldSelector") instanceof Map<?, ?> fields
            && selector(fields).getMatchExpressions().stream()
                .anyMatch(field -> !matches(field, cluster)));
  }

  private static boolean matches(LabelSelectorRequirement field, KarmadaCluster cluster) {
    LabelSelector one = new LabelSelectorBuilder().withMatchExpressions(field).build();
    if (!ZONE.equals(field.getKey())) {
      return LabelSelectors.matches(one, cluster.fields());
    }
    if (cluster.zones().isEmpty()) {
      return LabelSelectors.matches(one, Map.of());
    }
    // One of its zones is enough, but for NotIn each has to be another one.
    Predicate<String> fits = zone -> LabelSelectors.matches(one, Map.of(ZONE, zone));
    return "NotIn".equals(field.getOperator())
        ? cluster.zones().stream().allMatch(fits)
        : cluster.zones().stream().anyMatch(fits);
  }

  private static LabelSelector selector(Map<?, ?> stated) {
    Map<String, String> labels = new HashMap<>();
    if (stated.get("matchLabels") instanceof Map<?, ?> wanted) {
      wanted.forEach((key, value) -> labels.put(String.valueOf(key), String.valueOf(value)));
    }
    return new LabelSelectorBuilder()
        .withMatchLabels(labels)
        .withMatchExpressions(
            list(stated.get("matchExpressions")).stream()
                .map(one -> requirement(one instanceof Map<?, ?> asked ? asked : Map.of()))
                .toList())
        .build();
  }

  private static LabelSelectorRequirement requirement(Map<?, ?> asked) {
    return new LabelSelectorRequirement(
        text(asked.get("key")),
        text(asked.get("operator")),
        list(asked.get("values")).stream().map(String::valueOf).toList());
  }

  private static @Nullable String text(@Nullable Object value) {
    return value == null ? null : value.toString();
  }

  private static List<?> list(@Nullable Object value) {
    return value instanceof List<?> list ? list : List.of();
  }
}
