package cloud.bleu.cli.explain;

import cloud.bleu.cli.plan.HubLosses;
import cloud.bleu.cli.plan.Objectives;
import cloud.bleu.cli.plan.PlanTree;
import cloud.bleu.placement.estate.BreakGlassStatus;
import cloud.bleu.placement.estate.Decision;
import cloud.bleu.placement.explain.GroupedVerdict;
import cloud.bleu.standing.ZoneCluster;
import cloud.bleu.translate.policy.WaiverStanding;
import io.fabric8.kubernetes.api.model.Condition;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** An explanation for programs. Other tools read this: keys are never renamed or taken away. */
public final class ExplanationTree {
  private ExplanationTree() {}

  /**
   * The explanation as maps, lists, texts and numbers, keys in the order in which they are printed.
   */
  public static Map<String, Object> of(ExplainedDecision explained) {
    Decision decision = explained.decision();
    ExplainedDecision.Answers answers = explained.answers();
    Map<String, Object> tree = PlanTree.placement(decision);
    Decision.Reason why = explained.reason();
    if (why != null) {
      tree.put("reason", PlanTree.reason(why));
    }
    tree.putAll(HubLosses.tree(explained.estate(), List.of(decision)));
    tree.put("policies", explained.policies());
    tree.put("explanations", trees(answers.notThere()));
    tree.put("violations", trees(answers.breaches()));
    tree.put("warnings", trees(answers.warnings()));
    tree.put("waivers", explained.waived().stream().map(ExplanationTree::waiver).toList());
    List<Map<String, Object>> shortfalls = new ArrayList<>();
    for (Decision.Reason reason : decision.shortfalls()) {
      shortfalls.add(PlanTree.reason(reason));
    }
    tree.put("shortfalls", shortfalls);
    tree.put("relaxComplete", decision.relaxComplete());
    AheadText ahead = new AheadText(explained);
    tree.put("ahead", ahead.tree());
    tree.put("probableEnds", ahead.ends());
    tree.put("pressFactsOnly", explained.onPressFactsOnly());
    tree.put("facts", explained.foundations().tree());
    tree.put("standsOn", Links.of(explained.workload()).tree());
    tree.put("whyHere", trees(answers.here()));
    tree.put("idleWaivers", explained.idle().stream().map(ExplanationTree::idle).toList());
    BreakGlassStatus glass = explained.breakGlass();
    if (glass != null) {
      tree.put(
          "breakGlass",
          new TreeMap<>(
              Map.of(
                  "state",
                  glass.state().name(),
                  "inForce",
                  glass.inForce(),
                  "message",
                  glass.message())));
    }
    if (!explained.context().objectives().isEmpty()) {
      tree.put("objectives", Objectives.tree(explained.context().objectives()));
    }
    if (explained.context().drills().seen()) {
      tree.put("drills", DrillLines.tree(explained.context().drills()));
      tree.put("untriedLosses", explained.context().drills().untried());
    }
    tree.putAll(explained.context().silence().tree());
    tree.putAll(ZoneCluster.tree(explained.context().clusters()));
    Condition unavailable = explained.context().unavailable();
    if (unavailable != null) {
      tree.put(
          "unavailable",
          new TreeMap<>(
              Map.of("code", unavailable.getReason(), "message", unavailable.getMessage())));
    }
    return tree;
  }

  private static List<Map<String, Object>> trees(List<GroupedVerdict> told) {
    return told.stream().map(RuleAnswerText::tree).toList();
  }

  private static Map<String, Object> waiver(ExplainedDecision.Waived waived) {
    Map<String, Object> one = new LinkedHashMap<>();
    one.put("name", waived.name());
    one.put("policy", String.valueOf(waived.policy()));
    one.put("rule", waived.rule());
    one.put("code", waived.code());
    one.put("zone", waived.zone());
    one.put("expirationTime", waived.until());
    return one;
  }

  private static Map<String, Object> idle(WaiverStanding standing) {
    Map<String, Object> one = new LinkedHashMap<>();
    one.put("name", standing.object().name());
    one.put("state", standing.state().name());
    one.put("message", standing.message());
    return one;
  }
}
