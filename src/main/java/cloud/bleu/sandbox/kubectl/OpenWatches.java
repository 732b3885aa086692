package cloud.bleu.sandbox.kubectl;

import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;

/**
 * The watches that a server has open. It is told of no reader that goes, and of most kinds nothing
 * changes for long: each watch that nobody reads keeps a thread, and one of the connections of
 * which the server takes only so many. So each watch looks for its reader once nothing was to be
 * told for ten seconds. Within these whoever begins has the readers of all looked for, each time
 * some have begun. Where all connections are taken at once nobody begins, for those ten seconds.
 */
final class OpenWatches {

  /** Fewer than an operator has: after a few that crashed the server would take nobody. */
  private static final int SOME = 16;

  private final HttpClient client;
  private final Set<WatchStream> open = ConcurrentHashMap.newKeySet();
  private final AtomicInteger begun = new AtomicInteger();

  OpenWatches(HttpClient client) {
    this.client = client;
  }

  /**
   * Writes events until the reader is seen to be gone, the watch behind ends, or the time is up.
   *
   * @param form changes an event before it is written; empty: not written at all
   * @throws IOException when the reader has gone, or the watch cannot be opened
   */
  void copy(URI watch, Duration time, UnaryOperator<String> form, OutputStream out)
      throws IOException, InterruptedException {
    if (begun.incrementAndGet() % SOME == 0) {
      open.forEach(WatchStream::look);
    }
    WatchStream stream = new WatchStream();
    open.add(stream);
    try {
      stream.copy(client, watch, time, form, out);
    } finally {
      open.remove(stream);
    }
  }
}
