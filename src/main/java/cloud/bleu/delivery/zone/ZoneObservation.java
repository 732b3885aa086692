package cloud.bleu.delivery.zone;

import io.fabric8.kubernetes.api.model.HasMetadata;
import org.jspecify.annotations.Nullable;

/**
 * What a zone holds of a workload, as its target has it.
 *
 * @param object that a target is asked to write over, in the version that was seen
 * @param zone by what the object says of itself, empty when it names none
 * @param surplus whether it is not the object that the zone should have, but one beside it
 * @param template digest of the manifest that was last asked of it, null when that is not known
 * @param replicas asked of it
 * @param exist replicas that exist
 * @param ready replicas that are ready
 * @param available replicas that have been ready for {@code minReadySeconds}
 * @param settled whether what is counted is about what was asked last, and no replica is left but
 *     those of the newest template, all of them available: what {@code kubectl rollout status}
 *     waits for
 * @param overdue whether it did not progress within its {@code progressDeadlineSeconds}, which only
 *     a Deployment has
 */
public record ZoneObservation(
    HasMetadata object,
    String zone,
    boolean surplus,
    @Nullable String template,
    int replicas,
    int exist,
    int ready,
    int available,
    boolean settled,
    boolean overdue) {

  /** The same, with another digest of what it holds; null: of nothing that was asked. */
  public ZoneObservation holding(@Nullable String digest) {
    return new ZoneObservation(
        object, zone, surplus, digest, replicas, exist, ready, available, settled, overdue);
  }
}
