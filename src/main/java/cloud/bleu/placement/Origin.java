package cloud.bleu.placement;

/** Where the answer of a rule comes from, the strongest first. */
public enum Origin {
  /** The operator itself prevents the contrary. */
  Enforced,
  /** Read off the cluster. */
  Observed,
  /** A list of the regulator, a signed document, a contract. */
  Attested,
  /** Somebody wrote it down. */
  Declared,
  /** Nobody has shown it. */
  Assumed;

  /** The weaker of two: a chain is as strong as its weakest link. */
  public Origin weaker(Origin other) {
    return ordinal() >= other.ordinal() ? this : other;
  }
}
