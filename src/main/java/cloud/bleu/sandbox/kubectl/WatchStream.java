package cloud.bleu.sandbox.kubectl;

import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;

/** The events of a watch over a WebSocket, as lines: the form in which kubectl reads them. */
final class WatchStream implements WebSocket.Listener {

  /** No event: the stream behind has ended. */
  private static final String END = "";

  private final BlockingQueue<String> events = new LinkedBlockingQueue<>();
  private final StringBuilder part = new StringBuilder();

  private WatchStream() {}

  /**
   * Writes events until the reader goes, the watch behind ends, or the time is up.
   *
   * @param form changes an event before it is written; empty: not written at all
   * @throws IOException when the reader has gone, or the watch cannot be opened
   */
  static void copy(
      HttpClient client, URI watch, Duration time, UnaryOperator<String> form, OutputStream out)
      throws IOException, InterruptedException {
    WatchStream stream = new WatchStream();
    WebSocket socket;
    try {
      socket = client.newWebSocketBuilder().buildAsync(watch, stream).join();
    } catch (CompletionException e) {
      throw new IOException("no watch on " + watch.getPath(), e);
    }
    try {
      long end = System.nanoTime() + time.toNanos();
      while (true) {
        String event = stream.events.poll(end - System.nanoTime(), TimeUnit.NANOSECONDS);
        if (event == null || event.equals(END)) {
          return;
        }
        String line = form.apply(event);
        if (!line.isEmpty()) {
          out.write((line + "\n").getBytes(StandardCharsets.UTF_8));
          out.flush();
        }
      }
    } finally {
      socket.abort();
    }
  }

  @Override
  public CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
    part.append(data);
    if (last) {
      events.add(part.toString());
      part.setLength(0);
    }
    return WebSocket.Listener.super.onText(socket, data, last);
  }

  @Override
  public CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
    events.add(END);
    return WebSocket.Listener.super.onClose(socket, code, reason);
  }

  @Override
  public void onError(WebSocket socket, Throwable error) {
    events.add(END);
  }
}
