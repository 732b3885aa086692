package cloud.bleu;

import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.cli.Bleu;
import cloud.bleu.documents.GeneratedPage;
import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;

/**
 * Every rule of the architecture holds, and the table of packages in docs/architecture.md says what
 * is so, package by package, in the words of each {@code package-info}. Here together, as to read
 * the classes costs more than all else.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PackageDirectionsTest {
  private static final String ROOT = "cloud.bleu.";
  private static final Path TABLE = Path.of("docs/architecture.md");
  private static final Pattern ROW = Pattern.compile("\\| `([a-z0-9.]+)` \\| .* \\| .* \\|");
  private static final Pattern IMPORT =
      Pattern.compile("import (?:static )?cloud\\.bleu\\.([a-z0-9.]+)\\.[A-Z].*;");
  private static final Pattern COMMENT =
      Pattern.compile("\\A/\\*\\*\\n(.*?)\\n \\*\\n", Pattern.DOTALL);
  private static final Pattern TAG = Pattern.compile("\\{@(?:code|link) ([^}]+)}");
  private static final Path SOURCES = Path.of("src/main/java/cloud/bleu");
  private static final Pattern IMPORTS =
      Pattern.compile(" \\* <p>It (may import|imports nothing) ");
  private static final int COLUMNS = 100;
  static final int MOST_CLASSES = 35;

  /** Of this run of the class: kept for longer, every collection of garbage would walk it. */
  private final JavaClasses product = new ClassFileImporter().importPath(classes());

  /** Where they are: to look for them by name is to look into every library. */
  private static Path classes() {
    try {
      return Path.of(Bleu.class.getProtectionDomain().getCodeSource().getLocation().toURI())
          .resolve("cloud");
    } catch (URISyntaxException e) {
      throw new AssertionError(e);
    }
  }

  @TestFactory
  Stream<DynamicTest> everyRuleHolds() {
    return ArchitectureRules.all().entrySet().stream()
        .map(rule -> DynamicTest.dynamicTest(rule.getKey(), () -> rule.getValue().check(product)));
  }

  /** Constants are in the code of those who import them: of these only the sources tell. */
  @Test
  void importsMakeNoCycle() throws IOException {
    SortedMap<String, Set<String>> left = imports();
    while (left.values().removeIf(to -> to.stream().noneMatch(left::containsKey))) {
      // Those that import nothing of what is left are in no cycle.
    }
    assertEquals(Map.of(), left);
  }

  /** Constants too: a class that takes one of another layer cannot be read without it. */
  @Test
  void layersImportWhatTheirRowsSay() throws IOException {
    DocumentedLayers layers = DocumentedLayers.of(Files.readString(TABLE));
    assertEquals(List.of(), layers.faults(imports()));
  }

  @Test
  void anImportBesideTheRowsIsFound() {
    DocumentedLayers layers =
        DocumentedLayers.of("| `placement` | nothing |\n| `evidence` | `placement` |\n");
    assertEquals(
        List.of(
            "evidence.chain imports operator.pass, which is no door of evidence",
            "operator has no row",
            "placement imports evidence.chain, which is no door of placement",
            "evidence does not import placement"),
        layers.faults(
            new TreeMap<>(
                Map.of(
                    "placement", Set.of("evidence.chain", "placement.model"),
                    "evidence.chain", Set.of("operator.pass"),
                    "operator.pass", Set.of("evidence.chain")))));
    assertEquals(
        List.of(
            "evidence does not import placement",
            "evidence stands above placement, which it imports"),
        DocumentedLayers.of("| `evidence` | `placement` |\n| `placement` | nothing |\n")
            .faults(new TreeMap<>()));
  }

  @Test
  void thereAreNoCycles() {
    slices()
        .assignedFrom(new PackageSlices("cloud.bleu.(**)"))
        .should()
        .beFreeOfCycles()
        .check(product);
  }

  /**
   * A direction that is new shows in the difference of the table: {@code hack/docs}. What lives in
   * a package is the first paragraph of its description.
   */
  @Test
  void packagesImportWhatTheTableSays() throws IOException {
    SortedMap<String, Set<String>> imports = imports();
    List<String> written = new ArrayList<>();
    for (String line : Files.readAllLines(TABLE)) {
      written.add(row(line, imports));
    }
    GeneratedPage.assertWritten(TABLE, String.join("\n", written) + "\n");
    assertEquals(
        imports.keySet(),
        written.stream()
            .map(PackageDirectionsTest::packageOf)
            .filter(p -> p != null)
            .collect(Collectors.toCollection(TreeSet::new)));
  }

  /** And each package says it in its own description: {@code hack/docs} writes the paragraph. */
  @Test
  void packagesSayThemselvesWhatTheyImport() throws IOException {
    for (Map.Entry<String, Set<String>> each : imports().entrySet()) {
      Path file = SOURCES.resolve(each.getKey().replace('.', '/')).resolve("package-info.java");
      String text = Files.readString(file);
      Matcher said = IMPORTS.matcher(text);
      int begin = said.find() ? said.start() : -1;
      int end = text.indexOf("\n */");
      assertTrue(0 <= begin && begin < end, file + " says nothing of what it imports");
      assertFalse(
          text.substring(begin, end).contains("\n *\n"),
          file + " goes on after what it imports, which is its last paragraph");
      String written = text.substring(0, begin) + paragraph(each.getValue()) + text.substring(end);
      GeneratedPage.assertWritten(file, written);
    }
  }

  /** What may be imported as the last paragraph of a comment, in lines of a hundred characters. */
  private static String paragraph(Set<String> imports) {
    String sentence =
        imports.isEmpty()
            ? "It imports nothing of ours."
            : imports.stream()
                .map("{@code %s}"::formatted)
                .collect(Collectors.joining(", ", "It may import ", " and nothing else of ours."));
    StringBuilder paragraph = new StringBuilder(" * <p>");
    int column = paragraph.length();
    boolean first = true;
    for (String word : sentence.split(" ")) {
      if (column + word.length() + (first ? 0 : 1) > COLUMNS) {
        paragraph.append("\n * ");
        column = 3;
      } else if (!first) {
        paragraph.append(' ');
        column++;
      }
      paragraph.append(word);
      column += word.length();
      first = false;
    }
    return paragraph.toString();
  }

  /** What packages of ours each one imports, by its classes and by the lines of its sources. */
  private SortedMap<String, Set<String>> imports() throws IOException {
    SortedMap<String, Set<String>> imports = new TreeMap<>();
    for (JavaClass c : product) {
      if (c.getSimpleName().equals("package-info")) {
        continue;
      }
      Set<String> to = imports.computeIfAbsent(room(c), p -> new TreeSet<>());
      c.getDirectDependenciesFromSelf().stream()
          .map(Dependency::getTargetClass)
          .map(JavaClass::getBaseComponentType)
          .filter(t -> t.getPackageName().startsWith(ROOT))
          .map(PackageDirectionsTest::room)
          .filter(p -> !p.equals(room(c)))
          .forEach(to::add);
    }
    for (Map.Entry<String, Set<String>> each : imports.entrySet()) {
      each.getValue().addAll(imported(each.getKey()));
    }
    return imports;
  }

  private static Set<String> imported(String name) throws IOException {
    Set<String> imported = new TreeSet<>();
    try (DirectoryStream<Path> sources =
        Files.newDirectoryStream(SOURCES.resolve(name.replace('.', '/')), "*.java")) {
      for (Path source : sources) {
        try (Stream<String> lines = Files.lines(source)) {
          lines
              .map(IMPORT::matcher)
              .filter(Matcher::matches)
              .map(line -> line.group(1))
              .forEach(imported::add);
        }
      }
    }
    imported.remove(name);
    return imported;
  }

  @Test
  void packagesAreSmall() {
    SortedMap<String, Set<String>> classes = new TreeMap<>();
    for (JavaClass c : product) {
      if (c.isTopLevelClass() && !c.getSimpleName().equals("package-info")) {
        classes.computeIfAbsent(room(c), p -> new TreeSet<>()).add(c.getSimpleName());
      }
    }
    assertEquals(
        Set.of(),
        classes.entrySet().stream()
            .filter(
                e ->
                    e.getValue().size() > MOST_CLASSES
                        && !ClassSizesTest.LARGE_PACKAGES.contains(e.getKey()))
            .map(SortedMap.Entry::getKey)
            .collect(Collectors.toSet()));
  }

  private static String room(JavaClass c) {
    return c.getPackageName().substring(ROOT.length());
  }

  /** The package that a row is about; null for any other line. */
  private static @Nullable String packageOf(String line) {
    Matcher row = ROW.matcher(line);
    return row.matches() ? row.group(1) : null;
  }

  private static String row(String line, SortedMap<String, Set<String>> imports)
      throws IOException {
    String name = packageOf(line);
    Set<String> to = name == null ? null : imports.get(name);
    if (to == null) {
      return line;
    }
    String listed =
        to.isEmpty()
            ? "nothing"
            : to.stream().map(p -> "`" + p + "`").collect(Collectors.joining(" "));
    return "| `%s` | %s | %s |".formatted(name, contents(name), listed);
  }

  /** The first paragraph of the description of a package, as one line of Markdown. */
  private static String contents(String name) throws IOException {
    Path file = SOURCES.resolve(name.replace('.', '/')).resolve("package-info.java");
    Matcher comment = COMMENT.matcher(Files.readString(file));
    assertTrue(comment.find(), file + " has no description");
    String text = comment.group(1).replaceAll("\\s*\\n \\* ?|\\A \\* ", " ").strip();
    return TAG.matcher(text).replaceAll("`$1`");
  }
}
