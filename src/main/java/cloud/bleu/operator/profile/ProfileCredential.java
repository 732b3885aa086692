package cloud.bleu.operator.profile;

import cloud.bleu.operator.access.MemberAccess;
import cloud.bleu.time.Backoff;
import io.fabric8.kubernetes.api.model.AuthInfo;
import io.fabric8.kubernetes.api.model.AuthInfoBuilder;
import io.fabric8.kubernetes.client.OAuthTokenProvider;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The credential for one cluster, renewed before it expires, on a thread of its own: a plugin that
 * hangs holds up no other cluster.
 */
final class ProfileCredential implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(ProfileCredential.class);

  /** How often it is checked whether it is time. */
  static final Duration LOOK = Duration.ofSeconds(2);

  /** How long before its end a credential is renewed, but no more than a fifth of its time. */
  static final Duration BEFORE = Duration.ofMinutes(5);

  /** After a failure. */
  private static final Backoff BACKOFF = new Backoff(Duration.ofSeconds(5), Duration.ofMinutes(5));

  /** Until a credential that the server does not know is renewed once more. */
  private static final Duration REFUSED_RETRY = Duration.ofMinutes(1);

  private static final String FAILED = "CredentialPluginFailed";
  private static final String EXPIRED = "CredentialExpired";

  private final String id;
  private final MemberAccess.Source source;
  private final ProfileAccess access;
  private final CredentialPlugin plugin;
  private final Clock clock;
  private final BooleanSupplier unauthorized;
  private final Runnable changed;
  private final ScheduledExecutorService thread;
  private final OAuthTokenProvider tokens = this::token;
  private volatile @Nullable Credential credential;
  private volatile @Nullable String problem;
  private volatile boolean retired;

  /** Of the thread alone, as are those below: when the plugin is run again; null: not by itself. */
  private @Nullable Instant next = Instant.MIN;

  private Instant lastRun = Instant.MIN;
  private Duration retry = BACKOFF.first();
  private boolean valid;

  /**
   * @param id of the cluster, for the log
   * @param unauthorized whether the server does not know the credential
   * @param changed told when the way is another one
   * @param thread of its own; it is ended with this
   */
  ProfileCredential(
      String id,
      MemberAccess.Source source,
      ProfileAccess access,
      CredentialPlugin plugin,
      Clock clock,
      BooleanSupplier unauthorized,
      Runnable changed,
      ScheduledExecutorService thread) {
    this.id = id;
    this.source = source;
    this.access = access;
    this.plugin = plugin;
    this.clock = clock;
    this.unauthorized = unauthorized;
    this.changed = changed;
    this.thread = thread;
  }

  void start() {
    thread.scheduleWithFixedDelay(this::guarded, 0, LOOK.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** Whether it is for this way. */
  boolean isFor(ProfileAccess other) {
    return access.equals(other);
  }

  /** Whether there is a credential that has not expired. */
  boolean isValid() {
    Credential now = credential;
    return now != null && now.isValid(clock.instant());
  }

  /** Renews it no more: it serves until it expires, or the server refuses it. */
  void retire() {
    retired = true;
  }

  /** Whether it still serves while there is none by a newer way. */
  boolean isServing() {
    return isValid() && !unauthorized.getAsBoolean();
  }

  /** The way with what the plugin gave last. */
  MemberAccess access() {
    Credential now = credential;
    String why = problem;
    if (now != null && now.isValid(clock.instant())) {
      return MemberAccess.by(
          source, access.cluster(), user(now), now.token() == null ? null : tokens);
    }
    if (now != null) {
      return MemberAccess.none(
          source,
          EXPIRED,
          "its credential expired at "
              + now.expiry()
              + (why == null ? ", and is being renewed" : ", and " + why));
    }
    return why == null ? MemberAccess.unknownYet(source) : MemberAccess.none(source, FAILED, why);
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }

  private static AuthInfo user(Credential credential) {
    if (credential.certificate() == null) {
      return new AuthInfo();
    }
    return new AuthInfoBuilder()
        .withClientCertificateData(base64(credential.certificate()))
        .withClientKeyData(base64(String.valueOf(credential.key())))
        .build();
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  /** What a request carries; nothing once it has expired. */
  private @Nullable String token() {
    Credential now = credential;
    return now == null || !now.isValid(clock.instant()) ? null : now.token();
  }

  private void guarded() {
    try {
      look();
    } catch (InterruptedException closed) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException | Error e) {
      // Its words may hold a credential, and what is thrown on would end the task.
      LOG.error("the credential of {} cannot be looked after: {}", id, e.getClass());
    }
  }

  private void look() throws InterruptedException {
    Instant now = clock.instant();
    boolean due = next != null && !now.isBefore(next);
    boolean refused = unauthorized.getAsBoolean() && !now.isBefore(lastRun.plus(REFUSED_RETRY));
    if (!retired && (due || refused)) {
      renew(now);
    }
    Credential last = credential;
    boolean validNow = last != null && last.isValid(clock.instant());
    if (valid != validNow) {
      valid = validNow;
      changed.run();
    }
  }

  private void renew(Instant now) throws InterruptedException {
    lastRun = now;
    try {
      Credential before = credential;
      Credential given = plugin.run(access);
      credential = given;
      problem = null;
      retry = BACKOFF.first();
      next = renewal(given, clock.instant());
      // Who saw that the one before has expired has let go of the way.
      if (before == null || !before.isValid(clock.instant()) || isAnotherWay(before, given)) {
        changed.run();
      }
    } catch (PluginException e) {
      failed(e.words());
    } catch (RuntimeException | Error e) {
      // Its words may hold a credential.
      failed(
          "could not be asked, by a defect of Bleu ("
              + e.getClass().getSimpleName()
              + "): report it with the lines of the log");
    }
  }

  private void failed(String why) {
    String words = "its credential plugin " + access.provider() + " " + why;
    next = clock.instant().plus(retry);
    retry = BACKOFF.after(retry);
    if (!words.equals(problem)) {
      LOG.warn("cluster {}: {}", id, words);
      problem = words;
      changed.run();
    }
  }

  /** A token is asked for with each request; a certificate belongs to a connection. */
  private static boolean isAnotherWay(Credential before, Credential given) {
    return (before.token() == null) != (given.token() == null)
        || given.certificate() != null
        || before.certificate() != null;
  }

  private static @Nullable Instant renewal(Credential given, Instant now) {
    Instant expiry = given.expiry();
    if (expiry == null) {
      return null;
    }
    Duration fifth = Duration.between(now, expiry).dividedBy(5);
    return expiry.minus(fifth.compareTo(BEFORE) < 0 ? fifth : BEFORE);
  }
}
