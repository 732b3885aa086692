package cloud.bleu.placement.evacuation;

import cloud.bleu.placement.model.Contingency;
import cloud.bleu.placement.model.WorkloadId;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
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

  private final Function<Object, Item> items;
  private final ValueCheck check;

  /**
   * @param items how the fields of what stands in a list are asked for
   * @param check told the path of each value, from the name of the plan on
   */
  public PlanReader(Function<Object, Item> items, ValueCheck check) {
    this.items = items;
    this.check = check;
  }

  /**
   * The groups of a plan.
   *
   * @param path of what has the plan, empty or with a dot at its end
   * @param evacuation its items in the present form
   * @param contingency its items in the early form, one for each event: they are the plan only
   *     where there are no others
   * @throws IllegalArgumentException when a value is not of its type
   */
  public List<LossGroup> read(String path, List<?> evacuation, List<?> contingency) {
    List<LossGroup> groups = new ArrayList<>();
    int i = 0;
    for (Item item : items(evacuation)) {
      String at = path + "evacuation[" + i++ + "]";
      groups.add(group(item, losses(item, at + ".losses"), at));
    }
    if (groups.isEmpty()) {
      for (Item item : items(contingency)) {
        String at = path + "contingency[" + i++ + "]";
        groups.add(group(item, some(loss(item, at)), at));
      }
    }
    return groups;
  }

  private LossGroup group(Item item, List<LossGroup.Loss> losses, String path) {
    return new LossGroup(
        names(item, "zones"),
        Boolean.TRUE.equals(item.get("otherZones")),
        losses,
        targets(item, path + ".to"),
        evicts(item, path + ".evicts"),
        count(item, "keeps", path + ".keeps"));
  }

  private List<LossGroup.Loss> losses(Item item, String path) {
    List<LossGroup.Loss> losses = new ArrayList<>();
    int i = 0;
    for (Item loss : items(item.get("losses"))) {
      losses.addAll(some(loss(loss, path + "[" + i++ + "]")));
    }
    return losses;
  }

  private LossGroup.@Nullable Loss loss(Item item, String path) {
    String text = name(item, "event", path);
    Contingency.Event event = text == null ? null : check.event(text, path + ".event");
    return event == null
        ? null
        : new LossGroup.Loss(event, names(item, "from"), moves(item, path + ".moves"));
  }

  private List<Contingency.Move> moves(Item item, String path) {
    List<Contingency.Move> moves = new ArrayList<>();
    int i = 0;
    for (Item move : items(item.get("moves"))) {
      String at = path + "[" + i++ + "]";
      String from = name(move, "from", at);
      String to = from == null ? null : name(move, "to", at);
      if (from != null && to != null) {
        moves.add(new Contingency.Move(from, to, count(move, "replicas", path)));
      }
    }
    return moves;
  }

  private List<LossGroup.Target> targets(Item item, String path) {
    List<LossGroup.Target> targets = new ArrayList<>();
    for (Item to : items(item.get("to"))) {
      // Without it a target says less: what is no name must not pass for none.
      String through = text("through", to.get("through"));
      targets.add(new LossGroup.Target(names(to, "zones"), through, count(to, "replicas", path)));
    }
    return targets;
  }

  private List<Contingency.Eviction> evicts(Item item, String path) {
    List<Contingency.Eviction> evicts = new ArrayList<>();
    int i = 0;
    for (Item e : items(item.get("evicts"))) {
      String at = path + "[" + i++ + "]";
      String namespace = name(e, "namespace", at);
      String workload = namespace == null ? null : name(e, "name", at);
      String zone = workload == null ? null : name(e, "zone", at);
      if (namespace != null && workload != null && zone != null) {
        evicts.add(
            new Contingency.Eviction(
                new WorkloadId(namespace, workload), zone, count(e, "replicas", path)));
      }
    }
    return evicts;
  }

  private List<Item> items(@Nullable Object list) {
    return list instanceof List<?> some ? some.stream().map(items).toList() : List.of();
  }

  private static List<String> names(Item item, String field) {
    List<String> names = new ArrayList<>();
    if (item.get(field) instanceof List<?> list) {
      for (Object one : list) {
        String name = text(field, one);
        if (name == null) {
          throw new IllegalArgumentException(field + " has an item without a name");
        }
        names.add(name);
      }
    }
    return names;
  }

  /** A name that the item is to have; null: it has none, and that is told. */
  private @Nullable String name(Item item, String field, String path) {
    String name = text(field, item.get(field));
    if (name == null) {
      check.missing(path + "." + field);
    }
    return name;
  }

  private static @Nullable String text(String field, @Nullable Object value) {
    if (value == null || value instanceof String) {
      return (String) value;
    }
    throw new IllegalArgumentException(field + " is no text: " + value);
  }

  private int count(Item item, String field, String path) {
    Object value = item.get(field);
    if (value instanceof Long number && number != number.intValue()) {
      throw new IllegalArgumentException(field + " is no number of replicas: " + value);
    }
    return check.count(value instanceof Number number ? number.intValue() : null, path);
  }

  private static <T> List<T> some(@Nullable T one) {
    return one == null ? List.of() : List.of(one);
  }
}
