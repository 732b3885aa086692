package cloud.bleu.operator.pass;

import cloud.bleu.api.v1alpha1.WorkloadPlacementStatus.Inputs;
import cloud.bleu.ledger.CommitProgress;
import cloud.bleu.ledger.DecisionInForce;
import cloud.bleu.ledger.LedgerConflictException;
import cloud.bleu.ledger.ProposedDecision;
import cloud.bleu.operator.gate.Gates;
import cloud.bleu.operator.snapshot.Snapshot;
import cloud.bleu.placement.model.WorkloadId;
import cloud.bleu.translate.Translation;
import cloud.bleu.translate.object.ApiObjects;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * How what a pass commits gets to those who deliver it: gates, then the snapshot that controllers
 * read, then the news, after each batch and once more at the end. While batches are to come, the
 * snapshot says of their workloads what it said before. The same is true for what is left out of a
 * batch.
 */
final class Publication implements CommitProgress {

  private final PublicationChannels channels;
  private final ApiObjects objects;
  private final Translation translation;
  private final Supplier<Snapshot> looks;
  private final Function<WorkloadId, @Nullable Inputs> decidedOn;
  private final @Nullable Snapshot before;

  /** What is proposed and not committed. */
  private final Set<ProposedDecision> left;

  private @Nullable Snapshot whole;
  private int told;

  /**
   * @param proposed changes, of which some or all will be committed
   * @param looks makes the snapshot of the pass, as if all that is proposed were committed; asked
   *     once
   * @param decidedOn what a workload was decided on before this pass, null when nothing was
   */
  Publication(
      PublicationChannels channels,
      ApiObjects objects,
      Translation translation,
      Collection<ProposedDecision> proposed,
      Supplier<Snapshot> looks,
      Function<WorkloadId, @Nullable Inputs> decidedOn) {
    this.channels = channels;
    this.objects = objects;
    this.translation = translation;
    this.left = new HashSet<>(proposed);
    this.looks = looks;
    this.decidedOn = decidedOn;
    this.before = channels.board().snapshot();
    channels.bulletin().begin();
  }

  @Override
  public void carriedOut(List<ProposedDecision> batch, Set<WorkloadId> waiting)
      throws LedgerConflictException {
    channels.board().committing(waiting.size());
    Set<String> namespaces = new HashSet<>();
    batch.forEach(change -> namespaces.add(change.id().namespace()));
    Map<WorkloadId, DecisionInForce> inForce = channels.ledger().all();
    Gates.Written written =
        channels.gates().write(objects, translation, inForce, namespaces::contains);
    batch.forEach(left::remove);
    Set<WorkloadId> uncommitted = uncommitted();
    Snapshot mixed = kept(snapshot().butFor(uncommitted, before), uncommitted, inForce);
    channels.board().publish(mixed);
    channels
        .bulletin()
        .tell(mixed, uncommitted, new ChangeBulletin.News(batch, written.toDeliver(), inForce));
    channels.gates().told(written.toDeliver());
    told += batch.size();
  }

  /**
   * Publishes what is left.
   *
   * @param committed in the pass, all of it
   * @return after how long a gate that was not written is tried again; null: all are written
   */
  @Nullable Duration end(List<ProposedDecision> committed) throws LedgerConflictException {
    Map<WorkloadId, DecisionInForce> inForce = channels.ledger().all();
    Gates.Written written = channels.gates().write(objects, translation, inForce);
    committed.forEach(left::remove);
    Snapshot now = kept(snapshot(), uncommitted(), inForce);
    whole = now;
    channels.board().publish(now);
    channels
        .bulletin()
        .tell(
            now,
            new ChangeBulletin.News(
                List.copyOf(committed.subList(told, committed.size())),
                written.toDeliver(),
                inForce));
    channels.gates().told(written.toDeliver());
    return written.again();
  }

  private Set<WorkloadId> uncommitted() {
    Set<WorkloadId> uncommitted = new HashSet<>();
    left.forEach(change -> uncommitted.add(change.id()));
    return uncommitted;
  }

  /** With what stands, where another decision is not committed. */
  private Snapshot kept(
      Snapshot snapshot, Set<WorkloadId> uncommitted, Map<WorkloadId, DecisionInForce> inForce) {
    Map<WorkloadId, Inputs> inputs = new HashMap<>(snapshot.inputs());
    for (WorkloadId id : uncommitted) {
      Inputs then = decidedOn.apply(id);
      if (then == null || !snapshot.seen().containsKey(id)) {
        inputs.remove(id);
      } else {
        inputs.put(id, then);
      }
    }
    long last = inForce.values().stream().mapToLong(DecisionInForce::sequence).max().orElse(0);
    return snapshot.standing(uncommitted, inputs, last);
  }

  /** What the pass saw and decided. */
  Snapshot snapshot() {
    Snapshot now = whole;
    if (now == null) {
      now = looks.get();
      whole = now;
    }
    return now;
  }
}
