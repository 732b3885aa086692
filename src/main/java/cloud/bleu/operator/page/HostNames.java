package cloud.bleu.operator.page;

import java.util.Locale;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The hosts under which the page may be asked for: those of the certificate, and this machine, as
 * {@code kubectl port-forward} leads there. Another one is refused, so that no site in a browser
 * reaches the page by a name of its own that leads here (DNS rebinding). The port is any, as that
 * of a forward is.
 */
final class HostNames {
  private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");

  private final Supplier<Set<String>> names;

  /**
   * Beside those of this machine.
   *
   * @param names in lower case; {@code *.} stands for one label
   */
  HostNames(Supplier<Set<String>> names) {
    this.names = names;
  }

  /** Whether the header {@code Host} names one of them. */
  boolean has(@Nullable String header) {
    if (header == null) {
      return false;
    }
    String host = header.toLowerCase(Locale.ROOT).replaceFirst(":[0-9]+$", "");
    int dot = host.indexOf('.');
    Set<String> known = names.get();
    return LOOPBACK.contains(host)
        || known.contains(host)
        || dot > 0 && known.contains("*" + host.substring(dot));
  }
}
