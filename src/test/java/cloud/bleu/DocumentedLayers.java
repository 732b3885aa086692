package cloud.bleu;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * The layers as docs/architecture.md has them: which first word of a package may import which.
 *
 * @param doors what each layer may import, a layer or one package of it; lowest first
 */
record DocumentedLayers(Map<String, Set<String>> doors) {
  private static final Pattern ROW =
      Pattern.compile("(?m)^\\| `([a-z]+)` \\| ((?:`[a-z.]+` ?)+|nothing) \\|$");
  private static final Pattern NAME = Pattern.compile("`([a-z.]+)`");

  /** Those of a page. */
  static DocumentedLayers of(String page) {
    Map<String, Set<String>> doors = new LinkedHashMap<>();
    ROW.matcher(page)
        .results()
        .forEach(
            row -> {
              Set<String> named = new TreeSet<>();
              NAME.matcher(row.group(2)).results().forEach(m -> named.add(m.group(1)));
              doors.put(row.group(1), named);
            });
    return new DocumentedLayers(doors);
  }

  /**
   * What is otherwise than documented, one line each.
   *
   * @param imports what each package imports, constants included
   */
  List<String> faults(SortedMap<String, Set<String>> imports) {
    List<String> faults = new ArrayList<>();
    Map<String, Set<String>> unused = new LinkedHashMap<>();
    doors.forEach((layer, named) -> unused.put(layer, new TreeSet<>(named)));
    imports.forEach(
        (from, all) -> {
          String layer = layer(from);
          if (!doors.containsKey(layer)) {
            faults.add(layer + " has no row");
            return;
          }
          for (String to : all) {
            String other = layer(to);
            boolean open = doors.get(layer).contains(other) || doors.get(layer).contains(to);
            if (!other.equals(layer) && !open) {
              faults.add(from + " imports " + to + ", which is no door of " + layer);
            }
            unused.get(layer).removeIf(door -> door.equals(other) || door.equals(to));
          }
        });
    unused.forEach(
        (layer, idle) -> idle.forEach(door -> faults.add(layer + " does not import " + door)));
    Set<String> above = new TreeSet<>();
    doors.forEach(
        (layer, named) -> {
          named.stream()
              .filter(door -> !above.contains(layer(door)))
              .forEach(door -> faults.add(layer + " stands above " + door + ", which it imports"));
          above.add(layer);
        });
    return faults.stream().distinct().toList();
  }

  private static String layer(String name) {
    int dot = name.indexOf('.');
    return dot < 0 ? name : name.substring(0, dot);
  }
}
