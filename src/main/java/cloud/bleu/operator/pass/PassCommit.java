package cloud.bleu.operator.pass;

import cloud.bleu.evidence.chain.ChainNote;
import cloud.bleu.ledger.Ledger;
import cloud.bleu.ledger.LedgerConflictException;
import cloud.bleu.ledger.ProposedDecision;
import cloud.bleu.operator.evidence.Recorder;
import cloud.bleu.operator.metric.OperatorMetrics;
import cloud.bleu.operator.pass.plan.PassPlan;
import cloud.bleu.operator.snapshot.NextInstant;
import cloud.bleu.operator.snapshot.SnapshotBoard;
import cloud.bleu.operator.trace.PassStage;
import cloud.bleu.operator.trace.Traces;
import cloud.bleu.placement.estate.Decision;
import cloud.bleu.placement.estate.Estate;
import cloud.bleu.placement.estate.WaiverUse;
import cloud.bleu.placement.model.Contingency;
import cloud.bleu.placement.model.WorkloadId;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Commits what a pass proposes, together with what else the pass leaves in the chain. */
public final class PassCommit {

  private final Ledger ledger;
  private final SnapshotBoard board;
  private final Recorder recording;
  private final OperatorMetrics metrics;
  private final Traces traces;

  /**
   * @param board told how many decisions are being committed
   */
  public PassCommit(
      Ledger ledger,
      SnapshotBoard board,
      Recorder recording,
      OperatorMetrics metrics,
      Traces traces) {
    this.ledger = ledger;
    this.board = board;
    this.recording = recording;
    this.metrics = metrics;
    this.traces = traces;
  }

  /**
   * What the chain takes beside the decisions of a pass.
   *
   * @param waivers that decisions stand on, by workload
   * @param drills entries of drills that were run and are not in the chain yet
   */
  List<ChainNote> notes(
      ReadEstate read,
      PassPlan planned,
      Map<WorkloadId, List<WaiverUse>> waivers,
      List<ChainNote> drills) {
    return recording.notes(
        new Recorder.Seen(read.objects(), read.translation(), planned.plan(), waivers, drills));
  }

  /**
   * Commits and publishes batch by batch.
   *
   * @param estate that was read, by which the changes are ordered
   * @param changed when the first change came that the pass takes in, by {@link System#nanoTime}
   * @return the changes that are committed
   */
  List<ProposedDecision> commit(
      PassPlan planned, Estate estate, List<ChainNote> notes, Publication publication, long changed)
      throws LedgerConflictException {
    List<ProposedDecision> changes = commit(planned, estate, notes, publication);
    if (!changes.isEmpty() || !notes.isEmpty()) {
      recording.end();
    }
    if (!changes.isEmpty()) {
      Map<WorkloadId, Decision> decisions = planned.decisions();
      changes.forEach(c -> metrics.decided(c.cause(), moves(decisions.get(c.id()))));
      metrics.decidedAfter(System.nanoTime() - changed);
    }
    return changes;
  }

  private List<ProposedDecision> commit(
      PassPlan planned, Estate estate, List<ChainNote> notes, Publication publication)
      throws LedgerConflictException {
    List<ProposedDecision> proposed = planned.proposed();
    board.committing(proposed.size());
    ledger.leaveOut(planned.waitingWorkloads());
    try {
      return traces.stage(
          PassStage.COMMIT,
          () ->
              ledger.commit(
                  ProposalOrder.of(proposed, estate),
                  notes,
                  proposed.isEmpty() ? null : recording.inputs(planned.estate()),
                  publication));
    } finally {
      board.committing(0);
    }
  }

  private static int moves(@Nullable Decision decision) {
    return decision == null
        ? 0
        : decision.moves().stream().mapToInt(Contingency.Move::replicas).sum();
  }

  /**
   * When there is something to commit though no change is reported.
   *
   * @param now as of the end of the pass
   */
  Instant next(ReadEstate read, Instant now) {
    return Collections.min(
        List.of(
            NextInstant.of(read.translation(), read.dates().all(), ledger.all().values()),
            recording.next(),
            ledger.isHeld() ? now : Instant.MAX));
  }
}
