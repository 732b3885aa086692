package cloud.bleu.operator.reconciler;

import cloud.bleu.api.v1alpha1.AvailabilityZone;
import cloud.bleu.apiserver.Refusal;
import cloud.bleu.operator.status.Finalizers;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import java.util.function.Function;

/** Holds a zone back from deletion as long as it is in use, and no longer. */
public final class ZoneHold {

  private final Function<String, ZoneUse> uses;
  private final Finalizers finalizers;

  /**
   * @param occupants say what a zone is in use for
   */
  public ZoneHold(ZoneOccupants occupants, Finalizers finalizers) {
    this(occupants::use, finalizers);
  }

  /**
   * @param uses whether a zone is in use
   */
  ZoneHold(Function<String, ZoneUse> uses, Finalizers finalizers) {
    this.uses = uses;
    this.finalizers = finalizers;
  }

  /**
   * What came of holding a zone, or of letting it go.
   *
   * @param written of its finalizer
   * @param again what comes of a refusal: it is told as an Event, and what else there is to say of
   *     the zone is said all the same
   */
  record Outcome(Finalizers.Outcome written, Requeue again) {

    /** Whether the reconciliation goes no further: the object is another one than was read. */
    boolean ends() {
      return written != Finalizers.Outcome.NOTHING;
    }
  }

  /**
   * Writes its finalizer, or takes it away, where that is to be.
   *
   * @throws KubernetesClientException when the server cannot be reached or fails
   */
  Outcome hold(AvailabilityZone zone, Context<AvailabilityZone> context) {
    try {
      return new Outcome(write(zone, context), Requeue.NEVER);
    } catch (KubernetesClientException e) {
      if (Refusal.of(e) == null) {
        throw e;
      }
      return new Outcome(Finalizers.Outcome.NOTHING, new Requeue(Requeue.REFUSED));
    }
  }

  private Finalizers.Outcome write(AvailabilityZone zone, Context<AvailabilityZone> context) {
    return switch (uses.apply(zone.getMetadata().getName())) {
      // The API server takes no new finalizer on what is being deleted.
      case USED ->
          zone.getMetadata().getDeletionTimestamp() == null
              ? finalizers.add(zone, Finalizers.IN_USE, context)
              : Finalizers.Outcome.NOTHING;
      case UNKNOWN -> Finalizers.Outcome.NOTHING;
      case FREE -> finalizers.remove(zone, Finalizers.IN_USE, context);
    };
  }
}
