package cloud.bleu.placement.problem;

import cloud.bleu.placement.model.Domains;

/**
 * A relation of one workload to another over the domains of a topology.
 *
 * @param other number of the other workload, -1 when there is no such object
 */
public record WorkloadRelation(int other, String name, Domains over, Kind kind) {

  public enum Kind {
    /** Every domain that holds this workload must hold the other. */
    Needs,
    /** The other one needs this workload. */
    NeededBy,
    /** No domain holds both, whichever of the two said so. */
    Apart,
    /** Better together. */
    Likes,
    /** Better apart. */
    Dislikes
  }
}
