package cloud.bleu.placement.constraint;

import cloud.bleu.placement.capacity.PlanState;
import cloud.bleu.placement.capacity.WorkloadState;

/**
 * Every domain of some topologies is in use, as far as it has a zone that may be: so a member of a
 * group is placed where others need it. It is asked of a trial and by no spec, so nothing that
 * stands is short of it.
 */
final class CoverConstraint implements Constraint {
  @Override
  public Cost cost() {
    return Cost.Zones;
  }

  @Override
  public boolean admit(PlacementTrial trial) {
    if (trial.request().cover().isEmpty()) {
      return true;
    }
    for (int z = 0; z < trial.x.length; z++) {
      if (trial.may[z] && trial.uncovered(z)) {
        return false;
      }
    }
    return true;
  }

  @Override
  public int count(PlanState planState, WorkloadState workloadState) {
    return 0;
  }

  @Override
  public void explain(PlanState planState, WorkloadState workloadState, Shortfalls told) {}
}
