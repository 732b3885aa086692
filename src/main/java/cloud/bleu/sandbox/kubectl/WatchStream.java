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

  /** No event either: whether the reader is still there is to be seen. */
  private static final String LOOK = " ";

  /** So long nobody is looked for of whom nothing is to be told. */
  private static final Duration QUIET = Duration.ofSeconds(10);

  private static final byte[] SPACE = LOOK.getBytes(StandardCharsets.UTF_8);

  private final BlockingQueue<String> events = new LinkedBlockingQueue<>();
  private final StringBuilder part = new StringBuilder();

  WatchStream() {}

  /**
   * Has the reader looked for, by whoever copies: nothing else than a write shows that he has gone.
   * He is sent two spaces, which mean nothing before an object. The first is answered with an error
   * where nobody listens, on which the second fails.
   */
  void look() {
    events.add(LOOK);
  }

  /**
   * Writes events until the reader is seen to be gone, the watch behind ends, or the time is up.
   *
   * @param form changes an event before it is written; empty: not written at all
   * @throws IOException when the reader has gone, or the watch cannot be opened
   */
  void copy(
      HttpClient client, URI watch, Duration time, UnaryOperator<String> form, OutputStream out)
      throws IOException, InterruptedException {
    WebSocket socket;
    try {
      socket = client.newWebSocketBuilder().buildAsync(watch, this).join();
    } catch (CompletionException e) {
      throw new IOException("no watch on " + watch.getPath(), e);
    }
    try {
      write(time, QUIET, form, out);
    } finally {
      socket.abort();
    }
  }

  /**
   * Writes what comes in, and looks for the reader whenever nothing has come for a while.
   *
   * @param quiet that while
   */
  void write(Duration time, Duration quiet, UnaryOperator<String> form, OutputStream out)
      throws IOException, InterruptedException {
    long end = System.nanoTime() + time.toNanos();
    long left = time.toNanos();
    while (left > 0) {
      String event = events.poll(Math.min(left, quiet.toNanos()), TimeUnit.NANOSECONDS);
      left = end - System.nanoTime();
      if (END.equals(event) || event == null && left <= 0) {
        return;
      }
      if (event == null || event.equals(LOOK)) {
        for (int i = 0; i < 2; i++) {
          out.write(SPACE);
          out.flush();
        }
        continue;
      }
      String line = form.apply(event);
      if (!line.isEmpty()) {
        out.write((line + "\n").getBytes(StandardCharsets.UTF_8));
        out.flush();
      }
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
