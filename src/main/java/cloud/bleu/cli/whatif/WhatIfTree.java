package cloud.bleu.cli.whatif;

import cloud.bleu.cli.plan.HubLosses;
import cloud.bleu.cli.plan.PlanTree;
import cloud.bleu.cli.whatif.Consequences.When;
import cloud.bleu.placement.estate.Decision;
import cloud.bleu.placement.estate.Verdict;
import cloud.bleu.placement.model.Scope;
import cloud.bleu.placement.model.WorkloadId;
import cloud.bleu.standing.ZoneCluster;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The comparison for programs: every workload, not only those that differ. */
public final class WhatIfTree {
  private WhatIfTree() {}

  /** The comparison as a tree. */
  public static Map<String, Object> of(WhatIfAnswer answer) {
    Consequences consequences = answer.consequences();
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("changes", answer.changes());
    if (consequences.namespace() != null) {
      tree.put("namespace", consequences.namespace());
    }
    Decision.Reason hub = consequences.operatorLoss();
    if (hub != null) {
      tree.put("operatorLoss", HubLosses.tree(hub));
    }
    tree.putAll(answer.unreported().tree());
    tree.putAll(answer.drilled().tree());
    tree.put(
        "workloads", consequences.workloads().stream().map(id -> workload(id, answer)).toList());
    tree.putAll(ZoneCluster.tree(answer.clusters()));
    if (!consequences.overfull().isEmpty()) {
      tree.put("overfull", consequences.overfull().stream().map(OverfullZone::tree).toList());
    }
    Map<String, Object> summary = new LinkedHashMap<>();
    summary.put("before", summary(consequences, When.BEFORE));
    summary.put("after", summary(consequences, When.AFTER));
    summary.put("moves", consequences.moves());
    tree.put("summary", summary);
    return tree;
  }

  private static Map<String, Object> workload(WorkloadId id, WhatIfAnswer answer) {
    Consequences consequences = answer.consequences();
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("namespace", id.namespace());
    tree.put("name", id.name());
    tree.put("moves", consequences.moves(id));
    tree.put("before", state(consequences.decision(When.BEFORE, id)));
    tree.put("after", state(consequences.decision(When.AFTER, id)));
    tree.putAll(answer.fences().tree(id));
    return tree;
  }

  private static Map<String, Object> state(Decision d) {
    Map<String, Object> tree = new LinkedHashMap<>();
    Map<String, Object> placement = PlanTree.placement(d);
    for (String key : List.of("placed", "missing", "assignments", "tolerates", "reason")) {
      @Nullable Object value = placement.get(key);
      if (value != null) {
        tree.put(key, value);
      }
    }
    List<Map<String, Object>> violations = new ArrayList<>();
    for (Verdict v : d.violations()) {
      Map<String, Object> violation = new LinkedHashMap<>();
      violation.put("zone", v.zone());
      violation.put("code", v.code());
      violation.put("rule", v.rule());
      violation.put("policy", v.policy() == null ? "" : v.policy());
      violation.put("requirements", v.requirements());
      violation.put("message", v.message());
      violations.add(violation);
    }
    tree.put("violations", violations);
    return tree;
  }

  private static Map<String, Object> summary(Consequences c, When when) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("workloads", c.workloads().size());
    tree.put("placed", c.placed(when));
    tree.put("replicas", c.replicas(when));
    tree.put("inSilentZones", c.unheard(when));
    tree.put("missing", c.missing(when));
    tree.put("inBreach", c.inBreach(when));
    Map<String, Object> survive = new LinkedHashMap<>();
    for (Scope scope : Consequences.SCOPES) {
      survive.put(scope.name().toLowerCase(Locale.ROOT), c.surviving(when, scope));
    }
    tree.put("survive", survive);
    return tree;
  }
}
