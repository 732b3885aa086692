package cloud.bleu.ledger;

import cloud.bleu.api.v1alpha1.Assignment;
import cloud.bleu.api.v1alpha1.OrdinalBlock;
import cloud.bleu.api.v1alpha1.WorkloadPlacementSpec;
import cloud.bleu.decision.FormerVolumes;
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
 * deleted before, and nobody stated it.
 *
 * <p>How many ordinals of its block a zone used at most is kept as well: each may have volumes, and
 * what is added later comes to them. Of a workload that is not bound to its data, {@link
 * ProposedDecision#withoutVolumes} leaves these numbers out.
 *
 * @param assignments with {@code ordinalsStart}
 * @param former what is not used now: blocks of other zones, those left last at the end, and those
 *     of which a zone used more
 */
record Ordinals(List<Assignment> assignments, List<OrdinalBlock> former) {

  static final int BLOCK = OrdinalBlock.SIZE;

  /** The most zones that have a block: the former one that was left first loses its own. */
  static final int ZONES = WorkloadPlacementSpec.MAX_ZONES;

  /**
   * The assignments with {@code ordinalsStart}. A zone without a block gets the first one that no
   * zone had.
   *
   * @param stated blocks of before, as somebody states them where nothing is decided yet
   */
  static Ordinals assign(
      List<Assignment> assignments, List<OrdinalBlock> stated, @Nullable DecisionInForce before) {
    Map<String, OrdinalBlock> blocks = blocks(before == null ? stated : written(before));
    Set<Integer> taken = new HashSet<>();
    blocks.values().forEach(block -> taken.add(block.ordinalsStart()));
    int free = 0;
    List<Assignment> numbered = new ArrayList<>();
    List<OrdinalBlock> partlyUsed = new ArrayList<>();
    for (Assignment a : assignments) {
      OrdinalBlock block = blocks.remove(a.zone());
      if (block == null) {
        while (!taken.add(free)) {
          free += BLOCK;
        }
        block = new OrdinalBlock(a.zone(), free, null);
      } else if (FormerVolumes.ordinals(block) > used(a)) {
        partlyUsed.add(block);
      }
      numbered.add(new Assignment(a.zone(), a.replicas(), a.home(), block.ordinalsStart()));
    }
    List<OrdinalBlock> former = new ArrayList<>(blocks.values());
    former.addAll(partlyUsed);
    return new Ordinals(numbered, latest(former, ZONES - assignments.size()));
  }

  /**
   * By zone, in the order in which they were left. What stands until the decision before is written
   * has blocks as well. A block of two zones is that of the later one.
   */
  private static Map<String, OrdinalBlock> blocks(List<OrdinalBlock> written) {
    Map<String, OrdinalBlock> blocks = new LinkedHashMap<>();
    Map<Integer, String> zones = new HashMap<>();
    for (OrdinalBlock b : written) {
      if (b.zone() != null && b.ordinalsStart() != null) {
        OrdinalBlock same = blocks.remove(b.zone());
        boolean more = same != null && same.ordinalsStart().equals(b.ordinalsStart());
        int most =
            more && same != null
                ? Math.max(FormerVolumes.ordinals(same), FormerVolumes.ordinals(b))
                : FormerVolumes.ordinals(b);
        blocks.put(b.zone(), block(b.zone(), b.ordinalsStart(), most));
        String other = zones.put(b.ordinalsStart(), b.zone());
        OrdinalBlock theirs = other == null ? null : blocks.get(other);
        if (theirs != null
            && !theirs.zone().equals(b.zone())
            && theirs.ordinalsStart().equals(b.ordinalsStart())) {
          blocks.remove(other);
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
          spec.assignments().forEach(a -> written.add(block(a.zone(), a.ordinalsStart(), used(a))));
        }
      }
    }
    return written;
  }

  private static OrdinalBlock block(String zone, @Nullable Integer start, int used) {
    return new OrdinalBlock(zone, start, used == 0 ? null : (Integer) used);
  }

  /** How many ordinals of a zone are used, those of replicas that are down included. */
  private static int used(Assignment a) {
    int replicas = a.replicas() == null ? 0 : a.replicas();
    return Math.max(replicas, a.home() == null ? 0 : a.home());
  }

  private static List<OrdinalBlock> latest(List<OrdinalBlock> former, int most) {
    int first = Math.max(0, former.size() - Math.max(0, most));
    return List.copyOf(former.subList(first, former.size()));
  }
}
