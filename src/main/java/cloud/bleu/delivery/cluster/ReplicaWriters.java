package cloud.bleu.delivery.cluster;

import cloud.bleu.delivery.manifest.Labels;
import cloud.bleu.time.InstantText;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ManagedFieldsEntry;
import java.time.Instant;
import java.util.List;
import java.util.Objects;

/**
 * Who set {@code spec.replicas} of an object to what it is, by the managed fields that its API
 * server notes. A write of the same number makes nobody its owner.
 */
public final class ReplicaWriters {

  private final List<ManagedFieldsEntry> owners;

  private ReplicaWriters(List<ManagedFieldsEntry> owners) {
    this.owners = owners;
  }

  /**
   * Those of an object.
   *
   * @param live as the server has it, with its managed fields
   */
  public static ReplicaWriters of(HasMetadata live) {
    List<ManagedFieldsEntry> all = live.getMetadata().getManagedFields();
    return new ReplicaWriters(
        all == null
            ? List.of()
            : all.stream()
                .filter(
                    entry -> FieldSet.below(FieldSet.of(entry), "f:spec").containsKey("f:replicas"))
                .toList());
  }

  /** Whether the operator did. */
  public boolean includeTheOperator() {
    return owners.stream().anyMatch(ReplicaWriters::isOperator);
  }

  /** Whether somebody else did, and last wrote after an instant. */
  public boolean includeAnotherSince(Instant instant) {
    return owners.stream()
        .filter(owner -> !isOperator(owner))
        .map(owner -> InstantText.parse(owner.getTime()))
        .filter(Objects::nonNull)
        .anyMatch(at -> at.isAfter(instant));
  }

  private static boolean isOperator(ManagedFieldsEntry owner) {
    return Labels.MANAGER.equals(owner.getManager());
  }
}
