package cloud.bleu.cli.drill;

import cloud.bleu.api.v1alpha1.ResilienceDrillStatus;
import cloud.bleu.api.v1alpha1.ResilienceDrillStatus.Run;
import cloud.bleu.api.v1alpha1.ResilienceDrillStatus.WorkloadVerdict;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Drills for programs, with the names of the fields of a status. */
public final class DrillTree {

  private DrillTree() {}

  /** {@code drills}, in their order. */
  public static Map<String, Object> of(List<DrillReport> drills) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("drills", drills.stream().map(DrillTree::drill).toList());
    return tree;
  }

  private static Map<String, Object> drill(DrillReport drill) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("name", drill.name());
    Run run = drill.run();
    if (!drill.loss().equals("-")) {
      tree.put("scope", drill.loss());
    }
    if (run != null) {
      tree.put("scope", run.scope());
      tree.put("at", run.at());
      tree.put("verdict", run.verdict());
      tree.put("breaches", run.breaches());
      tree.put("unprotected", run.unprotected());
      tree.put("reduced", run.reduced());
      tree.put("survives", run.survives());
      tree.put("notConcerned", run.notConcerned());
      tree.put("missing", run.missing());
      tree.put("mode", run.live() ? "Live" : "Shadow");
      put(tree, "ended", run.ended());
      put(tree, "abortedBy", run.abortedBy());
      put(tree, "message", run.message());
    }
    tree.put("workloads", drill.workloads().stream().map(DrillTree::verdict).toList());
    tree.put("moreWorkloads", drill.more());
    ResilienceDrillStatus status = drill.status();
    if (status != null) {
      put(tree, "lastRun", status.lastRun());
      put(tree, "lastPassed", status.lastPassed());
      put(tree, "nextRun", status.nextRun());
      put(tree, "phase", status.live() == null ? null : status.live().phase());
      Map<String, Object> conditions = new LinkedHashMap<>();
      status.conditions().forEach(c -> conditions.put(c.getType(), c.getStatus()));
      tree.put("conditions", conditions);
    }
    return tree;
  }

  private static Map<String, Object> verdict(WorkloadVerdict verdict) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("namespace", verdict.namespace());
    tree.put("name", verdict.name());
    tree.put("outcome", verdict.outcome());
    tree.put("before", verdict.before());
    tree.put("lost", verdict.lost());
    tree.put("after", verdict.after());
    put(tree, "term", verdict.term());
    put(tree, "missing", verdict.missing());
    put(tree, "code", verdict.code());
    put(tree, "recoverySeconds", verdict.recoverySeconds());
    put(tree, "message", verdict.message());
    return tree;
  }

  private static void put(Map<String, Object> tree, String name, @Nullable Object value) {
    if (value != null) {
      tree.put(name, value);
    }
  }
}
