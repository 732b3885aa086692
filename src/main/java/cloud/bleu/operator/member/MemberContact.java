package cloud.bleu.operator.member;

import cloud.bleu.delivery.member.Reach;
import cloud.bleu.operator.cache.UnseenKind;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.OAuthTokenProvider;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks a cluster every few seconds whether it answers, on a thread of its own. After a missing
 * answer it asks again at once: only the second makes the cluster one that is not reached. A
 * refusal does so at once.
 */
final class MemberContact implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(MemberContact.class);

  /** For so long a watch may take to begin again before what was seen does not count any more. */
  static final Duration REOPENING = Duration.ofSeconds(10);

  private final String id;
  private final Clock clock;
  private final Duration interval;
  private final KubernetesClient client;
  private final Cluster cluster;
  private final ScheduledExecutorService thread;
  private volatile Reach reach;
  private volatile @Nullable String uid;
  private volatile boolean replaced;
  private final VersionProbe version;

  /** Of this thread alone, as are those below: answers that did not come, one after the other. */
  private int failures;

  /** Since when not everything is watched, though it answers; null while everything is. */
  private @Nullable Instant unwatched;

  /** Whether it was away since it was read. */
  private boolean away;

  /** Whether it is asked again before it is time. */
  private boolean soon;

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
  }

  /**
   * @param id of the cluster, for the thread and the log
   * @param interval after which it is asked again
   * @param client that gives up soon and asks once only
   */
  MemberContact(
      String id, Clock clock, Duration interval, KubernetesClient client, Cluster cluster) {
    this.id = id;
    this.clock = clock;
    this.interval = interval;
    this.client = client;
    this.cluster = cluster;
    version = new VersionProbe(client);
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
    return uid;
  }

  /** The version that it said last; null: none yet. */
  @Nullable MemberVersion version() {
    return version.last();
  }

  /** Whether it was asked for its version, which it is as soon as it is reached. */
  boolean isVersionAsked() {
    return version.isAsked();
  }

  /** Whether another cluster has answered since: this contact is of no use any more. */
  boolean isReplaced() {
    return replaced;
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
    ContactFault fault = fault();
    if (thread.isShutdown()) {
      return;
    }
    if (fault == null) {
      answered();
      // Not before: a server may keep this answer back.
      if (version.ask(clock.instant())) {
        cluster.changed();
      }
      return;
    }
    version.away();
    failures++;
    if (fault.certain() || failures > 1 || !reach.isReached()) {
      away = true;
      become(Reach.State.UNREACHED, fault.reason(), fault.words());
    } else {
      askNow();
    }
  }

  private void answered() {
    if (away) {
      cluster.readAnew();
      away = false;
    }
    List<UnseenKind> unseen = cluster.unseen();
    failures = 0;
    if (unseen.isEmpty()) {
      unwatched = null;
      become(Reach.State.REACHED, "Reached", "its API server answers, and its objects are watched");
      return;
    }
    String words = UnseenKind.words(unseen);
    if (reach.isReached()) {
      // A watch that ends begins again, mostly within a second.
      if (unwatched == null) {
        unwatched = clock.instant();
      } else if (!clock.instant().isBefore(unwatched.plus(REOPENING))) {
        away = true;
        become(Reach.State.UNREACHED, "NotWatched", words);
      }
    } else {
      become(
          reach.state() == Reach.State.UNREACHED ? Reach.State.UNREACHED : Reach.State.ASKING,
          "NotWatched",
          words);
    }
    askSoon();
  }

  /** Nothing tells when everything is read: that is looked at soon. */
  private void askSoon() {
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
          1,
          TimeUnit.SECONDS);
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

  /** Whether requests carry no token any more: then the server answers to nobody it knows. */
  private boolean isExpired() {
    OAuthTokenProvider tokens = client.getConfiguration().getOauthTokenProvider();
    return tokens != null && tokens.getToken() == null;
  }

  private @Nullable ContactFault fault() {
    try {
      Namespace oldest = client.namespaces().withName("kube-system").get();
      if (oldest == null || oldest.getMetadata() == null) {
        return new ContactFault(
            "NoCluster",
            "what answers has no namespace kube-system; see the server in the kubeconfig or the"
                + " ClusterProfile",
            true);
      }
      String now = oldest.getMetadata().getUid();
      String before = uid;
      if (before != null && !before.equals(now)) {
        replaced = true;
      }
      if (replaced) {
        return new ContactFault(
            "ClusterReplaced", "another cluster answers than before; it is read anew", true);
      }
      uid = now;
      return cluster.misplaced(now);
    } catch (KubernetesClientException e) {
      return isExpired() ? ContactFault.ofExpired() : ContactFault.of(e);
    } catch (RuntimeException e) {
      // Its words may hold credentials.
      LOG.debug("{} cannot be asked: {}", id, e.getClass());
      return new ContactFault(
          "ClientFailed",
          "its API server cannot be asked by this kubeconfig or ClusterProfile: write another",
          false);
    }
  }
}
