package cloud.bleu.report.live;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/**
 * Tells browsers of newer pages, as server-sent events: one for each new page or failure, and a
 * comment from time to time.
 */
public final class PageEvents {

  /** Browsers that are told of changes at once; each holds a thread. */
  public static final int MOST_FOLLOWERS = 16;

  /** How long a browser is told at most; then it asks anew, and its place is free meanwhile. */
  public static final Duration LASTS = Duration.ofMinutes(10);

  /** So often who follows is sent something, and whether they may follow is asked anew. */
  public static final Duration HEARTBEAT = Duration.ofSeconds(5);

  private final Semaphore followers = new Semaphore(MOST_FOLLOWERS);
  private final ReaderShares shares;
  private final Duration heartbeat;
  private final LongSupplier nanos;

  /**
   * Nobody follows.
   *
   * @param mostForOne browsers of one reader that are told at once
   * @param heartbeat mostly {@link #HEARTBEAT}
   * @param nanos a clock that nobody can set
   */
  public PageEvents(int mostForOne, Duration heartbeat, LongSupplier nanos) {
    shares = new ReaderShares(mostForOne);
    this.heartbeat = heartbeat;
    this.nanos = nanos;
  }

  /**
   * Answers until who asks has gone, the feed is closed, who asks may not follow any more, or it
   * has lasted long enough.
   *
   * @param reader who asks, by the name under which the share is counted
   * @param may asked before each event, and with each heartbeat
   * @throws IOException if who asks has gone
   */
  public void to(PageExchange exchange, PageFeed feed, String reader, BooleanSupplier may)
      throws IOException {
    if (!shares.take(reader)) {
      exchange.text(503, "you follow this page in too many windows; close one, or reload by hand");
      return;
    }
    boolean again;
    try {
      again = follow(exchange, feed, may);
    } finally {
      shares.giveBack(reader);
    }
    if (again) {
      // Who is told asks at once, and finds its place free.
      exchange.send("event: again\ndata:\n\n");
    }
  }

  /** Whether it has lasted long enough, and who asks may ask again. */
  private boolean follow(PageExchange exchange, PageFeed feed, BooleanSupplier may)
      throws IOException {
    if (!followers.tryAcquire()) {
      exchange.text(503, "too many follow this page; reload it by hand");
      return false;
    }
    feed.follow();
    try {
      exchange.open("text/event-stream; charset=utf-8");
      return !exchange.isHead() && stream(exchange, feed, may);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    } finally {
      feed.leave();
      followers.release();
    }
  }

  private boolean stream(PageExchange exchange, PageFeed feed, BooleanSupplier may)
      throws IOException, InterruptedException {
    long begun = nanos.getAsLong();
    PageFeed.Known last = null;
    PageFeed.Known known = feed.now();
    while (known != null && may.getAsBoolean()) {
      if (nanos.getAsLong() - begun >= LASTS.toNanos()) {
        return true;
      }
      exchange.send(known.equals(last) ? ": still here\n\n" : event(known));
      last = known;
      known = feed.await(last, heartbeat);
    }
    return false;
  }

  private static String event(PageFeed.Known known) {
    return known.failure() != null
        ? "event: failed\ndata: " + known.failure().replaceAll("\\R", " ") + "\n\n"
        : "event: page\ndata: " + (known.page() == null ? "" : known.page().name()) + "\n\n";
  }
}
