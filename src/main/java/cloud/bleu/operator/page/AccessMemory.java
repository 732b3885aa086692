package cloud.bleu.operator.page;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What was answered of tokens lately, so that the API server is not asked at each request. Tokens
 * are known by their digest. That nothing was answered is not remembered.
 */
final class AccessMemory {

  /** How long an answer holds, from when it was asked for: then a revoked token is out. */
  static final Duration HOLDS = Duration.ofSeconds(60);

  /** Tokens that are remembered. */
  static final int MOST = 1000;

  /** Tokens that the API server is asked about at once. */
  static final int MOST_AT_ONCE = 4;

  private static final long PATIENCE_SECONDS = 5;

  private final Function<String, AccessAnswer> review;
  private final LongSupplier nanos;
  private final Semaphore asking = new Semaphore(MOST_AT_ONCE);
  private final Map<String, Remembered> known =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Remembered> eldest) {
          return size() > MOST;
        }
      };

  /** An answer, and when it was asked for. */
  private record Remembered(AccessAnswer answer, long at) {}

  /**
   * Remembers nothing yet.
   *
   * @param review asks anew
   * @param nanos a clock that nobody can set
   */
  AccessMemory(Function<String, AccessAnswer> review, LongSupplier nanos) {
    this.review = review;
    this.nanos = nanos;
  }

  /** What the sender of a token may see. */
  AccessAnswer of(String token) {
    String digest = digest(token);
    AccessAnswer before = remembered(digest);
    if (before != null) {
      return before;
    }
    try {
      if (!asking.tryAcquire(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        return new AccessAnswer.Unanswered("too many ask at once, so nothing is shown; ask again");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new AccessAnswer.Unanswered("the operator ends");
    }
    try {
      long at = nanos.getAsLong();
      AccessAnswer answer = review.apply(token);
      if (!(answer instanceof AccessAnswer.Unanswered)) {
        synchronized (known) {
          known.put(digest, new Remembered(answer, at));
        }
      }
      return answer;
    } finally {
      asking.release();
    }
  }

  private @Nullable AccessAnswer remembered(String digest) {
    synchronized (known) {
      Remembered before = known.get(digest);
      return before == null || nanos.getAsLong() - before.at() >= HOLDS.toNanos()
          ? null
          : before.answer();
    }
  }

  private static String digest(String token) {
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
