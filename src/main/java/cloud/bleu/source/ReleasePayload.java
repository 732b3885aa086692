package cloud.bleu.source;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;

/**
 * What Helm 3 and 4 write into {@code release}: base64 of gzip of JSON; without gzip in the first
 * versions of Helm 3. Read as a stream: the values and the chart's files are passed over.
 */
final class ReleasePayload {

  /** How large a release may be once it is unzipped; the same as of a file of manifests. */
  static final int MOST_MIB = 32;

  private static final int GZIP_FIRST = 0x1f;
  private static final int GZIP_SECOND = 0x8b;

  private static final JsonFactory JSON =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder().maxStringLength(MOST_MIB << 20).build())
          .build();

  private String name = "";
  private int revision;
  private String chart = "";
  private String chartVersion = "";
  private String appVersion = "";
  private @Nullable String manifest;
  private final StringBuilder hooks = new StringBuilder();

  private ReleasePayload() {}

  /** What is wrong with a payload; its message says no word of what is in it. */
  static final class BrokenException extends Exception {
    private static final long serialVersionUID = 1L;

    BrokenException(String message) {
      super(message);
    }
  }

  /** There is more than {@link #MOST_MIB}. */
  private static final class TooLargeException extends IOException {
    private static final long serialVersionUID = 1L;
  }

  /** Gives up after so many bytes. */
  private static final class Bounded extends FilterInputStream {
    private long left = (long) MOST_MIB << 20;

    Bounded(InputStream in) {
      super(in);
    }

    @Override
    public int read() throws IOException {
      int read = super.read();
      count(read < 0 ? 0 : 1);
      return read;
    }

    @Override
    public int read(byte[] to, int offset, int length) throws IOException {
      int read = super.read(to, offset, length);
      count(Math.max(read, 0));
      return read;
    }

    private void count(int read) throws TooLargeException {
      left -= read;
      if (left < 0) {
        throw new TooLargeException();
      }
    }
  }

  /**
   * Reads a payload.
   *
   * @param encoded as Helm wrote it
   * @param namespace in which Helm keeps it
   * @throws BrokenException when it is not what Helm writes
   */
  static HelmRelease read(String encoded, String namespace) throws BrokenException {
    byte[] bytes;
    try {
      bytes = Base64.getDecoder().decode(encoded.strip());
    } catch (IllegalArgumentException e) {
      throw new BrokenException("it is not base64");
    }
    ReleasePayload payload = new ReleasePayload();
    boolean isZipped =
        bytes.length > 1 && (bytes[0] & 0xff) == GZIP_FIRST && (bytes[1] & 0xff) == GZIP_SECOND;
    try (InputStream in = new ByteArrayInputStream(bytes);
        InputStream unzipped = new Bounded(isZipped ? new GZIPInputStream(in) : in);
        JsonParser parser = JSON.createParser(unzipped)) {
      parser.nextToken();
      payload.release(parser);
      // The checksum is at the end.
      unzipped.transferTo(OutputStream.nullOutputStream());
    } catch (TooLargeException e) {
      throw new BrokenException("unzipped it has more than " + MOST_MIB + " MiB");
    } catch (JsonProcessingException e) {
      throw new BrokenException("it is not the JSON of a release");
    } catch (ZipException e) {
      throw new BrokenException("its gzip is damaged");
    } catch (IOException e) {
      throw new BrokenException("it ends too early");
    }
    return payload.release(namespace);
  }

  private HelmRelease release(String namespace) throws BrokenException {
    String rendered = manifest;
    if (name.isEmpty() || (rendered == null && hooks.isEmpty())) {
      throw new BrokenException("it has no name, or nothing that was rendered");
    }
    return new HelmRelease(
        name,
        namespace,
        revision,
        chart,
        chartVersion,
        appVersion,
        rendered == null ? "" : rendered,
        hooks.toString());
  }

  private void release(JsonParser parser) throws IOException {
    each(
        parser,
        field -> {
          switch (field) {
            case "name" -> name = text(parser);
            case "version" -> revision = parser.getValueAsInt();
            case "manifest" -> manifest = text(parser);
            case "chart" -> each(parser, part -> chart(parser, part));
            case "hooks" -> hooks(parser);
            default -> parser.skipChildren();
          }
        });
  }

  private void chart(JsonParser parser, String part) throws IOException {
    if (!part.equals("metadata")) {
      parser.skipChildren();
      return;
    }
    each(
        parser,
        field -> {
          switch (field) {
            case "name" -> chart = text(parser);
            case "version" -> chartVersion = text(parser);
            case "appVersion" -> appVersion = text(parser);
            default -> parser.skipChildren();
          }
        });
  }

  private void hooks(JsonParser parser) throws IOException {
    if (!parser.isExpectedStartArrayToken()) {
      parser.skipChildren();
      return;
    }
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      Map<String, String> hook = new HashMap<>();
      each(parser, field -> hook.put(field, text(parser)));
      hooks
          .append("---\n# Source: ")
          .append(hook.getOrDefault("path", ""))
          .append('\n')
          .append(hook.getOrDefault("manifest", ""))
          .append('\n');
    }
  }

  /** Takes the value of a field, and leaves the parser at its end. */
  private interface Field {
    void take(String name) throws IOException;
  }

  /** Reads the fields of the object at which the parser is; passes over what is no object. */
  private static void each(JsonParser parser, Field field) throws IOException {
    if (!parser.isExpectedStartObjectToken()) {
      parser.skipChildren();
      return;
    }
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String name = parser.currentName();
      parser.nextToken();
      field.take(name);
    }
  }

  private static String text(JsonParser parser) throws IOException {
    if (parser.currentToken().isScalarValue()) {
      return parser.getValueAsString("");
    }
    parser.skipChildren();
    return "";
  }
}
