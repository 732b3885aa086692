package cloud.bleu.layers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * hack/test runs classes that wait at once in one JVM. A class that looks at what all of that JVM
 * has, or changes it, is not among them: it has the tag {@code alone}.
 */
class AloneTest {
  /**
   * The log, the threads, the streams and the settings are those of the whole JVM; the width of
   * what is typed is such a setting.
   */
  private static final Pattern WHOLE_JVM =
      Pattern.compile(
          "\\.addAppender\\(|getAllStackTraces\\(|System\\.(set(Out|Err|In|Property)|clearProperty)\\("
              + "|(Locale|TimeZone)\\.setDefault\\(|\\bonTerminal(WithInput)?\\(");

  private static final Pattern WAITS =
      Pattern.compile("(?m)^@(Tag\\(\"(wiring|plane)\"\\)|RealControlPlane\\b)");
  private static final Pattern ALONE = Pattern.compile("(?m)^@Tag\\(\"alone\"\\)");

  @Test
  void whatLooksAtTheWholeJvmRunsAlone() throws IOException {
    assertEquals(Set.of(), notAlone(sources()));
  }

  @Test
  void oneThatIsUsedByAnotherIsFound() {
    String life = "abstract class Life { void a() { logger.addAppender(log); } }";
    String waits = "@RealControlPlane\nclass OneTest { class Inner extends Life {} }";
    assertEquals(Set.of("OneTest"), notAlone(Map.of("Life", life, "OneTest", waits)));
    assertEquals(Set.of(), notAlone(Map.of("Life", life, "OneTest", "@Tag(\"alone\")\n" + waits)));
    assertEquals(Set.of(), notAlone(Map.of("Life", life, "OneTest", "class OneTest { Life a; }")));
    assertTrue(WHOLE_JVM.matcher("Thread.getAllStackTraces()").find());
  }

  /** Those that wait and are not alone, by what they name and what that names. */
  private static Set<String> notAlone(Map<String, String> sources) {
    Set<String> seen = new TreeSet<>();
    Deque<String> todo = new ArrayDeque<>();
    sources.forEach(
        (name, text) -> {
          if (WHOLE_JVM.matcher(text).find()) {
            todo.add(name);
          }
        });
    Set<String> found = new TreeSet<>();
    while (!todo.isEmpty()) {
      String name = todo.pop();
      if (seen.add(name)) {
        String text = sources.get(name);
        if (WAITS.matcher(text).find() && !ALONE.matcher(text).find()) {
          found.add(name);
        }
        // What a life does is done where a class extends it; others ask it for an object.
        String use = text.contains("abstract class " + name) ? "extends " + name : name;
        Pattern word = Pattern.compile("\\b" + use + "\\b");
        // What is only a test is used by nobody.
        if (!name.endsWith("Test")) {
          sources.forEach(
              (other, by) -> {
                if (word.matcher(by).find()) {
                  todo.add(other);
                }
              });
        }
      }
    }
    return found;
  }

  private static Map<String, String> sources() throws IOException {
    Map<String, String> sources = new TreeMap<>();
    try (Stream<Path> files = Files.walk(Path.of("src/test/java"))) {
      for (Path file : files.filter(f -> f.toString().endsWith(".java")).toList()) {
        String name = file.getFileName().toString().replace(".java", "");
        if (!Set.of("AloneTest", "Typed", "package-info").contains(name)) {
          sources.put(name, Files.readString(file));
        }
      }
    }
    return sources;
  }
}
