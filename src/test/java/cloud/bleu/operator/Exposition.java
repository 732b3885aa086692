package cloud.bleu.operator;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Metrics in the text format of Prometheus, read strictly. */
public final class Exposition {

  private static final Pattern DECLARATION = Pattern.compile("# (HELP|TYPE) (\\S+) ?(.*)");
  private static final Pattern SAMPLE =
      Pattern.compile("([a-zA-Z_:][a-zA-Z0-9_:]*)(?:\\{(.*)})? (\\S+)");
  private static final Pattern LABEL =
      Pattern.compile("([a-zA-Z_][a-zA-Z0-9_]*)=\"((?:[^\"\\\\]|\\\\.)*)\",?");
  private static final List<String> SUFFIXES = List.of("_count", "_sum", "_bucket");

  private Exposition() {}

  /** A metric with all of its samples. */
  public record Family(String type, String help, SortedSet<String> labels) {}

  /** The families by name; fails on a line that a server of Prometheus would not take. */
  public static SortedMap<String, Family> parse(String text) {
    SortedMap<String, String> helps = new TreeMap<>();
    SortedMap<String, Family> families = new TreeMap<>();
    for (String line : text.lines().filter(l -> !l.isEmpty()).toList()) {
      Matcher declaration = DECLARATION.matcher(line);
      if (declaration.matches()) {
        String name = declaration.group(2);
        if (declaration.group(1).equals("HELP")) {
          assertEquals(null, helps.put(name, declaration.group(3)), "twice: " + line);
        } else {
          Family family =
              new Family(declaration.group(3), helps.getOrDefault(name, ""), new TreeSet<>());
          assertEquals(null, families.put(name, family), "twice: " + line);
        }
      } else {
        sample(line, families);
      }
    }
    return families;
  }

  private static void sample(String line, SortedMap<String, Family> families) {
    Matcher sample = SAMPLE.matcher(line);
    assertTrue(sample.matches(), line);
    String name = sample.group(1);
    Family family = families.get(name);
    for (String suffix : SUFFIXES) {
      if (family == null && name.endsWith(suffix)) {
        family = families.get(name.substring(0, name.length() - suffix.length()));
      }
    }
    assertNotNull(family, "no type declared: " + line);
    assertEquals(line, line.strip());
    String value = sample.group(3).replace("+Inf", "Infinity");
    assertDoesNotThrow(() -> Double.parseDouble(value), line);
    if (sample.group(2) != null) {
      Matcher label = LABEL.matcher(sample.group(2));
      int end = 0;
      while (label.find()) {
        assertEquals(end, label.start(), line);
        family.labels().add(label.group(1));
        end = label.end();
      }
      assertEquals(sample.group(2).length(), end, line);
    }
  }
}
