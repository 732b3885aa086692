package cloud.bleu.assess.wave;

import cloud.bleu.placement.estate.Decision;
import cloud.bleu.placement.estate.ZoneRule;
import cloud.bleu.placement.model.Assignment;
import java.time.Instant;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * Where a workload lands on the target, as the engine decides it.
 *
 * @param workload as the assessment shows it
 * @param state what came of it
 * @param drafted whether there is a draft of it to apply
 * @param zones {@code z1=2, z2=1}, empty where it lands nowhere
 * @param reason why it does not land, empty where it does
 * @param code of the reason; null where it lands
 * @param came when its BleuWorkload was created; null: it is not there, or nobody knows
 * @param hasBegun whether it came while it was its turn, so that its wave has begun
 */
public record WaveOutcome(
    String workload,
    State state,
    boolean drafted,
    String zones,
    String reason,
    @Nullable String code,
    @Nullable Instant came,
    boolean hasBegun) {

  /** Of what did not come while it was its turn. */
  public WaveOutcome(
      String workload,
      State state,
      boolean drafted,
      String zones,
      String reason,
      @Nullable String code) {
    this(workload, state, drafted, zones, reason, code, null, false);
  }

  /** What came of a workload. */
  public enum State {
    /** The target holds it already. */
    Moved,
    /** There is a BleuWorkload in its place that is not ready yet. */
    Arriving,
    /** Every replica has a zone. */
    Placed,
    /** Some or all replicas have none, or there is no draft of it to place. */
    NotPlaced,
    /** There is no draft of it, since it goes with its nodes. */
    NoDraft,
    /** No target was given to plan on. */
    NotPlanned
  }

  /** Of what has no draft. */
  static WaveOutcome of(String workload, State state, String reason) {
    return new WaveOutcome(workload, state, false, "", reason, null);
  }

  /** Of what was planned. */
  static WaveOutcome of(String workload, Decision decision) {
    if (decision.whole()) {
      return new WaveOutcome(
          workload, State.Placed, true, Assignment.text(decision.assignments()), "", null);
    }
    Decision.Reason reason = decision.reason();
    return new WaveOutcome(
        workload,
        State.NotPlaced,
        true,
        Assignment.text(decision.assignments()),
        reason == null ? decision.missing() + " replicas have no zone" : reason.message(),
        reason == null ? null : reason.code());
  }

  /** A copy with what came of the workload afterwards, as far as is known. */
  WaveOutcome came(@Nullable Instant at, WaveRecord record) {
    return new WaveOutcome(
        workload, state, drafted, zones, reason, code, at, record.isBeginning(workload, at));
  }

  /** Whether it is there, or goes without being placed. */
  boolean isDone() {
    return state == State.Moved || state == State.NoDraft;
  }

  /** Whether it has moved, or is on its way. */
  boolean isThere() {
    return state == State.Moved || state == State.Arriving;
  }

  /**
   * Whether its wave is under way with it. What somebody let past on the day or later counts, and
   * so does what nobody knows the time of.
   *
   * @param date of its wave, in Europe/Paris; null: none
   */
  boolean isUnderWay(@Nullable LocalDate date) {
    return hasBegun
        || isThere()
            && (came == null
                || date == null
                || !came.atZone(ZoneRule.PARIS).toLocalDate().isBefore(date));
  }

  /** Whether it keeps its wave from moving. */
  boolean isInTheWay() {
    return state == State.NotPlaced;
  }
}
