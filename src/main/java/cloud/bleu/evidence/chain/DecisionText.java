package cloud.bleu.evidence.chain;

import cloud.bleu.evidence.record.JsonTree;
import cloud.bleu.placement.estate.Placement;
import cloud.bleu.placement.evacuation.LossGroup;
import cloud.bleu.placement.evacuation.PlanReader;
import cloud.bleu.placement.evacuation.ValueCheck;
import cloud.bleu.placement.evacuation.WrittenPlan;
import cloud.bleu.placement.model.Assignment;
import cloud.bleu.placement.model.Contingency;
import cloud.bleu.placement.model.WorkloadId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What an exported entry decides, in the records of the engine. Fields are named as those of {@code
 * DecisionLedger.spec.entries}.
 *
 * @param cause as the API names it
 */
public record DecisionText(
    WorkloadId id,
    String uid,
    String cause,
    List<Assignment> assignments,
    List<Contingency> contingency) {

  /**
   * Reads an entry.
   *
   * @throws IllegalArgumentException when it is no decision
   */
  public static DecisionText of(ChainLine line) {
    Map<String, Object> workload = JsonTree.asObject(line.fields().get("workload"));
    List<Assignment> assignments = new ArrayList<>();
    for (Object item : list(line, "assignments")) {
      Map<String, Object> a = JsonTree.asObject(item);
      int replicas = number(a.get("replicas"), 0);
      assignments.add(new Assignment(text(a, "zone"), replicas, number(a.get("home"), replicas)));
    }
    List<LossGroup> groups =
        new PlanReader(item -> JsonTree.asObject(item)::get, ValueCheck.AS_WRITTEN)
            .read("", list(line, "evacuation"), list(line, "contingency"));
    return new DecisionText(
        new WorkloadId(text(workload, "namespace"), text(workload, "name")),
        text(workload, "uid"),
        line.text("cause", ""),
        assignments,
        WrittenPlan.contingency(groups, assignments));
  }

  public boolean withdrawn() {
    return cause.equals("Withdrawn");
  }

  /** The state that it leaves, as the engine reads it. */
  public Placement placement(int movesInLastHour) {
    return new Placement(id, uid, assignments, contingency, movesInLastHour);
  }

  private static List<?> list(ChainLine line, String name) {
    return line.fields().get(name) instanceof List<?> items ? items : List.of();
  }

  private static String text(Map<String, Object> of, String name) {
    if (of.get(name) instanceof String text) {
      return text;
    }
    throw new IllegalArgumentException(name + " is missing");
  }

  private static int number(@Nullable Object value, int otherwise) {
    if (value instanceof Long number && number != number.intValue()) {
      throw new IllegalArgumentException("no number of replicas: " + value);
    }
    return value instanceof Long number ? number.intValue() : otherwise;
  }
}
