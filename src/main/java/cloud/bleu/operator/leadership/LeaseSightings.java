package cloud.bleu.operator.leadership;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/**
 * Since when leases of others were seen as they are, by a clock that nobody can set. The times in a
 * lease are those of the clock of its holder, which may be ahead of all others.
 */
final class LeaseSightings {

  private final LongSupplier nanos;
  private final Map<String, Sighting> last = new ConcurrentHashMap<>();

  private record Sighting(LeadingLease lease, long since) {}

  /**
   * @param nanos a clock that nobody can set, in nanoseconds
   */
  LeaseSightings(LongSupplier nanos) {
    this.nanos = nanos;
  }

  /**
   * Whether a lease, as it is read now, was not renewed for as long as it lasts, since it was first
   * read so. Whatever time stands in it: its holder may write no more.
   */
  boolean hasRunOut(LeadingLease lease) {
    long now = nanos.getAsLong();
    Sighting first =
        last.compute(
            lease.namespace(),
            (namespace, before) ->
                before != null && before.lease().equals(lease) ? before : new Sighting(lease, now));
    return now - first.since() >= lease.lasts().toNanos();
  }
}
