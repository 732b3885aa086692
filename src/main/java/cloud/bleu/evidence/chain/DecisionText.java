package cloud.bleu.evidence.chain;

import cloud.bleu.evidence.record.JsonTree;
import cloud.bleu.evidence.record.PackedJson;
import cloud.bleu.placement.estate.Placement;
import cloud.bleu.placement.evacuation.PlanReader;
import cloud.bleu.placement.evacuation.ValueCheck;
import cloud.bleu.placement.evacuation.WrittenValue;
import cloud.bleu.placement.model.Assignment;
import cloud.bleu.placement.model.Contingency;
import cloud.bleu.placement.model.WorkloadId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What an exported entry decides, in the records of the engine. Fields are named as those of {@code
 * DecisionLedger.spec.entries}.
 *
 * @param cause as the API names it
 * @param volumes by zone, the most replicas that may have volumes there, where it has fewer; the
 *     zones left last at the end
 */
public record DecisionText(
    WorkloadId id,
    String uid,
    String cause,
    List<Assignment> assignments,
    List<Contingency> contingency,
    Map<String, Integer> volumes) {

  /**
   * Reads an entry.
   *
   * @throws IllegalArgumentException when it is no decision
   */
  public static DecisionText of(ChainLine line) {
    Map<String, Object> fields = line.fields();
    String at = "workload";
    Map<String, Object> workload = object(fields.get(at), at);
    List<Assignment> assignments = assignments(value("", fields, "assignments"));
    PlanReader.Read plan =
        new PlanReader(
                PlanReader::ofMap,
                (data, bytes) -> new PackedJson(bytes, data).value(),
                ValueCheck.AS_WRITTEN)
            .read("", fields.get("evacuation"), fields.get("contingency"));
    String cause = value("", fields, "cause").text();
    return new DecisionText(
        new WorkloadId(
            value(at, workload, "namespace").required(), value(at, workload, "name").required()),
        value(at, workload, "uid").required(),
        cause == null ? "" : cause,
        assignments,
        plan.contingency(assignments),
        volumes(value("", fields, "formerOrdinals")));
  }

  /** Whether the entry ends the decision of a workload that is gone. */
  public boolean withdrawn() {
    return cause.equals("Withdrawn");
  }

  /**
   * The state that it leaves, as the engine reads it, with volumes that somebody else records: what
   * is stored of them can be less than what was decided.
   */
  public Placement placement(int movesInLastHour, Map<String, Integer> volumes) {
    return new Placement(id, uid, assignments, contingency, movesInLastHour, volumes);
  }

  /** By zone, the most replicas that may have volumes there: none where that is not recorded. */
  private static Map<String, Integer> volumes(WrittenValue written) {
    Map<String, Integer> volumes = new LinkedHashMap<>();
    int next = 0;
    for (Object item : written.items()) {
      String at = written.path() + "[" + next++ + "]";
      Map<String, Object> block = object(item, at);
      String zone = value(at, block, "zone").required();
      int ordinals = number(value(at, block, "ordinals"), 0);
      if (ordinals > 0) {
        volumes.merge(zone, ordinals, Math::max);
      }
    }
    return volumes;
  }

  private static List<Assignment> assignments(WrittenValue written) {
    List<Assignment> assignments = new ArrayList<>();
    for (Object item : written.items()) {
      String at = written.path() + "[" + assignments.size() + "]";
      Map<String, Object> a = object(item, at);
      int replicas = number(value(at, a, "replicas"), 0);
      assignments.add(
          new Assignment(
              value(at, a, "zone").required(), replicas, number(value(at, a, "home"), replicas)));
    }
    return assignments;
  }

  private static Map<String, Object> object(@Nullable Object value, String path) {
    if (value instanceof Map<?, ?>) {
      return JsonTree.asObject(value);
    }
    throw WrittenValue.refusal(path, "object", value);
  }

  private static WrittenValue value(String at, Map<String, Object> of, String field) {
    return new WrittenValue(at, field, of.get(field));
  }

  private static int number(WrittenValue value, int otherwise) {
    Integer number = value.number();
    return number == null ? otherwise : number;
  }
}
