package cloud.bleu.evidence.assessment;

import cloud.bleu.placement.estate.BoundRule;
import cloud.bleu.placement.estate.Verdict;
import cloud.bleu.placement.model.BreakGlass;
import cloud.bleu.placement.model.Origin;
import cloud.bleu.placement.model.StatedFact;
import cloud.bleu.placement.model.Waiver;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one statement of a policy says of one workload in one zone, and on what.
 *
 * @param use whether replicas run there, or are to
 * @param policy null for the workload's own residency
 * @param statement name of the rule in its policy
 * @param rule id of the rule: {@code ownership-thresholds}; {@code expression} for one of the
 *     customer's own
 * @param summary of the rule, one sentence
 * @param requirements SecNumCloud ids that it serves with its parameters
 * @param claimed ids that the author of a rule of the customer's own says it serves
 * @param waiver that sets it aside, null without one
 * @param impliedBy the field that asks for it where nobody wrote the statement; else null
 */
public record RuleAnswer(
    String zone,
    Use use,
    @Nullable String policy,
    String statement,
    String rule,
    String summary,
    BoundRule.Action action,
    Verdict.Result result,
    String code,
    Origin origin,
    List<String> requirements,
    List<String> claimed,
    List<StatedFact> facts,
    String message,
    @Nullable Waiver waiver,
    @Nullable String impliedBy) {

  /** The id of every rule of a customer's own. */
  private static final String EXPRESSION = "expression";

  public RuleAnswer {
    requirements = List.copyOf(requirements);
    claimed = List.copyOf(claimed);
    facts = List.copyOf(facts);
  }

  /** What the zone is to the workload. */
  public enum Use {
    /** Replicas run there, or are to. */
    InUse,
    /** Nothing new may go there. */
    Refused
  }

  /** The first instant at which a waiver no longer sets it aside; null without one. */
  public @Nullable Instant waivedUntil() {
    return waiver == null || waiver.isBreakGlass() ? null : waiver.until();
  }

  /**
   * Whether the waiver that sets it aside was approved for this very statement: {@code Same}, or
   * {@code Unnamed} where the approval names none; null without a waiver.
   */
  public @Nullable String waivedStatement() {
    return waiver == null || waiver.isBreakGlass()
        ? null
        : waiver.statement() == null ? "Unnamed" : "Same";
  }

  /** The break-glass that sets it aside; null without one. */
  public @Nullable BreakGlass breakGlass() {
    return waiver == null ? null : waiver.breakGlass();
  }

  /**
   * How it stands: the result; of what a break-glass sets aside whether that is countersigned, as
   * {@code BreakGlassAwaitingSignature}.
   */
  public String state() {
    BreakGlass glass = breakGlass();
    return glass == null ? result.name() : glass.signatures().code();
  }

  /** Whether two people set it aside before anything ran there: a break-glass is not that. */
  public boolean isApproved() {
    return waiver != null && !waiver.isBreakGlass();
  }

  /** Whether it is set aside, and not by one person alone. */
  public boolean isSetAside() {
    return result == Verdict.Result.Waived && !(waiver != null && waiver.isUnsigned());
  }

  /** What states it, for people: the policy, or {@code residency} of the workload itself. */
  public String statedBy() {
    return policy == null ? "residency" : policy;
  }

  /** Whether the rule looked at anything. */
  public boolean given() {
    return result != Verdict.Result.NotApplicable && result != Verdict.Result.NotEvaluated;
  }

  /** {@code Reject}, {@code Unknown}, or either set aside by a waiver. */
  public boolean failing() {
    return given() && result != Verdict.Result.Pass;
  }

  /**
   * Whether the operator itself enforces it or saw it, so that no statement of others is relied on.
   * A statement that only warns or audits enforces nothing.
   */
  public boolean seen() {
    return origin == Origin.Observed
        || (origin == Origin.Enforced && action == BoundRule.Action.Enforce);
  }

  /** A copy without what people wrote freely; the text of an expression is such. */
  RuleAnswer redacted() {
    return new RuleAnswer(
        zone,
        use,
        policy,
        statement,
        rule,
        rule.equals(EXPRESSION) ? "A rule of the customer's own." : summary,
        action,
        result,
        code,
        origin,
        requirements,
        claimed,
        facts.stream().map(StatedFact::redacted).toList(),
        "",
        waiver == null ? null : waiver.redacted(),
        impliedBy);
  }
}
