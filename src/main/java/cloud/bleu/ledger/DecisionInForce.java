package cloud.bleu.ledger;

import cloud.bleu.api.v1alpha1.WorkloadPlacementSpec;
import cloud.bleu.placement.model.Assignment;
import cloud.bleu.placement.model.Contingency;
import org.jspecify.annotations.Nullable;

/**
 * The last committed decision for a workload.
 *
 * @param uid of the BleuWorkload it is for
 * @param published whether its WorkloadPlacement is written: only then may anything act on it
 * @param recent moves that count against the budget
 * @param cause why it was taken, null when it was found written
 * @param standing what the WorkloadPlacement says until this decision is written, null when there
 *     is none or this one is written
 * @param plan of the spec
 * @param standingPlan of what stands, which is asked for again and again; null when nothing does
 */
public record DecisionInForce(
    String uid,
    WorkloadPlacementSpec spec,
    boolean published,
    RecentMoves recent,
    @Nullable String cause,
    @Nullable WorkloadPlacementSpec standing,
    StoredPlan plan,
    @Nullable StoredPlan standingPlan) {

  /** One before which nothing stands. */
  public DecisionInForce(
      String uid,
      WorkloadPlacementSpec spec,
      boolean published,
      RecentMoves recent,
      @Nullable String cause) {
    this(uid, spec, published, recent, cause, null);
  }

  /** One whose plan is read when somebody asks for it. */
  public DecisionInForce(
      String uid,
      WorkloadPlacementSpec spec,
      boolean published,
      RecentMoves recent,
      @Nullable String cause,
      @Nullable WorkloadPlacementSpec standing) {
    this(uid, spec, published, recent, cause, standing, new StoredPlan(spec), stored(standing));
  }

  private static @Nullable StoredPlan stored(@Nullable WorkloadPlacementSpec standing) {
    return standing == null ? null : new StoredPlan(standing);
  }

  /** The number of its entry in the chain of decisions, from 1; 0 where it names none. */
  public long sequence() {
    return Entries.sequence(spec);
  }

  /** What the WorkloadPlacement says: by this the workload runs. Null: it says nothing yet. */
  public @Nullable WorkloadPlacementSpec written() {
    return published ? spec : standing;
  }

  /** The decision by which the workload runs until this one is written. */
  public DecisionInForce asStanding() {
    return standing == null || standingPlan == null
        ? this
        : new DecisionInForce(uid, standing, true, recent, cause, null, standingPlan, null);
  }

  /**
   * The fewest replicas that run on through a loss of the plan: all where none is planned for, and
   * 0 where nobody can read the plan, for then nobody knows.
   */
  public int outlive() {
    return plan.isUnreadable()
        ? 0
        : plan.losses().stream().mapToInt(Contingency::keeps).min().orElseGet(this::replicas);
  }

  private int replicas() {
    return PlacementSpecs.assignments(spec).stream().mapToInt(Assignment::replicas).sum();
  }

  /** A copy in which the WorkloadPlacement says this; as it is when the decision is published. */
  DecisionInForce over(WorkloadPlacementSpec written) {
    if (published) {
      return this;
    }
    StoredPlan stands = written.equals(standing) ? standingPlan : new StoredPlan(written);
    return new DecisionInForce(uid, spec, false, recent, cause, written, plan, stands);
  }

  DecisionInForce asPublished() {
    return published ? this : new DecisionInForce(uid, spec, true, recent, cause, null, plan, null);
  }
}
