package cloud.bleu.translate.zone;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Tells an address from a name as it is written. No name server is asked. */
public final class AddressLiteral {

  private static final String OCTET = "(?:25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])";
  private static final Pattern V4 = Pattern.compile(OCTET + "(?:\\." + OCTET + "){3}");
  private static final Pattern V6 = Pattern.compile("[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*");

  /**
   * No name ends in a number (RFC 1123, section 2.1): some readers would take it for an address.
   */
  private static final Pattern NO_NAME = Pattern.compile(".*:.*|(?:.*\\.)?[0-9]+");

  private AddressLiteral() {}

  /**
   * The address that is written: four numbers up to 255 without leading zeros, or IPv6, with
   * brackets or without; null: it is a name, or nothing.
   */
  public static @Nullable InetAddress of(String host) {
    boolean brackets = host.startsWith("[") && host.endsWith("]");
    String bare = brackets ? host.substring(1, host.length() - 1) : host;
    try {
      if (!brackets && V4.matcher(bare).matches()) {
        return InetAddress.getByName(bare);
      }
      // In brackets it is never looked up.
      return V6.matcher(bare).matches() ? InetAddress.getByName("[" + bare + "]") : null;
    } catch (UnknownHostException e) {
      return null;
    }
  }

  /** Whether it is neither an address nor anything that a name may be: {@code 256.1.1.1}. */
  static boolean isNeither(String host) {
    return NO_NAME.matcher(host).matches() && of(host) == null;
  }
}
