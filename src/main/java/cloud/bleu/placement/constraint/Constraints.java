package cloud.bleu.placement.constraint;

import cloud.bleu.placement.capacity.PlanState;
import cloud.bleu.placement.capacity.WorkloadState;
import cloud.bleu.placement.estate.Workload;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** What is asked of the counts of one workload as a set: each constraint, in order. */
public final class Constraints {
  /**
   * In the order in which the reasons of what stands are told, and in which a search goes without
   * one of them to find out why replicas are refused.
   */
  public static final List<Constraint> ALL =
      List.of(
          SurvivalConstraint.INSTANCE,
          SpreadConstraint.INSTANCE,
          QuorumConstraint.INSTANCE,
          new PerZoneConstraint(),
          new RoundTripConstraint(),
          new RelationConstraint(),
          new CoverConstraint());

  /** The same, cheap ones before dear ones. An array: a search asks them for each way it tries. */
  private static final Constraint[] BY_COST =
      ALL.stream().sorted(Comparator.comparing(Constraint::cost)).toArray(Constraint[]::new);

  private Constraints() {}

  /** Whether the counts that are tried meet everything that is asked of counts. */
  public static boolean admit(PlacementTrial trial) {
    Constraint without = trial.request().without();
    for (Constraint constraint : BY_COST) {
      if (constraint != without && !constraint.admit(trial)) {
        return false;
      }
    }
    return true;
  }

  /**
   * How far what stands is from all hard ones, by counts alone, those of others who need the
   * workload left out of account; 0 when nothing is in breach.
   */
  public static int count(PlanState planState, WorkloadState workloadState) {
    int breaches = 0;
    for (Constraint constraint : BY_COST) {
      breaches += constraint.count(planState, workloadState);
    }
    return breaches;
  }

  /** The requirements that a workload states, as paths within its spec: resilience first. */
  public static List<String> asked(Workload workload) {
    List<String> asked = new ArrayList<>();
    for (Constraint constraint : BY_COST) {
      asked.addAll(constraint.asked(workload));
    }
    asked.sort(Comparator.comparing(path -> !path.startsWith("resilience.")));
    return asked;
  }
}
