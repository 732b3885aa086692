package cloud.bleu.placement;

import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.placement.estate.Decision;
import cloud.bleu.placement.estate.Estate;
import cloud.bleu.placement.estate.Placement;
import cloud.bleu.placement.estate.Plan;
import cloud.bleu.placement.model.Contingency;
import cloud.bleu.placement.model.WorkloadId;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** How often decisions of a history are about what is rare and hard to remember rightly. */
final class HistoryCounts {
  /** Decisions that count on evictions at a loss. */
  private int promises;

  /** Workloads evicted for a loss, as a decision in force had promised them. */
  private int evictions;

  /** Workloads that gave room to a higher priority, no such promise before. */
  private int preemptions;

  /** Decisions that move replicas because of a zone out of service. */
  private int losses;

  /** Decisions that bring replicas home. */
  private int returns;

  /** Counts the decisions of one plan. */
  void add(Estate estate, Plan plan) {
    Set<WorkloadId> promised = new HashSet<>();
    Map<WorkloadId, Placement> before = new HashMap<>();
    for (Placement placement : estate.placements()) {
      before.put(placement.id(), placement);
      for (Contingency contingency : placement.contingency()) {
        contingency.evicts().forEach(eviction -> promised.add(eviction.workload()));
      }
    }
    for (Decision decision : plan.decisions()) {
      Placement was = before.get(decision.id());
      promises += decision.contingency().stream().anyMatch(c -> !c.evicts().isEmpty()) ? 1 : 0;
      if (was == null || was.assignments().equals(decision.assignments())) {
        continue;
      }
      switch (decision.cause()) {
        case Preempted -> {
          boolean told = promised.contains(decision.id());
          evictions += told ? 1 : 0;
          preemptions += told ? 0 : 1;
        }
        case ZoneState -> losses++;
        case Returned -> returns++;
        default -> {
          // Counted elsewhere.
        }
      }
    }
  }

  /** Fails where so many histories have too little of something. */
  void assertOften(int histories) {
    assertTrue(promises >= histories, toString());
    assertTrue(evictions >= histories / 4, toString());
    assertTrue(preemptions >= histories, toString());
    assertTrue(losses >= 4 * histories, toString());
    assertTrue(returns >= histories / 2, toString());
  }

  @Override
  public String toString() {
    return promises
        + " promises of evictions, "
        + evictions
        + " evictions at a loss, "
        + preemptions
        + " preemptions, "
        + losses
        + " losses, "
        + returns
        + " returns";
  }
}
