package cloud.bleu.ledger;

import cloud.bleu.apiserver.Refusal;
import cloud.bleu.placement.model.WorkloadId;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Whose turn it is in a namespace that refused, where one question is asked at a time: who was
 * refused lets those go first that were not asked since. What refuses one workload may take the
 * next.
 */
final class NamespaceTurns {

  /** By namespace: refused since the turns began, and why. */
  private final Map<String, Map<WorkloadId, Refusal>> refused = new HashMap<>();

  /** By namespace: those that could not be asked, in the pass before and in this one. */
  private final Map<String, Set<WorkloadId>> waitedBefore = new HashMap<>();

  private final Map<String, Set<WorkloadId>> waiting = new HashMap<>();

  /** Namespaces in which somebody let others go first in this pass. */
  private final Set<String> yielding = new HashSet<>();

  void clear() {
    refused.clear();
    waitedBefore.clear();
    waiting.clear();
    yielding.clear();
  }

  /** It is too early to ask for a workload. */
  void waits(WorkloadId id) {
    waiting.computeIfAbsent(id.namespace(), n -> new HashSet<>()).add(id);
  }

  /** A workload was asked for, and refused. */
  void refused(WorkloadId id, Refusal why) {
    refused.computeIfAbsent(id.namespace(), n -> new HashMap<>()).put(id, why);
  }

  /** Why a workload was refused since the turns began, null if it was not. */
  @Nullable Refusal why(WorkloadId id) {
    return refused.getOrDefault(id.namespace(), Map.of()).get(id);
  }

  /** The turns of a namespace begin anew: something was taken there, or nobody is left to ask. */
  void over(String namespace) {
    refused.remove(namespace);
  }

  /** Whether a workload lets others of its namespace go first, which wait and were not refused. */
  boolean yields(WorkloadId id) {
    String namespace = id.namespace();
    Set<WorkloadId> had = refused.getOrDefault(namespace, Map.of()).keySet();
    if (!had.contains(id) || had.containsAll(waitedBefore.getOrDefault(namespace, Set.of()))) {
      return false;
    }
    yielding.add(namespace);
    return true;
  }

  /** Whether somebody let others of a namespace go first in this pass. */
  boolean isYielding(String namespace) {
    return yielding.contains(namespace);
  }

  /** The pass is over. */
  void end() {
    waitedBefore.clear();
    waitedBefore.putAll(waiting);
    waiting.clear();
    yielding.clear();
    refused.keySet().retainAll(waitedBefore.keySet());
  }
}
