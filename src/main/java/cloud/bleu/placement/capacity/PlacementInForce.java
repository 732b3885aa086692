package cloud.bleu.placement.capacity;

import cloud.bleu.placement.estate.Placement;
import cloud.bleu.placement.model.Assignment;
import cloud.bleu.placement.model.Contingency;
import java.util.BitSet;
import java.util.List;

/**
 * The placement of one workload that is in force when a plan begins.
 *
 * @param known whether there is one, be it of no replicas
 * @param assignments what it says of zones
 * @param contingency what it says of losses
 * @param movedInLastHour replicas moved for a better state within the hour before this plan
 * @param guards the guards of the workload that its contingency names
 * @param homeGone whether a zone that is home in it to replicas elsewhere is so no more: it is
 *     gone, or their data is not there
 */
public record PlacementInForce(
    boolean known,
    List<Assignment> assignments,
    List<Contingency> contingency,
    int movedInLastHour,
    BitSet guards,
    boolean homeGone) {

  /** Of a workload that has none, with the moves of the hour before. */
  static PlacementInForce none(int movedInLastHour) {
    return new PlacementInForce(false, List.of(), List.of(), movedInLastHour, new BitSet(), false);
  }

  /** What a placement says. */
  static PlacementInForce of(Placement placement, BitSet guards, boolean homeGone) {
    return new PlacementInForce(
        true,
        placement.assignments(),
        placement.contingency(),
        placement.movesInLastHour(),
        guards,
        homeGone);
  }
}
