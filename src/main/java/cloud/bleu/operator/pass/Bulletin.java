package cloud.bleu.operator.pass;

import cloud.bleu.ledger.Change;
import cloud.bleu.operator.snapshot.Concerned;
import cloud.bleu.operator.snapshot.Snapshot;
import cloud.bleu.operator.trigger.Triggers;
import cloud.bleu.placement.model.WorkloadId;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** After a pass: the controllers of everything for which something is new are asked to look. */
public final class Bulletin {

  private final Triggers triggers;
  private final Consumer<Change> decided;
  private final Function<WorkloadId, Set<String>> standing;
  private final Function<String, Set<WorkloadId>> workloadsOn;

  /**
   * @param decided told of every change that was committed
   * @param standing zones in which something was seen of a workload
   * @param workloadsOn the workloads with pods on a node
   */
  public Bulletin(
      Triggers triggers,
      Consumer<Change> decided,
      Function<WorkloadId, Set<String>> standing,
      Function<String, Set<WorkloadId>> workloadsOn) {
    this.triggers = triggers;
    this.decided = decided;
    this.standing = standing;
    this.workloadsOn = workloadsOn;
  }

  /**
   * Tells of workloads alone whose turn has come while others wait for theirs.
   *
   * @param changes that were committed
   * @param opened workloads that may be delivered as of now
   */
  void tell(List<Change> changes, Set<WorkloadId> opened) {
    Set<WorkloadId> concerned = new HashSet<>(opened);
    for (Change change : changes) {
      concerned.add(change.id());
      decided.accept(change);
    }
    for (WorkloadId id : concerned) {
      triggers.workload(id);
      triggers.placement(id);
    }
  }

  /**
   * @param before null for the first pass, in which everything is new
   * @param changes that were committed in between
   * @param opened workloads that may be delivered as of now
   */
  void tell(@Nullable Snapshot before, Snapshot now, List<Change> changes, Set<WorkloadId> opened) {
    Concerned concerned = Concerned.of(before, now, standing);
    Set<WorkloadId> anew = new HashSet<>(opened);
    for (Change change : changes) {
      anew.add(change.id());
      decided.accept(change);
    }
    anew.retainAll(now.seen().keySet());
    Set<WorkloadId> workloads = new HashSet<>(anew);
    workloads.addAll(concerned.workloads());
    concerned.nodes().forEach(node -> workloads.addAll(workloadsOn.apply(node)));
    Set<WorkloadId> placements = new HashSet<>(anew);
    placements.addAll(concerned.placements());
    workloads.forEach(triggers::workload);
    placements.forEach(triggers::placement);
    concerned.facts().forEach(triggers::fact);
  }
}
