package cloud.bleu.delivery;

import cloud.bleu.api.v1alpha1.Assignment;
import cloud.bleu.api.v1alpha1.PlacementGateSpec;
import cloud.bleu.api.v1alpha1.PlacementGateSpec.Child;
import cloud.bleu.api.v1alpha1.PlacementGateSpec.Zone;
import cloud.bleu.api.v1alpha1.WorkloadPlacementSpec;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What a PlacementGate says. Pure, and the same for the same decisions, so that a gate is written
 * only when something else may be bound.
 *
 * @param spec of the gate; null when there is nothing to say, and no gate
 * @param covered workloads of which the decision is in it
 * @param leftOut workloads that found no room in it, the latest decisions first
 */
public record Gate(@Nullable PlacementGateSpec spec, Set<String> covered, Set<String> leftOut) {

  /**
   * The gate of one namespace.
   *
   * @param decided decisions of workloads that create pods here, by name of the workload
   * @param waiting workloads with a decision that nothing may act on yet: of them stays what was
   * @param selectors node selectors of the zones that are known, by zone
   * @param before the gate as it is written, null when there is none
   */
  public static Gate of(
      Map<String, WorkloadPlacementSpec> decided,
      Set<String> waiting,
      Map<String, Map<String, String>> selectors,
      @Nullable PlacementGateSpec before) {
    return new Builder(selectors, before).build(decided, waiting);
  }

  private static final class Builder {
    private final Map<String, Map<String, String>> selectors;
    private final @Nullable PlacementGateSpec before;
    private final Map<String, Zone> zones = new TreeMap<>();
    private final Map<String, Child> children = new TreeMap<>();

    Builder(Map<String, Map<String, String>> selectors, @Nullable PlacementGateSpec before) {
      this.selectors = selectors;
      this.before = before;
    }

    Gate build(Map<String, WorkloadPlacementSpec> decided, Set<String> waiting) {
      if (before != null) {
        before
            .children()
            .forEach(
                (name, child) -> {
                  if (waiting.contains(child.workload())) {
                    add(name, child);
                  }
                });
      }
      // The oldest first: a decision that had room keeps it.
      List<Map.Entry<String, WorkloadPlacementSpec>> inOrder = new ArrayList<>(decided.entrySet());
      inOrder.sort(
          Comparator.comparingLong(
                  (Map.Entry<String, WorkloadPlacementSpec> e) -> sequence(e.getValue()))
              .thenComparing(Map.Entry::getKey));
      Set<String> covered = new TreeSet<>();
      Set<String> leftOut = new TreeSet<>();
      long sequence = waiting.isEmpty() || before == null ? 0 : before.sequence();
      for (Map.Entry<String, WorkloadPlacementSpec> e : inOrder) {
        if (children.size() + e.getValue().assignments().size() > PlacementGateSpec.CHILDREN) {
          leftOut.add(e.getKey());
          continue;
        }
        add(e.getKey(), e.getValue().assignments());
        covered.add(e.getKey());
        sequence = Math.max(sequence, sequence(e.getValue()));
      }
      boolean nothing = covered.isEmpty() && children.isEmpty();
      return new Gate(
          nothing ? null : new PlacementGateSpec(Math.max(1, sequence), zones, children),
          covered,
          leftOut);
    }

    private void add(String workload, List<Assignment> assignments) {
      for (Assignment a : assignments) {
        if (a.replicas() > 0) {
          add(ChildName.of(workload, a.zone()), new Child(workload, a.zone()));
        }
      }
    }

    /** A zone whose object is gone keeps the selector that its pods were created with. */
    private void add(String name, Child child) {
      Map<String, String> selector = selectors.get(child.zone());
      Zone zone =
          selector != null
              ? new Zone(new TreeMap<>(selector))
              : before == null ? null : before.zones().get(child.zone());
      if (zone != null) {
        zones.put(child.zone(), zone);
        children.put(name, child);
      }
    }

    private static long sequence(WorkloadPlacementSpec spec) {
      return spec.decision() == null || spec.decision().sequence() == null
          ? 0
          : spec.decision().sequence();
    }
  }
}
