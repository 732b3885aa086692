package cloud.bleu.operator.probe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What is known of the addresses of the API server while names change and are not found. */
class ServerAddressesTest {

  private String answer = "";
  private long nanos;

  private final ServerAddresses addresses =
      new ServerAddresses("kubernetes.example", host -> lookUp(), () -> nanos);

  private InetAddress[] lookUp() throws UnknownHostException {
    if (answer.isEmpty()) {
      throw new UnknownHostException("kubernetes.example");
    }
    return new InetAddress[] {InetAddress.getByName(answer)};
  }

  @Test
  void thoseThatItHadStayKnown() throws Exception {
    assertNull(addresses.known());
    InetAddress first = InetAddress.getByName("198.51.100.1");
    InetAddress second = InetAddress.getByName("198.51.100.2");
    answer = "198.51.100.1";
    assertEquals(Set.of(first), addresses.known(), "it is looked up again at once");
    answer = "198.51.100.2";
    assertEquals(Set.of(first), addresses.known());
    nanos += Duration.ofSeconds(61).toNanos();
    assertEquals(Set.of(first, second), addresses.known());
    answer = "";
    nanos += Duration.ofSeconds(61).toNanos();
    assertEquals(Set.of(first, second), addresses.known());
  }
}
