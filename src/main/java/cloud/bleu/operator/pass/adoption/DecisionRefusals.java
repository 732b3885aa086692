package cloud.bleu.operator.pass.adoption;

import cloud.bleu.ledger.DecisionInForce;
import cloud.bleu.operator.gate.Gates;
import cloud.bleu.placement.model.WorkloadId;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Whether something refuses what is decided for a workload at the next step of its delivery: the
 * write of its placement, then its gate, then its children. What is only late is not refused. Nor
 * is a decision refused because a later one cannot be committed.
 *
 * @param inForce what is decided for a workload
 * @param placements whether the WorkloadPlacement of a workload cannot be written
 * @param gates what its gate lets through
 * @param children whether its children cannot be
 */
public record DecisionRefusals(
    Function<WorkloadId, @Nullable DecisionInForce> inForce,
    Predicate<WorkloadId> placements,
    BiFunction<WorkloadId, DecisionInForce, Gates.Passage> gates,
    Children children)
    implements Predicate<WorkloadId> {

  /** What was seen of children. */
  public interface Children {
    /**
     * Whether something refuses to write those of a workload.
     *
     * @param decision the number of the decision as which they are to be
     */
    boolean areRefused(WorkloadId id, long decision);
  }

  @Override
  public boolean test(WorkloadId id) {
    DecisionInForce decided = inForce.apply(id);
    if (decided == null) {
      return false;
    }
    if (!decided.published()) {
      return placements.test(id);
    }
    Gates.Passage gate = gates.apply(id, decided);
    return gate.open() ? children.areRefused(id, decided.sequence()) : !gate.problems().isEmpty();
  }
}
