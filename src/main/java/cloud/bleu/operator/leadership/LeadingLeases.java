package cloud.bleu.operator.leadership;

import cloud.bleu.operator.config.OperatorOptions;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.function.LongSupplier;

/** The leases of a cluster by which somebody leads, looked at again and again. */
public final class LeadingLeases {

  private static final Comparator<LeadingLease> AGE =
      Comparator.comparing(LeadingLease::created).thenComparing(LeadingLease::namespace);

  private final KubernetesClient client;
  private final LeaseSightings sightings;

  /**
   * @param nanos a clock that nobody can set, in nanoseconds
   */
  public LeadingLeases(KubernetesClient client, LongSupplier nanos) {
    this.client = client;
    this.sightings = new LeaseSightings(nanos);
  }

  /**
   * The leases by which somebody leads, the oldest first. None of them is one that its holder gave
   * back or did not renew in time, or that stayed as it is since an earlier look for as long as it
   * lasts.
   *
   * @param now by which it is told whether one was renewed in time
   * @throws io.fabric8.kubernetes.client.KubernetesClientException also when they may not be listed
   *     in all namespaces
   */
  public List<LeadingLease> at(Instant now) {
    return client
        .resources(Lease.class)
        .inAnyNamespace()
        .withField("metadata.name", OperatorOptions.LEASE)
        .list()
        .getItems()
        .stream()
        .map(LeadingLease::of)
        .filter(Objects::nonNull)
        .filter(lease -> !sightings.hasRunOut(lease) && lease.isInTime(now))
        .sorted(AGE)
        .toList();
  }
}
