package cloud.bleu.placement.model;

/** What would tell of the loss of a zone that nobody reports. */
public enum LossSignal {
  /** Its nodes, in the cluster of the operator. */
  Nodes,
  /** The API server of the cluster that it is. */
  Cluster,
  /** Nothing but what the operator asks it over the network. */
  Probes,
  /** Karmada alone, which may itself be what is away: nothing follows from its word. */
  Karmada,
  /** Open Cluster Management alone: nothing follows from its word. */
  OpenClusterManagement,
  /** Nothing: no node of it was ever seen. */
  None;

  /** Whether silence of the zone counts as its loss. */
  public boolean counts() {
    return this == Nodes || this == Cluster || this == Probes;
  }
}
