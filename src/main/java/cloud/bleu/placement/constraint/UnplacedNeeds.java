package cloud.bleu.placement.constraint;

import cloud.bleu.placement.capacity.PlanState;
import cloud.bleu.placement.capacity.WorkloadState;
import cloud.bleu.placement.estate.ReasonCode;
import cloud.bleu.placement.message.Message;
import cloud.bleu.placement.model.WorkloadId;
import cloud.bleu.placement.problem.CompiledWorkload;
import cloud.bleu.placement.problem.WorkloadRelation;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Deque;
import java.util.List;

/**
 * The workloads that another one has to be near and of which no replica has a zone, though some are
 * asked for. What keeps them from one is told in their own reasons. Workloads that wait for that
 * other one themselves are left out: their reasons would lead back to it.
 *
 * @param ids each once, in the order of the relations
 */
public record UnplacedNeeds(List<WorkloadId> ids) {

  public UnplacedNeeds {
    ids = List.copyOf(ids);
  }

  /** The workloads of some relations, by the present counts. */
  public static UnplacedNeeds of(
      PlanState planState, CompiledWorkload compiled, WorkloadRelation... relations) {
    return new UnplacedNeeds(
        Arrays.stream(relations)
            .filter(relation -> lacks(planState, relation))
            .filter(relation -> !waits(planState, relation.other(), compiled.number))
            .map(relation -> planState.workloadStates[relation.other()].compiled.workload.id())
            .distinct()
            .toList());
  }

  private static boolean lacks(PlanState planState, WorkloadRelation relation) {
    if (relation.kind() != WorkloadRelation.Kind.Needs || relation.other() < 0) {
      return false;
    }
    WorkloadState needed = planState.workloadStates[relation.other()];
    return needed.total() == 0 && needed.compiled.replicas() > 0;
  }

  /** Whether one without a zone waits for another one, by way of others that have none either. */
  private static boolean waits(PlanState planState, int one, int another) {
    BitSet seen = new BitSet();
    Deque<Integer> next = new ArrayDeque<>(List.of(one));
    while (!next.isEmpty()) {
      int number = next.pop();
      if (number == another) {
        return true;
      }
      CompiledWorkload compiled = planState.workloadStates[number].compiled;
      if (seen.get(number) || !hasOpenZone(compiled)) {
        continue;
      }
      seen.set(number);
      for (WorkloadRelation relation : compiled.relations()) {
        if (lacks(planState, relation)) {
          next.push(relation.other());
        }
      }
    }
    return false;
  }

  /** Else that is the reason, whatever it needs. */
  private static boolean hasOpenZone(CompiledWorkload compiled) {
    for (boolean open : compiled.allowed.open) {
      if (open) {
        return true;
      }
    }
    return false;
  }

  /** That they have no zone, as {@link ReasonCode#AffinityUnsatisfiable} says it. */
  public Message why() {
    return Message.of(
        "why.neededUnplaced", "workloads", ids.stream().map(WorkloadId::name).toList());
  }

  /** Advice on where to see why the first of them has no zone. */
  public Message next() {
    return Message.of("do.placeNeeded", "workload", ids.get(0).toString());
  }
}
