package cloud.bleu.evidence.record;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.Deflater;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A JSON value as one text is read back, and whatever else stands there is told. */
class PackedJsonTest {

  private static final String JSON = "{\"a\":[1,true,\"é\",{}],\"b\":\"b\"}";
  private static final Object VALUE = JsonTree.parse(JSON);
  private static final int LENGTH = JSON.getBytes(StandardCharsets.UTF_8).length;

  @Test
  void isReadAsItWas() {
    PackedJson packed = PackedJson.of(VALUE);
    assertEquals(VALUE, packed.value());
    assertEquals(LENGTH, packed.bytes());
    for (Object value : List.of("", 7L, List.of(), Map.of())) {
      assertEquals(value, PackedJson.of(value).value());
    }
  }

  /** With what everybody has. */
  @Test
  void isGzipThatOthersRead() throws IOException {
    byte[] zipped = Base64.getDecoder().decode(PackedJson.of(VALUE).data());
    try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(zipped))) {
      assertEquals(JSON, new String(in.readAllBytes(), StandardCharsets.UTF_8));
    }
  }

  /** Another Java, or another zlib, may find another text for the same value. */
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 6, 9})
  void isReadHoweverItWasCompressed(int level) {
    String figures =
        IntStream.range(0, 5000).mapToObj(i -> "" + i % 97).collect(Collectors.joining());
    for (String text : List.of(JSON, "\"" + figures + "\"")) {
      byte[] json = text.getBytes(StandardCharsets.UTF_8);
      assertEquals(JsonTree.parse(text), new PackedJson(json.length, zipped(json, level)).value());
    }
  }

  @Test
  void whatCannotBeReadIsTold() {
    String good = PackedJson.of(VALUE).data();
    byte[] bytes = Base64.getDecoder().decode(good);
    assertEquals("is said to be 0 bytes of JSON: 1 to 1048576 are read", why(0, good));
    assertEquals("is said to be -1 bytes of JSON: 1 to 1048576 are read", why(-1, good));
    assertEquals(
        "is said to be 1048577 bytes of JSON: 1 to 1048576 are read", why(1_048_577, good));
    assertEquals("is no base64", why(LENGTH, "*" + good));
    assertEquals("is no base64", why(LENGTH, "=" + good));
    assertEquals("is no base64", why(LENGTH, good + "\n"));
    String none = "is base64 of no gzip, or of gzip with a name in it";
    assertEquals(none, why(LENGTH, ""));
    assertEquals(none, why(LENGTH, text(Arrays.copyOf(bytes, 9))));
    assertEquals(none, why(LENGTH, text(JSON.getBytes(StandardCharsets.UTF_8))));
    assertEquals(none, why(LENGTH, text(changed(bytes, 3, 8))));
    String early = "is gzip that ends too early";
    for (int end = 10; end < bytes.length; end++) {
      assertEquals(early, why(LENGTH, text(Arrays.copyOf(bytes, end))), "of " + end + " bytes");
    }
    assertEquals(
        "has 1 bytes after its end", why(LENGTH, text(Arrays.copyOf(bytes, bytes.length + 1))));
    // A second stream after the first, which gunzip would read on.
    byte[] twice = Arrays.copyOf(bytes, 2 * bytes.length);
    System.arraycopy(bytes, 0, twice, bytes.length, bytes.length);
    assertEquals("has " + bytes.length + " bytes after its end", why(LENGTH, text(twice)));
    assertEquals(
        "is more than the " + (LENGTH - 1) + " bytes of JSON it says", why(LENGTH - 1, good));
    assertEquals(
        "is " + LENGTH + " bytes of JSON and not " + (LENGTH + 1) + " as it says",
        why(LENGTH + 1, good));
    String checksum = "is gzip that is damaged: its checksum is another one";
    assertEquals(checksum, why(LENGTH, text(changed(bytes, bytes.length - 8, 1))));
    assertEquals(checksum, why(LENGTH, text(changed(bytes, bytes.length - 1, 1))));
    // A block of the fourth kind, which there is not.
    assertEquals("is gzip that is damaged", why(LENGTH, text(changed(bytes, 10, 6))));
    byte[] no = {'"', (byte) 0xe9, '"'};
    assertEquals("is gzip of no text in UTF-8", why(3, zipped(no, 9)));
    byte[] open = "[1".getBytes(StandardCharsets.UTF_8);
    assertEquals("is gzip of no JSON: ends in the middle, at 2", why(open.length, zipped(open, 9)));
  }

  /** Eight MiB of nothing are read to the byte that they are said to be, and no further. */
  @Test
  void takesNoMoreThanItIsSaidToTake() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream zip = new GZIPOutputStream(out)) {
      byte[] nothing = new byte[1 << 20];
      for (int i = 0; i < 8; i++) {
        zip.write(nothing);
      }
    }
    String bomb = text(out.toByteArray());
    assertEquals("is more than the 100 bytes of JSON it says", why(100, bomb));
    assertEquals(
        "is more than the 1048576 bytes of JSON it says", why(PackedJson.MOST_BYTES, bomb));
  }

  private static String why(int bytes, String data) {
    return assertThrows(IllegalArgumentException.class, () -> new PackedJson(bytes, data).value())
        .getMessage();
  }

  private static byte[] changed(byte[] bytes, int at, int by) {
    byte[] other = bytes.clone();
    other[at] ^= (byte) by;
    return other;
  }

  private static String text(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }

  private static String zipped(byte[] json, int level) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream zip =
        new GZIPOutputStream(out) {
          {
            def.setLevel(level == 6 ? Deflater.DEFAULT_COMPRESSION : level);
          }
        }) {
      zip.write(json);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text(out.toByteArray());
  }
}
