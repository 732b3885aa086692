package cloud.bleu.evidence.record;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.UUID;

/**
 * UUIDs of version 5 (RFC 9562, 5.5). The same name gives the same UUID, so a report of the same
 * input is the same report.
 */
public final class NameUuid {

  /** The name space of URLs, RFC 9562 6.6. */
  private static final UUID URL = UUID.fromString("6ba7b811-9dad-11d1-80b4-00c04fd430c8");

  private static final UUID OURS = in(URL, "https://placement.bleu.cloud/ns/oscal");

  private NameUuid() {}

  /** The UUID of a thing that these words, in this order, tell from others. */
  public static String of(String... words) {
    return in(OURS, CanonicalJson.text(java.util.List.of(words))).toString();
  }

  static UUID in(UUID space, String name) {
    ByteBuffer text =
        ByteBuffer.allocate(Long.BYTES * 2 + name.getBytes(StandardCharsets.UTF_8).length)
            .putLong(space.getMostSignificantBits())
            .putLong(space.getLeastSignificantBits())
            .put(name.getBytes(StandardCharsets.UTF_8));
    try {
      ByteBuffer hash = ByteBuffer.wrap(MessageDigest.getInstance("SHA-1").digest(text.array()));
      long high = hash.getLong();
      long low = hash.getLong();
      return new UUID(
          high & 0xFFFF_FFFF_FFFF_0FFFL | 0x5000L,
          low & 0x3FFF_FFFF_FFFF_FFFFL | 0x8000_0000_0000_0000L);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-1", e);
    }
  }
}
