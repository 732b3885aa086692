package cloud.bleu.operator.member;

import cloud.bleu.api.v1alpha1.BleuWorkload;
import cloud.bleu.operator.cache.MemberNodes;
import cloud.bleu.placement.model.WorkloadId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Is told of a member, and answers what a member has to know of this cluster and of other members.
 */
interface MemberListener {
  /** Whether it is reached is another answer than before. */
  void reachChanged(Member member);

  /** Who is told of its nodes. */
  MemberNodes.Listener ofNodes(Member member);

  /** Something of a workload changed there, or what was asked for it has its answer. */
  void changed(WorkloadId workload);

  /**
   * What is wrong with a member being the cluster that it says it is; null: nothing is.
   *
   * @param uid of its namespace kube-system
   */
  @Nullable ContactFault misplaced(Member member, String uid);

  /** Since when it is recorded as not reached; null: it is not. */
  @Nullable Instant awaySince(Member member);

  /** Whether this is the way that serves its cluster. */
  default boolean serves(Member member) {
    return true;
  }

  /** A workload as it is now, null: it is gone. */
  @Nullable BleuWorkload workload(WorkloadId id);
}
