package cloud.bleu.documents;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.cli.DocumentedCommands;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.platform.commons.annotation.Testable;
import org.junit.platform.commons.support.AnnotationSupport;

/**
 * A test that a document names is there, and runs by that name: {@code SomeTest}, {@code
 * SomeTest.method}, or {@code SomeTest.begin…} of a longer one; a nested class by its name, and a
 * test in it as one of the class around it. What tests took is told of classes as they were then.
 */
class DocumentedTestsTest {

  private static final Path SOURCES = Path.of("src/test/java");
  private static final Path HISTORY = Path.of("docs/test-time.md");
  private static final Pattern NAMED = Pattern.compile("`([A-Z]\\w*Test)(?:\\.(\\w+)(…?))?`");

  @Test
  void eachIsOneThatRuns() throws IOException, ClassNotFoundException {
    Map<String, Class<?>> classes = classes();
    List<String> absent = new ArrayList<>();
    int named = 0;
    for (Path page : DocumentedCommands.documents()) {
      if (page.endsWith(HISTORY)) {
        continue;
      }
      Matcher test = NAMED.matcher(Files.readString(page));
      while (test.find()) {
        named++;
        Class<?> holder = classes.get(test.group(1));
        if (holder == null || !runs(holder, test.group(2), "…".equals(test.group(3)))) {
          absent.add(page + ": " + test.group());
        }
      }
    }
    assertEquals(List.of(), absent, "no such class, or no method of it that is a test");
    assertTrue(named > 200, "tests named: " + named);
  }

  private static boolean runs(Class<?> holder, String method, boolean begin) {
    if (method == null) {
      return true;
    }
    List<Class<?>> nested = List.of(holder.getDeclaredClasses());
    return Stream.concat(Stream.of(holder), nested.stream())
            .flatMap(one -> Stream.<Class<?>>iterate(one, c -> c != null, Class::getSuperclass))
            .flatMap(one -> Arrays.stream(one.getDeclaredMethods()))
            .filter(one -> begin ? one.getName().startsWith(method) : one.getName().equals(method))
            .anyMatch(one -> AnnotationSupport.isAnnotated(one, Testable.class))
        || nested.stream()
            .filter(one -> one.isAnnotationPresent(Nested.class))
            .anyMatch(one -> one.getSimpleName().equals(method));
  }

  /** By their simple names; none is initialized. */
  private static Map<String, Class<?>> classes() throws IOException, ClassNotFoundException {
    List<Path> sources;
    try (Stream<Path> files = Files.walk(SOURCES)) {
      sources = files.filter(file -> file.toString().endsWith("Test.java")).toList();
    }
    Map<String, Class<?>> classes = new TreeMap<>();
    for (Path source : sources) {
      String name =
          SOURCES.relativize(source).toString().replaceAll("\\.java$", "").replace('/', '.');
      Class<?> one = Class.forName(name, false, DocumentedTestsTest.class.getClassLoader());
      classes.put(one.getSimpleName(), one);
    }
    return classes;
  }
}
