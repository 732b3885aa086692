package cloud.bleu.placement.capacity;

import static org.junit.jupiter.api.Assertions.assertEquals;

import cloud.bleu.placement.constraint.PlacementTrial;
import java.io.IOException;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
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
  void whatIsAskedOfATrialIsNoSwitch() {
    assertEquals(
        List.of(),
        Arrays.stream(PlacementTrial.class.getDeclaredFields())
            .filter(field -> field.getType() == boolean.class)
            .filter(field -> !Modifier.isPrivate(field.getModifiers()))
            .map(Field::getName)
            .toList());
  }

  @Test
  void countsThatAreReadAreNotWritten() throws IOException {
    Set<String> writers = new TreeSet<>();
    try (Stream<Path> files = Files.walk(SOURCES)) {
      for (Path file : files.filter(each -> each.toString().endsWith(".java")).toList()) {
        if (writes(Files.readString(file))) {
          writers.add(file.getFileName().toString());
        }
      }
    }
    assertEquals(Set.of(), writers);
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
