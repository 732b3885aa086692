package cloud.bleu.placement;

/**
 * A relation of one workload to another over the domains of a topology.
 *
 * @param other number of the other workload, -1 when there is no such object
 */
record Tie(int other, String name, Domains over, Kind kind) {

  enum Kind {
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
