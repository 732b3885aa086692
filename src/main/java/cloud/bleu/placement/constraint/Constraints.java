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
   * In the order in which reasons are reported of what runs, and in which a search leaves one of
   * them out to find out why replicas are refused.
   */
  public static final List<Constraint> ALL =
      List.of(
          SurvivalConstraint.INSTANCE,
          SpreadConstraint.INSTANCE,
          QuorumConstraint.INSTANCE,
          PerZoneConstraint.INSTANCE,
          RoundTripConstraint.INSTANCE,
          RelationConstraint.INSTANCE,
          CoverConstraint.INSTANCE);

  /**
   * All of them, cheap ones before dear ones: what they say is the same in any order. An array: a
   * search asks them for each way it tries.
   */
  private static final Constraint[] BY_EFFORT =
      ALL.stream().sorted(Comparator.comparing(Constraint::effort)).toArray(Constraint[]::new);

  /** In the order in which a spec is read: users are told in this order, whatever the lists say. */
  private static final List<String> PATHS =
      List.of(
          "resilience.spread",
          "resilience.tolerate",
          "resilience.quorum",
          "resilience.replication",
          "placement.perZone",
          "placement.affinity",
          "placement.antiAffinity");

  private Constraints() {}

  /** Whether the counts that are tried meet everything that is asked of counts. */
  public static boolean admit(PlacementTrial trial) {
    Constraint without = trial.request().without();
    for (Constraint constraint : BY_EFFORT) {
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
    for (Constraint constraint : BY_EFFORT) {
      breaches += constraint.count(planState, workloadState);
    }
    return breaches;
  }

  /**
   * The hard requirements that a workload states: resilience first. A path that has no place in
   * that order comes last, in the order of the list.
   */
  public static List<StatedRequirement> asked(Workload workload) {
    List<StatedRequirement> asked = new ArrayList<>();
    ALL.forEach(constraint -> asked.addAll(constraint.asked(workload)));
    asked.sort(Comparator.comparing(Constraints::place));
    return asked;
  }

  private static int place(StatedRequirement asked) {
    int place = PATHS.indexOf(asked.path());
    return place < 0 ? PATHS.size() : place;
  }
}
