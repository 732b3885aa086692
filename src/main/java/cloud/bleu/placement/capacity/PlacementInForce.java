package cloud.bleu.placement.capacity;

import cloud.bleu.placement.estate.Placement;
import cloud.bleu.placement.model.Assignment;
import cloud.bleu.placement.model.Contingency;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The placement of one workload that is in force when a plan begins.
 *
 * @param placement null for none
 * @param movedInLastHour replicas moved for a better state within the hour before this plan
 * @param protectedEvents the protected events of the workload that its contingency names
 * @param homeGone whether a zone that is home in it to replicas elsewhere is so no more: it is
 *     gone, or their data is not there
 */
public record PlacementInForce(
    @Nullable Placement placement, int movedInLastHour, BitSet protectedEvents, boolean homeGone) {

  /** Of a workload that has none, with the moves of the hour before. */
  static PlacementInForce none(int movedInLastHour) {
    return new PlacementInForce(null, movedInLastHour, new BitSet(), false);
  }

  /** What a placement says. */
  static PlacementInForce of(Placement placement, BitSet protectedEvents, boolean homeGone) {
    return new PlacementInForce(placement, placement.movesInLastHour(), protectedEvents, homeGone);
  }

  /** Whether there is one, be it of no replicas. */
  public boolean known() {
    return placement != null;
  }

  /** What it says of zones. */
  public List<Assignment> assignments() {
    return placement == null ? List.of() : placement.assignments();
  }

  /** What it says of losses. */
  public List<Contingency> contingency() {
    return placement == null ? List.of() : placement.contingency();
  }
}
