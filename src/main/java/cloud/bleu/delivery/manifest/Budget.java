package cloud.bleu.delivery.manifest;

import cloud.bleu.api.v1alpha1.Assignment;
import cloud.bleu.api.v1alpha1.BleuWorkload;
import cloud.bleu.api.v1alpha1.BleuWorkloadSpec;
import cloud.bleu.api.v1alpha1.Resilience;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudgetBuilder;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudgetSpec;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * The PodDisruptionBudget of a workload: evictions leave as many replicas as a loss has to find.
 * {@code maxUnavailable = max(1, all − largest loss − keep)}, and a quorum keeps a majority. It is
 * never 0, because that would hold up every drain of a node.
 */
public final class Budget {

  private Budget() {}

  /**
   * How many pods may be evicted at once, at least 1.
   *
   * @param spec of the workload, which says what a loss has to find
   * @param outlive replicas that run on through any loss that is planned for, at least
   */
  public static int maxUnavailable(
      BleuWorkloadSpec spec, List<Assignment> assignments, int outlive) {
    int all = 0;
    int largest = 0;
    for (Assignment a : assignments) {
      all += a.replicas();
      largest = Math.max(largest, a.replicas());
    }
    largest = Math.max(largest, all - outlive);
    int keep = Boolean.TRUE.equals(spec.resilience().quorum()) ? majority(spec.replicas()) : 0;
    for (Resilience.Tolerate t : spec.resilience().tolerate()) {
      keep = Math.max(keep, keep(t.keep(), all));
    }
    return Math.max(1, all - largest - keep);
  }

  /**
   * What each of several clusters may evict at once, where one budget cannot count them all: in
   * proportion to its replicas, the largest remainders first, together no more than over all
   * clusters. But at least 1 each: 0 would hold up every drain of a node there.
   *
   * @param maxUnavailable over all clusters
   * @param replicas by cluster
   */
  public static Map<String, Integer> shares(
      int maxUnavailable, SortedMap<String, Integer> replicas) {
    long all = replicas.values().stream().mapToLong(n -> n).sum();
    Map<String, Integer> shares = new HashMap<>();
    if (all == 0) {
      replicas.keySet().forEach(cluster -> shares.put(cluster, maxUnavailable));
      return shares;
    }
    int rest = maxUnavailable;
    List<Map.Entry<Long, String>> remainders = new ArrayList<>();
    for (Map.Entry<String, Integer> one : replicas.entrySet()) {
      long product = (long) maxUnavailable * one.getValue();
      int whole = (int) (product / all);
      remainders.add(Map.entry(product % all, one.getKey()));
      shares.put(one.getKey(), whole);
      rest -= whole;
    }
    remainders.sort(
        Map.Entry.<Long, String>comparingByKey()
            .reversed()
            .thenComparing(Map.Entry.comparingByValue()));
    for (Map.Entry<Long, String> next : remainders.subList(0, rest)) {
      shares.merge(next.getValue(), 1, Integer::sum);
    }
    shares.replaceAll((cluster, share) -> Math.max(1, share));
    return shares;
  }

  /** The object, named as the workload. */
  public static PodDisruptionBudget of(BleuWorkload workload, int maxUnavailable) {
    String name = workload.getMetadata().getName();
    return new PodDisruptionBudgetBuilder()
        .withNewMetadata()
        .withName(name)
        .withNamespace(workload.getMetadata().getNamespace())
        .withLabels(Labels.ofWorkload(name))
        .endMetadata()
        .withNewSpec()
        .withNewMaxUnavailable(maxUnavailable)
        .withNewSelector()
        .withMatchLabels(Labels.ofWorkload(name))
        .endSelector()
        .endSpec()
        .build();
  }

  /**
   * What in the spec of a budget is not as asked, as a JSON merge patch; empty when all is. How
   * pods that are not ready are evicted is not asked for: that is left to whoever sets it.
   */
  public static Map<String, @Nullable Object> repair(
      PodDisruptionBudget asked, PodDisruptionBudget live) {
    PodDisruptionBudgetSpec want = asked.getSpec();
    PodDisruptionBudgetSpec have =
        live.getSpec() == null ? new PodDisruptionBudgetSpec() : live.getSpec();
    Map<String, @Nullable Object> patch = new HashMap<>();
    if (!want.getMaxUnavailable().equals(have.getMaxUnavailable())
        || have.getMinAvailable() != null) {
      patch.put("maxUnavailable", want.getMaxUnavailable());
      patch.put("minAvailable", null);
    }
    if (!want.getSelector().equals(have.getSelector())) {
      // A merge leaves what it does not name: what is too much is named and removed.
      Map<String, @Nullable Object> labels = new HashMap<>();
      if (have.getSelector() != null && have.getSelector().getMatchLabels() != null) {
        have.getSelector().getMatchLabels().keySet().forEach(key -> labels.put(key, null));
      }
      labels.putAll(want.getSelector().getMatchLabels());
      Map<String, @Nullable Object> selector = new HashMap<>();
      selector.put("matchLabels", labels);
      selector.put("matchExpressions", null);
      patch.put("selector", selector);
    }
    return patch;
  }

  /** More than half of the members that are configured: one that does not run has no vote. */
  private static int majority(int members) {
    return members / 2 + 1;
  }

  /** An integer, or a percentage of all, rounded up; what is neither asks nothing. */
  private static int keep(String keep, int all) {
    try {
      return keep.endsWith("%")
          ? (int) ((Long.parseLong(keep.substring(0, keep.length() - 1)) * all + 99) / 100)
          : Integer.parseInt(keep);
    } catch (NumberFormatException e) {
      return 0;
    }
  }
}
