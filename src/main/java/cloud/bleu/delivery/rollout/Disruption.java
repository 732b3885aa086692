package cloud.bleu.delivery.rollout;

import cloud.bleu.api.v1alpha1.RolloutSettings.Replacement;
import cloud.bleu.delivery.zone.ZoneObservation;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import java.util.function.IntSupplier;

/**
 * What a rollout takes away from what is available, and what may be missing at once.
 *
 * @param replacement which pods of a Deployment come and go first
 * @param most replicas that may be missing at once in all zones together, by the disruption budget;
 *     asked only where some are missing
 */
record Disruption(Replacement replacement, IntSupplier most) {

  /** Available replicas that a new template takes away from a zone for a while. */
  int takes(ZoneObservation child) {
    int unavailable = unavailable(child);
    return Math.max(0, child.available() - Math.max(0, child.replicas() - unavailable));
  }

  /** A StatefulSet ends one pod before it starts the next one. */
  private int unavailable(ZoneObservation child) {
    if (child.object() instanceof StatefulSet) {
      return 1;
    }
    return switch (replacement) {
      case NEW_FIRST -> 0;
      case OLD_FIRST -> 1;
      case RECREATE -> child.replicas();
    };
  }
}
