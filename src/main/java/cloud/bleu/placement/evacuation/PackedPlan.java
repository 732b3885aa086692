package cloud.bleu.placement.evacuation;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A plan as it is packed: its items with numbers in the place of names, and the names beside, each
 * once. Values are trees of maps, lists, texts, whole numbers and booleans.
 */
public final class PackedPlan {

  /** How plans are packed now. */
  public static final int VERSION = 1;

  private static final String ITEMS = "items";
  private static final String NAMES = "names";

  /** The schema takes no longer name, nor more items. */
  static final int LONGEST_NAME = 253;

  static final int MOST_ITEMS = 2000;

  /** Those of a thousand zones, and nine others for each of them. */
  static final int MOST_LOSSES = 10_000;

  /**
   * So many objects, lists, names and numbers. A million bytes of real plans have some 165,000; of
   * what is made to fill the memory, 350,000.
   */
  static final int MOST_VALUES = 200_000;

  /** The fields whose numbers are such. */
  private static final Set<String> COUNTS = Set.of("replicas", "keeps");

  private PackedPlan() {}

  /** Makes the tree of a text. */
  @FunctionalInterface
  public interface Unpacking {
    /**
     * The tree that a text stands for.
     *
     * @param bytes that it is said to be, written as JSON
     * @throws IllegalArgumentException when the text is none; the message reads on from its name
     */
    @Nullable Object tree(String data, int bytes);
  }

  /**
   * What is to be packed of a plan.
   *
   * @param items as they are written where they are not packed
   */
  public static Map<String, Object> of(List<?> items) {
    TreeSet<String> names = new TreeSet<>();
    each(
        items,
        value -> {
          if (value instanceof String name) {
            names.add(name);
          }
          return value;
        });
    Map<String, Object> numbers = new TreeMap<>();
    for (String name : names) {
      numbers.put(name, numbers.size());
    }
    UnaryOperator<@Nullable Object> numbered =
        value -> value instanceof String name ? numbers.get(name) : value;
    return Map.of(ITEMS, each(items, numbered), NAMES, List.copyOf(names));
  }

  /**
   * The items of a packed plan, as they are written where they are not packed.
   *
   * @param packed what is said of it, and its text
   * @throws IllegalArgumentException when nobody can read it; the message names the path
   */
  static List<?> items(PlanReader.Item packed, String path, Unpacking unpacking) {
    int version = number(packed, path, "version");
    if (version != VERSION) {
      throw new IllegalArgumentException(
          path
              + ".version is "
              + version
              + ", and this program reads "
              + VERSION
              + ": use one at least as new as the one that wrote it");
    }
    int bytes = number(packed, path, "bytes");
    WrittenValue data = new WrittenValue(path, "data", packed.get("data"));
    Object tree = tree(data, bytes, unpacking);
    if (!(tree instanceof Map<?, ?> content)) {
      throw WrittenValue.refusal(data.path(), "object", tree);
    }
    WrittenValue items = new WrittenValue(data.path(), ITEMS, content.get(ITEMS));
    // Before anything of it is copied: it is short as long as it is packed.
    bound(items, content, data.path());
    List<String> names = new WrittenValue(data.path(), NAMES, content.get(NAMES)).texts();
    UnaryOperator<@Nullable Object> named =
        value -> value instanceof Number number ? name(names, number, items.path()) : value;
    return items.items().stream().map(item -> each(item, named)).toList();
  }

  /** Refuses what no plan has, though its few bytes may say it. */
  private static void bound(WrittenValue items, Map<?, ?> content, String path) {
    atMost(MOST_ITEMS, items.items().size(), path, "items");
    long losses = 0;
    for (Object item : items.items()) {
      if (item instanceof Map<?, ?> fields) {
        losses += size(fields.get("losses")) + size(fields.get("zones"));
      }
    }
    atMost(MOST_LOSSES, losses, path, "losses");
    atMost(MOST_VALUES, values(content, path), path, "values");
  }

  private static void atMost(int most, long are, String path, String what) {
    if (are > most) {
      throw new IllegalArgumentException(
          path + " has " + are + " " + what + ": " + most + " at most are read");
    }
  }

  private static int size(@Nullable Object value) {
    return value instanceof List<?> list ? list.size() : 0;
  }

  /** How many values there are, this one counted. */
  private static long values(@Nullable Object value, String path) {
    if (value instanceof String text) {
      atMost(LONGEST_NAME, text.length(), path + " has a name that", "characters");
    }
    Collection<?> parts =
        value instanceof List<?> list
            ? list
            : value instanceof Map<?, ?> map ? map.values() : List.of();
    long values = 1;
    for (Object part : parts) {
      values += values(part, path);
    }
    return values;
  }

  private static @Nullable Object tree(WrittenValue data, int bytes, Unpacking unpacking) {
    String text = data.required();
    try {
      return unpacking.tree(text, bytes);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(data.path() + " " + e.getMessage(), e);
    }
  }

  private static String name(List<String> names, Number number, String path) {
    if (number instanceof Long place && place >= 0 && place < names.size()) {
      return names.get(place.intValue());
    }
    throw new IllegalArgumentException(
        path + " has the number " + number + " for one of " + names.size() + " names, from 0");
  }

  static int number(PlanReader.Item packed, String path, String field) {
    WrittenValue value = new WrittenValue(path, field, packed.get(field));
    Integer number = value.number("whole number up to " + Integer.MAX_VALUE);
    if (number == null) {
      throw new IllegalArgumentException(value.path() + " is missing");
    }
    return number;
  }

  /**
   * A copy of a tree in which each text, and each number that counts nothing, is replaced as told.
   */
  private static @Nullable Object each(
      @Nullable Object value, UnaryOperator<@Nullable Object> told) {
    if (value instanceof List<?> list) {
      List<@Nullable Object> items = new ArrayList<>(list.size());
      list.forEach(item -> items.add(each(item, told)));
      return items;
    }
    if (value instanceof Map<?, ?> map) {
      Map<String, @Nullable Object> fields = new TreeMap<>();
      map.forEach(
          (field, its) ->
              fields.put(
                  String.valueOf(field),
                  COUNTS.contains(String.valueOf(field)) ? its : each(its, told)));
      return fields;
    }
    return told.apply(value);
  }
}
