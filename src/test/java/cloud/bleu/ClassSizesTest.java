package cloud.bleu;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A class that is long is probably two: docs/architecture.md names those that are not, and why. */
class ClassSizesTest {
  private static final Path SOURCES = Path.of("src/main/java");
  private static final Path PAGE = Path.of("docs/architecture.md");
  private static final int MOST_LINES = 300;

  /**
   * Packages that the page names with the reason. Here, as this class reads no bytecode: to read
   * all there is takes five seconds, which {@link PackageDirectionsTest} does.
   */
  static final Set<String> LARGE_PACKAGES = Set.of("api.v1alpha1");

  @Test
  void longClassesAreNamedWithTheReason() throws IOException {
    assertEquals(
        named("Classes longer than " + MOST_LINES + " lines, and why"),
        longClasses(),
        "split the class, or name it in "
            + PAGE
            + " with the reason; take out what is shorter now");
  }

  @Test
  void largePackagesAreNamedWithTheReason() throws IOException {
    assertEquals(
        LARGE_PACKAGES,
        named(
            "Packages with more than " + PackageDirectionsTest.MOST_CLASSES + " classes, and why"));
  }

  private static Set<String> longClasses() throws IOException {
    Set<String> names = new TreeSet<>();
    try (Stream<Path> files = Files.walk(SOURCES)) {
      for (Path file : files.filter(f -> f.toString().endsWith(".java")).toList()) {
        if (Files.readAllLines(file).size() > MOST_LINES) {
          names.add(file.getFileName().toString().replace(".java", ""));
        }
      }
    }
    return names;
  }

  /** The items under a heading, each {@code - `name`: why}. */
  private static Set<String> named(String heading) throws IOException {
    String page = Files.readString(PAGE);
    int begin = page.indexOf("\n### " + heading + "\n");
    int end = begin < 0 ? -1 : page.indexOf("\n#", begin + 1);
    Matcher item =
        Pattern.compile("(?m)^- `([\\w.]+)`: \\S.{20,}").matcher(page.substring(begin, end));
    Set<String> names = new TreeSet<>();
    while (item.find()) {
      names.add(item.group(1));
    }
    return names;
  }
}
