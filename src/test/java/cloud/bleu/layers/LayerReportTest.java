package cloud.bleu.layers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Disabled;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.junit.platform.launcher.LauncherConstants;
import org.junit.platform.launcher.core.LauncherConfig;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/**
 * Every test is counted once, whatever becomes of it. The classes inside run here only: Surefire
 * leaves nested classes out.
 */
class LayerReportTest {
  /**
   * What puts a test into one of the groups that hack/test runs apart: what is nested in a class of
   * the other group would have a report of either.
   */
  private static final Pattern NESTED =
      Pattern.compile("(?m)^\\h+@(?:Tag\\(\"(?:plane|wiring)\"\\)|(RealControlPlane)\\b)");

  @TempDir Path directory;

  static class Mixed {
    @Test
    void passes() {}

    @Test
    @Tag("wiring")
    void fails() {
      fail("on purpose");
    }

    @Test
    @Tag("plane")
    @Tag("campaign")
    void aborts() {
      Assumptions.abort("on purpose");
    }

    @TestFactory
    @Tag("people")
    Stream<DynamicTest> twoMade() {
      return Stream.of("a", "b").map(name -> DynamicTest.dynamicTest(name, () -> {}));
    }
  }

  @ExtendWith(Never.class)
  static class SkippedAsAWhole {
    @Test
    void one() {}

    @Test
    void two() {}
  }

  static final class Never implements ExecutionCondition {
    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
      return ConditionEvaluationResult.disabled("on purpose");
    }
  }

  static class BreaksBeforeItsTests {
    @BeforeAll
    static void fails() {
      throw new IllegalStateException("on purpose");
    }

    @Test
    void one() {}
  }

  static class LacksAnImage {
    @Test
    @Needs(Need.IMAGE)
    void notHere() {}

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    @Needs(Need.IMAGE)
    @Tag("plane")
    void neverMade(int ignored) {}

    @Test
    @ExtendWith(Never.class)
    @Needs(Need.IMAGE)
    void hasAnotherReason() {}

    @Test
    @Disabled("not run here: needs image")
    void onlySaysSo() {}

    @Test
    @Needs({})
    void needsNothing() {}
  }

  @Needs(Need.IMAGE)
  static class LacksAnImageAsAWhole {
    @Test
    void one() {}

    @Test
    @Needs(Need.PROMTOOL)
    void two() {}
  }

  private static final boolean IMAGE_IS_HERE = Need.IMAGE.in(System.getenv()).isPresent();

  @Test
  void testsThatLackWhatTheyNeedAreApartFromOtherSkips() throws IOException {
    assertEquals(
        IMAGE_IS_HERE
            ? List.of(
                "A engine passed",
                "A engine passed",
                "A engine skipped",
                "A engine skipped",
                "C plane passed",
                "C plane passed")
            : List.of(
                "A engine needs image",
                "A engine passed",
                "A engine skipped",
                "A engine skipped",
                "C plane needs image"),
        report(LacksAnImage.class));
  }

  @Test
  void eachTestOfAClassThatLacksSomethingIsCounted() throws IOException {
    List<String> lines = report(LacksAnImageAsAWhole.class);
    assertEquals(2, lines.size(), lines.toString());
    if (!IMAGE_IS_HERE) {
      assertEquals(List.of("A engine needs image", "A engine needs image"), lines);
    }
  }

  @Test
  void outcomesAreCountedByLayer() throws IOException {
    assertEquals(
        List.of(
            "A engine passed",
            "B wiring failed",
            "D people passed",
            "D people passed",
            "E campaigns skipped"),
        report(Mixed.class));
  }

  @Test
  void skippedClassCountsItsTests() throws IOException {
    assertEquals(List.of("A engine skipped", "A engine skipped"), report(SkippedAsAWhole.class));
  }

  @Test
  void classThatBreaksBeforeItsTestsCountsAsAFailure() throws IOException {
    assertEquals(List.of("A engine failed"), report(BreaksBeforeItsTests.class));
  }

  @Test
  void noTestIsInBothGroups() throws IOException {
    List<String> found = new ArrayList<>();
    try (Stream<Path> files = Files.walk(Path.of("src/test/java"))) {
      for (Path file : files.filter(f -> f.toString().endsWith(".java")).sorted().toList()) {
        if (!file.endsWith("LayerReportTest.java")) {
          inside(Files.readString(file)).forEach(tag -> found.add(file + ": " + tag));
        }
      }
    }
    assertEquals(List.of(), found, "the tag stands on the class at the top of its file only");
  }

  @Test
  void eachTagInsideOfAClassIsFound() {
    for (String inside :
        List.of(
            "class A {\n  @Nested\n  @Tag(\"wiring\")\n  class B {}\n}",
            "@RealControlPlane\nclass A {\n  @Test\n  @Tag(\"plane\")\n  void b() {}\n}",
            "class A {\n  @Nested\n  @RealControlPlane\n  class B {}\n}")) {
      assertEquals(1, inside(inside).size(), inside);
    }
    for (String other :
        List.of(
            "@Tag(\"wiring\")\nclass A {\n  @Test\n  void b() {}\n}",
            "@RealControlPlane\nclass A {\n  @Tag(\"people\")\n  class B {}\n}",
            // Says only how it lives on the plane of the class around it.
            "@RealControlPlane\nclass A {\n  @RealControlPlane(oneWorld = true)\n  class B {}\n}")) {
      assertEquals(List.of(), inside(other), other);
    }
  }

  private static List<String> inside(String source) {
    boolean onPlane = source.lines().anyMatch(line -> line.startsWith("@RealControlPlane"));
    return NESTED
        .matcher(source)
        .results()
        .filter(tag -> tag.group(1) == null || !onPlane)
        .map(tag -> tag.group().strip())
        .toList();
  }

  @Test
  void lastLayerWins() {
    assertEquals(Layer.PEOPLE, Layer.of(Set.of("plane", "people", "slow")));
    assertEquals(Layer.ENGINE, Layer.of(Set.of()));
  }

  private List<String> report(Class<?> tests) throws IOException {
    Path file = directory.resolve("layers.tsv");
    var config =
        LauncherConfig.builder().enableTestExecutionListenerAutoRegistration(false).build();
    var request =
        LauncherDiscoveryRequestBuilder.request()
            .selectors(selectClass(tests))
            .configurationParameter(LauncherConstants.CAPTURE_STDERR_PROPERTY_NAME, "false")
            .build();
    LauncherFactory.create(config).execute(request, new LayerReport(file));
    try (Stream<String> lines = Files.lines(file)) {
      return lines
          .map(line -> line.split("\t"))
          .map(cells -> cells[0] + " " + cells[1])
          .sorted()
          .toList();
    }
  }
}
