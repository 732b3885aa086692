package cloud.bleu.operator.member;

import cloud.bleu.placement.model.WorkloadId;
import java.util.Set;

/** Is told what becomes of clusters and of what stands there. */
public interface ClusterListener {
  /** Whether the cluster of these zones is reached is another answer than before. */
  void reachChanged(Set<String> zones);

  /** What is said of the cluster of these zones, beside its answers, is another thing. */
  void remarked(Set<String> zones);

  /** What is seen of nodes of other clusters, or reported of them, can lead to another decision. */
  void nodesChanged();

  /** Something of a workload changed there. */
  void changed(WorkloadId workload);
}
