package cloud.bleu.evidence.chain;

/**
 * The chain of decisions and records. Each entry carries its sequence number and the hash of the
 * one before. So no entry can be changed, left out or reordered without notice. {@link ChainLine}
 * is the form in which they are hashed.
 */
public final class Chain {

  /** What the first record names as the one before. */
  public static final String GENESIS = "sha256:" + "0".repeat(64);

  private Chain() {}
}
