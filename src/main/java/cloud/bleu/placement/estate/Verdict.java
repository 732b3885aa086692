package cloud.bleu.placement.estate;

import cloud.bleu.placement.model.Origin;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The answer of a rule, with its proof.
 *
 * @param origin never {@code Enforced} of a statement that only warns or audits: what nobody keeps
 *     to is {@code Declared}, however well the operator can read it
 * @param code UpperCamelCase and stable: it becomes a condition reason
 * @param rule name of the statement in its policy; the rule's id for the workload's own
 * @param policy null for the workload's own residency
 * @param requirements SecNumCloud ids
 * @param message stable text that ends, for a refusal, with what to do next; no clock, no counter
 */
public record Verdict(
    Result result,
    String code,
    Origin origin,
    String message,
    String rule,
    @Nullable String policy,
    String zone,
    BoundRule.Action action,
    List<String> requirements) {

  /** The six answers. */
  public enum Result {
    Pass,
    Reject,
    Unknown,
    NotApplicable,
    NotEvaluated,
    Waived
  }

  public Verdict {
    requirements = List.copyOf(requirements);
    if (origin == Origin.Enforced && action != BoundRule.Action.Enforce) {
      origin = Origin.Declared;
    }
  }

  public static Verdict pass(Origin origin, String message) {
    return raw(Result.Pass, "Pass", origin, message);
  }

  /**
   * A pass that somebody has to hear of: it holds, and will not for long.
   *
   * @param message that ends with what to do next
   */
  public static Verdict pass(String code, Origin origin, String message) {
    return raw(Result.Pass, code, origin, message);
  }

  /** A refusal in the form that every message has: the fact, a semicolon, what to do next. */
  public static Verdict reject(String code, Origin origin, String fact, String next) {
    return reject(code, origin, fact + "; " + next);
  }

  /** A missing or doubtful fact, and what to do next. */
  public static Verdict unknown(String code, Origin origin, String fact, String next) {
    return unknown(code, origin, fact + "; " + next);
  }

  public static Verdict reject(String code, Origin origin, String message) {
    return raw(Result.Reject, code, origin, message);
  }

  public static Verdict unknown(String code, Origin origin, String message) {
    return raw(Result.Unknown, code, origin, message);
  }

  /** The rule has nothing to look at, by what the workload or the policy states. */
  public static Verdict notApplicable(String message) {
    return raw(Result.NotApplicable, "NotApplicable", Origin.Declared, message);
  }

  /** Whether the rule looked at anything. */
  public boolean given() {
    return result != Result.NotApplicable && result != Result.NotEvaluated;
  }

  /**
   * What this rule cannot look at beforehand and something else holds: nothing is claimed, and
   * nothing kept out.
   */
  public static Verdict notEvaluated(String message) {
    return raw(Result.NotEvaluated, "NotEvaluated", Origin.Assumed, message);
  }

  /**
   * Whether something new is kept out by it: {@code Reject} or {@code Unknown} of an enforced rule.
   * Unknown means no, for what is new.
   */
  public boolean excludes() {
    return action == BoundRule.Action.Enforce && failing();
  }

  /** {@code Reject} or {@code Unknown}. */
  public boolean failing() {
    return result == Result.Reject || result == Result.Unknown;
  }

  /** Whether it holds and is told as a warning all the same. */
  public boolean warns() {
    return result == Result.Pass && !code.equals(Result.Pass.name());
  }

  /** The same refusal, set aside by a waiver: code and message still say what would fail. */
  Verdict waived() {
    return new Verdict(
        Result.Waived, code, origin, message, rule, policy, zone, action, requirements);
  }

  /** The same, serving these requirements besides those of its own rule. */
  public Verdict serving(Collection<String> ids) {
    return new Verdict(result, code, origin, message, rule, policy, zone, action, List.copyOf(ids));
  }

  Verdict stamped(BoundRule bound, String zoneName) {
    return new Verdict(
        result,
        code,
        origin,
        message,
        bound.name(),
        bound.policy(),
        zoneName,
        bound.action(),
        requirements.isEmpty()
            ? bound.requirements()
            : Stream.concat(bound.requirements().stream(), requirements.stream())
                .distinct()
                .sorted()
                .toList());
  }

  private static Verdict raw(Result result, String code, Origin origin, String message) {
    return new Verdict(
        result, code, origin, message, "", null, "", BoundRule.Action.Enforce, List.of());
  }
}
