package cloud.bleu.translate.zone;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Tells an address from a name as it is written, as {@code isIP} of Kubernetes does. No name server
 * is asked.
 */
public final class AddressLiteral {

  private static final String OCTET = "(?:25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])";
  private static final String FOUR = OCTET + "(?:\\." + OCTET + "){3}";
  private static final String GROUP = "[0-9A-Fa-f]{0,4}";
  private static final Pattern V4 = Pattern.compile(FOUR);
  private static final Pattern V6 =
      Pattern.compile("(?:" + GROUP + ":)+(?:" + GROUP + "|" + FOUR + ")");

  /**
   * No name ends in a number (RFC 1123, section 2.1): some readers would take it for an address.
   */
  private static final Pattern NO_NAME = Pattern.compile(".*:.*|(?:.*\\.)?[0-9]+");

  private AddressLiteral() {}

  /**
   * The address that is written: four numbers up to 255 without leading zeros, or IPv6 without
   * brackets; null: it is a name, or nothing. One of IPv4 in the form of IPv6, such as {@code
   * ::ffff:198.51.100.7}, is nothing.
   */
  public static @Nullable InetAddress of(String host) {
    try {
      if (V4.matcher(host).matches()) {
        return InetAddress.getByName(host);
      }
      // In brackets it is never looked up.
      return V6.matcher(host).matches()
              && InetAddress.getByName("[" + host + "]") instanceof Inet6Address address
          ? address
          : null;
    } catch (UnknownHostException e) {
      return null;
    }
  }

  /** Whether it is neither an address nor anything that a name may be: {@code 256.1.1.1}. */
  static boolean isNeither(String host) {
    return NO_NAME.matcher(host).matches() && of(host) == null;
  }
}
