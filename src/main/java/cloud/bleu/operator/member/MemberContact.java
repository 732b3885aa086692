package cloud.bleu.operator.member;

import cloud.bleu.delivery.member.Reach;
import cloud.bleu.operator.cache.UnseenKind;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks a cluster every few seconds whether it answers, on a thread of its own. After a missing
 * answer it asks again at once, after 429 a moment later: only the second makes the cluster one
 * that is not reached. A refusal of the user does so at once. What was seen is read anew where the
 * cluster was away: a server that refuses, with all watches open, was not.
 */
final class MemberContact implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(MemberContact.class);

  /** For so long a watch may take to begin again before what was seen does not count any more. */
  static final Duration REOPENING = Duration.ofSeconds(10);

  private final String id;
  private final Clock clock;
  private final LongSupplier nanos;
  private final Duration interval;
  private final Cluster cluster;
  private final ScheduledExecutorService thread;
  private volatile Reach reach;
  private final ClusterProbe probe;

  /** Of this thread alone, as are those below: answers that did not come, one after the other. */
  private int failures;

  /** Since when not everything is watched, though it answers; null while everything is. */
  private @Nullable Long unwatched;

  /** Whether it was away since it was read. */
  private boolean away;

  /** Whether it is being read anew, and not everything is seen yet. */
  private boolean reading;

  /** Whether it is asked again before it is time. */
  private boolean soon;

  /** Until when it asked to be left alone; null: it did not, or that is over. */
  private @Nullable Long putOff;

  private final Supplier<Duration> pause;

  /**
   * For so long a server is not asked that has refused for now, as by 429, or as long as it says.
   */
  static final Duration PAUSE = Duration.ofSeconds(1);

  /** What there is to know of the cluster beyond an answer. */
  interface Cluster {
    /** What is not seen of it. */
    List<UnseenKind> unseen();

    /** It was away: nothing that was seen before counts until it is read again. */
    void readAnew();

    /** What is wrong with it being the cluster of this uid; null: nothing. */
    @Nullable ContactFault misplaced(String uid);

    /** Since when it is recorded as not reached, by a process before this one; null: it is not. */
    @Nullable Instant awaySince();

    /** Whether it is reached is another answer than before. */
    void changed();

    /** It has answered, and knows who asked, be that another answer than before or not. */
    void confirmed();
  }

  /**
   * @param id of the cluster, for the thread and the log
   * @param nanos a clock that nobody can set, in nanoseconds
   * @param interval after which it is asked again
   * @param client that gives up soon and asks once only
   * @param pause for how long the server asks to be left alone; zero: it does not
   */
  MemberContact(
      String id,
      Clock clock,
      LongSupplier nanos,
      Duration interval,
      KubernetesClient client,
      Supplier<Duration> pause,
      Cluster cluster) {
    this.id = id;
    this.clock = clock;
    this.nanos = nanos;
    this.interval = interval;
    this.pause = pause;
    this.cluster = cluster;
    probe = new ClusterProbe(client, cluster::misplaced);
    reach = new Reach(Reach.State.ASKING, now(), "NotAskedYet", "its cluster was not asked yet");
    ScheduledThreadPoolExecutor one =
        new ScheduledThreadPoolExecutor(
            1,
            task -> {
              Thread asker = new Thread(task, "contact " + id);
              asker.setDaemon(true);
              return asker;
            });
    one.setRemoveOnCancelPolicy(true);
    thread = one;
  }

  void start() {
    thread.scheduleWithFixedDelay(this::guarded, 0, interval.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** Asks soon, not only when it is time. */
  void askNow() {
    try {
      thread.execute(this::guarded);
    } catch (RejectedExecutionException closed) {
      LOG.debug("{} is not asked any more", id);
    }
  }

  Reach reach() {
    return reach;
  }

  /** The uid of the namespace kube-system of the first cluster that has answered; null: none. */
  @Nullable String uid() {
    return probe.uid();
  }

  /** The version that it said last; null: none yet. */
  @Nullable MemberVersion version() {
    return probe.version();
  }

  /** Whether it was asked for its version, which it is as soon as it is reached. */
  boolean isVersionAsked() {
    return probe.isVersionAsked();
  }

  /** Whether another cluster has answered since: this contact is of no use any more. */
  boolean isReplaced() {
    return probe.isReplaced();
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }

  private void guarded() {
    try {
      ask();
    } catch (RuntimeException | Error e) {
      // Its words may hold credentials.
      LOG.error("whether {} answers cannot be said: {}", id, e.getClass());
    }
  }

  private void ask() {
    if (putOff != null && nanos.getAsLong() - putOff < 0) {
      return;
    }
    putOff = null;
    ContactFault fault = probe.ask();
    if (thread.isShutdown()) {
      return;
    }
    if (fault == null) {
      answered();
      cluster.confirmed();
      // Not before: a server may keep this answer back.
      if (probe.askVersion(nanos.getAsLong())) {
        cluster.changed();
      }
      return;
    }
    probe.away();
    failures++;
    Duration quiet = quiet();
    if (fault.refused() && !fault.certain()) {
      putOff = nanos.getAsLong() + quiet.toNanos();
    }
    if (fault.certain() || failures > 1 || !reach.isReached()) {
      away |= !fault.refused() || isMissed();
      become(Reach.State.UNREACHED, fault.reason(), fault.words());
    } else if (fault.refused()) {
      askAfter(quiet);
    } else {
      askNow();
    }
  }

  private Duration quiet() {
    Duration asked = pause.get();
    return asked.compareTo(PAUSE) > 0 ? asked : PAUSE;
  }

  /** Whether not all watches are open that were. What is being read goes on by itself. */
  private boolean isMissed() {
    return !reading && !cluster.unseen().isEmpty();
  }

  private void answered() {
    if (away || (failures > 0 && !reach.isReached() && isMissed())) {
      cluster.readAnew();
      away = false;
      reading = true;
    }
    List<UnseenKind> unseen = cluster.unseen();
    failures = 0;
    if (unseen.isEmpty()) {
      unwatched = null;
      reading = false;
      become(Reach.State.REACHED, "Reached", "its API server answers, and its objects are watched");
      return;
    }
    String words = UnseenKind.words(unseen);
    if (reach.isReached()) {
      // A watch that ends begins again, mostly within a second.
      if (unwatched == null) {
        unwatched = nanos.getAsLong();
      } else if (nanos.getAsLong() - unwatched >= REOPENING.toNanos()) {
        away = true;
        become(Reach.State.UNREACHED, "NotWatched", words);
      }
    } else {
      become(
          reach.state() == Reach.State.UNREACHED ? Reach.State.UNREACHED : Reach.State.ASKING,
          "NotWatched",
          words);
    }
    // Nothing tells when everything is read.
    askAfter(PAUSE);
  }

  private void askAfter(Duration time) {
    if (soon) {
      return;
    }
    soon = true;
    try {
      thread.schedule(
          () -> {
            soon = false;
            guarded();
          },
          time.toNanos(),
          TimeUnit.NANOSECONDS);
    } catch (RejectedExecutionException closed) {
      LOG.debug("{} is not asked any more", id);
    }
  }

  private void become(Reach.State state, String reason, String message) {
    Reach before = reach;
    if (before.state() == state
        && before.reason().equals(reason)
        && before.message().equals(message)) {
      return;
    }
    reach = new Reach(state, since(before, state), reason, message);
    if (before.state() != state) {
      LOG.info("cluster {}: {}", id, message);
    }
    cluster.changed();
  }

  private Instant since(Reach before, Reach.State state) {
    if (before.state() == state) {
      return before.since();
    }
    // What this process does not know of yet an earlier one may have seen begin.
    Instant recorded =
        before.state() == Reach.State.ASKING && state == Reach.State.UNREACHED
            ? cluster.awaySince()
            : null;
    return recorded == null ? now() : recorded;
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.SECONDS);
  }
}
