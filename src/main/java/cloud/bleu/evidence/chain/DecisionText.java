package cloud.bleu.evidence.chain;

import cloud.bleu.evidence.record.JsonTree;
import cloud.bleu.placement.estate.Placement;
import cloud.bleu.placement.evacuation.LossGroup;
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
    for (Map<String, Object> a : objects(line.fields().get("assignments"))) {
      int replicas = number(a.get("replicas"), 0);
      assignments.add(new Assignment(text(a, "zone"), replicas, number(a.get("home"), replicas)));
    }
    List<LossGroup> groups = new ArrayList<>();
    for (Map<String, Object> e : objects(line.fields().get("evacuation"))) {
      groups.add(group(e, objects(e.get("losses")).stream().map(DecisionText::loss).toList()));
    }
    if (groups.isEmpty()) {
      // Entries of early versions have an item for each event.
      for (Map<String, Object> c : objects(line.fields().get("contingency"))) {
        groups.add(group(c, List.of(loss(c))));
      }
    }
    return new DecisionText(
        new WorkloadId(text(workload, "namespace"), text(workload, "name")),
        text(workload, "uid"),
        line.text("cause", ""),
        assignments,
        WrittenPlan.contingency(groups, assignments));
  }

  private static LossGroup group(Map<String, Object> item, List<LossGroup.Loss> losses) {
    return new LossGroup(
        texts(item.get("zones")),
        Boolean.TRUE.equals(item.get("otherZones")),
        losses,
        objects(item.get("to")).stream()
            .map(
                to ->
                    new LossGroup.Target(
                        texts(to.get("zones")),
                        through(to.get("through")),
                        number(to.get("replicas"), 0)))
            .toList(),
        objects(item.get("evicts")).stream()
            .map(
                e ->
                    new Contingency.Eviction(
                        new WorkloadId(text(e, "namespace"), text(e, "name")),
                        text(e, "zone"),
                        number(e.get("replicas"), 0)))
            .toList(),
        number(item.get("keeps"), 0));
  }

  private static LossGroup.Loss loss(Map<String, Object> item) {
    return new LossGroup.Loss(
        Contingency.Event.of(text(item, "event")),
        texts(item.get("from")),
        objects(item.get("moves")).stream()
            .map(
                m ->
                    new Contingency.Move(
                        text(m, "from"), text(m, "to"), number(m.get("replicas"), 0)))
            .toList());
  }

  /** Without it a target says less: what is no name must not pass for none. */
  private static @Nullable String through(@Nullable Object value) {
    if (value == null || value instanceof String) {
      return (String) value;
    }
    throw new IllegalArgumentException("through names no zone: " + value);
  }

  public boolean withdrawn() {
    return cause.equals("Withdrawn");
  }

  /** The state that it leaves, as the engine reads it. */
  public Placement placement(int movesInLastHour) {
    return new Placement(id, uid, assignments, contingency, movesInLastHour);
  }

  private static List<Map<String, Object>> objects(@Nullable Object list) {
    List<Map<String, Object>> objects = new ArrayList<>();
    if (list instanceof List<?> items) {
      items.forEach(i -> objects.add(JsonTree.asObject(i)));
    }
    return objects;
  }

  private static List<String> texts(@Nullable Object list) {
    List<String> texts = new ArrayList<>();
    if (list instanceof List<?> items) {
      items.forEach(i -> texts.add(String.valueOf(i)));
    }
    return texts;
  }

  private static String text(Map<String, Object> of, String name) {
    return String.valueOf(of.get(name));
  }

  private static int number(@Nullable Object value, int otherwise) {
    return value instanceof Long number ? Math.toIntExact(number) : otherwise;
  }
}
