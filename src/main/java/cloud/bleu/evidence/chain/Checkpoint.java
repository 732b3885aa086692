package cloud.bleu.evidence.chain;

import cloud.bleu.evidence.record.CanonicalJson;
import cloud.bleu.evidence.record.JsonTree;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
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
 * @param origin the cluster of the chain: the uid of its namespace kube-system; null in a
 *     checkpoint of a release that did not say
 * @param signature Ed25519, over {@link #signed}
 */
public record Checkpoint(
    long sequence,
    String hash,
    long after,
    String time,
    @Nullable String origin,
    byte[] signature) {

  private static final String WITHOUT_ORIGIN = "bleu-checkpoint/1";
  private static final String FORMAT = "bleu-checkpoint/2";

  public Checkpoint {
    signature = signature.clone();
  }

  /** One that does not say of which cluster it is. */
  public Checkpoint(long sequence, String hash, long after, String time, byte[] signature) {
    this(sequence, hash, after, time, null, signature);
  }

  @Override
  public byte[] signature() {
    return signature.clone();
  }

  /** The bytes that are signed: canonical JSON of all but the signature. */
  public static byte[] signed(
      long sequence, String hash, long after, String time, @Nullable String origin) {
    return CanonicalJson.bytes(fields(sequence, hash, after, time, origin));
  }

  /** The bytes that are signed where nothing says of which cluster the chain is. */
  public static byte[] signed(long sequence, String hash, long after, String time) {
    return signed(sequence, hash, after, time, null);
  }

  private static Map<String, Object> fields(
      long sequence, String hash, long after, String time, @Nullable String origin) {
    Map<String, Object> fields = new TreeMap<>();
    fields.put("format", origin == null ? WITHOUT_ORIGIN : FORMAT);
    fields.put("sequence", sequence);
    fields.put("hash", hash);
    fields.put("after", after);
    fields.put("time", time);
    if (origin != null) {
      fields.put("origin", origin);
    }
    return fields;
  }

  /** One line of canonical JSON. */
  public String text() {
    Map<String, Object> fields = fields(sequence, hash, after, time, origin);
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
    String origin = fields.get("origin") instanceof String uid ? uid : null;
    if (!(origin == null ? WITHOUT_ORIGIN : FORMAT).equals(fields.get("format"))
        || !(fields.get("sequence") instanceof Long sequence)
        || !(fields.get("after") instanceof Long after)
        || !(fields.get("hash") instanceof String hash)
        || !(fields.get("time") instanceof String time)
        || !(fields.get("signature") instanceof String signature)) {
      throw new IllegalArgumentException(
          "it is not a checkpoint of format " + WITHOUT_ORIGIN + " or " + FORMAT);
    }
    byte[] bytes = Base64.getDecoder().decode(signature.getBytes(StandardCharsets.US_ASCII));
    return new Checkpoint(sequence, hash, after, time, origin, bytes);
  }

  /** The last one of a directory, null when there is none or it cannot be read. */
  public static @Nullable Checkpoint last(Path directory) throws IOException {
    String line = EvidenceFiles.lastLine(directory.resolve(EvidenceFiles.CHECKPOINTS));
    try {
      return line == null ? null : read(line);
    } catch (IllegalArgumentException e) {
      return null;
    }
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
    return SigningKey.isBy(key, signed(sequence, hash, after, time, origin), signature);
  }
}
