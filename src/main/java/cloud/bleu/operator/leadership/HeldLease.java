package cloud.bleu.operator.leadership;

import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseBuilder;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseList;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseSpec;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import io.fabric8.kubernetes.client.dsl.internal.HasMetadataOperationsImpl;
import io.fabric8.kubernetes.client.dsl.internal.OperationContext;
import io.fabric8.kubernetes.client.impl.BaseClient;
import java.net.HttpURLConnection;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The lease as the election of this process reads and writes it. The holder knows what it wrote
 * last, so a renewal is one request, as client-go does it: the API server refuses it when anybody
 * else wrote since. The lease is read when that happens, after any other failure, and when nobody
 * can be sure any more that this process holds it.
 *
 * <p>Others count from the time of renewal that stands in the lease, and the {@link Fence} from the
 * same moment: it is taken for each try, whatever was read before for however long. They compare it
 * with their own clocks, so this holds while the clocks differ by less than a third of the lease.
 *
 * <p>The time in a lease of somebody else may be ahead of this clock. So a lease that stays as it
 * is for as long as it lasts, by a clock that nobody can set, is handed on as run out.
 */
final class HeldLease extends HasMetadataOperationsImpl<Lease, LeaseList> {

  private static final Logger LOG = LoggerFactory.getLogger(HeldLease.class);

  private final Candidate candidate;

  private HeldLease(OperationContext context, Candidate candidate) {
    super(
        context,
        ResourceDefinitionContext.fromResourceType(Lease.class),
        Lease.class,
        LeaseList.class);
    this.candidate = candidate;
  }

  /**
   * Makes an election that is run with this client hold its lease by one request for each renewal.
   * No other lease is to be requested with this client.
   *
   * @param identity under which it stands
   * @param lost called when a renewal shows that another process took the lease
   * @throws IllegalStateException when the election would go past this
   */
  static void over(KubernetesClient client, Fence fence, String identity, Runnable lost) {
    Candidate candidate = new Candidate(fence, identity, lost);
    client
        .adapt(BaseClient.class)
        .getHandlers()
        .register(Lease.class, asking -> new HeldLease(defaultContext(asking), candidate));
    // Fabric8 makes another operation, and says nothing, where this one cannot be made.
    // That its election asks for no other is held by HeldLeaseTest.holderRenewsWithOneRequest.
    Object made = client.resources(Lease.class);
    if (!(made instanceof HeldLease)) {
      throw new IllegalStateException("the lease is renewed without the fence");
    }
  }

  /** Who stands for the election, and what it wrote last into the lease. */
  private record Candidate(
      Fence fence,
      String identity,
      Runnable lost,
      LeaseSightings sightings,
      AtomicReference<@Nullable Lease> last,
      AtomicReference<@Nullable LeadingLease> told,
      AtomicBoolean isAlterationTold) {
    Candidate(Fence fence, String identity, Runnable lost) {
      this(
          fence,
          identity,
          lost,
          new LeaseSightings(() -> fence.now().nanos()),
          new AtomicReference<>(),
          new AtomicReference<>(),
          new AtomicBoolean());
    }

    boolean holds(@Nullable Lease lease) {
      return lease != null
          && lease.getSpec() != null
          && identity.equals(lease.getSpec().getHolderIdentity());
    }

    /** Whether a lease of somebody else has run out, whatever time stands in it. */
    boolean isAbandoned(LeadingLease lease) {
      if (identity.equals(lease.holder()) || !sightings.hasRunOut(lease)) {
        return false;
      }
      if (lease.isInTime(Instant.ofEpochMilli(fence.now().millis()))
          && !lease.equals(told.getAndSet(lease))) {
        LOG.warn(
            "{} did not renew the lease for {} s, so it has run out, though the time in it is {}:"
                + " that clock is ahead of this one; set the clocks of both machines",
            lease.holder(),
            lease.lasts().toSeconds(),
            lease.renewed());
      }
      return true;
    }
  }

  @Override
  public HeldLease newInstance(OperationContext context) {
    return new HeldLease(context, candidate);
  }

  /**
   * As this process wrote it last while it surely holds the lease, otherwise as the API server has
   * it; one that its holder abandoned with a time that has run out.
   */
  @Override
  public @Nullable Lease get() {
    Lease last = candidate.fence.open() ? candidate.last.get() : null;
    return last != null
            && last.getMetadata().getName().equals(getName())
            && last.getMetadata().getNamespace().equals(getNamespace())
        ? last
        : asSeen(super.get());
  }

  private @Nullable Lease asSeen(@Nullable Lease stored) {
    LeadingLease lease = stored == null ? null : LeadingLease.of(stored);
    return lease != null && candidate.isAbandoned(lease)
        ? new LeaseBuilder(stored)
            .editSpec()
            .withRenewTime(Instant.EPOCH.atZone(ZoneOffset.UTC))
            .endSpec()
            .build()
        : stored;
  }

  @Override
  public Lease create() {
    return created(getItem());
  }

  /**
   * @throws KubernetesClientException also when this process held the lease, and for so long did
   *     not renew it that others may have held it before it was deleted
   */
  private Lease created(Lease renewal) {
    if (candidate.fence.hasLapsed()) {
      candidate.lost.run();
      throw new KubernetesClientException("the lease is gone, and others may have held it");
    }
    return renewed(renewal, super::create);
  }

  @Override
  public Lease patch(PatchContext how) {
    Lease renewal = getItem();
    boolean isRemembered = candidate.last.getAndSet(null) != null;
    try {
      return patched(how, renewal);
    } catch (KubernetesClientException e) {
      if (!isRemembered || !isOutdated(e)) {
        throw e;
      }
      Lease now = super.get();
      if (now == null) {
        return created(inVersion(renewal, null));
      }
      if (!candidate.holds(now)) {
        candidate.lost.run();
        throw e;
      }
      return patched(how, inVersion(renewal, now.getMetadata().getResourceVersion()));
    }
  }

  private Lease patched(PatchContext how, Lease renewal) {
    return renewed(renewal, stamped -> patch(how, null, stamped));
  }

  private Lease renewed(Lease renewal, UnaryOperator<Lease> write) {
    Fence.Instants begun = candidate.fence.now();
    Lease sent =
        new LeaseBuilder(renewal)
            .editSpec()
            .withRenewTime(Instant.ofEpochMilli(begun.millis()).atZone(ZoneOffset.UTC))
            .endSpec()
            .build();
    Lease stored = write.apply(sent);
    if (!candidate.holds(stored)) {
      return stored;
    }
    if (standsAsLong(stored.getSpec(), sent.getSpec())) {
      candidate.fence.renewed(begun);
      candidate.last.set(stored);
      candidate.isAlterationTold.set(false);
    } else if (candidate.isAlterationTold.compareAndSet(false, true)) {
      LOG.warn(
          "an admission webhook or policy changes the lease: no write is sent until it stands there"
              + " as this process sent it");
    }
    return stored;
  }

  /** Whether nobody takes what is stored for older, or for run out before what was sent. */
  private static boolean standsAsLong(LeaseSpec stored, LeaseSpec sent) {
    return stored.getRenewTime() != null
        && !stored.getRenewTime().isBefore(sent.getRenewTime())
        && stored.getLeaseDurationSeconds() != null
        && stored.getLeaseDurationSeconds() >= sent.getLeaseDurationSeconds();
  }

  /** Somebody wrote the lease since, or deleted it. */
  private static boolean isOutdated(KubernetesClientException problem) {
    return problem.getCode() == HttpURLConnection.HTTP_CONFLICT
        || problem.getCode() == HttpURLConnection.HTTP_NOT_FOUND;
  }

  private static Lease inVersion(Lease lease, @Nullable String version) {
    return new LeaseBuilder(lease)
        .editMetadata()
        .withResourceVersion(version)
        .endMetadata()
        .build();
  }
}
