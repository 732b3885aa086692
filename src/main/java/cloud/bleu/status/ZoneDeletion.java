package cloud.bleu.status;

import cloud.bleu.placement.model.ZoneState;

/** What a zone says that somebody deleted and that still holds replicas. */
final class ZoneDeletion {

  private ZoneDeletion() {}

  /**
   * Its condition {@code Schedulable}. Names and numbers of what runs there are left out, as a zone
   * is read by who may not read those namespaces.
   */
  static DesiredCondition of(ZoneState state) {
    return DesiredCondition.no(
        "Schedulable",
        "Deleting",
        "the zone is being deleted: nothing new comes here, and it goes once nothing runs in it; "
            + (state.compareTo(ZoneState.Drained) >= 0
                ? "what runs here moves away as it is " + state
                : "set spec.state to Drained to have what runs here move away")
            + ". kubectl get workloadplacements -A shows what runs here");
  }
}
