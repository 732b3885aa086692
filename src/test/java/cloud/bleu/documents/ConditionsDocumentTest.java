package cloud.bleu.documents;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The page on conditions has each type that the sources write, and no other. */
class ConditionsDocumentTest {

  /** The type of a condition where it is made: a text, or the name of a constant. */
  private static final Pattern MADE =
      Pattern.compile(
          "(?:DesiredCondition\\.(?:yes|no|unknown)\\(|new DesiredCondition\\(|\\.as\\()\\s*"
              + "(\"\\w+\"|(?:[A-Z]\\w+\\.)?[A-Z_]+)[,)]");

  private static final Pattern CONSTANT =
      Pattern.compile("static final String ([A-Z_]+) =\\s*\"([A-Z][a-z]\\w*)\"");

  private static final Pattern LOCAL = Pattern.compile("String type = \"(\\w+)\"");

  private final Map<String, String> sources = sources();

  ConditionsDocumentTest() throws IOException {}

  @Test
  void eachTypeThatIsWrittenIsThere() throws IOException {
    TreeSet<String> written = new TreeSet<>();
    for (Map.Entry<String, String> source : sources.entrySet()) {
      Matcher made = MADE.matcher(source.getValue());
      while (made.find()) {
        written.addAll(types(made.group(1), source.getKey()));
      }
      Matcher local = LOCAL.matcher(source.getValue());
      while (local.find()) {
        written.add(local.group(1));
      }
    }
    assertEquals(written, listed());
  }

  /** A class within a class may have a constant of the same name: each of them is a type. */
  private TreeSet<String> types(String made, String file) {
    if (made.startsWith("\"")) {
      return new TreeSet<>(List.of(made.substring(1, made.length() - 1)));
    }
    String[] path = made.split("\\.");
    String name = path[path.length - 1];
    String of = path.length > 1 ? path[0] : file;
    Matcher constant = CONSTANT.matcher(sources.getOrDefault(of, ""));
    TreeSet<String> types = new TreeSet<>();
    while (constant.find()) {
      if (constant.group(1).equals(name)) {
        types.add(constant.group(2));
      }
    }
    assertFalse(types.isEmpty(), made + " of " + file + " is no constant of " + of);
    return types;
  }

  private static Map<String, String> sources() throws IOException {
    Map<String, String> all = new HashMap<>();
    try (Stream<Path> files = Files.walk(Path.of("src/main/java"))) {
      for (Path file : files.filter(f -> f.toString().endsWith(".java")).toList()) {
        all.put(file.getFileName().toString().replace(".java", ""), Files.readString(file));
      }
    }
    return all;
  }

  private static TreeSet<String> listed() throws IOException {
    TreeSet<String> types = new TreeSet<>();
    List<String> rows =
        Files.readAllLines(Path.of("docs/reference/conditions.md")).stream()
            .filter(line -> line.startsWith("| `"))
            .toList();
    for (String row : rows) {
      Matcher type = Pattern.compile("`(\\w+)`").matcher(row.split("\\|")[1]);
      while (type.find()) {
        types.add(type.group(1));
      }
    }
    return types;
  }
}
