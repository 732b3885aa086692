package cloud.bleu.placement;

import cloud.bleu.placement.advice.RelaxationSearch;
import cloud.bleu.placement.check.Finding;
import cloud.bleu.placement.estate.Estate;
import cloud.bleu.placement.estate.Plan;
import cloud.bleu.placement.model.WorkloadId;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Uses no plan that fails its check. A defect in the decision for one workload does not stop the
 * others: the workloads that the findings name keep what they have, and the others are decided
 * again without them. If that does not help, nothing new is decided for any workload.
 */
final class CheckedPlanner {
  /** Each round quarantines somebody; so many defects at once are one of the engine as a whole. */
  private static final int MOST_ROUNDS = 20;

  private final Estate estate;
  private final Proposer proposer;
  private final PlanCheck check;
  private final TreeMap<WorkloadId, String> quarantined = new TreeMap<>();

  CheckedPlanner(Estate estate, Proposer proposer, PlanCheck check) {
    this.estate = estate;
    this.proposer = proposer;
    this.check = check;
  }

  /** A plan being made; made once. */
  interface Attempt {
    /** The plan. Whatever it throws is a defect of the engine. */
    Plan make();

    /** The workload for which something was being decided last, null for none. */
    @Nullable WorkloadId turn();
  }

  /** Starts a plan in which the workloads of the map keep what they have. */
  interface Proposer {
    Attempt start(Estate estate, Map<WorkloadId, String> quarantined);
  }

  /** Says what is wrong with a plan. */
  interface PlanCheck {
    List<Finding> findings(Estate estate, Plan plan);
  }

  /** A plan without findings. */
  Plan plan() {
    return plan(true);
  }

  /**
   * A plan without findings and without what to relax, which is most of the work where something
   * has no place.
   */
  Plan decisions() {
    return plan(false);
  }

  private Plan plan(boolean advice) {
    for (int round = 0; round < MOST_ROUNDS; round++) {
      Attempt attempt = proposer.start(estate, quarantined);
      Plan plan;
      try {
        plan = attempt.make();
      } catch (RuntimeException | StackOverflowError e) {
        if (!quarantine(attempt.turn(), failure(e))) {
          return KeptDecisions.everybody(estate, failure(e));
        }
        continue;
      }
      List<Finding> findings;
      try {
        findings = check.findings(estate, plan);
      } catch (RuntimeException | StackOverflowError e) {
        return KeptDecisions.everybody(estate, failure(e));
      }
      if (findings.isEmpty()) {
        return advice ? relaxed(plan) : plan;
      }
      if (!quarantine(findings)) {
        return KeptDecisions.everybody(estate, findings.get(0).toString());
      }
    }
    return KeptDecisions.everybody(estate, "EngineFailed: no plan passes the check");
  }

  /**
   * Quarantines the workloads that the findings name: first those whose own decision is wrong.
   * Those that share in overrun room follow only if there are no others. False when all are
   * quarantined.
   */
  private boolean quarantine(List<Finding> findings) {
    boolean own = false;
    boolean any = false;
    for (Finding finding : findings) {
      own |= !finding.shared() && quarantine(finding.workload(), text(finding));
    }
    for (Finding finding : findings) {
      any |= !own && quarantine(finding.workload(), text(finding));
    }
    return own || any;
  }

  private static String text(Finding finding) {
    return finding.code() + ": " + finding.message();
  }

  private boolean quarantine(@Nullable WorkloadId id, String finding) {
    return id != null && quarantined.putIfAbsent(id, finding) == null;
  }

  /** What to relax is advice: if it cannot be computed the decisions stand without it. */
  private Plan relaxed(Plan plan) {
    try {
      return RelaxationSearch.relax(estate, plan);
    } catch (RuntimeException | StackOverflowError e) {
      return new Plan(
          plan.decisions().stream()
              .map(d -> d.missing() == 0 ? d : d.withRelax(List.of(), false))
              .toList(),
          plan.orphans());
    }
  }

  /**
   * What failed, the same in every run: the JVM may leave out the trace and the message of what it
   * throws itself, so neither is named.
   */
  private static String failure(Throwable e) {
    boolean thrownByTheJvm =
        e instanceof VirtualMachineError
            || e instanceof NullPointerException
            || e instanceof IndexOutOfBoundsException
            || e instanceof ArithmeticException
            || e instanceof ClassCastException
            || e instanceof ArrayStoreException;
    return "EngineFailed: " + (thrownByTheJvm ? e.getClass().getName() : e);
  }
}
