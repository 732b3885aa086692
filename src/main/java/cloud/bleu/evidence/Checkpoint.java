package cloud.bleu.evidence;

import java.nio.charset.StandardCharsets;
import java.security.PublicKey;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A signed head of the chain: nothing up to its entry can be changed any more without the key. It
 * names the checkpoint before it, so that none can be left out between two others.
 *
 * @param sequence of the entry
 * @param hash of the entry
 * @param after the entry of the checkpoint before, 0 for the first
 * @param time RFC 3339
 * @param signature Ed25519, over {@link #signed}
 */
public record Checkpoint(long sequence, String hash, long after, String time, byte[] signature) {

  private static final String FORMAT = "bleu-checkpoint/1";

  public Checkpoint {
    signature = signature.clone();
  }

  @Override
  public byte[] signature() {
    return signature.clone();
  }

  /** The bytes that are signed: canonical JSON of all but the signature. */
  public static byte[] signed(long sequence, String hash, long after, String time) {
    return CanonicalJson.bytes(fields(sequence, hash, after, time));
  }

  private static Map<String, Object> fields(long sequence, String hash, long after, String time) {
    Map<String, Object> fields = new TreeMap<>();
    fields.put("format", FORMAT);
    fields.put("sequence", sequence);
    fields.put("hash", hash);
    fields.put("after", after);
    fields.put("time", time);
    return fields;
  }

  /** One line of canonical JSON. */
  public String text() {
    Map<String, Object> fields = fields(sequence, hash, after, time);
    fields.put("signature", Base64.getEncoder().encodeToString(signature));
    return CanonicalJson.text(fields);
  }

  /**
   * Reads {@link #text}.
   *
   * @throws IllegalArgumentException when it is no checkpoint
   */
  public static Checkpoint read(String text) {
    Map<String, Object> fields = JsonTree.object(text);
    if (!FORMAT.equals(fields.get("format"))
        || !(fields.get("sequence") instanceof Long sequence)
        || !(fields.get("after") instanceof Long after)
        || !(fields.get("hash") instanceof String hash)
        || !(fields.get("time") instanceof String time)
        || !(fields.get("signature") instanceof String signature)) {
      throw new IllegalArgumentException("it is not a checkpoint of format " + FORMAT);
    }
    byte[] bytes = Base64.getDecoder().decode(signature.getBytes(StandardCharsets.US_ASCII));
    return new Checkpoint(sequence, hash, after, time, bytes);
  }

  /** When it was signed, null when it does not say. */
  @Nullable Instant instant() {
    try {
      return Instant.parse(time);
    } catch (DateTimeException e) {
      return null;
    }
  }

  /** Whether a key made the signature. */
  public boolean isSignedBy(PublicKey key) {
    return SigningKey.isBy(key, signed(sequence, hash, after, time), signature);
  }
}
