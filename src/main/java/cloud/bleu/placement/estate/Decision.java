package cloud.bleu.placement.estate;

import cloud.bleu.placement.message.Message;
import cloud.bleu.placement.model.Assignment;
import cloud.bleu.placement.model.Contingency;
import cloud.bleu.placement.model.Scope;
import cloud.bleu.placement.model.WorkloadId;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What is decided for one workload, and why.
 *
 * @param outcome what came of it
 * @param missing replicas asked for that are placed nowhere
 * @param assignments zones with replicas or with a home count, sorted by zone
 * @param contingency for every event the workload is protected against, sorted by event
 * @param moves replicas that leave a zone for another in this decision
 * @param voluntary how many of them the budgets of moves are asked for: they move for a better
 *     state, and nothing has them move now. They count in the hour after the decision
 * @param tolerates losses it survives now, whether asked or not
 * @param rejected every zone that may not take a new replica, with all of its failing verdicts,
 *     sorted by zone
 * @param violations verdicts of enforced rules that fail for replicas that run
 * @param warnings failing verdicts of rules that only warn or audit, and what holds with a warning,
 *     for zones in use
 * @param shortfalls requirements on the whole set that are not met now (survival, spread, quorum,
 *     affinity), whether hard or not
 * @param relax sets of changes, each of which was placed; empty when everything is placed
 * @param relaxComplete whether the search for them was exhaustive up to size 3
 * @param cost of the placement by the workload's objective, in the objective's unit per hour, 0 for
 *     {@code Stability}
 */
public record Decision(
    WorkloadId id,
    Outcome outcome,
    Cause cause,
    int missing,
    List<Assignment> assignments,
    List<Contingency> contingency,
    List<Contingency.Move> moves,
    int voluntary,
    List<Tolerance> tolerates,
    SortedMap<String, List<Verdict>> rejected,
    List<Verdict> violations,
    List<Verdict> warnings,
    List<Reason> shortfalls,
    List<Relaxation> relax,
    boolean relaxComplete,
    long cost) {

  /** A decision in which nothing moves for a better state. */
  public Decision(
      WorkloadId id,
      Outcome outcome,
      Cause cause,
      int missing,
      List<Assignment> assignments,
      List<Contingency> contingency,
      List<Contingency.Move> moves,
      List<Tolerance> tolerates,
      SortedMap<String, List<Verdict>> rejected,
      List<Verdict> violations,
      List<Verdict> warnings,
      List<Reason> shortfalls,
      List<Relaxation> relax,
      boolean relaxComplete,
      long cost) {
    this(
        id,
        outcome,
        cause,
        missing,
        assignments,
        contingency,
        moves,
        0,
        tolerates,
        rejected,
        violations,
        warnings,
        shortfalls,
        relax,
        relaxComplete,
        cost);
  }

  public Decision {
    assignments = List.copyOf(assignments);
    contingency = List.copyOf(contingency);
    moves = List.copyOf(moves);
    tolerates = List.copyOf(tolerates);
    rejected = Collections.unmodifiableSortedMap(new TreeMap<>(rejected));
    violations = List.copyOf(violations);
    warnings = List.copyOf(warnings);
    shortfalls = List.copyOf(shortfalls);
    relax = List.copyOf(relax);
  }

  /** Whether every replica asked for has a zone; a workload of 0 replicas is placed. */
  public boolean placed() {
    boolean keepsNothing =
        outcome instanceof Outcome.Kept
            && missing > 0
            && assignments.stream().allMatch(a -> a.replicas() == 0);
    return !(outcome instanceof Outcome.Unplaceable) && !keepsNothing;
  }

  /** Whether all was decided, and every replica asked for has a zone. */
  public boolean whole() {
    return placed() && missing == 0 && !(outcome instanceof Outcome.Kept);
  }

  /** Why replicas are missing, or nothing new is decided; null if all is decided and placed. */
  public @Nullable Reason reason() {
    if (outcome instanceof Outcome.Unplaceable unplaceable) {
      return unplaceable.reason();
    }
    if (outcome instanceof Outcome.Kept kept) {
      return kept.reason();
    }
    return outcome instanceof Outcome.PartlyPlaced partly ? partly.reason() : null;
  }

  /**
   * How many replicas an event of its plan takes for which no room is held: they come back where
   * there is some then, or not at all.
   */
  public int unheld(Contingency contingency) {
    int all = assignments.stream().mapToInt(Assignment::replicas).sum();
    int moved = contingency.moves().stream().mapToInt(Contingency.Move::replicas).sum();
    return Math.max(0, all - contingency.keeps() - moved);
  }

  /** Whether its reason, or one of its shortfalls, has a code. */
  public boolean says(ReasonCode code) {
    Reason reason = reason();
    return reason != null && reason.code().equals(code.name())
        || shortfalls.stream().anyMatch(shortfall -> shortfall.code().equals(code.name()));
  }

  /** What waits to move, each after a semicolon as a message goes on; empty when nothing does. */
  public String awaitedMoves() {
    return shortfalls.stream()
        .filter(Reason::isAwaitedMove)
        .map(shortfall -> "; " + shortfall.message())
        .collect(Collectors.joining());
  }

  /**
   * What it says of its workload, for another state that stands.
   *
   * @param assignments that stand
   * @param contingency that stands
   * @param moves that are still to be made
   */
  public Decision unchanged(
      List<Assignment> assignments, List<Contingency> contingency, List<Contingency.Move> moves) {
    return new Decision(
        id,
        outcome,
        Cause.Unchanged,
        missing,
        assignments,
        contingency,
        moves,
        tolerates,
        rejected,
        violations,
        warnings,
        shortfalls,
        relax,
        relaxComplete,
        cost);
  }

  /** A copy with what was found to relax. */
  public Decision withRelax(List<Relaxation> sets, boolean complete) {
    return new Decision(
        id,
        outcome,
        cause,
        missing,
        assignments,
        contingency,
        moves,
        voluntary,
        tolerates,
        rejected,
        violations,
        warnings,
        shortfalls,
        sets,
        complete,
        cost);
  }

  /** What came of it. */
  public sealed interface Outcome {
    /** Every replica has a zone. */
    record Placed() implements Outcome {}

    /** Some replicas have a zone; the reason is why the others have none. */
    record PartlyPlaced(Reason reason) implements Outcome {}

    /** No replica has a zone. */
    record Unplaceable(Reason reason) implements Outcome {}

    /** Frozen by {@code suspend}: the state in force stays as it is. */
    record Suspended() implements Outcome {}

    /**
     * Nothing new is decided, because the engine's own check refused what it decided: a defect of
     * the engine. The state in force stays as it is; the reason has the finding.
     */
    record Kept(Reason reason) implements Outcome {}
  }

  /**
   * Why something cannot be.
   *
   * @param code UpperCamelCase and stable, e.g. {@code NoZoneAllowed}, {@code
   *     InsufficientCapacity}, {@code SpreadUnsatisfiable}, {@code SurvivalUnsatisfiable}, {@code
   *     QuorumUnsatisfiable}, {@code DataBound}, {@code RequestsMissing}, {@code
   *     AffinityTargetMissing}
   * @param finding what is so, and what to do next
   * @param canPassByItself whether room or health may mend it without anybody acting
   */
  public record Reason(String code, Message finding, boolean canPassByItself) {

    /** A reason of which only the English words are left, as a status keeps them. */
    public Reason(String code, String recorded, boolean canPassByItself) {
      this(code, Message.recorded(recorded), canPassByItself);
    }

    /** Whether it says no more than that replicas wait to move: what lacks is told by others. */
    public boolean isAwaitedMove() {
      return code.equals(ReasonCode.ReturnWaits.name())
          || code.equals(ReasonCode.MovesWait.name())
          || code.equals(ReasonCode.FollowSearchCut.name());
    }

    /** In English: what is so, a semicolon, what to do next. */
    public String message() {
      return finding.text();
    }
  }

  /** Why a new decision was made. */
  public enum Cause {
    /** Nothing changed: this is the decision in force. */
    Unchanged,
    /** First placement, or the requirements changed. */
    SpecChanged,
    /** A zone was lost, drained or came to be out of service. */
    ZoneState,
    /** A higher priority took the room. */
    Preempted,
    /** Moved for a better state. */
    Rebalanced,
    /** There is room now. */
    CapacityFreed,
    /** Went home after a loss. */
    Returned
  }

  /**
   * A loss that is survived now: any {@code count} of that scope.
   *
   * @param assumed whether this rests on facts whose basis is an assumption
   */
  public record Tolerance(Scope scope, int count, boolean assumed) {}

  /**
   * A set of changes with which the workload was placed; every proper subset was tried and failed.
   */
  public record Relaxation(List<Change> changes) {
    public Relaxation {
      changes = List.copyOf(changes);
    }
  }

  /**
   * One change of the specification. {@code from} and {@code to} are as a person would write them
   * in YAML.
   */
  public record Change(String path, String from, String to) {}
}
