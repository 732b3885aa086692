package cloud.bleu.evidence;

import java.util.Map;
import java.util.TreeMap;

/**
 * A chain of records: each carries its sequence number and the hash of the one before, so none can
 * be changed, left out or put in another order unseen.
 */
public final class Chain {

  /** What the first record names as the one before. */
  public static final String GENESIS = "sha256:" + "0".repeat(64);

  private Chain() {}

  /**
   * The hash of a record: SHA-256 over the canonical JSON of its content with {@code sequence} and
   * {@code previous} added.
   */
  public static String hash(long sequence, String previous, Map<String, ?> content) {
    TreeMap<String, Object> linked = new TreeMap<>(content);
    linked.put("sequence", sequence);
    linked.put("previous", previous);
    return Digest.of(linked);
  }
}
