package cloud.bleu.operator.leadership;

import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseBuilder;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseList;
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
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The lease as the election of this process reads and writes it. The holder knows what it wrote
 * last, so a renewal is one request, as client-go does it: the API server refuses it when anybody
 * else wrote since. The lease is read when that happens, after any other failure, and when nobody
 * can be sure any more that this process holds it.
 *
 * <p>Others count from the time of renewal that stands in the lease, and the {@link Fence} from the
 * same moment: it is taken for each try, whatever was read before for however long.
 */
final class HeldLease extends HasMetadataOperationsImpl<Lease, LeaseList> {

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
   * From now on an election that is run with this client holds its lease so. Nothing else is to ask
   * for a lease with it.
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
    Object made = client.resources(Lease.class);
    if (!(made instanceof HeldLease)) {
      throw new IllegalStateException("the lease is renewed without the fence");
    }
  }

  /** Who stands for the election, and what it wrote last into the lease. */
  private record Candidate(
      Fence fence, String identity, Runnable lost, AtomicReference<@Nullable Lease> last) {
    Candidate(Fence fence, String identity, Runnable lost) {
      this(fence, identity, lost, new AtomicReference<>());
    }

    boolean holds(Lease lease) {
      return lease.getSpec() != null && identity.equals(lease.getSpec().getHolderIdentity());
    }
  }

  @Override
  public HeldLease newInstance(OperationContext context) {
    return new HeldLease(context, candidate);
  }

  /** As this process wrote it last while it surely holds it, and else as the API server has it. */
  @Override
  public @Nullable Lease get() {
    Lease last = candidate.fence.open() ? candidate.last.get() : null;
    return last == null ? super.get() : last;
  }

  @Override
  public Lease create() {
    return renewed(getItem(), super::create);
  }

  @Override
  public Lease patch(PatchContext how) {
    Lease renewal = getItem();
    boolean unread = candidate.last.getAndSet(null) != null;
    try {
      return patched(how, renewal);
    } catch (KubernetesClientException e) {
      if (!unread || !isOutdated(e)) {
        throw e;
      }
      Lease now = super.get();
      if (now == null) {
        return renewed(inVersion(renewal, null), super::create);
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
    Lease stored =
        write.apply(
            new LeaseBuilder(renewal)
                .editSpec()
                .withRenewTime(Instant.ofEpochMilli(begun.millis()).atZone(ZoneOffset.UTC))
                .endSpec()
                .build());
    if (candidate.holds(stored)) {
      candidate.fence.renewed(begun);
      candidate.last.set(stored);
    }
    return stored;
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
