package cloud.bleu.cli;

import cloud.bleu.placement.Decision;
import cloud.bleu.placement.Told;
import cloud.bleu.placement.WaiverUse;
import cloud.bleu.placement.Why;
import cloud.bleu.translate.WaiverStanding;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** An explanation for programs. Other tools read this: keys are never renamed or taken away. */
final class ExplanationTree {
  private ExplanationTree() {}

  static Map<String, Object> of(Explained explained) {
    Decision decision = explained.decision();
    Why why = explained.why();
    Map<String, Object> tree = PlanTree.placement(decision);
    tree.put("policies", explained.policies());
    tree.put("explanations", trees(why.notThere()));
    tree.put("violations", trees(why.breaches()));
    tree.put("warnings", trees(why.warnings()));
    tree.put("waivers", explained.uses().stream().map(ExplanationTree::waiver).toList());
    List<Map<String, Object>> shortfalls = new ArrayList<>();
    for (Decision.Reason reason : decision.shortfalls()) {
      Map<String, Object> shortfall = new LinkedHashMap<>();
      shortfall.put("code", reason.code());
      shortfall.put("message", reason.message());
      shortfalls.add(shortfall);
    }
    tree.put("shortfalls", shortfalls);
    tree.put("relaxComplete", decision.relaxComplete());
    AheadText ahead = new AheadText(explained.ahead(), explained.ends());
    tree.put("ahead", ahead.tree());
    tree.put("probableEnds", ahead.ends());
    tree.put("pressFactsOnly", explained.onPressFactsOnly());
    tree.put("facts", explained.foundations().tree());
    tree.put("standsOn", Links.of(explained.workload()).tree());
    tree.put("whyHere", trees(why.here()));
    tree.put("idleWaivers", explained.idle().stream().map(ExplanationTree::idle).toList());
    return tree;
  }

  private static List<Map<String, Object>> trees(List<Told> told) {
    return told.stream().map(ToldText::tree).toList();
  }

  private static Map<String, Object> waiver(WaiverUse use) {
    Map<String, Object> one = new LinkedHashMap<>();
    one.put("name", use.waiver().name());
    one.put("policy", String.valueOf(use.statement().policy()));
    one.put("rule", use.statement().name());
    one.put("code", use.verdict().code());
    one.put("zone", use.verdict().zone());
    one.put("expirationTime", use.waiver().until().toString());
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
