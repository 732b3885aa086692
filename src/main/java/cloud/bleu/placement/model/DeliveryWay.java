package cloud.bleu.placement.model;

/** Who brings what is decided to a zone. */
public enum DeliveryWay {
  /** Nobody: it is nodes of the cluster of the operator. */
  Nodes,
  /** The operator writes it into another cluster. */
  Cluster,
  /** Karmada brings it. */
  Karmada,
  /** An agent of Open Cluster Management fetches it from the hub. */
  ManifestWork
}
