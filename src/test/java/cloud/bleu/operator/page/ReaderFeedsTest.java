package cloud.bleu.operator.page;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertSame;

import cloud.bleu.report.live.LivePage;
import cloud.bleu.report.live.PageFeed;
import cloud.bleu.report.page.PageAccess;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** How many pages are kept, and for how long. */
class ReaderFeedsTest {
  private static final LivePage PAGE = new LivePage("1a", "<p>page</p>");

  private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 5);
  private final AtomicInteger made = new AtomicInteger();
  private final AtomicInteger forgotten = new AtomicInteger();
  private final ReaderFeeds feeds =
      new ReaderFeeds(
          access -> {
            made.incrementAndGet();
            return () -> PAGE;
          },
          forgotten::incrementAndGet,
          now::get);

  @AfterEach
  void close() {
    feeds.close();
  }

  private static WantedPage of(int number) {
    return new WantedPage(
        new PageAccess(new TreeSet<>(Set.of("ns-" + number)), null, false), PageLanguage.EN);
  }

  @Test
  void theOldestMakesRoom() throws Exception {
    PageFeed first = feeds.of(of(0));
    for (int i = 1; i < ReaderFeeds.MOST; i++) {
      feeds.of(of(i));
    }
    assertSame(first, feeds.of(of(0)), "read again, so not the oldest any more");
    assertNotNull(feeds.of(of(ReaderFeeds.MOST)));
    assertEquals(ReaderFeeds.MOST + 1, made.get());
    assertSame(first, feeds.of(of(0)));
    feeds.of(of(1));
    assertEquals(ReaderFeeds.MOST + 2, made.get(), "that of the oldest was dropped");
    assertSame(PAGE, feeds.unkept(of(100)));
  }

  @Test
  void whatNobodyReadsIsDropped() {
    feeds.of(of(0));
    now.addAndGet(ReaderFeeds.KEPT.toNanos() - 1);
    feeds.of(of(1));
    feeds.purge();
    feeds.of(of(0));
    assertEquals(2, made.get());
    now.addAndGet(ReaderFeeds.KEPT.toNanos() - 1);
    feeds.purge();
    assertEquals(0, forgotten.get());
    now.addAndGet(1);
    feeds.purge();
    feeds.purge();
    assertEquals(1, forgotten.get(), "what pages were made from is let go once");
    feeds.of(of(0));
    assertEquals(3, made.get());
  }
}
