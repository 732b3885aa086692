package cloud.bleu.operator.pass;

import cloud.bleu.api.v1alpha1.WorkloadPlacementStatus.Inputs;
import cloud.bleu.ledger.Ledger;
import cloud.bleu.operator.pass.plan.PassPlanner;
import cloud.bleu.operator.snapshot.FactDates;
import cloud.bleu.operator.snapshot.Snapshot;
import cloud.bleu.operator.snapshot.SnapshotBoard;
import cloud.bleu.operator.trace.PassStage;
import cloud.bleu.operator.trace.Traces;
import cloud.bleu.placement.model.WorkloadId;
import cloud.bleu.translate.Translation;
import cloud.bleu.translate.object.ApiObjects;
import java.time.Instant;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Reads the caches once for each pass, as the frozen estate that the pass decides on. */
public final class EstateReader {

  private final EstateSource source;
  private final NewWorkloads arrivals;
  private final PassPlanner planner;
  private final SnapshotAssembly assembly;
  private final Ledger ledger;
  private final SnapshotBoard board;
  private final Traces traces;

  /**
   * @param planner remembers the estate of the pass before: what is equal is shared with it
   * @param assembly remembers the digests of the pass before
   * @param board has what the pass before decided on
   */
  public EstateReader(
      EstateSource source,
      NewWorkloads arrivals,
      PassPlanner planner,
      SnapshotAssembly assembly,
      Ledger ledger,
      SnapshotBoard board,
      Traces traces) {
    this.source = source;
    this.arrivals = arrivals;
    this.planner = planner;
    this.assembly = assembly;
    this.ledger = ledger;
    this.board = board;
    this.traces = traces;
  }

  /** What there is at an instant. */
  ReadEstate read(Instant now) {
    ApiObjects objects = arrivals.of(source::objects);
    Translation read = traces.stage(PassStage.ESTATE, () -> source.translate(objects, now));
    Translation translation = read.of(planner.sharing(read.estate()));
    FactDates dates = new FactDates(translation.estate());
    return new ReadEstate(
        objects,
        ReadEstate.byId(objects.workloads()),
        translation,
        dates,
        assembly.inputs(objects, translation, dates, ledger.all()),
        decidedOn());
  }

  /** As the snapshot before has it; as the placements say, after the start of this process. */
  private Function<WorkloadId, @Nullable Inputs> decidedOn() {
    Snapshot before = board.snapshot();
    return id -> before == null ? source.written(id) : before.inputs().get(id);
  }

  /**
   * When to read again though no change is reported; {@link Instant#MAX} when no instant requires
   * it.
   *
   * @param read when it was read
   * @param now as of the end of the pass
   */
  Instant again(Instant read, Instant now) {
    Instant arrival = arrivals.areWaiting() ? now.plus(NewWorkloads.PAUSE) : Instant.MAX;
    Instant look = source.again(read);
    return look == null || arrival.isBefore(look) ? arrival : look;
  }
}
