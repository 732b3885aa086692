package cloud.bleu.ledger;

import cloud.bleu.api.v1alpha1.Assignment;
import cloud.bleu.api.v1alpha1.OrdinalBlock;
import cloud.bleu.api.v1alpha1.WorkloadPlacementSpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * From which ordinals the StatefulSets of a workload count. A zone gets a block of its own and
 * keeps it, also after the workload has left it. What runs there may run on for as long as the zone
 * is silent, and a zone that returns finds its volumes by its ordinals. So two pods of a workload
 * have the same ordinal only where no block is recorded for one of them: its zone was left before
 * blocks existed, or before {@link #ZONES} others, or it belongs to an object of that name that was
 * deleted before.
 *
 * @param assignments with {@code ordinalsStart}
 * @param former blocks of other zones, those left last at the end
 */
record Ordinals(List<Assignment> assignments, List<OrdinalBlock> former) {

  /** The most replicas of a workload, so a block can never run over. */
  static final int BLOCK = 100_000;

  /** The most zones that have a block: the former one that was left first loses its own. */
  static final int ZONES = WorkloadPlacementSpec.MAX_ZONES;

  /**
   * The assignments with {@code ordinalsStart}. A zone without a block gets the first one that no
   * zone had.
   */
  static Ordinals assign(List<Assignment> assignments, @Nullable DecisionInForce before) {
    Map<String, Integer> blocks = blocks(before);
    Set<Integer> taken = new HashSet<>(blocks.values());
    int free = 0;
    List<Assignment> numbered = new ArrayList<>();
    for (Assignment a : assignments) {
      Integer start = blocks.remove(a.zone());
      if (start == null) {
        while (!taken.add(free)) {
          free += BLOCK;
        }
        start = free;
      }
      numbered.add(new Assignment(a.zone(), a.replicas(), a.home(), start));
    }
    return new Ordinals(numbered, former(blocks, assignments.size()));
  }

  /**
   * By zone, in the order in which they were left. What stands until the decision before is written
   * has blocks as well. A block of two zones is that of the later one.
   */
  private static Map<String, Integer> blocks(@Nullable DecisionInForce before) {
    Map<String, Integer> blocks = new LinkedHashMap<>();
    Map<Integer, String> zones = new HashMap<>();
    for (OrdinalBlock b : written(before)) {
      if (b.zone() != null && b.ordinalsStart() != null) {
        blocks.remove(b.zone());
        blocks.put(b.zone(), b.ordinalsStart());
        String other = zones.put(b.ordinalsStart(), b.zone());
        if (other != null && !other.equals(b.zone())) {
          blocks.remove(other, b.ordinalsStart());
        }
      }
    }
    return blocks;
  }

  private static List<OrdinalBlock> written(@Nullable DecisionInForce before) {
    List<OrdinalBlock> written = new ArrayList<>();
    if (before != null) {
      for (WorkloadPlacementSpec spec : Arrays.asList(before.standing(), before.spec())) {
        if (spec != null) {
          written.addAll(spec.formerOrdinals());
          spec.assignments()
              .forEach(a -> written.add(new OrdinalBlock(a.zone(), a.ordinalsStart())));
        }
      }
    }
    return written;
  }

  private static List<OrdinalBlock> former(Map<String, Integer> blocks, int assigned) {
    List<OrdinalBlock> former = new ArrayList<>();
    blocks.forEach((zone, start) -> former.add(new OrdinalBlock(zone, start)));
    return List.copyOf(
        former.subList(Math.max(0, former.size() - Math.max(0, ZONES - assigned)), former.size()));
  }
}
