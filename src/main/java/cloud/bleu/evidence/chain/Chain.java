package cloud.bleu.evidence.chain;

/**
 * The chain of decisions and records: each carries its sequence number and the hash of the one
 * before, so none can be changed, left out or put in another order unseen. {@link ChainLine} is the
 * form in which they are hashed.
 */
public final class Chain {

  /** What the first record names as the one before. */
  public static final String GENESIS = "sha256:" + "0".repeat(64);

  private Chain() {}
}
