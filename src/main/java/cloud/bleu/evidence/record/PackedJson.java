package cloud.bleu.evidence.record;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;
import org.jspecify.annotations.Nullable;

/**
 * A JSON value as one text: base64 of gzip (RFC 1952) of its canonical form. Compressed bytes may
 * differ between releases of Java, so two different texts may stand for one value: compare the
 * values. However a text was made, no more bytes of JSON are unpacked than it declares. A value may
 * take much more memory than its bytes: whoever reads it bounds that.
 *
 * @param bytes of JSON
 * @param data the text
 */
public record PackedJson(int bytes, String data) {

  /** More bytes of JSON are not read. */
  public static final int MOST_BYTES = 1 << 20;

  /** Magic number, deflate, no flags, no time, the best compression, no system. */
  private static final byte[] HEADER = {0x1f, (byte) 0x8b, 8, 0, 0, 0, 0, 0, 2, (byte) 0xff};

  /** How much of the header says how to read on; the rest has no meaning here. */
  private static final int READ_OF_HEADER = 4;

  /** Of the checksum and of the length. */
  private static final int TRAILER = 8;

  private static final int CHUNK = 8192;

  /** Packs a value, of those that {@link CanonicalJson} writes. */
  public static PackedJson of(@Nullable Object value) {
    byte[] json = CanonicalJson.bytes(value);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(HEADER);
    Deflater deflater = new Deflater(Deflater.BEST_COMPRESSION, true);
    try {
      deflater.setInput(json);
      deflater.finish();
      byte[] chunk = new byte[CHUNK];
      while (!deflater.finished()) {
        out.write(chunk, 0, deflater.deflate(chunk));
      }
    } finally {
      deflater.end();
    }
    out.writeBytes(trailer(json));
    return new PackedJson(json.length, Base64.getEncoder().encodeToString(out.toByteArray()));
  }

  private static byte[] trailer(byte[] json) {
    CRC32 checksum = new CRC32();
    checksum.update(json);
    return ByteBuffer.allocate(TRAILER)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putInt((int) checksum.getValue())
        .putInt(json.length)
        .array();
  }

  /**
   * The value; whole numbers are {@code Long}, or {@code BigInteger} beyond.
   *
   * @throws IllegalArgumentException when the text is none of these, has anything after its end, or
   *     is another number of bytes than it is said to have; the message reads on from the name of
   *     the text
   */
  public @Nullable Object value() {
    if (bytes < 1 || bytes > MOST_BYTES) {
      throw new IllegalArgumentException(
          "is said to be " + bytes + " bytes of JSON: 1 to " + MOST_BYTES + " are read");
    }
    byte[] zipped;
    try {
      zipped = Base64.getDecoder().decode(data);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("is no base64", e);
    }
    if (zipped.length < HEADER.length
        || !Arrays.equals(zipped, 0, READ_OF_HEADER, HEADER, 0, READ_OF_HEADER)) {
      throw new IllegalArgumentException("is base64 of no gzip, or of gzip with a name in it");
    }
    String json = text(unzipped(zipped));
    try {
      return JsonTree.parse(json);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("is gzip of no JSON: " + e.getMessage(), e);
    }
  }

  private byte[] unzipped(byte[] zipped) {
    byte[] json = new byte[bytes];
    Inflater inflater = new Inflater(true);
    try {
      inflater.setInput(zipped, HEADER.length, zipped.length - HEADER.length);
      int read = 0;
      while (read < bytes) {
        int more = inflater.inflate(json, read, bytes - read);
        if (more == 0) {
          break;
        }
        read += more;
      }
      // The end may come after the last byte.
      if (read == bytes && !inflater.finished() && inflater.inflate(new byte[1]) > 0) {
        throw new IllegalArgumentException("is more than the " + bytes + " bytes of JSON it says");
      }
      if (!inflater.finished()) {
        throw new IllegalArgumentException("is gzip that ends too early");
      }
      if (read < bytes) {
        throw new IllegalArgumentException(
            "is " + read + " bytes of JSON and not " + bytes + " as it says");
      }
      int left = inflater.getRemaining();
      if (left != TRAILER) {
        throw new IllegalArgumentException(
            left < TRAILER
                ? "is gzip that ends too early"
                : "has " + (left - TRAILER) + " bytes after its end");
      }
    } catch (DataFormatException e) {
      throw new IllegalArgumentException("is gzip that is damaged", e);
    } finally {
      inflater.end();
    }
    if (!Arrays.equals(
        trailer(json), Arrays.copyOfRange(zipped, zipped.length - TRAILER, zipped.length))) {
      throw new IllegalArgumentException("is gzip that is damaged: its checksum is another one");
    }
    return json;
  }

  private static String text(byte[] json) {
    try {
      CharBuffer text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(json));
      return text.toString();
    } catch (CharacterCodingException e) {
      throw new IllegalArgumentException("is gzip of no text in UTF-8", e);
    }
  }
}
