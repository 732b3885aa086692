package cloud.bleu.placement.capacity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.placement.constraint.PlacementTrial;
import java.io.IOException;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * What a workload stands with changes by what may happen to it and in no other way: no field of it
 * is open, and the counts that others read by zone are written by nobody.
 */
class NamedTransitionsTest {
  private static final Path SOURCES = Path.of("src/main/java/cloud/bleu/placement");
  private static final Pattern NAMED =
      Pattern.compile("int\\[\\] (\\w+) = [^;]*\\.counts(Before)?\\(\\);");
  private static final String WRITTEN = "(\\[[^\\]]*\\]\\s*(\\+\\+|--|[-+|&*]?=(?!=)))";

  @Test
  void noFieldOfAWorkloadIsOpen() {
    Set<String> open = new TreeSet<>();
    for (Class<?> part : WorkloadFields.PARTS) {
      for (Field field : part.getDeclaredFields()) {
        if (!Modifier.isPrivate(field.getModifiers()) && !field.isSynthetic()) {
          open.add(part.getSimpleName() + "." + field.getName());
        }
      }
    }
    assertEquals(Set.of("WorkloadState.compiled"), open);
  }

  @Test
  void whatChangesOfATrialIsNotOpen() {
    assertEquals(
        Set.of("planState", "headroom", "fixed", "x", "may"),
        Arrays.stream(PlacementTrial.class.getDeclaredFields())
            .filter(field -> !Modifier.isPrivate(field.getModifiers()))
            .filter(field -> !field.isSynthetic())
            .map(Field::getName)
            .collect(Collectors.toSet()));
    for (Field field : PlacementTrial.class.getDeclaredFields()) {
      assertTrue(
          Modifier.isPrivate(field.getModifiers()) || Modifier.isFinal(field.getModifiers()),
          field.getName());
    }
  }

  /** They are read by zone in inner loops, so they are open. */
  @Test
  void theArraysOfATrialAreWrittenByNobodyElse() throws IOException {
    assertEquals(Set.of(), writers(NamedTransitionsTest::writesATrial));
  }

  private static boolean writesATrial(String source) {
    String array = "[tT]rial\\.(x|fixed|may)";
    return find(array + WRITTEN, source)
        || find("arraycopy\\([^,;]*,[^,;]*,\\s*[\\w.]*" + array + ",", source)
        || find("(fill|setAll|sort)\\([^,;]*" + array + ",", source);
  }

  @Test
  void countsThatAreReadAreNotWritten() throws IOException {
    assertEquals(Set.of(), writers(NamedTransitionsTest::writes));
  }

  private static Set<String> writers(Predicate<String> writes) throws IOException {
    Set<String> writers = new TreeSet<>();
    try (Stream<Path> files = Files.walk(SOURCES)) {
      for (Path file : files.filter(each -> each.toString().endsWith(".java")).toList()) {
        if (writes.test(Files.readString(file))) {
          writers.add(file.getFileName().toString());
        }
      }
    }
    return writers;
  }

  private static boolean writes(String source) {
    String counts = "\\.counts(Before)?\\(\\)";
    if (find(counts + WRITTEN, source)
        || find("arraycopy\\([^,]*,[^,]*,[^,]*" + counts + ",", source)
        || find("(fill|setAll|sort)\\([^,;]*" + counts + ",", source)) {
      return true;
    }
    Matcher named = NAMED.matcher(source);
    while (named.find()) {
      if (find("\\b" + named.group(1) + WRITTEN, source)) {
        return true;
      }
    }
    return false;
  }

  private static boolean find(String pattern, String source) {
    return Pattern.compile(pattern).matcher(source).find();
  }
}
