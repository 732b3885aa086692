package cloud.bleu.operator.page;

import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Tokens of browsers, in the memory of this process alone, each under an id of 128 random bits. The
 * API server is asked about a token as often as about one that comes with each request.
 */
final class Sessions {

  /** How long a session lasts, whatever its token says. */
  static final Duration LASTS = Duration.ofHours(1);

  /** Sessions that there are; another one ends the oldest. */
  static final int MOST = 256;

  private static final int ID_BYTES = 16;

  private final LongSupplier nanos;
  private final SecureRandom random = new SecureRandom();
  private final Map<String, Session> open = new LinkedHashMap<>();

  private record Session(String token, long at) {
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

  /** Begins one; its id. */
  synchronized String open(String token) {
    byte[] bytes = new byte[ID_BYTES];
    random.nextBytes(bytes);
    String id = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    open.put(id, new Session(token, nanos.getAsLong()));
    Iterator<String> oldest = open.keySet().iterator();
    while (open.size() > MOST) {
      oldest.next();
      oldest.remove();
    }
    return id;
  }

  /** The token of a session; null when there is none, or it is over. */
  synchronized @Nullable String token(String id) {
    open.values().removeIf(s -> nanos.getAsLong() - s.at() >= LASTS.toNanos());
    Session session = open.get(id);
    return session == null ? null : session.token();
  }

  /** Ends one. */
  synchronized void end(String id) {
    open.remove(id);
  }
}
