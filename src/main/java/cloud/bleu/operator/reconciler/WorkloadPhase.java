package cloud.bleu.operator.reconciler;

import cloud.bleu.api.v1alpha1.BleuWorkload;
import cloud.bleu.delivery.zone.HeldZones;
import cloud.bleu.operator.snapshot.Snapshot;
import cloud.bleu.operator.status.Finalizers;
import org.jspecify.annotations.Nullable;

/** Where a workload is in its life, and so what a look at it is about. */
enum WorkloadPhase {
  /** No pass has read this version yet: the placement loop asks again once one has. */
  ARRIVAL,
  /** The decision in force is delivered. */
  DELIVERY,
  /** It is being deleted where nothing may be changed: what the operator holds it for stays. */
  STANDSTILL,
  /** It is being deleted, and its template serves before anything of what replaced it goes. */
  RESTORATION,
  /** It is being deleted, whoever holds it: what of it stands anywhere ends. */
  REMOVAL,
  /** It is gone, or is being deleted where nothing may be changed and nothing holds it. */
  END;

  /**
   * The phase.
   *
   * @param gone whether the object is not there any more
   * @param served whether objects may be changed in its namespace
   * @param read which version the last pass read; null: none
   */
  static WorkloadPhase of(
      BleuWorkload workload, boolean gone, boolean served, Snapshot.@Nullable Seen read) {
    if (gone) {
      return END;
    }
    boolean taken = Finalizers.has(workload, Finalizers.RESTORE);
    if (workload.getMetadata().getDeletionTimestamp() == null) {
      return Snapshot.Seen.of(workload).equals(read) ? DELIVERY : ARRIVAL;
    }
    if (served) {
      return taken ? RESTORATION : REMOVAL;
    }
    return taken || !HeldZones.of(workload).isEmpty() ? STANDSTILL : END;
  }
}
