package cloud.bleu.cli.plan;

import cloud.bleu.cli.plan.PlanFinding.Level;
import cloud.bleu.placement.estate.Decision;
import cloud.bleu.placement.estate.Plan;
import cloud.bleu.placement.estate.Verdict;
import cloud.bleu.placement.estate.WaiverUse;
import cloud.bleu.placement.objective.ObjectiveAnswer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What is wrong with a plan, workload by workload, the worst first. */
public final class PlanFindings {

  private final Decision decision;
  private final List<PlanFinding> findings = new ArrayList<>();

  private PlanFindings(Decision decision) {
    this.decision = decision;
  }

  /**
   * Of a plan.
   *
   * @param objectives of its workloads
   * @param setAside rules that somebody set aside for them
   */
  public static List<PlanFinding> of(Plan plan, Objectives objectives, SetAsideRules setAside) {
    return plan.decisions().stream().flatMap(d -> of(d, objectives, setAside).stream()).toList();
  }

  /** Of one decision. */
  static List<PlanFinding> of(Decision decision, Objectives objectives, SetAsideRules setAside) {
    PlanFindings of = new PlanFindings(decision);
    Decision.Reason missing = decision.reason();
    if (missing != null) {
      of.add(missing, decision.relax());
    }
    of.add(Level.Error, decision.violations());
    decision.shortfalls().stream()
        .filter(s -> !s.equals(missing))
        .forEach(s -> of.add(Level.Warning, s));
    of.add(Level.Warning, PlanFacts.warnings(decision));
    for (ObjectiveAnswer answer : objectives.of(decision.id())) {
      if (answer.state() != ObjectiveAnswer.State.Holds) {
        of.add(Level.Warning, answer.code(), answer.text(), null, new TreeSet<>(), List.of());
      }
    }
    setAside.of(decision.id()).forEach(of::add);
    return of.findings;
  }

  private void add(WaiverUse use) {
    Verdict verdict = use.verdict();
    findings.add(
        new PlanFinding(
            decision.id(),
            Level.SetAside,
            verdict.code(),
            verdict.message(),
            PlanFacts.statement(verdict),
            new TreeSet<>(List.of(verdict.zone())),
            verdict.requirements(),
            new PlanFinding.SetAside(SetAsideRules.by(use), !use.isUnsigned())));
  }

  private void add(Level level, Decision.Reason reason) {
    add(level, reason.code(), reason.message(), null, new TreeSet<>(), List.of());
  }

  /** Why replicas have no zone, and the least changes with which they would. */
  private void add(Decision.Reason missing, List<Decision.Relaxation> ways) {
    StringBuilder says = new StringBuilder(missing.message());
    ways.forEach(way -> says.append("; ").append(PlanText.relaxation(way)));
    add(Level.Error, missing.code(), says.toString(), null, new TreeSet<>(), List.of());
  }

  /** One for what is said alike of several zones. */
  private void add(Level level, List<Verdict> verdicts) {
    record Said(String code, String rule, String says) {}
    Map<Said, List<Verdict>> alike = new LinkedHashMap<>();
    for (Verdict v : verdicts) {
      Said said = new Said(v.code(), PlanFacts.statement(v), v.message());
      alike.computeIfAbsent(said, s -> new ArrayList<>()).add(v);
    }
    alike.forEach(
        (said, all) -> {
          TreeSet<String> zones = new TreeSet<>();
          all.forEach(v -> zones.add(v.zone()));
          add(level, said.code(), said.says(), said.rule(), zones, all.get(0).requirements());
        });
  }

  private void add(
      Level level,
      String code,
      String says,
      @Nullable String rule,
      TreeSet<String> zones,
      List<String> requirements) {
    findings.add(
        new PlanFinding(decision.id(), level, code, says, rule, zones, requirements, null));
  }
}
