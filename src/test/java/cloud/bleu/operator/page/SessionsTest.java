package cloud.bleu.operator.page;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** How long tokens of browsers are kept, and how many. */
class SessionsTest {
  private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 5);
  private final Sessions sessions = new Sessions(now::get);

  @Test
  void aSessionEndsAfterAnHourOrBySigningOut() {
    String first = sessions.open("dora", "a");
    String other = sessions.open("dora", "a");
    assertNotEquals(first, other);
    assertEquals(22, first.length());
    assertEquals("a", sessions.token(first));
    sessions.end(other);
    assertNull(sessions.token(other));
    assertNull(sessions.token("AAAAAAAAAAAAAAAAAAAAAA"));
    now.addAndGet(Sessions.LASTS.toNanos() - 1);
    assertEquals("a", sessions.token(first));
    now.addAndGet(1);
    assertNull(sessions.token(first));
  }

  /** Though nobody asks for one. */
  @Test
  void theTokenIsGoneWithItsHour() {
    sessions.open("dora", "a");
    now.addAndGet(Sessions.LASTS.toNanos() - 1);
    sessions.purge();
    assertEquals(1, sessions.size());
    now.addAndGet(1);
    sessions.purge();
    assertEquals(0, sessions.size());
  }

  @Test
  void oneUserEndsNoSessionOfAnother() {
    String of = sessions.open("dora", "a");
    String first = sessions.open("eve", "b");
    for (int i = 0; i < Sessions.MOST_OF_ONE; i++) {
      sessions.open("eve", "b");
    }
    assertEquals("a", sessions.token(of));
    assertNull(sessions.token(first), "the oldest of the same user makes room");
    for (int i = Sessions.MOST_OF_ONE; i < Sessions.MOST; i++) {
      sessions.open("user-" + i, "c");
    }
    assertNull(sessions.token(of), "the oldest of all makes room");
    assertEquals(Sessions.MOST, sessions.size());
  }
}
