package cloud.bleu.placement.model;

/** Where the answer of a rule comes from, the strongest first. */
public enum Origin {
  /**
   * The operator itself prevents the contrary: of a statement whose action is Enforce, no other.
   */
  Enforced,
  /** The operator itself saw it in the cluster. No fact that somebody states is that. */
  Observed,
  /** A list of the regulator, a signed document, a contract. */
  Attested,
  /** Somebody wrote it down, also that he saw it himself. */
  Declared,
  /** Nobody has shown it. */
  Assumed;

  /** The weaker of two: a chain is as strong as its weakest link. */
  public Origin weaker(Origin other) {
    return ordinal() >= other.ordinal() ? this : other;
  }
}
