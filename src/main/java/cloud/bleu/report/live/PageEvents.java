package cloud.bleu.report.live;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.function.BooleanSupplier;

/**
 * Tells browsers of newer pages, as server-sent events: one for each new page or failure, and a
 * comment from time to time.
 */
public final class PageEvents {

  /** Browsers that are told of changes at once; each holds a thread. */
  public static final int MOST_FOLLOWERS = 16;

  private static final Duration HEARTBEAT = Duration.ofSeconds(5);

  private final Semaphore followers = new Semaphore(MOST_FOLLOWERS);
  private final ReaderShares shares;

  /**
   * Nobody follows.
   *
   * @param mostForOne browsers of one reader that are told at once
   */
  public PageEvents(int mostForOne) {
    shares = new ReaderShares(mostForOne);
  }

  /**
   * Answers until who asks has gone, the feed is closed, or who asks may not follow any more.
   *
   * @param reader who asks, by the name under which the share is counted
   * @param may asked before each event, and every five seconds
   * @throws IOException if who asks has gone
   */
  public void to(PageExchange exchange, PageFeed feed, String reader, BooleanSupplier may)
      throws IOException {
    if (!shares.take(reader)) {
      exchange.text(503, "you follow this page in too many windows; close one, or reload by hand");
      return;
    }
    try {
      follow(exchange, feed, may);
    } finally {
      shares.giveBack(reader);
    }
  }

  private void follow(PageExchange exchange, PageFeed feed, BooleanSupplier may)
      throws IOException {
    if (!followers.tryAcquire()) {
      exchange.text(503, "too many follow this page; reload it by hand");
      return;
    }
    feed.follow();
    try {
      OutputStream out = exchange.open("text/event-stream; charset=utf-8").getResponseBody();
      if (!exchange.isHead()) {
        stream(out, feed, may);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      feed.leave();
      followers.release();
    }
  }

  private static void stream(OutputStream out, PageFeed feed, BooleanSupplier may)
      throws IOException, InterruptedException {
    PageFeed.Known last = null;
    PageFeed.Known known = feed.now();
    while (known != null && may.getAsBoolean()) {
      out.write(
          (known.equals(last) ? ": still here\n\n" : event(known))
              .getBytes(StandardCharsets.UTF_8));
      out.flush();
      last = known;
      known = feed.await(last, HEARTBEAT);
    }
  }

  private static String event(PageFeed.Known known) {
    return known.failure() != null
        ? "event: failed\ndata: " + known.failure().replaceAll("\\R", " ") + "\n\n"
        : "event: page\ndata: " + (known.page() == null ? "" : known.page().at()) + "\n\n";
  }
}
