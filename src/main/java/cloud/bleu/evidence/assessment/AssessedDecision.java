package cloud.bleu.evidence.assessment;

import cloud.bleu.placement.estate.BoundRule;
import cloud.bleu.placement.estate.Decision;
import cloud.bleu.placement.estate.Estate;
import cloud.bleu.placement.estate.Verdict;
import cloud.bleu.placement.estate.Workload;
import cloud.bleu.placement.estate.ZoneRule;
import cloud.bleu.placement.model.Assignment;
import cloud.bleu.placement.model.StatedFact;
import cloud.bleu.placement.model.Waiver;
import cloud.bleu.placement.model.Zone;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A workload with what is decided for it, and its answers by that. */
record AssessedDecision(
    Workload workload, Decision decision, Estate estate, Map<String, Zone> places) {

  /** Before ids that only the author of a rule of the customer's own says it serves. */
  private static final String CLAIMED = "claimed:";

  /**
   * The answers on it in the zones in use.
   *
   * @param refusedToo whether what refuses other zones is among them
   */
  AssessedWorkload assessed(boolean refusedToo) {
    TreeMap<String, Integer> replicas = new TreeMap<>();
    for (Assignment assignment : decision.assignments()) {
      if (assignment.replicas() > 0) {
        replicas.put(assignment.zone(), assignment.replicas());
      }
    }
    List<RuleAnswer> answers = new ArrayList<>();
    for (String name : replicas.keySet()) {
      Zone zone = places.get(name);
      if (zone != null) {
        for (BoundRule rule : workload.rules()) {
          answers.add(answer(RuleAnswer.Use.InUse, rule, zone));
        }
      }
    }
    if (refusedToo) {
      refused(replicas.keySet(), answers);
    }
    return new AssessedWorkload(
        workload.id().namespace(),
        workload.id().name(),
        Collections.unmodifiableSortedMap(replicas),
        decision.missing(),
        reason(decision),
        answers);
  }

  private void refused(Set<String> used, List<RuleAnswer> answers) {
    Map<List<@Nullable String>, BoundRule> statements = new HashMap<>();
    workload.rules().forEach(r -> statements.putIfAbsent(key(r.policy(), r.name()), r));
    decision
        .rejected()
        .forEach(
            (name, verdicts) -> {
              Zone zone = places.get(name);
              if (zone != null && !used.contains(name)) {
                for (Verdict verdict : verdicts) {
                  BoundRule rule = statements.get(key(verdict.policy(), verdict.rule()));
                  if (rule != null) {
                    answers.add(answer(RuleAnswer.Use.Refused, rule, zone, verdict));
                  }
                }
              }
            });
  }

  private static List<@Nullable String> key(@Nullable String policy, String statement) {
    return java.util.Arrays.asList(policy, statement);
  }

  private RuleAnswer answer(RuleAnswer.Use use, BoundRule rule, Zone zone) {
    return answer(use, rule, zone, rule.evaluate(workload, zone, estate));
  }

  private RuleAnswer answer(RuleAnswer.Use use, BoundRule rule, Zone zone, Verdict verdict) {
    ZoneRule.Declaration declaration = rule.rule().declaration();
    Waiver waiver =
        verdict.result() == Verdict.Result.Waived ? rule.waiver(zone.name(), estate.now()) : null;
    return new RuleAnswer(
        zone.name(),
        use,
        rule.policy(),
        rule.name(),
        declaration.id(),
        declaration.summary(),
        rule.action(),
        verdict.result(),
        verdict.code(),
        verdict.origin(),
        verdict.requirements().stream().filter(id -> !id.startsWith(CLAIMED)).toList(),
        verdict.requirements().stream()
            .filter(id -> id.startsWith(CLAIMED))
            .map(id -> id.substring(CLAIMED.length()))
            .toList(),
        rule.facts(verdict, workload, zone, estate).stream().sorted(StatedFact.ORDER).toList(),
        verdict.message(),
        waiver,
        rule.impliedBy());
  }

  private static Decision.@Nullable Reason reason(Decision decision) {
    if (decision.outcome() instanceof Decision.Outcome.PartlyPlaced partly) {
      return partly.reason();
    }
    if (decision.outcome() instanceof Decision.Outcome.Unplaceable none) {
      return none.reason();
    }
    return decision.outcome() instanceof Decision.Outcome.Kept kept ? kept.reason() : null;
  }
}
