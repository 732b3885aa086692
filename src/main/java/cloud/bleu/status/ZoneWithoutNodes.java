package cloud.bleu.status;

import cloud.bleu.placement.model.Health;

/** What a zone says whose nodes are looked for, that has none, and that lost none. */
final class ZoneWithoutNodes {

  private ZoneWithoutNodes() {}

  /**
   * Its condition {@code Healthy}.
   *
   * @param whole whether it is all of another cluster
   * @param asSeen that its nodes are not seen now, as part of a sentence; empty while they are
   */
  static DesiredCondition healthy(Health health, boolean whole, String asSeen) {
    if (health.isEmptied()) {
      return DesiredCondition.unknown(
          "Healthy",
          "NoNodes",
          "the zone has no nodes any more, and nothing is decided there, so that is no loss"
              + asSeen
              + "; nothing new comes before a node is Ready: keep one there (the minimum size of its"
              + " node pool), or add nodes");
    }
    return DesiredCondition.unknown(
        "Healthy",
        "NodesUnknown",
        whole
            ? "no node but those of the control plane was ever Ready in the cluster of the zone; add"
                + " nodes, or state spec.capacity"
            : "no node with the labels of spec.target.nodeSelector was ever Ready; label nodes,"
                + " correct it, or see why none is Ready");
  }

  /** Its condition {@code Schedulable}. */
  static DesiredCondition schedulable(Health health) {
    return health.isEmptied()
        ? DesiredCondition.no(
            "Schedulable", "NoNodes", "nothing new comes before a node of the zone is Ready")
        : DesiredCondition.no("Schedulable", "NodesUnknown", "the zone has no nodes yet");
  }
}
