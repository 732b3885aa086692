package cloud.bleu.operator.probe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Names, with a resolver that hangs for some of them. */
class NameSearchTest {

  private static final Duration LONG = Duration.ofSeconds(60);

  private final CountDownLatch end = new CountDownLatch(1);
  private final Map<String, AtomicInteger> asked = new ConcurrentHashMap<>();
  private final AtomicInteger threads = new AtomicInteger();
  private volatile long nanos;
  private volatile Duration takes = Duration.ZERO;

  /** Names of threads that asked for a name, in their order. */
  private final Map<String, String> by = new ConcurrentHashMap<>();

  private final NameSearch names = new NameSearch(this::resolved, this::threads, () -> nanos);

  @AfterEach
  void stop() {
    end.countDown();
    names.close();
  }

  private ThreadFactory threads(String name) {
    return task -> {
      threads.incrementAndGet();
      return new Thread(task, name);
    };
  }

  private InetAddress[] resolved(String host) throws UnknownHostException {
    by.merge(host, Thread.currentThread().getName(), (before, now) -> before + ", " + now);
    asked.computeIfAbsent(host, h -> new AtomicInteger()).incrementAndGet();
    nanos += takes.toNanos();
    if (host.startsWith("hangs") || host.startsWith("256.")) {
      try {
        end.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
    if (host.startsWith("gone")) {
      throw new UnknownHostException(host);
    }
    return new InetAddress[] {InetAddress.getByName("198.51.100.7")};
  }

  /** What comes of a search that is under way, once nothing hangs any more. */
  private List<InetAddress> endOf(String host) throws Exception {
    CompletableFuture<List<InetAddress>> search = names.begin(host);
    end.countDown();
    return search.get(60, TimeUnit.SECONDS);
  }

  private static List<InetAddress> found() throws UnknownHostException {
    return List.of(InetAddress.getByName("198.51.100.7"));
  }

  @Test
  void nameIsFoundOrIsNot() throws Exception {
    assertEquals(found(), names.of("a.example", LONG));
    assertThrows(UnknownHostException.class, () -> names.of("gone.example", LONG));
    assertNull(names.of("hangs.example", Duration.ZERO));
  }

  /** However many others hang: these have no thread of names that were found. */
  @Test
  void namesThatHangHoldUpNoneThatWasFound() throws Exception {
    assertEquals(found(), names.of("a.example", LONG));
    for (int i = 0; i < 10 * NameSearch.THREADS; i++) {
      assertNull(names.of("hangs-" + i + ".example", Duration.ZERO));
    }
    assertEquals(found(), names.of("a.example", LONG));
    assertNull(names.of("b.example", Duration.ZERO), "one that was never found waits");
    assertEquals(2, asked.get("a.example").get());
    assertEquals(found(), endOf("b.example"));
  }

  /** A name that hangs is looked up once, whoever asks and how often. */
  @Test
  void nameHasOneThread() throws Exception {
    for (int i = 0; i < 100; i++) {
      assertNull(names.of("hangs.example", Duration.ZERO));
    }
    assertEquals(1, threads.get());
    assertEquals(found(), endOf("hangs.example"));
    assertEquals(1, asked.get("hangs.example").get());
  }

  /** One whose search takes long is looked up among others, until it is found promptly. */
  @Test
  void nameThatIsLateLosesItsPlace() throws Exception {
    takes = NameSearch.PROMPTLY.plusNanos(1);
    assertEquals(found(), names.of("a.example", LONG));
    takes = NameSearch.PROMPTLY;
    assertEquals(found(), names.of("a.example", LONG));
    takes = NameSearch.PROMPTLY.plusNanos(1);
    assertEquals(found(), names.of("a.example", LONG));
    assertEquals(found(), names.of("a.example", LONG));
    assertEquals(
        String.join(
            ", ", NameSearch.OTHERS, NameSearch.OTHERS, NameSearch.PROMPT, NameSearch.OTHERS),
        by.get("a.example"));
    assertThrows(UnknownHostException.class, () -> names.of("gone.example", LONG));
    assertThrows(UnknownHostException.class, () -> names.of("gone.example", LONG));
    assertEquals(String.join(", ", NameSearch.OTHERS, NameSearch.OTHERS), by.get("gone.example"));
  }

  /** As after a start, when no name was found yet: nobody waited for it, and it is well. */
  @Test
  void nameThatWaitedForAThreadHasItsPlace() throws Exception {
    for (int i = 0; i < NameSearch.THREADS; i++) {
      assertNull(names.of("hangs-" + i + ".example", Duration.ZERO));
    }
    assertNull(names.of("a.example", Duration.ZERO), "it waits for a thread");
    assertEquals(found(), endOf("a.example"));
    assertEquals(found(), names.of("a.example", LONG));
    assertEquals(String.join(", ", NameSearch.OTHERS, NameSearch.PROMPT), by.get("a.example"));
  }

  /** What only looks like an address has somebody search for it, who may hang. */
  @Test
  void addressThatIsNoneHoldsUpNobody() throws Exception {
    assertNull(names.of("256.1.1.1", Duration.ZERO));
    assertEquals(found(), names.of("198.51.100.7", Duration.ZERO));
    assertEquals(found(), endOf("256.1.1.1"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"198.51.100.7", "2001:db8::7"})
  void addressNeedsNoSearch(String address) throws Exception {
    assertEquals(List.of(InetAddress.getByName(address)), names.of(address, Duration.ZERO));
    assertEquals(Map.of(), asked);
    assertEquals(0, threads.get());
  }

  @Test
  void errorOfTheResolverIsToldToWhoWaits() {
    NameSearch broken =
        new NameSearch(
            host -> {
              throw new StackOverflowError("a defect");
            },
            this::threads,
            () -> nanos);
    assertThrows(IllegalStateException.class, () -> broken.of("a.example", LONG));
    assertThrows(IllegalStateException.class, () -> broken.of("a.example", LONG));
    broken.close();
  }
}
