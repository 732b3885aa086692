package cloud.bleu.placement.message;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.placement.model.Basis;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * English and French say the same: whoever needs a new sentence adds a line of one key to {@code
 * messages.properties} and to {@code messages_fr.properties}, in its place by alphabet.
 */
class MessageBundleTest {
  private static final Path SOURCES = Path.of("src/main/java/cloud/bleu");
  private static final Path FILES = Path.of("src/main/resources/cloud/bleu/placement/message");

  /** A text in the source that looks like a key: two words or more with dots between. */
  private static final Pattern TEXT = Pattern.compile("\"([a-zA-Z]+(?:\\.[a-zA-Z]+)?)\"");

  private static final Pattern MADE =
      Pattern.compile("Message\\s*\\.of\\(\\s*\"([^\"]+)\"((?:\\s*,\\s*\"[^\"]+\"\\s*,)?)");

  private static String sources() throws IOException {
    StringBuilder all = new StringBuilder();
    try (Stream<Path> files = Files.walk(SOURCES)) {
      for (Path file : files.filter(f -> f.toString().endsWith(".java")).toList()) {
        all.append(Files.readString(file));
      }
    }
    return all.toString();
  }

  @Test
  void bothLanguagesHaveTheSameKeys() {
    assertEquals(MessageBundle.ENGLISH.keys(), MessageBundle.FRENCH.keys());
  }

  @Test
  void bothLanguagesNameTheSameFacts() {
    TreeMap<String, Set<String>> english = new TreeMap<>();
    TreeMap<String, Set<String>> french = new TreeMap<>();
    for (String key : MessageBundle.ENGLISH.keys()) {
      english.put(key, MessageBundle.ENGLISH.names(key));
      french.put(key, MessageBundle.FRENCH.names(key));
    }
    assertEquals(english, french);
  }

  @Test
  void everySentenceIsSaidSomewhere() throws IOException {
    TreeSet<String> unused = new TreeSet<>(MessageBundle.ENGLISH.keys());
    TEXT.matcher(sources()).results().forEach(m -> unused.remove(m.group(1)));
    assertEquals(Set.of(), unused, "take these out of both files of " + FILES);
  }

  @Test
  void whateverIsSaidHasASentence() throws IOException {
    TreeSet<String> missing = new TreeSet<>();
    MADE.matcher(sources()).results().forEach(m -> missing.add(m.group(1)));
    assertTrue(missing.size() > 300, missing.toString());
    missing.removeAll(MessageBundle.ENGLISH.keys());
    assertEquals(Set.of(), missing, "add these to both files of " + FILES);
  }

  @ParameterizedTest
  @ValueSource(strings = {"messages.properties", "messages_fr.properties"})
  void theFileIsSortedByKey(String file) throws IOException {
    List<String> keys =
        Files.readAllLines(FILES.resolve(file)).stream()
            .filter(line -> !line.startsWith("#"))
            .map(line -> line.substring(0, line.indexOf('=')))
            .toList();
    assertEquals(keys.stream().sorted().distinct().toList(), keys);
  }

  @Test
  void everyBasisHasAName() {
    assertEquals(
        List.of(),
        Arrays.stream(Basis.values())
            .map(Basis::name)
            .filter(name -> MessageBundle.FRENCH.value(name).equals(name))
            .toList());
  }
}
