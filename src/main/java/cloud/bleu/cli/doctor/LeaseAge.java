package cloud.bleu.cli.doctor;

import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What the age of a Lease says of whether its holder leads. */
final class LeaseAge {

  private LeaseAge() {}

  /**
   * Whether somebody renewed a Lease for as long as it lasts.
   *
   * @param lease null: there is none
   * @param now by the clock of this machine
   */
  static Installation.Check check(
      String namespace, String name, @Nullable Lease lease, Instant now) {
    String look = "; look at the pods of the operator: kubectl get pods -n " + namespace;
    if (lease == null) {
      return new Installation.Check(
          "leader",
          false,
          "there is no Lease "
              + name
              + " in the namespace "
              + namespace
              + ": no operator has led there; name its namespace with -n, or install it");
    }
    String holder = lease.getSpec() == null ? null : lease.getSpec().getHolderIdentity();
    if (holder == null
        || holder.isEmpty()
        || lease.getSpec().getRenewTime() == null
        || lease.getSpec().getLeaseDurationSeconds() == null) {
      return new Installation.Check("leader", false, "nobody holds the Lease " + name + look);
    }
    Duration age = Duration.between(lease.getSpec().getRenewTime().toInstant(), now);
    Duration lasts = Duration.ofSeconds(lease.getSpec().getLeaseDurationSeconds());
    String renewed = holder + " renewed the Lease " + name + " ";
    if (age.negated().compareTo(lasts) > 0) {
      return new Installation.Check(
          "leader",
          false,
          renewed
              + "at a time that is "
              + age.negated().toSeconds()
              + " s ahead of here: the clocks differ, and whether it leads is not seen; compare the"
              + " clock of its node with the one here, and set the one that is wrong. If it is"
              + " gone, another pod leads "
              + lasts.toSeconds()
              + " s after it sees that"
              + look);
    }
    return age.compareTo(lasts) <= 0
        ? new Installation.Check("leader", true, holder + " leads")
        : new Installation.Check(
            "leader",
            false,
            renewed
                + age.toSeconds()
                + " s ago, and it lasts "
                + lasts.toSeconds()
                + " s: nobody leads, or the clocks differ"
                + look);
  }
}
