package cloud.bleu.operator.leadership;

import cloud.bleu.operator.config.OperatorOptions;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Whether this process may act, and what happens when it may not any more. */
public final class Leadership {

  private static final Logger LOG = LoggerFactory.getLogger(Leadership.class);
  private static final Duration RELEASE = Duration.ofSeconds(3);

  private final KubernetesClient client;
  private final OperatorOptions options;
  private final Runnable lost;
  private final LeadingLeases leases;
  private final AtomicBoolean over = new AtomicBoolean();

  /**
   * @param lost called once, when another process leads
   */
  public Leadership(KubernetesClient client, OperatorOptions options, Runnable lost) {
    this.client = client;
    this.options = options;
    this.lost = lost;
    this.leases = new LeadingLeases(client, options.nanos());
  }

  /**
   * Reads the lease; a process that is not its holder any more ends here. So does one beside which
   * a process of another release leads by an older lease.
   */
  public boolean confirm() {
    if (over.get()) {
      return false;
    }
    if (!options.leaderElect()) {
      return true;
    }
    if (!isOurs(lease())) {
      lose("its lease is not its own any more");
      return false;
    }
    if (isBesideOlder()) {
      lose("a process of another release leads by an older lease");
      return false;
    }
    return true;
  }

  /** Of two that lead, the one whose lease was made first stays. */
  private boolean isBesideOlder() {
    List<LeadingLease> all = leading();
    if (all.isEmpty() || isOwn(all.get(0))) {
      return false;
    }
    LOG.error("{}", all.get(0).message(options.leaseNamespace()));
    return true;
  }

  /**
   * Who leads by the lease of another release in this cluster, and what to do; null: nobody, as far
   * as that can be seen, or there is no election. A lease whose time is still to come says nothing
   * of whether its holder lives: it is looked at again after the time for which it lasts.
   *
   * @param ended completes when nobody waits for that any more
   */
  public @Nullable String rival(CompletableFuture<Void> ended) throws InterruptedException {
    if (!options.leaderElect()) {
      return null;
    }
    LeadingLease other = other();
    if (other != null && other.isAhead(options.clock().instant())) {
      try {
        ended.get(other.lasts().toNanos(), TimeUnit.NANOSECONDS);
      } catch (TimeoutException | ExecutionException e) {
        other = other();
      }
    }
    return other == null ? null : other.message(options.leaseNamespace());
  }

  private @Nullable LeadingLease other() {
    return leading().stream().filter(lease -> !isOwn(lease)).findFirst().orElse(null);
  }

  private boolean isOwn(LeadingLease lease) {
    return lease.namespace().equals(options.leaseNamespace());
  }

  /** Those who lead in this cluster; nobody where that may not be seen, which is logged. */
  private List<LeadingLease> leading() {
    try {
      return leases.at(options.clock().instant());
    } catch (KubernetesClientException e) {
      LOG.warn(
          "whether an operator of another release leads in this cluster is not known: {}; allow to"
              + " list the Leases {} in all namespaces, as the ClusterRole of the chart does",
          e.toString(),
          OperatorOptions.LEASE);
      return List.of();
    }
  }

  /**
   * Gives the lease back, if this process still holds it, so that the next one need not wait until
   * it expires. To be called by a process that acts no more. It never waits long and never fails: a
   * lease that cannot be given back expires.
   */
  public void release() {
    if (!options.leaderElect() || over.get()) {
      return;
    }
    CompletableFuture<Void> released =
        CompletableFuture.runAsync(
            this::giveBack,
            task -> {
              Thread thread = new Thread(task, "lease");
              thread.setDaemon(true);
              thread.start();
            });
    try {
      released.get(RELEASE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException e) {
      LOG.info(
          "whether the lease was given back is not known: if this process held it, it has to run"
              + " out; {}",
          e.toString());
    }
  }

  /**
   * The identity of who holds the lease, as the API server has it now.
   *
   * @return null: nobody does
   * @throws io.fabric8.kubernetes.client.KubernetesClientException if there is no answer
   */
  public @Nullable String holder() {
    Lease lease = lease();
    return lease == null || lease.getSpec() == null ? null : lease.getSpec().getHolderIdentity();
  }

  /** As client-go does with ReleaseOnCancel: nobody holds it, and for a second only. */
  private void giveBack() {
    Lease lease = lease();
    if (lease != null && isOurs(lease)) {
      lease.getSpec().setHolderIdentity("");
      lease.getSpec().setLeaseDurationSeconds(1);
      // With its resourceVersion: whoever wrote it meanwhile is not overwritten.
      client.resource(lease).update();
    }
  }

  private @Nullable Lease lease() {
    return client
        .resources(Lease.class)
        .inNamespace(options.leaseNamespace())
        .withName(OperatorOptions.LEASE)
        .get();
  }

  private boolean isOurs(@Nullable Lease lease) {
    return lease != null
        && lease.getSpec() != null
        && options.identity().equals(lease.getSpec().getHolderIdentity());
  }

  /**
   * Another process leads, or may.
   *
   * @param why what was seen of that
   */
  public void lose(String why) {
    if (over.compareAndSet(false, true)) {
      LOG.info("{} leads no longer: {}", options.identity(), why);
      lost.run();
    }
  }
}
