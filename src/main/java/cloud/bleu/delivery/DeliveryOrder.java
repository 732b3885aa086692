package cloud.bleu.delivery;

import cloud.bleu.api.v1alpha1.Assignment;
import cloud.bleu.api.v1alpha1.BleuWorkload;
import cloud.bleu.delivery.manifest.Budget;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What is to be delivered. What stands there now is not in it: each target has caches of its own.
 *
 * @param outlive tells the replicas that run on through any loss that is planned for, at least; it
 *     reads the plan, and is asked only where evictions are bounded by it
 * @param selectors node selectors of the zones that exist, by zone
 * @param lost zones whose loss somebody reported: nothing there is waited for or kept
 * @param silent other zones without a ready node: nothing there is waited for, but what may still
 *     run there goes only after its successors are ready
 * @param uncertain zones with nodes that are not ready, or that are back just now: what runs there
 *     may not be seen as available yet
 * @param unknown zones of which nothing was seen when that was written last, with since when: what
 *     may run there is known from nowhere else to a process that begins
 * @param reference the Deployment that {@code deploymentRef} names, null when there is none
 * @param referencePods tells how many pods of that Deployment there are, those that end included
 */
public record DeliveryOrder(
    BleuWorkload workload,
    List<Assignment> assignments,
    IntSupplier outlive,
    Map<String, Map<String, String>> selectors,
    Set<String> lost,
    Set<String> silent,
    Set<String> uncertain,
    Map<String, Instant> unknown,
    @Nullable Deployment reference,
    IntSupplier referencePods) {

  /** One for which no loss is planned, and of which all zones were seen. */
  public DeliveryOrder(
      BleuWorkload workload,
      List<Assignment> assignments,
      Map<String, Map<String, String>> selectors,
      Set<String> lost,
      Set<String> silent,
      Set<String> uncertain,
      @Nullable Deployment reference) {
    this(
        workload,
        assignments,
        () -> sum(assignments),
        selectors,
        lost,
        silent,
        uncertain,
        Map.of(),
        reference,
        () -> 0);
  }

  /** How many replicas are decided, over all zones. */
  int replicas() {
    return sum(assignments);
  }

  private static int sum(List<Assignment> assignments) {
    return assignments.stream().mapToInt(Assignment::replicas).sum();
  }

  /** The zones of the decision, in its order. */
  Set<String> zones() {
    Set<String> zones = new LinkedHashSet<>();
    assignments.forEach(a -> zones.add(a.zone()));
    return zones;
  }

  /** The zones that have replicas by the decision: it has left the others. */
  Set<String> occupied() {
    Set<String> zones = new LinkedHashSet<>();
    assignments.stream().filter(a -> a.replicas() > 0).forEach(a -> zones.add(a.zone()));
    return zones;
  }

  /** Zones of which no node selector is known: what stands there is left as it is. */
  Set<String> untouched() {
    Set<String> zones = zones();
    zones.removeAll(selectors.keySet());
    return zones;
  }

  /** How many of its pods may be missing at once, over all clusters: its disruption budget. */
  int evictable() {
    return Budget.maxUnavailable(workload.getSpec(), assignments, outlive.getAsInt());
  }

  /** Whether anything is created for it at all. */
  public boolean external() {
    return workload.getSpec().workload().external() != null;
  }
}
