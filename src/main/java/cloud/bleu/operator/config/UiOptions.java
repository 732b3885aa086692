package cloud.bleu.operator.config;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Where the page of the estate is served.
 *
 * @param address that it listens on
 * @param port 0: any free one
 * @param certificate PEM file with the chain, that of the server first; null: no TLS
 * @param key PEM file with its key; null: no TLS
 */
public record UiOptions(String address, int port, @Nullable Path certificate, @Nullable Path key) {

  /**
   * Beyond this machine tokens go over TLS only.
   *
   * @throws IllegalArgumentException if they would not; the message says what to do
   */
  public UiOptions {
    if ((certificate == null) != (key == null)) {
      throw new IllegalArgumentException(
          "--ui-tls-cert and --ui-tls-key go together: give both, or neither");
    }
    if (certificate == null && !isLoopback(address)) {
      throw new IllegalArgumentException(
          "--ui-address "
              + address
              + " is not of this machine alone, and tokens are not sent over it without TLS: give"
              + " --ui-tls-cert and --ui-tls-key, or take 127.0.0.1 and `kubectl port-forward`");
    }
  }

  private static boolean isLoopback(String address) {
    try {
      return InetAddress.getByName(address).isLoopbackAddress();
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException(
          "--ui-address " + address + " is no address of this machine; give one, such as 127.0.0.1",
          e);
    }
  }
}
