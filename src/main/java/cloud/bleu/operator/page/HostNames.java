package cloud.bleu.operator.page;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The hosts under which the page may be requested: those of the certificate, and this machine, as
 * {@code kubectl port-forward} leads there. Any other host is refused, so that no site in a browser
 * reaches the page by a name of its own that leads here (DNS rebinding). The port does not matter,
 * as a forward may use any.
 */
final class HostNames {
  private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1");

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
    Set<String> known = names.get();
    if (host.startsWith("[")) {
      InetAddress address = address(host);
      return address != null
          && (address.isLoopbackAddress()
              || known.stream()
                  .filter(name -> name.contains(":"))
                  .anyMatch(name -> address.equals(address("[" + name + "]"))));
    }
    int dot = host.indexOf('.');
    return LOOPBACK.contains(host)
        || known.contains(host)
        || dot > 0 && known.contains("*" + host.substring(dot));
  }

  /**
   * Of IPv6, which has many spellings; null where it is none. In brackets it is never looked up.
   */
  private static @Nullable InetAddress address(String literal) {
    try {
      return InetAddress.getByName(literal);
    } catch (UnknownHostException e) {
      return null;
    }
  }
}
