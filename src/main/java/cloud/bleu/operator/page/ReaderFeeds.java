package cloud.bleu.operator.page;

import cloud.bleu.report.live.PageFeed;
import cloud.bleu.report.live.PageSource;
import cloud.bleu.report.page.PageAccess;
import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A feed for each set of rights: readers who may see the same have the same page. */
final class ReaderFeeds implements AutoCloseable {

  /** Sets of rights for which there is a page at once. */
  static final int MOST = 8;

  private static final Duration EVERY = Duration.ofSeconds(10);

  private final Function<PageAccess, PageSource> sources;
  private final Map<PageAccess, PageFeed> feeds = new LinkedHashMap<>(16, 0.75f, true);

  /** None yet. */
  ReaderFeeds(Function<PageAccess, PageSource> sources) {
    this.sources = sources;
  }

  /** The feed of these rights; null where others are followed, as many as there may be. */
  synchronized @Nullable PageFeed of(PageAccess access) {
    PageFeed feed = feeds.get(access);
    if (feed == null && hasRoom()) {
      feed = new PageFeed(sources.apply(access), EVERY, Thread.MIN_PRIORITY);
      feeds.put(access, feed);
    }
    return feed;
  }

  private boolean hasRoom() {
    Iterator<PageFeed> oldest = feeds.values().iterator();
    while (feeds.size() >= MOST && oldest.hasNext()) {
      PageFeed feed = oldest.next();
      if (!feed.isFollowed()) {
        feed.close();
        oldest.remove();
      }
    }
    return feeds.size() < MOST;
  }

  @Override
  public synchronized void close() {
    feeds.values().forEach(PageFeed::close);
    feeds.clear();
  }
}
