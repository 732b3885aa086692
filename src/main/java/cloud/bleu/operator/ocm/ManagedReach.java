package cloud.bleu.operator.ocm;

import cloud.bleu.credential.Credentials;
import cloud.bleu.delivery.member.Reach;
import cloud.bleu.status.served.UnservedNamespace;
import cloud.bleu.time.InstantText;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Whether what is reported of managed clusters counts: the hub reports the ManagedCluster as
 * Available, and its registration agent renews its lease. That agent is usually another process
 * than the work agent: it shows that the cluster lives, not that works are carried out. Without the
 * lease nobody would notice that the hub's own controllers are gone, as the condition then stays as
 * it was. For one thread.
 */
final class ManagedReach {

  /** As the registration controller of the hub: five times what the lease says. */
  private static final int LEASES = 5;

  private static final int DEFAULT_SECONDS = 60;
  private static final int LONGEST = 300;
  private static final String AVAILABLE = "ManagedClusterConditionAvailable";

  private final Clock clock;
  private final LongSupplier nanos;
  private final Map<String, Renewal> renewals = new HashMap<>();

  private record Renewal(ZonedDateTime at, long seen) {}

  /**
   * @param nanos a clock that nobody can set, in nanoseconds
   */
  ManagedReach(Clock clock, LongSupplier nanos) {
    this.clock = clock;
    this.nanos = nanos;
  }

  /** While nothing was asked yet. */
  Reach asking() {
    return new Reach(
        Reach.State.ASKING, now(), "NotAskedYet", "Open Cluster Management was not asked yet");
  }

  /** The answer where its kinds are not served. */
  Reach notServed(Reach last) {
    return as(
        last,
        Reach.State.UNREACHED,
        "WorkNotServed",
        "this cluster serves no ManifestWork, or the operator may not see it: install Open Cluster"
            + " Management, or set openClusterManagement.enabled of the chart");
  }

  /** The answer where no work may be written: the API server would refuse each. */
  Reach namespaceNotServed(String name, Reach last) {
    return as(
        last,
        Reach.State.UNREACHED,
        UnservedNamespace.REASON,
        "no ManifestWork is written for ManagedCluster "
            + name
            + ": "
            + UnservedNamespace.sentence(name));
  }

  /** The answer where not everything is watched. */
  Reach notWatched(Reach last, String unseen) {
    return as(
        last,
        Reach.State.UNREACHED,
        "WorkNotWatched",
        "what Open Cluster Management has is not seen whole: "
            + unseen
            + "; set openClusterManagement.enabled of the chart");
  }

  /**
   * What is known of a cluster.
   *
   * @param cluster null: there is none of that name
   * @param lease of its agent, null: there is none
   * @param last what was known of it before
   */
  Reach of(
      String name, @Nullable GenericKubernetesResource cluster, @Nullable Lease lease, Reach last) {
    if (cluster == null) {
      return as(
          last,
          Reach.State.UNREACHED,
          "ManagedClusterMissing",
          "there is no ManagedCluster "
              + name
              + ": join it, or correct spec.target.openClusterManagement.managedCluster");
    }
    if (cluster.getMetadata().getDeletionTimestamp() != null) {
      return as(
          last,
          Reach.State.UNREACHED,
          "ManagedClusterLeaving",
          "ManagedCluster "
              + name
              + " is being deleted: set spec.state of the zone to Drained before, so that what runs"
              + " there has its successors first");
    }
    Map<?, ?> available = condition(cluster);
    if (!"True".equals(available.get("status"))) {
      Reach away =
          as(
              last,
              Reach.State.UNREACHED,
              "ManagedClusterUnavailable",
              "ManagedCluster " + name + " is not available" + words(available));
      Instant since = InstantText.parse(available.get("lastTransitionTime"));
      return since == null || since.isAfter(away.since())
          ? away
          : new Reach(away.state(), since, away.reason(), away.message());
    }
    return isFresh(name, lease)
        ? as(
            last,
            Reach.State.REACHED,
            "ManagedClusterAvailable",
            "ManagedCluster "
                + name
                + " is available, and its registration agent renews its lease; whether its work"
                + " agent runs is not seen by that")
        : as(
            last,
            Reach.State.UNREACHED,
            "ManagedClusterSilent",
            "the registration agent of ManagedCluster "
                + name
                + " does not renew its lease "
                + WorkCaches.LEASE
                + ", so its word is old: see whether it runs, and the controllers of the hub");
  }

  /** Forgets clusters that no zone names. */
  void retain(Set<String> clusters) {
    renewals.keySet().retainAll(clusters);
  }

  private boolean isFresh(String name, @Nullable Lease lease) {
    if (lease == null || lease.getSpec() == null || lease.getSpec().getRenewTime() == null) {
      return false;
    }
    Integer seconds = lease.getSpec().getLeaseDurationSeconds();
    Duration most =
        Duration.ofSeconds((long) LEASES * (seconds == null ? DEFAULT_SECONDS : seconds));
    ZonedDateTime at = lease.getSpec().getRenewTime();
    Renewal before = renewals.get(name);
    if (before == null || !at.equals(before.at())) {
      // The first one may be old; the clock of the agent may differ a little.
      boolean old =
          before == null && Duration.between(at.toInstant(), clock.instant()).compareTo(most) > 0;
      before = new Renewal(at, nanos.getAsLong() - (old ? most.toNanos() + 1 : 0));
      renewals.put(name, before);
    }
    return nanos.getAsLong() - before.seen() <= most.toNanos();
  }

  private Reach as(Reach last, Reach.State state, String reason, String message) {
    return last.state() == state && last.reason().equals(reason)
        ? new Reach(state, last.since(), reason, message)
        : new Reach(state, now(), reason, message);
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.SECONDS);
  }

  private static String words(Map<?, ?> available) {
    Object message = available.get("message");
    String words = message == null ? "" : message.toString().strip();
    return words.isEmpty()
        ? ": the hub has not said so yet"
        : " (" + Credentials.hidden(words, LONGEST, "") + ")";
  }

  private static Map<?, ?> condition(GenericKubernetesResource cluster) {
    if (cluster.get("status", "conditions") instanceof List<?> list) {
      for (Object one : list) {
        if (one instanceof Map<?, ?> condition && AVAILABLE.equals(condition.get("type"))) {
          return condition;
        }
      }
    }
    return Map.of();
  }
}
