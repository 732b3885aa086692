package cloud.bleu.cli.option;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;

import cloud.bleu.cli.terminal.BadInputException;
import io.fabric8.kubernetes.client.Config;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ContextConfigTest {

  private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 1);
  private final AtomicInteger reads = new AtomicInteger();
  private String token;

  /** Else what was read just before a token ended would be given again after it. */
  @Test
  void aTokenIsReadAnewWheneverTheClientAsks() {
    Config config = new ContextConfig(this::read, nanos::get);
    token = "ends";
    assertEquals("ends", config.refresh().getOauthToken());
    token = "next";
    assertEquals("next", config.refresh().getOauthToken());
    token = null;
    Config none = config.refresh();
    token = "late";
    assertSame(none, config.refresh());
    assertEquals(3, reads.get());
  }

  /** Where the credential is a certificate the client asks before each request. */
  @Test
  void filesAreReadOnceInTenSeconds() {
    Config config = new ContextConfig(this::read, nanos::get);
    Config first = config.refresh();
    for (int request = 0; request < 100; request++) {
      assertSame(first, config.refresh());
    }
    nanos.addAndGet(ContextConfig.FRESH.toNanos() - 1);
    assertSame(first, config.refresh());
    assertEquals(1, reads.get());
    nanos.incrementAndGet();
    assertNotSame(first, config.refresh());
    assertEquals(2, reads.get());
  }

  @Test
  void whatCannotBeReadIsNotTriedBeforeEachRequestEither() {
    Config config = new ContextConfig(this::unreadable, nanos::get);
    assertSame(config, config.refresh());
    assertSame(config, config.refresh());
    assertEquals(1, reads.get());
  }

  private Config read() {
    reads.incrementAndGet();
    Config said = Config.empty();
    said.setOauthToken(token);
    return said;
  }

  private Config unreadable() {
    reads.incrementAndGet();
    throw new BadInputException("made up by a test");
  }
}
