package cloud.bleu.placement.constraint;

import cloud.bleu.placement.capacity.PlanState;
import cloud.bleu.placement.capacity.WorkloadState;
import cloud.bleu.placement.model.Domains;

/**
 * Every domain of some topologies is in use, as far as it has a zone that may be used. So a member
 * of a group is placed where others need it. Only trials ask for it and no spec does, so it never
 * concerns what stands.
 */
public final class CoverConstraint implements Constraint {
  static final CoverConstraint INSTANCE = new CoverConstraint();

  private CoverConstraint() {}

  @Override
  public Effort effort() {
    return Effort.Zones;
  }

  @Override
  public boolean admit(PlacementTrial trial) {
    if (trial.request().cover().isEmpty()) {
      return true;
    }
    for (int z = 0; z < trial.x.length; z++) {
      if (trial.may[z] && isUncovered(trial, z)) {
        return false;
      }
    }
    return true;
  }

  /** Whether the domain of a zone must be used and is not. */
  public static boolean isUncovered(PlacementTrial trial, int zone) {
    for (Domains domains : trial.request().cover()) {
      boolean used = false;
      for (int z = 0; z < trial.x.length; z++) {
        used |= trial.x[z] > 0 && domains.of(z) == domains.of(zone);
      }
      if (!used) {
        return true;
      }
    }
    return false;
  }

  @Override
  public int count(PlanState planState, WorkloadState workloadState) {
    return 0;
  }

  @Override
  public void explain(PlanState planState, WorkloadState workloadState, Shortfalls told) {}
}
