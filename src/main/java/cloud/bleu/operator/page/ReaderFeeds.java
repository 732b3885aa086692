package cloud.bleu.operator.page;

import cloud.bleu.report.live.LivePage;
import cloud.bleu.report.live.PageFeed;
import cloud.bleu.report.live.PageSource;
import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A feed for each set of rights and language: readers with equal rights and one language get the
 * same page.
 */
final class ReaderFeeds implements AutoCloseable {

  /** Pages that are kept at once, each for a set of rights and a language. */
  static final int MOST = 8;

  /** How long a page is kept after its last reader. */
  static final Duration KEPT = Duration.ofMinutes(5);

  private static final Duration EVERY = Duration.ofSeconds(10);

  private final Function<WantedPage, PageSource> sources;
  private final Runnable forget;
  private final LongSupplier nanos;
  private final Object unkept = new Object();
  private final Map<WantedPage, Kept> feeds = new LinkedHashMap<>(16, 0.75f, true);

  /** A feed, and when somebody was there last. */
  private static final class Kept {
    final PageFeed feed;
    long readAt;

    Kept(PageFeed feed) {
      this.feed = feed;
    }
  }

  /**
   * None yet.
   *
   * @param forget called once there is no feed any more
   * @param nanos a clock that nobody can set
   */
  ReaderFeeds(Function<WantedPage, PageSource> sources, Runnable forget, LongSupplier nanos) {
    this.sources = sources;
    this.forget = forget;
    this.nanos = nanos;
  }

  /** The feed of this page; null where others are followed, as many as there may be. */
  synchronized @Nullable PageFeed of(WantedPage wanted) {
    Kept kept = feeds.get(wanted);
    if (kept == null && hasRoom()) {
      kept = new Kept(new PageFeed(sources.apply(wanted), EVERY, Thread.NORM_PRIORITY));
      feeds.put(wanted, kept);
    }
    if (kept == null) {
      return null;
    }
    kept.readAt = nanos.getAsLong();
    return kept.feed;
  }

  /**
   * A page that has no feed. One is made at a time, and none is kept.
   *
   * @throws PageSource.UnreadableException if there is nothing to show
   */
  LivePage unkept(WantedPage wanted) throws PageSource.UnreadableException {
    synchronized (unkept) {
      return sources.apply(wanted).read();
    }
  }

  /** Drops what nobody has read for a while. */
  synchronized void purge() {
    long now = nanos.getAsLong();
    boolean had = !feeds.isEmpty();
    Iterator<Kept> all = feeds.values().iterator();
    while (all.hasNext()) {
      Kept kept = all.next();
      if (kept.feed.isFollowed()) {
        kept.readAt = now;
      } else if (now - kept.readAt >= KEPT.toNanos()) {
        kept.feed.close();
        all.remove();
      }
    }
    if (had && feeds.isEmpty()) {
      forget.run();
    }
  }

  private boolean hasRoom() {
    Iterator<Kept> oldest = feeds.values().iterator();
    while (feeds.size() >= MOST && oldest.hasNext()) {
      PageFeed feed = oldest.next().feed;
      if (!feed.isFollowed()) {
        feed.close();
        oldest.remove();
      }
    }
    return feeds.size() < MOST;
  }

  @Override
  public synchronized void close() {
    feeds.values().forEach(kept -> kept.feed.close());
    feeds.clear();
  }
}
