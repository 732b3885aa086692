package cloud.bleu.operator.reconciler;

import cloud.bleu.api.v1alpha1.BleuWorkload;
import cloud.bleu.ledger.DecisionInForce;
import cloud.bleu.ledger.Ledger;
import cloud.bleu.operator.snapshot.Snapshot;
import cloud.bleu.operator.snapshot.SnapshotBoard;
import cloud.bleu.placement.model.WorkloadId;
import cloud.bleu.translate.finding.ObjectRef;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What is wanted of a workload: what the last pass read of it, the decision in force, and whether
 * anything of it may be changed.
 */
public final class DesiredState {

  private final SnapshotBoard board;
  private final Ledger ledger;
  private final Predicate<String> served;

  /**
   * @param served whether objects may be changed in a namespace; in any other a workload is looked
   *     at and nothing else
   */
  public DesiredState(SnapshotBoard board, Ledger ledger, Predicate<String> served) {
    this.board = board;
    this.ledger = ledger;
    this.served = served;
  }

  /** What the last pass read and decided; null before the first one. */
  @Nullable Snapshot snapshot() {
    return board.snapshot();
  }

  /**
   * Where a workload is in its life.
   *
   * @param gone whether the object is not there any more
   * @param snapshot of the last pass
   */
  WorkloadPhase phase(BleuWorkload workload, boolean gone, @Nullable Snapshot snapshot) {
    Snapshot.Seen read =
        snapshot == null ? null : snapshot.seen().get(ObjectRef.workload(workload));
    return WorkloadPhase.of(workload, gone, serves(workload), read);
  }

  /** What keeps it from being planned, by the pass of a snapshot. */
  List<String> errors(BleuWorkload workload, Snapshot snapshot) {
    WorkloadId id = ObjectRef.workload(workload);
    return snapshot.blocking("BleuWorkload", id.namespace(), id.name());
  }

  /**
   * The decision in force, if any. A decision for an earlier workload of that name does not count.
   */
  @Nullable DecisionInForce inForce(BleuWorkload workload) {
    DecisionInForce inForce = ledger.inForce(ObjectRef.workload(workload));
    return inForce == null || !inForce.uid().equals(workload.getMetadata().getUid())
        ? null
        : inForce;
  }

  /** Whether objects may be changed in its namespace. */
  boolean serves(BleuWorkload workload) {
    return served.test(workload.getMetadata().getNamespace());
  }
}
