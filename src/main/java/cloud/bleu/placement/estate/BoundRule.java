package cloud.bleu.placement.estate;

import cloud.bleu.placement.message.Message;
import cloud.bleu.placement.model.Link;
import cloud.bleu.placement.model.Origin;
import cloud.bleu.placement.model.Parameters;
import cloud.bleu.placement.model.StatedFact;
import cloud.bleu.placement.model.Waiver;
import cloud.bleu.placement.model.Zone;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A rule as a policy (or the workload itself) states it.
 *
 * @param name of this statement, unique within its policy
 * @param policy that states it, null for the workload's own residency
 * @param requirements SecNumCloud ids served by the rule with these parameters
 * @param waivers that set it aside for the workload that it is bound for: those that two people
 *     decided sorted by name, then a break-glass
 * @param impliedBy the field that asks for it where nobody wrote the statement, as {@code
 *     spec.facts}; else null
 */
public record BoundRule(
    ZoneRule rule,
    String name,
    @Nullable String policy,
    Action action,
    OnViolation onViolation,
    Parameters parameters,
    List<String> requirements,
    List<Waiver> waivers,
    @Nullable String impliedBy) {

  private static final String HEALTH = "zone-health";

  public BoundRule {
    requirements = List.copyOf(requirements);
    waivers =
        waivers.stream()
            .sorted(Comparator.comparing(Waiver::isBreakGlass).thenComparing(Waiver::name))
            .toList();
  }

  /** A statement that nobody set aside. */
  public BoundRule(
      ZoneRule rule,
      String name,
      @Nullable String policy,
      Action action,
      OnViolation onViolation,
      Parameters parameters,
      List<String> requirements) {
    this(rule, name, policy, action, onViolation, parameters, requirements, List.of(), null);
  }

  /** A copy with these waivers. */
  public BoundRule withWaivers(List<Waiver> others) {
    return new BoundRule(
        rule, name, policy, action, onViolation, parameters, requirements, others, impliedBy);
  }

  /** The waiver that sets this statement aside for a zone; null when none does. */
  public @Nullable Waiver waiver(String zone, Instant now) {
    for (Waiver waiver : waivers) {
      if (waiver.covers(zone, now)) {
        return waiver;
      }
    }
    return null;
  }

  /** What a failing answer does to something new. */
  public enum Action {
    /** The zone is excluded. */
    Enforce,
    /** Shown. */
    Warn,
    /** Recorded. */
    Audit
  }

  /** What a {@code Reject} does to something that runs. */
  public enum OnViolation {
    /** A condition. */
    Report,
    /** Moved within the rebalancing budget. */
    Rebalance,
    /** Moved at once, surge first. */
    MoveNow
  }

  /**
   * The verdict of this rule on one workload in one zone, stamped with this statement's name,
   * policy and requirements. Never throws.
   */
  public Verdict evaluate(Workload workload, Zone zone, Estate estate) {
    return stamped(answer(workload, zone, estate, Link.Zone), zone.name(), estate.now());
  }

  /**
   * Whether a verdict of this statement has what runs leave its zone, at once or as a rebalancing.
   */
  public boolean moves(Verdict verdict) {
    // What runs in a silent zone is the workload's own failover, with its patience and its doubts.
    return action == Action.Enforce
        && onViolation != OnViolation.Report
        && !rule.declaration().id().equals(HEALTH)
        && verdict.result() == Verdict.Result.Reject;
  }

  /** Whether this statement is to hold for a link of that kind, besides the zones. */
  public boolean isAbout(Link link) {
    // A workload's own lists of names say where its replicas run, and of nothing else.
    boolean listOfPlaces = policy == null && rule.declaration().facts().isEmpty();
    return !listOfPlaces && rule.alsoAbout().contains(link);
  }

  /**
   * The verdict on something else that the workload stands on. Nothing sets it aside: a waiver and
   * a break-glass are for the zones in which replicas run.
   *
   * @param place it, or a stand-in of it
   */
  public Verdict evaluate(Workload workload, Zone place, Estate estate, Link link) {
    return answer(workload, place, estate, link).stamped(this, place.name());
  }

  /**
   * What the rule answers, with the requirements that it speaks of, before anything else of this
   * statement is put on it. Never throws.
   */
  public Verdict answer(Workload workload, Zone zone, Estate estate, Link link) {
    try {
      ZoneRule.Question question =
          new ZoneRule.Question(
              workload, zone, estate.provider(zone.provider()), parameters, estate, link);
      return serving(rule.evaluate(question), question);
    } catch (RuntimeException bug) {
      // A rule is total by contract; should one fail all the same, the answer is the safe one and
      // says so.
      return Verdict.unknown(
              "RuleFailed",
              Origin.Assumed,
              Message.of("rule.failed", "rule", rule.declaration().id(), "error", bug.toString()))
          .serving(requirements);
    }
  }

  /** A refusal by a parameter that is stricter than the text says nothing of the text. */
  private Verdict serving(Verdict answer, ZoneRule.Question question) {
    boolean silent =
        requirements.isEmpty() || (answer.failing() && !rule.failsByTheText(question, answer));
    return silent
        ? answer
        : answer.serving(
            answer.requirements().isEmpty()
                ? requirements
                : Stream.concat(requirements.stream(), answer.requirements().stream())
                    .distinct()
                    .sorted()
                    .toList());
  }

  /** The facts that an answer of this statement about a zone rests on, each once. */
  public List<StatedFact> facts(Verdict answer, Workload workload, Zone zone, Estate estate) {
    return facts(answer, workload, zone, estate, Link.Zone);
  }

  /**
   * The facts that an answer about something that the workload stands on rests on; none where the
   * rule does not apply.
   */
  public List<StatedFact> facts(
      Verdict answer, Workload workload, Zone zone, Estate estate, Link link) {
    if (!answer.given()) {
      return List.of();
    }
    try {
      ZoneRule.Question question =
          new ZoneRule.Question(
              workload, zone, estate.provider(zone.provider()), parameters, estate, link);
      // What an answer rests on does not depend on what is done with it, its origin does.
      Verdict asked =
          action != Action.Enforce && answer.origin() == Origin.Declared
              ? rule.evaluate(question)
              : answer;
      return rule.facts(question, asked).stream().distinct().toList();
    } catch (RuntimeException bug) {
      // As for the answer itself: nothing that is known is said, and nobody's pass ends.
      return List.of();
    }
  }

  /**
   * The verdict for a zone that only decisions name: no rule can be asked of what has no object,
   * and unknown means no. It moves nothing.
   */
  public Verdict withoutObject(String zone, Instant now) {
    Verdict unknown =
        Verdict.unknown(
            "ZoneUnknown",
            Origin.Assumed,
            Message.of("rule.zoneUnknown"),
            Message.of("do.applyZoneAgain"));
    return stamped(unknown.serving(requirements), zone, now);
  }

  /** An answer of the rule as that of this statement for a zone, set aside if it is waived. */
  public Verdict stamped(Verdict answer, String zone, Instant now) {
    Waiver waiver = answer.failing() ? waiver(zone, now) : null;
    return (waiver == null ? answer : answer.waived()).stamped(this, zone);
  }
}
