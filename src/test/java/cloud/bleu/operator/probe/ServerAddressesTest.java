package cloud.bleu.operator.probe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is known of the addresses of the API server while names change and are not found. */
class ServerAddressesTest {

  private static final Duration LONG = Duration.ofSeconds(60);

  private volatile String answer = "";
  private long nanos;

  /** Null: it is answered at once. */
  private volatile CountDownLatch hangs;

  private final NameSearch names =
      new NameSearch(host -> lookUp(), name -> Thread::new, System::nanoTime);
  private final ServerAddresses addresses =
      new ServerAddresses("kubernetes.example", names, () -> nanos);

  @AfterEach
  void stop() {
    names.close();
  }

  private InetAddress[] lookUp() throws UnknownHostException {
    CountDownLatch end = hangs;
    if (end != null) {
      try {
        end.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
    if (answer.isEmpty()) {
      throw new UnknownHostException("kubernetes.example");
    }
    return new InetAddress[] {InetAddress.getByName(answer)};
  }

  /** What is known once a search that nobody waits for has ended. */
  private Set<InetAddress> knownLater() {
    addresses.known(LONG);
    try {
      names.begin("kubernetes.example").get(60, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      assertInstanceOf(UnknownHostException.class, e.getCause());
    } catch (InterruptedException | TimeoutException e) {
      throw new IllegalStateException(e);
    }
    return addresses.known(LONG);
  }

  private void aMinuteLater() {
    nanos += Duration.ofSeconds(61).toNanos();
  }

  @Test
  void thoseThatItHadStayKnown() throws Exception {
    assertNull(addresses.known(LONG));
    InetAddress first = InetAddress.getByName("198.51.100.1");
    InetAddress second = InetAddress.getByName("198.51.100.2");
    answer = "198.51.100.1";
    assertEquals(Set.of(first), addresses.known(LONG), "it is looked up again at once");
    answer = "198.51.100.2";
    assertEquals(Set.of(first), addresses.known(LONG));
    aMinuteLater();
    assertEquals(Set.of(first, second), knownLater());
    answer = "";
    aMinuteLater();
    assertEquals(Set.of(first, second), knownLater());
  }

  /** A resolver that hangs: what is known is known, and nobody waits for more. */
  @Test
  void searchThatHangsHoldsUpNobody() throws Exception {
    answer = "198.51.100.1";
    InetAddress first = InetAddress.getByName("198.51.100.1");
    hangs = new CountDownLatch(1);
    assertNull(addresses.known(Duration.ZERO));
    hangs.countDown();
    assertEquals(Set.of(first), addresses.known(LONG));
    hangs = new CountDownLatch(1);
    aMinuteLater();
    assertEquals(
        Set.of(first),
        assertTimeoutPreemptively(
            Duration.ofSeconds(60), () -> addresses.known(Duration.ofDays(1))));
    hangs.countDown();
  }
}
