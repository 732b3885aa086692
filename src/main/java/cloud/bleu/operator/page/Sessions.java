package cloud.bleu.operator.page;

import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Tokens of browsers, in the memory of this process only, each under an id of 128 random bits. The
 * API server is asked about them as often as about tokens that come with each request.
 */
final class Sessions {

  /** How long a session lasts, whatever its token says. */
  static final Duration LASTS = Duration.ofHours(1);

  /** Sessions that there are; another one ends the oldest. */
  static final int MOST = 256;

  /** Sessions of one user; another one ends that user's oldest. */
  static final int MOST_OF_ONE = 8;

  private static final int ID_BYTES = 16;

  private final LongSupplier nanos;
  private final SecureRandom random = new SecureRandom();
  private final Map<String, Session> open = new LinkedHashMap<>();

  private record Session(String user, String token, long at) {
    @Override
    public String toString() {
      return "a session";
    }
  }

  /**
   * None yet.
   *
   * @param nanos a clock that nobody can set
   */
  Sessions(LongSupplier nanos) {
    this.nanos = nanos;
  }

  /** Begins one of a user; its id. */
  synchronized String open(String user, String token) {
    purge();
    byte[] bytes = new byte[ID_BYTES];
    random.nextBytes(bytes);
    String id = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    open.put(id, new Session(user, token, nanos.getAsLong()));
    endOldest(MOST_OF_ONE, session -> session.user().equals(user));
    endOldest(MOST, session -> true);
    return id;
  }

  private void endOldest(int most, Predicate<Session> counted) {
    long over = open.values().stream().filter(counted).count() - most;
    Iterator<Session> oldest = open.values().iterator();
    while (over > 0) {
      if (counted.test(oldest.next())) {
        oldest.remove();
        over--;
      }
    }
  }

  /** Removes the tokens of sessions that are over. */
  synchronized void purge() {
    open.values().removeIf(s -> nanos.getAsLong() - s.at() >= LASTS.toNanos());
  }

  /** The token of a session; null when there is none, or it is over. */
  synchronized @Nullable String token(String id) {
    purge();
    Session session = open.get(id);
    return session == null ? null : session.token();
  }

  /** How many are kept. */
  synchronized int size() {
    return open.size();
  }

  /** Ends one. */
  synchronized void end(String id) {
    open.remove(id);
  }
}
