package cloud.bleu.operator.leadership;

import cloud.bleu.operator.config.OperatorOptions;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseSpec;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/**
 * A lease by which an operator leads. Each release has one, in its own namespace: by its own lease
 * a process knows nothing of the operator of another release.
 *
 * @param namespace in which it is
 * @param holder who leads by it
 * @param renewed when it was renewed last, by the clock of its holder
 * @param lasts for how long after that
 * @param created when it was made, as its API server writes it
 */
public record LeadingLease(
    String namespace, String holder, Instant renewed, Duration lasts, String created) {

  /** What a lease says; null for one that nobody holds, or that says not for how long. */
  static @Nullable LeadingLease of(Lease lease) {
    LeaseSpec spec = lease.getSpec();
    return spec == null
            || spec.getHolderIdentity() == null
            || spec.getHolderIdentity().isEmpty()
            || spec.getRenewTime() == null
            || spec.getLeaseDurationSeconds() == null
        ? null
        : new LeadingLease(
            lease.getMetadata().getNamespace(),
            spec.getHolderIdentity(),
            spec.getRenewTime().toInstant(),
            Duration.ofSeconds(spec.getLeaseDurationSeconds()),
            String.valueOf(lease.getMetadata().getCreationTimestamp()));
  }

  /** Whether it has not run out at an instant, by the time that stands in it. */
  boolean isInTime(Instant now) {
    return renewed.plus(lasts).isAfter(now);
  }

  /** Whether its holder renewed it at a time that is still to come. */
  boolean isAhead(Instant now) {
    return renewed.isAfter(now);
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
