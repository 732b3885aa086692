package cloud.bleu.operator.probe;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The addresses of a server, looked up anew once a minute. Those it had before stay known: an entry
 * of a name server that is late leads to none of them.
 */
final class ServerAddresses {

  private static final long KEPT_NANOS = Duration.ofMinutes(1).toNanos();

  private final String host;
  private final ProbeAttempt.Names names;
  private final LongSupplier nanos;

  private Set<InetAddress> known = Set.of();
  private long looked;

  /**
   * @param nanos a clock that nobody can set, in nanoseconds
   */
  ServerAddresses(String host, ProbeAttempt.Names names, LongSupplier nanos) {
    this.host = host;
    this.names = names;
    this.nanos = nanos;
  }

  /** All that it had so far; null while none was ever found. */
  synchronized @Nullable Set<InetAddress> known() {
    if (known.isEmpty() || nanos.getAsLong() - looked > KEPT_NANOS) {
      looked = nanos.getAsLong();
      try {
        Set<InetAddress> all = new HashSet<>(known);
        all.addAll(List.of(names.of(host)));
        known = Set.copyOf(all);
      } catch (UnknownHostException e) {
        // What is known already stays barred.
        return known.isEmpty() ? null : known;
      }
    }
    return known;
  }
}
