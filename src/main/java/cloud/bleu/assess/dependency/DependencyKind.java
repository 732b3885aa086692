package cloud.bleu.assess.dependency;

/** How one workload depends on another. */
public enum DependencyKind {
  /** A setting names a Service, or the host of an Ingress, that leads to the other. */
  Calls,
  /** A NetworkPolicy lets it call the other by its labels. */
  IsAllowed,
  /** Both mount one claim. */
  SharesVolume,
  /** Both read one Secret. */
  SharesSecret,
  /** Both read one ConfigMap. */
  SharesConfigMap;

  /** Whether it says that one needs the other: what is only allowed orders nothing. */
  public boolean isNeed() {
    return this == Calls;
  }

  /** Whether it leads from one to the other, and not from the other to the one. */
  public boolean isDirected() {
    return this == Calls || this == IsAllowed;
  }
}
