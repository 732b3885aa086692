package cloud.bleu.apiserver.watch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.client.http.AsyncBody;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.StandardHttpRequest;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class WatchEventTextTest {
  private static final String LETTERS = "hôpital d’Évry, 3 € – \uD83C\uDFE5";
  private static final byte[] EVENT =
      ("{\"type\":\"ADDED\",\"said\":\"" + LETTERS + "\"}\n").getBytes(StandardCharsets.UTF_8);

  private final StringBuilder read = new StringBuilder();

  /** As Fabric8 reads a watch by plain HTTP. */
  private final AsyncBody.Consumer<List<ByteBuffer>> reader =
      (parts, body) ->
          parts.forEach(part -> read.append(StandardCharsets.UTF_8.decode(part).array()));

  @Test
  void everyLetterComesWhereverTheAnswerIsCut() throws Exception {
    for (int first = 0; first <= EVENT.length; first++) {
      for (int second = first; second <= EVENT.length; second++) {
        read.setLength(0);
        var consumer = consumer("/api/v1/pods?watch=true");
        consumer.consume(List.of(part(0, first), part(first, second)), null);
        consumer.consume(List.of(part(second, EVENT.length)), null);
        assertEquals(
            LETTERS, new ObjectMapper().readTree(read.toString()).path("said").textValue());
        assertEquals(read.length() - 1, read.indexOf("\n"));
      }
    }
  }

  @Test
  void whatIsNoWatchIsLeftAlone() {
    assertSame(reader, consumer("/api/v1/pods?limit=500"));
  }

  private AsyncBody.Consumer<List<ByteBuffer>> consumer(String path) {
    HttpRequest request =
        new StandardHttpRequest(Map.of(), URI.create("https://127.0.0.1" + path), "GET", null);
    return new WatchEventText().consumer(reader, request);
  }

  private static ByteBuffer part(int from, int to) {
    return ByteBuffer.wrap(Arrays.copyOfRange(EVENT, from, to));
  }
}
