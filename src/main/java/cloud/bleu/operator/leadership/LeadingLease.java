package cloud.bleu.operator.leadership;

import cloud.bleu.operator.config.OperatorOptions;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseSpec;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A lease by which an operator leads. Each release has one, in its own namespace: by its own lease
 * a process knows nothing of the operator of another release.
 *
 * @param namespace in which it is
 * @param holder who leads by it
 * @param renewed when it was renewed last
 * @param created when it was made, as its API server writes it
 */
public record LeadingLease(String namespace, String holder, Instant renewed, String created) {

  private static final Comparator<LeadingLease> AGE =
      Comparator.comparing(LeadingLease::created).thenComparing(LeadingLease::namespace);

  /**
   * The leases of a cluster by which somebody leads, the oldest first. One that its holder gave
   * back or did not renew in time is none of them.
   *
   * @param now by which it is told whether one was renewed in time
   * @throws io.fabric8.kubernetes.client.KubernetesClientException also when they may not be listed
   *     in all namespaces
   */
  public static List<LeadingLease> in(KubernetesClient client, Instant now) {
    return client
        .resources(Lease.class)
        .inAnyNamespace()
        .withField("metadata.name", OperatorOptions.LEASE)
        .list()
        .getItems()
        .stream()
        .filter(lease -> isHeld(lease.getSpec(), now))
        .map(LeadingLease::of)
        .sorted(AGE)
        .toList();
  }

  private static boolean isHeld(@Nullable LeaseSpec spec, Instant now) {
    return spec != null
        && spec.getHolderIdentity() != null
        && !spec.getHolderIdentity().isEmpty()
        && spec.getRenewTime() != null
        && spec.getLeaseDurationSeconds() != null
        && spec.getRenewTime().toInstant().plusSeconds(spec.getLeaseDurationSeconds()).isAfter(now);
  }

  private static LeadingLease of(Lease lease) {
    return new LeadingLease(
        lease.getMetadata().getNamespace(),
        lease.getSpec().getHolderIdentity(),
        lease.getSpec().getRenewTime().toInstant(),
        String.valueOf(lease.getMetadata().getCreationTimestamp()));
  }

  /**
   * What keeps an operator with a lease in another namespace from leading as well.
   *
   * @param own that namespace
   */
  String message(String own) {
    return "another operator leads in this cluster: "
        + holder
        + " holds the Lease "
        + OperatorOptions.LEASE
        + " in namespace "
        + namespace
        + ", renewed at "
        + renewed.truncatedTo(ChronoUnit.SECONDS)
        + ". The Lease of this one is in namespace "
        + own
        + ", so both would decide for the same workloads: uninstall one of the two releases. Once"
        + " the other one has ended, this one can start";
  }
}
