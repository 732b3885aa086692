package cloud.bleu.placement.constraint;

import cloud.bleu.placement.capacity.PlanState;
import cloud.bleu.placement.capacity.WorkloadState;
import cloud.bleu.placement.estate.Decision;
import cloud.bleu.placement.estate.Workload;
import cloud.bleu.placement.message.Message;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One requirement on the counts of a workload by zone, as a set: what it asks of counts that are
 * tried, what it tells of counts that stand, and what of the spec would ask less. To add one, write
 * it in a file of its own, and a line in {@link Constraints}.
 */
public interface Constraint {
  /** What is looked at to ask a trial, from cheap to dear. */
  enum Effort {
    /** Each zone once. */
    Zones,
    /** The domains of each entry of spread. */
    Domains,
    /** Each loss that is to be survived. */
    Losses,
    /** Pairs of zones. */
    Distances,
    /** Other workloads, before and after each loss. */
    Workloads
  }

  /** What is looked at to ask a trial: what is cheap is asked before what is dear. */
  Effort effort();

  /**
   * Whether the counts that are tried may be taken. Hard requirements gate additions, so what is
   * already in breach by what runs is asked only not to get worse. Asked for each way that a search
   * tries, so it allocates nothing where it can do without.
   */
  boolean admit(PlacementTrial trial);

  /**
   * How far what stands is from it, if it is hard: by counts alone, room and moves left out of
   * account. What scale-down keeps low, and rebalancing lowers.
   *
   * @return 0 when it is met; where more or less of it can be unmet, each replica, domain or zone
   *     that it is worse by counts for more
   */
  int count(PlanState planState, WorkloadState workloadState);

  /**
   * Tells why what stands does not meet it, whether it is hard or only preferred.
   *
   * @param workloadState with at least one replica
   * @param told where the reasons go; none where it is met
   */
  void explain(PlanState planState, WorkloadState workloadState, Shortfalls told);

  /**
   * Names what the workload could ask less of, if it is hard: what is only preferred stops nothing.
   * Whether that helps is tried by others.
   *
   * @param items where that goes, with the workload and the zones that it may gain
   */
  default void relax(RelaxableItems items) {}

  /**
   * Where the workload states it, and how much it asks, if it is hard.
   *
   * @return empty where it states nothing of the kind
   */
  default List<StatedRequirement> asked(Workload workload) {
    return List.of();
  }

  /**
   * Why replicas are refused that would find their place without it. A search without it tells
   * whether that is so: what searches know of it themselves, they ask {@link TrialRequest} for, so
   * that they leave it out as {@link Constraints#admit} does.
   *
   * @param trial as it starts, with what is fixed alone
   * @param proven whether every way was tried with it
   * @return null where no search is made without it: it is then one of several in {@code
   *     RequirementsConflict}
   */
  default Decision.@Nullable Reason refusal(PlacementTrial trial, boolean proven) {
    return null;
  }

  /**
   * Why the zones alone refuse replicas, whatever else runs there: when they are empty they have
   * too little room for what is asked.
   *
   * @param trial as it starts, with what is fixed alone
   * @param wanted replicas that ask for a zone, what is fixed included
   * @return null where the zones would do if they were empty, or no room would
   */
  default @Nullable Message emptyRoom(PlacementTrial trial, int wanted) {
    return null;
  }
}
