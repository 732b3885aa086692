package cloud.bleu.evidence.record;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** SHA-256, written {@code sha256:<64 hex digits>}. */
public final class Digest {

  private static final String PREFIX = "sha256:";

  private Digest() {}

  /** Of the canonical JSON of a value. */
  public static String of(@Nullable Object value) {
    return PREFIX + hex(CanonicalJson.bytes(value));
  }

  /** The 64 hex digits of a text's UTF-8 bytes. */
  public static String hexOf(String text) {
    return hex(text.getBytes(StandardCharsets.UTF_8));
  }

  /** The 64 hex digits of bytes. */
  public static String hex(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
