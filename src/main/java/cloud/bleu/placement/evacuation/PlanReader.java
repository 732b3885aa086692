package cloud.bleu.placement.evacuation;

import cloud.bleu.placement.model.Assignment;
import cloud.bleu.placement.model.Contingency;
import cloud.bleu.placement.model.WorkloadId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * Reads an evacuation plan as it is written, be it in an object of the API or in a line of an
 * export: the fields have the same names in both.
 */
public final class PlanReader {

  /** An item of a plan, or of one of its items, by the names of its fields. */
  @FunctionalInterface
  public interface Item {
    /**
     * The value of a field: a text, a whole number, a truth or a list; null: it is absent.
     *
     * @param field as {@code WorkloadPlacement.spec.evacuation} names it
     */
    @Nullable Object get(String field);
  }

  /** What stands beside a plan that is packed: nothing. */
  private static final List<String> BESIDE =
      List.of("zones", "otherZones", "losses", "to", "apart", "evicts", "keeps");

  private final BiFunction<Object, String, Item> items;
  private final PackedPlan.Unpacking unpacking;
  private final ValueCheck check;

  /**
   * @param items how the fields of what stands in a list are asked for, by it and its path; what is
   *     no item is an {@link IllegalArgumentException}
   * @param unpacking how a plan that is packed becomes a tree
   * @param check told the path of each value, from the name of the plan on
   */
  public PlanReader(
      BiFunction<Object, String, Item> items, PackedPlan.Unpacking unpacking, ValueCheck check) {
    this.items = items;
    this.unpacking = unpacking;
    this.check = check;
  }

  /** The fields of an item that is a map. */
  public static Item ofMap(@Nullable Object item, String path) {
    if (item instanceof Map<?, ?> map) {
      return map::get;
    }
    throw WrittenValue.refusal(path, "object", item);
  }

  /**
   * A plan as it is written.
   *
   * @param groups in which its losses are
   */
  public record Read(List<LossGroup> groups) {

    /**
     * What is done for each loss, sorted by event.
     *
     * @param assignments of the same decision
     * @throws IllegalArgumentException when it says more than any decision
     */
    public List<Contingency> contingency(List<Assignment> assignments) {
      return WrittenPlan.contingency(groups, assignments);
    }
  }

  /**
   * A plan.
   *
   * @param path of what has the plan, empty or with a dot at its end
   * @param evacuation its items in the present form, null: none
   * @param contingency its items in the early form, one for each event, null: none; they are the
   *     plan only where there are no others
   * @throws IllegalArgumentException when a value is not of its type, an item in the present form
   *     names no loss, or what is packed cannot be read or is another number of losses than it
   *     says; the message names its path
   */
  public Read read(String path, @Nullable Object evacuation, @Nullable Object contingency) {
    List<Part> present = parts(new WrittenValue("", path + "evacuation", evacuation));
    List<Part> early = parts(new WrittenValue("", path + "contingency", contingency));
    for (Part part : present) {
      if (part.get("packed").value() != null) {
        return unpacked(part, present.size());
      }
    }
    List<LossGroup> groups = groups(present);
    if (groups.isEmpty()) {
      early.forEach(part -> groups.add(group(part, some(loss(part)), count(part.get("keeps")))));
    }
    return new Read(groups);
  }

  private Read unpacked(Part part, int beside) {
    String path = part.path() + ".packed";
    for (String field : BESIDE) {
      Object value = part.item().get(field);
      if (value != null && !(value instanceof List<?> list && list.isEmpty())) {
        throw new IllegalArgumentException(
            path + " stands beside " + field + ": an item has one of both");
      }
    }
    if (beside > 1) {
      throw new IllegalArgumentException(
          path + " is a whole plan and stands beside " + (beside - 1) + " further items");
    }
    Item packed = items.apply(part.get("packed").value(), path);
    int losses = PackedPlan.number(packed, path, "losses");
    PlanReader within = new PlanReader(PlanReader::ofMap, unpacking, check);
    List<Part> parts =
        within.parts(
            new WrittenValue(path, "data.items", PackedPlan.items(packed, path, unpacking)));
    for (Part one : parts) {
      if (one.get("packed").value() != null) {
        throw new IllegalArgumentException(one.path() + ".packed is packed twice");
      }
    }
    List<LossGroup> groups = within.groups(parts);
    checkLosses(groups, losses, path + ".losses");
    return new Read(groups);
  }

  /**
   * How many zones are "the others" is said by the assignments. If somebody changes those, the plan
   * is read all the same: then only what they say is another thing.
   */
  private static void checkLosses(List<LossGroup> groups, int said, String path) {
    long named = 0;
    boolean others = false;
    for (LossGroup group : groups) {
      named += group.zones().size() + group.losses().size();
      others |= group.otherZones();
    }
    if (others ? named > said : named != said) {
      throw new IllegalArgumentException(
          path + " is " + said + ", and the plan answers " + named + (others ? " and more" : ""));
    }
  }

  private List<LossGroup> groups(List<Part> parts) {
    List<LossGroup> groups = new ArrayList<>();
    for (Part part : parts) {
      LossGroup group = group(part, losses(part), keeps(part));
      // What an API server or a webhook leaves of an item whose fields it does not know.
      if (group.zones().isEmpty() && !group.otherZones() && part.get("losses").items().isEmpty()) {
        throw new IllegalArgumentException(part.path() + " names no loss");
      }
      groups.add(group);
    }
    return groups;
  }

  /** An item and where it stands. */
  private record Part(Item item, String path) {

    WrittenValue get(String field) {
      return new WrittenValue(path, field, item.get(field));
    }
  }

  private List<Part> parts(WrittenValue list) {
    List<?> written = list.items();
    List<Part> parts = new ArrayList<>(written.size());
    for (Object item : written) {
      String path = list.path() + "[" + parts.size() + "]";
      parts.add(new Part(items.apply(item, path), path));
    }
    return parts;
  }

  private LossGroup group(Part part, List<LossGroup.Loss> losses, @Nullable Integer keeps) {
    return new LossGroup(
        part.get("zones").texts(),
        part.get("otherZones").isTrue(),
        losses,
        targets(part),
        apart(part),
        evicts(part),
        keeps);
  }

  private @Nullable Integer keeps(Part part) {
    WrittenValue keeps = part.get("keeps");
    return keeps.value() == null ? null : (Integer) count(keeps);
  }

  private List<LossGroup.Loss> losses(Part part) {
    List<LossGroup.Loss> losses = new ArrayList<>();
    for (Part one : parts(part.get("losses"))) {
      losses.addAll(some(loss(one)));
    }
    return losses;
  }

  private LossGroup.@Nullable Loss loss(Part part) {
    String text = name(part, "event");
    Contingency.Event event = text == null ? null : check.event(text, part.path() + ".event");
    return event == null ? null : new LossGroup.Loss(event, part.get("from").texts(), moves(part));
  }

  private List<Contingency.Move> moves(Part part) {
    List<Contingency.Move> moves = new ArrayList<>();
    for (Part move : parts(part.get("moves"))) {
      String from = name(move, "from");
      String to = from == null ? null : name(move, "to");
      if (from != null && to != null) {
        moves.add(new Contingency.Move(from, to, count(move.get("replicas"))));
      }
    }
    return moves;
  }

  private List<LossGroup.Target> targets(Part part) {
    List<LossGroup.Target> targets = new ArrayList<>();
    for (Part to : parts(part.get("to"))) {
      targets.add(
          new LossGroup.Target(
              to.get("zones").texts(), to.get("through").text(), count(to.get("replicas"))));
    }
    return targets;
  }

  private List<LossGroup.Apart> apart(Part part) {
    List<LossGroup.Apart> apart = new ArrayList<>();
    for (Part zones : parts(part.get("apart"))) {
      apart.add(new LossGroup.Apart(zones.get("from").texts(), zones.get("last").texts()));
    }
    return apart;
  }

  private List<Contingency.Eviction> evicts(Part part) {
    List<Contingency.Eviction> evicts = new ArrayList<>();
    for (Part e : parts(part.get("evicts"))) {
      String namespace = name(e, "namespace");
      String workload = namespace == null ? null : name(e, "name");
      String zone = workload == null ? null : name(e, "zone");
      if (namespace != null && workload != null && zone != null) {
        evicts.add(
            new Contingency.Eviction(
                new WorkloadId(namespace, workload), zone, count(e.get("replicas"))));
      }
    }
    return evicts;
  }

  /** A name that the item is to have; null: it has none, and that is told. */
  private @Nullable String name(Part part, String field) {
    WrittenValue value = part.get(field);
    String name = value.text();
    if (name == null) {
      check.missing(value.path());
    }
    return name;
  }

  private int count(WrittenValue replicas) {
    return check.count(replicas.number(), replicas.path());
  }

  private static <T> List<T> some(@Nullable T one) {
    return one == null ? List.of() : List.of(one);
  }
}
