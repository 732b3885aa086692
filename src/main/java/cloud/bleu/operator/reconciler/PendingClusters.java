package cloud.bleu.operator.reconciler;

import cloud.bleu.api.v1alpha1.BleuWorkload;
import cloud.bleu.delivery.zone.HeldZones;
import cloud.bleu.ledger.DecisionInForce;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Clusters that may answer any moment, as after the start of this process. Such a cluster is not
 * silent, so nothing is delivered before its state is known, and until then the status keeps what
 * it said.
 */
public final class PendingClusters {

  private final Predicate<String> zones;
  private final BooleanSupplier karmada;

  /**
   * @param zones whether the cluster of a zone, by name, may answer any moment
   * @param karmada whether Karmada may
   */
  public PendingClusters(Predicate<String> zones, BooleanSupplier karmada) {
    this.zones = zones;
    this.karmada = karmada;
  }

  /** Whether something of a workload stands in one, or is to. */
  boolean concern(BleuWorkload workload, @Nullable DecisionInForce inForce) {
    return Stream.concat(
                ElsewhereHold.decided(workload, inForce).stream(),
                HeldZones.of(workload).keySet().stream())
            .anyMatch(zones)
        || (workload.getSpec().workload().karmada() != null && karmada.getAsBoolean());
  }
}
