package cloud.bleu.placement.cycle;

import cloud.bleu.placement.capacity.WorkloadState;
import cloud.bleu.placement.problem.WorkloadRelation;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The order in which workloads that need each other follow one that moves: first those that need
 * it, then those that need these. So nothing comes near a workload that is about to leave, whatever
 * their names.
 */
final class FollowOrder {
  private FollowOrder() {}

  /**
   * Of a group.
   *
   * @param mover one of the members, who comes first
   * @param members all of them, in the order of decisions, which is that of equals
   */
  static List<WorkloadState> after(WorkloadState mover, List<WorkloadState> members) {
    List<WorkloadState> order = new ArrayList<>(List.of(mover));
    Set<WorkloadState> comes = new HashSet<>(order);
    for (int at = 0; at < order.size(); at++) {
      for (WorkloadState member : members) {
        if (!comes.contains(member) && needs(member, order.get(at))) {
          comes.add(member);
          order.add(member);
        }
      }
    }
    return order;
  }

  private static boolean needs(WorkloadState member, WorkloadState other) {
    for (WorkloadRelation relation : member.compiled.relations()) {
      if (relation.kind() == WorkloadRelation.Kind.Needs
          && relation.other() == other.compiled.number) {
        return true;
      }
    }
    return false;
  }
}
