package cloud.bleu.placement.estate;

import cloud.bleu.placement.message.Message;
import cloud.bleu.placement.model.Origin;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.function.Supplier;
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
 * @param finding what is so and, for a refusal, what to do next; no clock, no counter
 * @param impliedBy the field that asks for it where nobody wrote the statement; else null
 */
public record Verdict(
    Result result,
    String code,
    Origin origin,
    Message finding,
    String rule,
    @Nullable String policy,
    String zone,
    BoundRule.Action action,
    List<String> requirements,
    @Nullable String impliedBy) {

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

  /** A verdict of a statement that somebody wrote. */
  public Verdict(
      Result result,
      String code,
      Origin origin,
      Message finding,
      String rule,
      @Nullable String policy,
      String zone,
      BoundRule.Action action,
      List<String> requirements) {
    this(result, code, origin, finding, rule, policy, zone, action, requirements, null);
  }

  /** A verdict of which only the English words are left, as a status keeps them. */
  public Verdict(
      Result result,
      String code,
      Origin origin,
      String recorded,
      String rule,
      @Nullable String policy,
      String zone,
      BoundRule.Action action,
      List<String> requirements) {
    this(
        result, code, origin, Message.recorded(recorded), rule, policy, zone, action, requirements);
  }

  /** In English: stable text that ends, for a refusal, with what to do next. */
  public String message() {
    return finding.text();
  }

  /** The rule holds; the code is {@code Pass}. */
  public static Verdict pass(Origin origin, Message finding) {
    return raw(Result.Pass, "Pass", origin, finding);
  }

  /**
   * A pass that somebody has to hear of: it holds, and will not for long.
   *
   * @param finding that says what to do next
   */
  public static Verdict pass(String code, Origin origin, Message finding) {
    return raw(Result.Pass, code, origin, finding);
  }

  /** A refusal in the form that every one has: the fact, a semicolon, what to do next. */
  public static Verdict reject(String code, Origin origin, Message fact, Message next) {
    return reject(code, origin, fact.advising(next));
  }

  /** A missing or doubtful fact, and what to do next. */
  public static Verdict unknown(String code, Origin origin, Message fact, Message next) {
    return unknown(code, origin, fact.advising(next));
  }

  /** The rule does not hold, by facts that are known. */
  public static Verdict reject(String code, Origin origin, Message finding) {
    return raw(Result.Reject, code, origin, finding);
  }

  /** Nobody can say whether the rule holds: the zone is refused as if it did not. */
  public static Verdict unknown(String code, Origin origin, Message finding) {
    return raw(Result.Unknown, code, origin, finding);
  }

  /** The rule has nothing to look at, by what the workload or the policy states. */
  public static Verdict notApplicable(Message finding) {
    return raw(Result.NotApplicable, "NotApplicable", Origin.Declared, finding);
  }

  /**
   * The answer of several together: the first that fails, Reject before Unknown, else a pass on the
   * weakest of their origins.
   *
   * @param holds the finding of the pass
   */
  public static Verdict all(Collection<Verdict> verdicts, Supplier<Message> holds) {
    return verdicts.stream()
        .filter(Verdict::failing)
        .min(Comparator.comparing(Verdict::result).thenComparing(Verdict::message))
        .orElseGet(
            () ->
                pass(
                    verdicts.stream()
                        .map(Verdict::origin)
                        .reduce(Origin.Enforced, (a, b) -> a.weaker(b)),
                    holds.get()));
  }

  /** Whether the rule looked at anything. */
  public boolean given() {
    return result != Result.NotApplicable && result != Result.NotEvaluated;
  }

  /**
   * What this rule cannot look at beforehand and something else holds: nothing is claimed, and
   * nothing kept out.
   */
  public static Verdict notEvaluated(Message finding) {
    return raw(Result.NotEvaluated, "NotEvaluated", Origin.Assumed, finding);
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

  /** A copy that a waiver sets aside: code and finding still say what would fail. */
  Verdict waived() {
    return new Verdict(
        Result.Waived, code, origin, finding, rule, policy, zone, action, requirements, impliedBy);
  }

  /** A copy that serves these requirements and no others. */
  public Verdict serving(Collection<String> ids) {
    return new Verdict(
        result, code, origin, finding, rule, policy, zone, action, List.copyOf(ids), impliedBy);
  }

  Verdict stamped(BoundRule bound, String zoneName) {
    return new Verdict(
        result,
        code,
        origin,
        bound.impliedBy() == null || !given() ? finding : implied(finding, bound),
        bound.name(),
        bound.policy(),
        zoneName,
        bound.action(),
        requirements,
        bound.impliedBy());
  }

  /** With where the rule comes from: who looks for it among the rules does not find it. */
  private static Message implied(Message finding, BoundRule bound) {
    Message said =
        Message.of(
            "part.implied",
            "finding",
            finding.fact(),
            "field",
            bound.impliedBy(),
            "policy",
            bound.policy());
    return finding.next().equals(Message.NOTHING) ? said : said.advising(finding.next());
  }

  private static Verdict raw(Result result, String code, Origin origin, Message finding) {
    return new Verdict(
        result, code, origin, finding, "", null, "", BoundRule.Action.Enforce, List.of());
  }
}
