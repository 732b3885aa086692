package cloud.bleu.ledger;

import cloud.bleu.api.v1alpha1.Assignment;
import cloud.bleu.api.v1alpha1.WorkloadSource.StatefulSetSource;
import cloud.bleu.evidence.chain.Chain;
import cloud.bleu.placement.estate.Decision;
import cloud.bleu.placement.model.WorkloadId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is new in a decision. */
public final class DecisionDifference {

  private DecisionDifference() {}

  /**
   * The change that a decision makes to what is in force, null when it makes none.
   *
   * @param source the StatefulSet that the workload is, null for what is none
   * @param before of any uid, null when nothing is in force
   */
  public static @Nullable ProposedDecision of(
      Decision decision,
      String uid,
      String digest,
      @Nullable String asOf,
      @Nullable StatefulSetSource source,
      @Nullable DecisionInForce before) {
    if (decision.outcome() instanceof Decision.Outcome.Suspended
        || decision.outcome() instanceof Decision.Outcome.Kept) {
      return null;
    }
    DecisionInForce mine = before != null && before.uid().equals(uid) ? before : null;
    List<Assignment> bare = PlacementSpecs.assignments(decision.assignments());
    Ordinals numbered =
        source == null
            ? new Ordinals(bare, List.of())
            : Ordinals.assign(bare, source.formerOrdinals(), mine);
    List<Assignment> assignments = numbered.assignments();
    if (mine != null
        && assignments.equals(mine.spec().assignments())
        && mine.plan().says(decision.contingency())) {
      return null;
    }
    return new ProposedDecision(
        decision.id(),
        uid,
        digest,
        asOf,
        Entries.cause(decision.cause()),
        assignments,
        PlacementSpecs.evacuation(decision.contingency(), decision.assignments()),
        decision.voluntary(),
        mine == null,
        decision.missing(),
        numbered.former());
  }

  /**
   * The change with the cause that only the decision before can tell. If the digest of what is
   * asked is the same as then, either a window that was read has opened or closed since, or there
   * is room for replicas that had none.
   *
   * @param before null when nothing is in force
   * @param digest of what was asked when it was decided last, null when that is not known
   * @param asOf the last instant at which something had changed by its date then
   */
  public static ProposedDecision explained(
      ProposedDecision change,
      @Nullable DecisionInForce before,
      @Nullable String digest,
      @Nullable String asOf) {
    if (before == null
        || !change.cause().equals(Entries.cause(Decision.Cause.SpecChanged))
        || !change.digest().equals(digest)) {
      return change;
    }
    if (isLater(change.asOf(), asOf)) {
      return change.because(Entries.VALIDITY_ENDED);
    }
    return replicas(change.assignments()) > replicas(before.spec().assignments())
        ? change.because(Entries.cause(Decision.Cause.CapacityFreed))
        : change;
  }

  /** Instants in UTC sort as text. */
  private static boolean isLater(@Nullable String asOf, @Nullable String before) {
    return asOf != null && (before == null || asOf.compareTo(before) > 0);
  }

  private static int replicas(List<Assignment> assignments) {
    return assignments.stream().mapToInt(Assignment::replicas).sum();
  }

  /** The change that ends what is in force for a workload that is gone: it reads no window. */
  public static ProposedDecision withdrawal(WorkloadId id, DecisionInForce inForce) {
    var decision = inForce.spec().decision();
    return new ProposedDecision(
        id,
        inForce.uid(),
        decision == null ? Chain.GENESIS : decision.digest(),
        null,
        Entries.WITHDRAWN,
        List.of(),
        List.of(),
        0,
        false,
        0,
        List.of());
  }

  /** Whether a change ends what is in force for a workload that is gone. */
  public static boolean isWithdrawal(ProposedDecision change) {
    return change.cause().equals(Entries.WITHDRAWN);
  }
}
