package cloud.bleu.operator.karmada;

import cloud.bleu.credential.Credentials;
import cloud.bleu.delivery.karmada.ClusterTaints;
import cloud.bleu.delivery.karmada.KarmadaObjects;
import cloud.bleu.delivery.member.Reach;
import cloud.bleu.time.InstantText;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.Taint;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Whether what Karmada reports of a cluster counts: its controller manager renews its lease, its
 * objects are watched, and it reports the cluster as Ready. Without the lease nobody would notice
 * that Karmada is gone: the last numbers stay, and a cluster that Karmada reaches has no heartbeat
 * of its own.
 */
final class ClusterReach {

  /** For so long a watch may take to begin again. */
  private static final Duration REOPENING = Duration.ofSeconds(10);

  private static final int LONGEST = 300;

  private final Clock clock;
  private final LongSupplier nanos;

  /** The renewal that was seen last, and when by a clock that nobody can set. */
  private @Nullable ZonedDateTime renewed;

  private long renewedAt;

  /** Since when not everything is watched, by the same clock. */
  private @Nullable Long unwatched;

  /**
   * @param nanos a clock that nobody can set, in nanoseconds
   */
  ClusterReach(Clock clock, LongSupplier nanos) {
    this.clock = clock;
    this.nanos = nanos;
  }

  /**
   * What is known of Karmada itself.
   *
   * @param caches null while its kinds are not served
   * @param last what was known of it before
   */
  Reach ofKarmada(@Nullable KarmadaCaches caches, Reach last) {
    if (caches == null) {
      return as(
          last, Reach.State.UNREACHED, KarmadaObjects.NOT_SERVED, KarmadaObjects.NOT_SERVED_WHY);
    }
    String unseen = caches.unseen();
    if (unseen != null) {
      long now = nanos.getAsLong();
      unwatched = unwatched == null ? (Long) now : unwatched;
      if (now - unwatched < REOPENING.toNanos()) {
        return last.isReached() || last.state() == Reach.State.ASKING
            ? last
            : as(last, Reach.State.ASKING, "NotAskedYet", "Karmada was not asked yet");
      }
      return as(
          last,
          Reach.State.UNREACHED,
          "KarmadaNotWatched",
          "what Karmada has is not seen whole: " + unseen + "; set karmada.enabled of the chart");
    }
    unwatched = null;
    return ofLease(caches.lease(), last);
  }

  /** Whether Karmada is reached, by its lease alone. */
  Reach ofLease(@Nullable Lease lease, Reach last) {
    if (lease == null || lease.getSpec() == null || lease.getSpec().getRenewTime() == null) {
      return as(
          last,
          Reach.State.UNREACHED,
          "KarmadaLeaseMissing",
          "there is no lease "
              + KarmadaCaches.LEASE
              + " in "
              + KarmadaCaches.NAMESPACE
              + ", so nobody knows whether Karmada lives: run its controller manager with leader"
              + " election");
    }
    Integer seconds = lease.getSpec().getLeaseDurationSeconds();
    Duration most = Duration.ofSeconds(2L * (seconds == null ? 15 : seconds));
    ZonedDateTime at = lease.getSpec().getRenewTime();
    if (!at.equals(renewed)) {
      // The first one may be old; the clock of Karmada may differ a little.
      Duration age = Duration.between(at.toInstant(), clock.instant());
      renewedAt =
          nanos.getAsLong() - (renewed == null && age.compareTo(most) > 0 ? most.toNanos() + 1 : 0);
      renewed = at;
    }
    return nanos.getAsLong() - renewedAt > most.toNanos()
        ? as(
            last,
            Reach.State.UNREACHED,
            "KarmadaSilent",
            "the controller manager of Karmada renews its lease no more, so its word is old: see"
                + " whether it runs")
        : as(last, Reach.State.REACHED, "Reached", "Karmada lives, and its objects are watched");
  }

  /**
   * What is known of a cluster.
   *
   * @param karmada what is known of Karmada itself
   * @param cluster null: there is none of that name
   * @param last what was known of it before
   */
  Reach of(String name, Reach karmada, @Nullable GenericKubernetesResource cluster, Reach last) {
    if (!karmada.isReached()) {
      return karmada;
    }
    if (cluster == null) {
      return as(
          last,
          Reach.State.UNREACHED,
          "ClusterMissing",
          "Karmada has no Cluster " + name + ": join it, or correct spec.target.karmada.cluster");
    }
    if (cluster.getMetadata().getDeletionTimestamp() != null) {
      return as(
          last,
          Reach.State.UNREACHED,
          "ClusterLeaving",
          "cluster "
              + name
              + " is being taken out of Karmada: set spec.state of the zone to Drained before, so that"
              + " what runs there has its successors first");
    }
    Map<?, ?> ready = ready(cluster);
    if ("True".equals(ready.get("status"))) {
      return reached(name, ClusterTaints.of(cluster), last);
    }
    Reach away =
        as(
            last,
            Reach.State.UNREACHED,
            "ClusterNotReady",
            "Karmada does not reach cluster "
                + name
                + words(ready)
                + "; see the Cluster in Karmada");
    // Karmada knows since when; this process may have begun after that.
    Instant since = InstantText.parse(ready.get("lastTransitionTime"));
    return since == null || since.isAfter(away.since())
        ? away
        : new Reach(away.state(), since, away.reason(), away.message());
  }

  private Reach reached(String name, List<Taint> taints, Reach last) {
    String reaches = "Karmada reaches cluster " + name;
    return taints.isEmpty()
        ? as(last, Reach.State.REACHED, "ClusterReady", reaches)
        : as(
            last,
            Reach.State.REACHED,
            "ClusterTainted",
            reaches
                + ", which has taints ("
                + ClusterTaints.words(taints)
                + "): a workload whose policy does not tolerate them gets nothing new there; set"
                + " spec.state of the zone to Cordoned or Drained, so that it is decided anew");
  }

  private Reach as(Reach last, Reach.State state, String reason, String message) {
    return last.state() == state && last.reason().equals(reason)
        ? new Reach(state, last.since(), reason, message)
        : new Reach(state, now(), reason, message);
  }

  Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.SECONDS);
  }

  private static String words(Map<?, ?> ready) {
    Object message = ready.get("message");
    String words = message == null ? "" : message.toString().strip();
    return words.isEmpty() ? "" : " (" + Credentials.hidden(words, LONGEST, "") + ")";
  }

  private static Map<?, ?> ready(GenericKubernetesResource cluster) {
    Object conditions = cluster.get("status", "conditions");
    if (conditions instanceof List<?> list) {
      for (Object one : list) {
        if (one instanceof Map<?, ?> condition && "Ready".equals(condition.get("type"))) {
          return condition;
        }
      }
    }
    return Map.of();
  }
}
