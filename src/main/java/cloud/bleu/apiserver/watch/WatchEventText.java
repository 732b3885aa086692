package cloud.bleu.apiserver.watch;

import io.fabric8.kubernetes.client.http.AsyncBody;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.Interceptor;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;

/**
 * Hands the events of a watch by plain HTTP on in ASCII: a letter such as "é" comes as the escape
 * of JSON for it. Fabric8 (WatchHTTPManager of 7.7) decodes each part of an answer alone and reads
 * the array behind the decoded letters to its end. So each letter of several bytes leaves NUL
 * characters behind, and one that is cut between two parts is lost: the watch ends, or tells
 * something that is not so.
 */
public final class WatchEventText implements Interceptor {

  /** Under which it is added to a client. */
  public static final String NAME = "watch-event-text";

  @Override
  public AsyncBody.Consumer<List<ByteBuffer>> consumer(
      AsyncBody.Consumer<List<ByteBuffer>> consumer, HttpRequest request) {
    return PlainWatch.is(request) ? new Escaped(consumer) : consumer;
  }

  /** Escapes what comes, and keeps the bytes of a letter that has not come whole. */
  private static final class Escaped implements AsyncBody.Consumer<List<ByteBuffer>> {
    private static final int ASCII = 0x80;
    private static final HexFormat HEX = HexFormat.of();

    private final AsyncBody.Consumer<List<ByteBuffer>> next;
    private final CharsetDecoder decoder =
        StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPLACE)
            .onUnmappableCharacter(CodingErrorAction.REPLACE);
    private ByteBuffer rest = ByteBuffer.allocate(0);

    Escaped(AsyncBody.Consumer<List<ByteBuffer>> next) {
      this.next = next;
    }

    @Override
    public void consume(List<ByteBuffer> parts, AsyncBody body) throws Exception {
      StringBuilder text = new StringBuilder();
      for (ByteBuffer part : parts) {
        text.append(decoded(part));
      }
      next.consume(List.of(escaped(text)), body);
    }

    private CharBuffer decoded(ByteBuffer part) {
      ByteBuffer bytes = ByteBuffer.allocate(rest.remaining() + part.remaining());
      bytes.put(rest).put(part).flip();
      // No character of UTF-16 takes less than one byte of UTF-8.
      CharBuffer letters = CharBuffer.allocate(bytes.remaining());
      decoder.decode(bytes, letters, false);
      rest = bytes;
      return letters.flip();
    }

    private static ByteBuffer escaped(CharSequence text) {
      StringBuilder escaped = new StringBuilder(text.length());
      for (int i = 0; i < text.length(); i++) {
        char letter = text.charAt(i);
        if (letter < ASCII) {
          escaped.append(letter);
        } else {
          escaped.append("\\u").append(HEX.toHexDigits(letter));
        }
      }
      return StandardCharsets.US_ASCII.encode(escaped.toString());
    }

    @Override
    public <U> U unwrap(Class<U> target) {
      return target.isInstance(this) ? target.cast(this) : next.unwrap(target);
    }
  }
}
