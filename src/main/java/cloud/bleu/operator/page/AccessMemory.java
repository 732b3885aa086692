package cloud.bleu.operator.page;

import cloud.bleu.collection.BoundedMap;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.function.LongSupplier;

/**
 * Recent answers about tokens, so that the API server is not asked at each request. Tokens are
 * known by their digest. A missing answer is not remembered. Two tokens of one user are asked about
 * separately: what an API server grants may depend on the token. An answer holds for a minute only,
 * so a renewed token costs no more than an old one.
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
  private final Map<String, CompletableFuture<AccessAnswer>> asked = new HashMap<>();
  private final Map<String, Remembered> known = BoundedMap.byAccess(MOST);

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

  /** What the sender of a token may see: asked once, however many ask for the same token. */
  AccessAnswer of(String token) {
    String digest = digest(token);
    CompletableFuture<AccessAnswer> mine = new CompletableFuture<>();
    CompletableFuture<AccessAnswer> others;
    synchronized (known) {
      Remembered before = known.get(digest);
      if (before != null && nanos.getAsLong() - before.at() < HOLDS.toNanos()) {
        return before.answer();
      }
      others = asked.putIfAbsent(digest, mine);
    }
    try {
      if (others != null) {
        return others.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
      }
      try {
        mine.complete(ask(token, digest));
        return mine.join();
      } finally {
        // Whoever waits is told nothing where the question ended in a defect.
        mine.complete(new AccessAnswer.Unanswered("the question failed; ask again"));
        synchronized (known) {
          asked.remove(digest);
        }
      }
    } catch (TimeoutException | ExecutionException e) {
      return new AccessAnswer.Unanswered(
          "the API server takes too long to say what you may list, so nothing is shown; ask again");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new AccessAnswer.Unanswered("the operator ends");
    }
  }

  private AccessAnswer ask(String token, String digest) throws InterruptedException {
    if (!asking.tryAcquire(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
      return new AccessAnswer.Unanswered("too many ask at once, so nothing is shown; ask again");
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
