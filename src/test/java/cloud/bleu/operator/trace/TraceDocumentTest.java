package cloud.bleu.operator.trace;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.opentelemetry.api.common.AttributeKey;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Field;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The page lists every attribute that there is, and no other. */
class TraceDocumentTest {

  private static final Path PAGE = Path.of("docs", "tracing.md");
  private static final Pattern ATTRIBUTE = Pattern.compile("`((?:k8s|bleu|error)\\.[a-z.0-9]+)`");

  /** What the page says that a span can have. */
  static Set<String> documented() {
    try {
      Set<String> attributes = new TreeSet<>();
      for (String line : Files.readAllLines(PAGE)) {
        Matcher named = ATTRIBUTE.matcher(line);
        while (line.startsWith("| ") && named.find()) {
          attributes.add(named.group(1));
        }
      }
      return attributes;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void pageListsEveryAttribute() throws IllegalAccessException {
    Set<String> keys = new TreeSet<>();
    for (Field field : TraceKeys.class.getDeclaredFields()) {
      if (field.getType() == AttributeKey.class) {
        field.setAccessible(true);
        keys.add(((AttributeKey<?>) field.get(null)).getKey());
      }
    }
    TraceKeys.CONVENTIONS.values().forEach(key -> keys.add(key.getKey()));
    assertEquals(keys, documented());
  }
}
