package cloud.bleu.assess.wave;

import cloud.bleu.assess.wave.WaveRules.Freeze;
import cloud.bleu.assess.wave.WaveRules.Together;
import cloud.bleu.credential.ShownText;
import cloud.bleu.placement.model.NearestName;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/**
 * The file of rules of waves: {@code together}, {@code waves}, {@code freezes}, {@code
 * mostWorkloads}.
 */
public final class WaveRuleFile {

  private static final Set<String> TOP = Set.of("together", "waves", "freezes", "mostWorkloads");

  private final String name;
  private final List<String> problems = new ArrayList<>();
  private final List<Together> together = new ArrayList<>();
  private final SortedMap<Integer, String> names = new TreeMap<>();
  private final SortedMap<Integer, LocalDate> dates = new TreeMap<>();
  private final List<Freeze> freezes = new ArrayList<>();
  private int most = WaveRules.MOST_WORKLOADS;

  private WaveRuleFile(String name) {
    this.name = name;
  }

  /**
   * What a file says.
   *
   * @param problems what is wrong with it, one a line; with any, nothing of it may be used
   */
  public record Read(WaveRules rules, List<String> problems) {
    public Read {
      problems = List.copyOf(problems);
    }
  }

  /**
   * Reads the text of a file.
   *
   * @param name for messages
   */
  public static Read read(String name, String text) {
    WaveRuleFile file = new WaveRuleFile(name);
    try {
      Object tree = new Load(LoadSettings.builder().setLabel(name).build()).loadFromString(text);
      if (tree instanceof Map<?, ?> map) {
        file.all(map);
      } else {
        file.problems.add(name + ": no map; begin with together, waves, freezes or mostWorkloads");
      }
    } catch (YamlEngineException e) {
      file.problems.add(name + ": malformed YAML; check indentation, quotes and colons");
    }
    return new Read(
        new WaveRules(file.together, file.names, file.dates, file.freezes, file.most),
        file.problems);
  }

  private void all(Map<?, ?> map) {
    known(name, map, TOP);
    each(map, "together", Set.of("objects", "reason"), this::together);
    each(map, "waves", Set.of("wave", "name", "date"), this::wave);
    each(map, "freezes", Set.of("from", "until", "reason"), this::freeze);
    if (map.containsKey("mostWorkloads")) {
      most = number(name + ": mostWorkloads", map.get("mostWorkloads"), most);
    }
  }

  private interface Item {
    void take(String at, Map<?, ?> fields);
  }

  private void each(Map<?, ?> map, String field, Set<String> fields, Item item) {
    Object value = map.get(field);
    if (value == null) {
      return;
    }
    if (!(value instanceof List<?> list)) {
      problems.add(name + ": " + field + " is no list; begin each item with a dash");
      return;
    }
    int i = 0;
    for (Object one : list) {
      String at = name + ": " + field + "[" + i++ + "]";
      if (one instanceof Map<?, ?> item1) {
        known(at, item1, fields);
        item.take(at, item1);
      } else {
        problems.add(at + " is no map; give " + String.join(", ", new TreeSet<>(fields)));
      }
    }
  }

  private void known(String at, Map<?, ?> map, Set<String> fields) {
    for (Object field : map.keySet()) {
      String typed = String.valueOf(field);
      if (!fields.contains(typed)) {
        problems.add(
            at
                + ": unknown field "
                + ShownText.quote(typed)
                + NearestName.of(typed, fields).map(n -> "; did you mean " + n + "?").orElse("")
                + "; accepted: "
                + String.join(", ", new TreeSet<>(fields)));
      }
    }
  }

  private void together(String at, Map<?, ?> fields) {
    List<String> objects = new ArrayList<>();
    if (fields.get("objects") instanceof List<?> list) {
      list.forEach(o -> objects.add(String.valueOf(o)));
    }
    if (objects.isEmpty()) {
      problems.add(at + ": no objects; list workloads, such as Deployment shop/web");
    }
    Object reason = fields.get("reason");
    together.add(new Together(objects, reason == null ? "" : String.valueOf(reason)));
  }

  private void wave(String at, Map<?, ?> fields) {
    int wave = number(at + ".wave", fields.get("wave"), 0);
    Object name = fields.get("name");
    if (wave > 0 && name != null && names.put(wave, String.valueOf(name)) != null) {
      problems.add(at + ": wave " + wave + " has a name already; give it one");
    }
    if (name != null && !fields.containsKey("date")) {
      return;
    }
    LocalDate date = day(at + ".date", fields.get("date"));
    if (wave > 0 && date != null && dates.put(wave, date) != null) {
      problems.add(at + ": wave " + wave + " has a date already; give it one");
    }
  }

  private void freeze(String at, Map<?, ?> fields) {
    LocalDate from = day(at + ".from", fields.get("from"));
    LocalDate until = day(at + ".until", fields.get("until"));
    if (from == null || until == null) {
      return;
    }
    if (until.isBefore(from)) {
      problems.add(at + ": until is before from; exchange the two");
    }
    Object reason = fields.get("reason");
    freezes.add(new Freeze(from, until, reason == null ? "" : String.valueOf(reason)));
  }

  private int number(String at, @Nullable Object value, int otherwise) {
    if (value instanceof Integer number && number > 0) {
      return number;
    }
    problems.add(at + ": " + quoted(value) + " is no number from 1 on; write it without quotes");
    return otherwise;
  }

  private @Nullable LocalDate day(String at, @Nullable Object value) {
    try {
      return LocalDate.parse(String.valueOf(value));
    } catch (DateTimeException e) {
      problems.add(at + ": " + quoted(value) + " is not a day; write it like '2027-06-30'");
      return null;
    }
  }

  private static String quoted(@Nullable Object value) {
    return value == null ? "nothing" : ShownText.quote(String.valueOf(value));
  }
}
