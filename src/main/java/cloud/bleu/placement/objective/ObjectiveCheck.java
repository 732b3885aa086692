package cloud.bleu.placement.objective;

import cloud.bleu.placement.estate.Decision;
import cloud.bleu.placement.estate.Estate;
import cloud.bleu.placement.estate.ReasonCode;
import cloud.bleu.placement.estate.Workload;
import cloud.bleu.placement.estate.Workload.Tolerate;
import cloud.bleu.placement.message.Message;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Compares {@code resilience.rto} and {@code rpo} with what the workload states, for each loss that
 * it asks to tolerate. A recovery time counts from the moment at which a loss is reported, or the
 * nodes are not ready, until as many replicas are Ready as before. What is not stated is not known,
 * and an objective that rests on it does not hold.
 */
public final class ObjectiveCheck {

  /** Reasons for which a decision does not survive what it is asked to. */
  private static final Set<String> NOT_TOLERATED =
      Stream.of(
              ReasonCode.SurvivalUnsatisfiable,
              ReasonCode.QuorumUnsatisfiable,
              ReasonCode.DataBound,
              ReasonCode.StaysDown,
              ReasonCode.RequirementKeepsDown,
              ReasonCode.ZoneSilent,
              ReasonCode.ViewInDoubt,
              ReasonCode.TooManyLosses)
          .map(Enum::name)
          .collect(Collectors.toUnmodifiableSet());

  private final Workload workload;
  private final @Nullable Decision decision;

  private ObjectiveCheck(Workload workload, @Nullable Decision decision) {
    this.workload = workload;
    this.decision = decision;
  }

  /**
   * The answers, first that on the recovery time; empty when nothing is asked.
   *
   * @param decision in force; null: none yet
   * @param estate in which it holds
   */
  public static List<ObjectiveAnswer> of(
      RecoveryObjectives asked, Workload workload, @Nullable Decision decision, Estate estate) {
    ObjectiveCheck check = new ObjectiveCheck(workload, decision);
    List<ObjectiveAnswer> answers = new ArrayList<>();
    check.add(
        answers,
        "rto",
        asked.rto(),
        inForce -> new RecoveryTime(asked, workload, inForce, new LossInference(estate)));
    check.add(answers, "rpo", asked.rpo(), inForce -> new DataLoss(asked, workload, inForce));
    return List.copyOf(answers);
  }

  /** What one entry of tolerate means for an objective. */
  interface Term {
    ObjectiveAnswer of(AskedObjective stated, Tolerate entry);
  }

  private void add(
      List<ObjectiveAnswer> answers,
      String objective,
      RecoveryObjectives.@Nullable Limit asked,
      Function<Decision, Term> terms) {
    if (asked != null) {
      answers.add(answer(new AskedObjective(objective, asked.text(), asked.duration()), terms));
    }
  }

  private ObjectiveAnswer answer(AskedObjective stated, Function<Decision, Term> terms) {
    Decision inForce = decision;
    if (inForce == null || inForce.outcome() instanceof Decision.Outcome.Kept) {
      return notDecided(stated);
    }
    ObjectiveAnswer standing = standing(stated, inForce);
    if (standing != null) {
      return standing;
    }
    Term term = terms.apply(inForce);
    ObjectiveAnswer worst =
        ObjectiveAnswer.worst(
            workload.tolerate().stream().map(entry -> term.of(stated, entry)).toList());
    return worst != null ? worst : notDecided(stated);
  }

  private static ObjectiveAnswer notDecided(AskedObjective stated) {
    return stated.unknown("resilience.tolerate", Message.of("objective.notDecided"));
  }

  /** Null while the decision in force tolerates what is asked. */
  private static @Nullable ObjectiveAnswer standing(AskedObjective stated, Decision decision) {
    boolean frozen = decision.outcome() instanceof Decision.Outcome.Suspended;
    boolean whole = decision.outcome() instanceof Decision.Outcome.Placed || frozen;
    if (!whole || decision.missing() > 0) {
      return stated.broken("replicas", Message.of("objective.notPlaced"));
    }
    // That its moves are not made is told of what is frozen by each term that rests on them.
    return decision.shortfalls().stream()
        .map(Decision.Reason::code)
        .filter(code -> !frozen || !code.equals(ReasonCode.SurvivalUnsatisfiable.name()))
        .filter(NOT_TOLERATED::contains)
        .findFirst()
        .map(
            code ->
                stated.broken(
                    "resilience.tolerate", Message.of("objective.notTolerated", "code", code)))
        .orElse(null);
  }
}
