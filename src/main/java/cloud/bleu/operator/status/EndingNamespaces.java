package cloud.bleu.operator.status;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Namespaces of this cluster that are being deleted while something is to be written in them.
 * Whoever deletes one knows that; only a deletion that hangs is reported, once. Any thread may
 * report.
 */
final class EndingNamespaces {

  private static final Logger LOG = LoggerFactory.getLogger(EndingNamespaces.class);

  /** Within this a namespace is gone, unless something keeps it. */
  private static final Duration LONG = Duration.ofMinutes(5);

  /** After this time a refusal counts as over: what is refused is tried again sooner. */
  private static final Duration FRESH = Duration.ofMinutes(3);

  /**
   * @param since when a write in it was refused first
   * @param at when one was refused last
   */
  private record Ending(long since, long at, boolean isTold) {}

  private final Map<String, Ending> all = new ConcurrentHashMap<>();

  /**
   * A write in a namespace is refused as it is being deleted.
   *
   * @param now by a monotonic clock, in nanoseconds
   */
  void refused(String namespace, long now) {
    all.values().removeIf(ending -> now - ending.at() > FRESH.toNanos());
    all.compute(namespace, (name, before) -> after(name, before, now));
  }

  private static Ending after(String namespace, @Nullable Ending before, long now) {
    if (before == null) {
      return new Ending(now, now, false);
    }
    Duration lasts = Duration.ofNanos(now - before.since());
    boolean isNews = !before.isTold() && lasts.compareTo(LONG) >= 0;
    if (isNews) {
      LOG.warn(
          "namespace {} has been on its way out for {} min, and nothing new can be written in it:"
              + " find out what keeps it",
          namespace,
          lasts.toMinutes());
    }
    return new Ending(before.since(), now, before.isTold() || isNews);
  }
}
