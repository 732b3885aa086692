package cloud.bleu.placement.message;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.placement.model.Basis;
import cloud.bleu.placement.model.Zone;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * English and French say the same: whoever needs a new sentence adds a line of one key to a file in
 * English and to its twin in French, such as {@code messages.properties} and {@code
 * messages_fr.properties}, in its place by alphabet.
 */
class MessageBundleTest {
  private static final Path SOURCES = Path.of("src/main/java/cloud/bleu");
  private static final Path FILES = Path.of("src/main/resources/cloud/bleu/placement/message");

  /** A text in the source that looks like a key: two words or more with dots between. */
  private static final Pattern TEXT = Pattern.compile("\"([a-zA-Z]+(?:\\.[a-zA-Z]+)?)\"");

  private static final Pattern MADE =
      Pattern.compile("Message\\s*\\.of\\(\\s*\"([^\"]+)\"((?:\\s*,\\s*\"[^\"]+\"\\s*,)?)");

  /** A fact that may be several before a verb, or after a noun, in the singular. */
  private static final Pattern UNCOUNTED =
      Pattern.compile(
          "\\{(?!days|replicas|members|class\\b|loss\\b|ends)\\w*s(?:,list[^}]*)?\\}"
              + " (?:is|has|was|does|brings|names|est|a|n'a|n'est|ne peut|peut)\\b"
              + "|\\b(subscription|activity|offering|image|zone|layer|service|supplier|Secret)"
              + " \\{(?!class\\b|loss\\b)\\w+s\\}"
              + "|\\{kind\\} \\{\\w+s\\}"
              + "|(?:\\b[dl]'|\\bl[ae] )(?!où)\\p{L}+ \\{(?!class\\b|loss\\b)\\w+s\\}");

  private static final int MOST_WORDS = 30;

  private static final Pattern STOP = Pattern.compile("[.;:](?=\\s|$)| [;:] ");

  private static final Pattern CHOICE = Pattern.compile("\\{\\w+,(?:plural|select),([^{}]*)}");

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

  private static final Path RESOURCES = Path.of("src/main/resources");

  private static final Pattern FACT = Pattern.compile("\\{(\\w+)[,}]");

  /** Every file of French sentences: of findings, of explanations, of pages. */
  static List<Path> french() throws IOException {
    try (Stream<Path> files = Files.walk(RESOURCES)) {
      return files.filter(f -> f.toString().endsWith("_fr.properties")).sorted().toList();
    }
  }

  private static Path english(Path french) {
    return french.resolveSibling(french.getFileName().toString().replace("_fr.", "."));
  }

  /** The names of the facts of each key, in the order of the keys. */
  private static TreeMap<String, TreeSet<String>> facts(Path file) throws IOException {
    Properties sentences = new Properties();
    sentences.load(new StringReader(Files.readString(file)));
    TreeMap<String, TreeSet<String>> facts = new TreeMap<>();
    for (String key : sentences.stringPropertyNames()) {
      TreeSet<String> names = facts.computeIfAbsent(key, k -> new TreeSet<>());
      if (!key.startsWith(MessageBundle.VALUE)) {
        FACT.matcher(sentences.getProperty(key)).results().forEach(m -> names.add(m.group(1)));
      }
    }
    facts.keySet().removeIf(key -> key.startsWith(MessageBundle.VALUE));
    return facts;
  }

  @ParameterizedTest
  @MethodSource("french")
  void everyFileHasATwinWithTheSameKeysAndFacts(Path french) throws IOException {
    assertEquals(facts(english(french)), facts(french), french + " and its twin in English");
  }

  @ParameterizedTest
  @MethodSource("french")
  void everyFileIsSortedByKey(Path french) throws IOException {
    for (Path file : List.of(french, english(french))) {
      List<String> keys =
          Files.readAllLines(file).stream()
              .filter(line -> !line.startsWith("#"))
              .map(line -> line.substring(0, line.indexOf('=')))
              .toList();
      assertEquals(keys.stream().sorted().distinct().toList(), keys, file.toString());
    }
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

  /**
   * A fact whose name is a plural can be one or several, so that neither a verb in the singular may
   * follow it nor a noun in the singular precede it: {@code {name,plural,one|other}} counts it.
   */
  @ParameterizedTest
  @ValueSource(strings = {"messages.properties", "messages_fr.properties"})
  void whatMayBeSeveralIsCounted(String file) throws IOException {
    List<String> uncounted =
        Files.readAllLines(FILES.resolve(file)).stream()
            .filter(line -> !line.startsWith("#"))
            .filter(line -> UNCOUNTED.matcher(line).find())
            .toList();
    assertEquals(List.of(), uncounted, "count these as {name,plural,one|other}");
  }

  /** French has no word for these but its own; a reader who has to write one finds the code. */
  @Test
  void everyValueThatASentenceNamesHasAFrenchName() {
    assertEquals(
        List.of(),
        Stream.concat(
                Arrays.stream(Zone.KeyCustody.values()).map(Enum::name),
                Stream.of("None", "Listed", "Unrestricted"))
            .filter(value -> !MessageBundle.FRENCH.value(value).endsWith(" (" + value + ")"))
            .toList());
  }

  /** Between stops; 25 words are the aim, and each fact is at least one. */
  @ParameterizedTest
  @ValueSource(strings = {"messages.properties", "messages_fr.properties"})
  void noClauseIsLong(String file) throws IOException {
    TreeMap<String, Integer> tooLong = new TreeMap<>();
    for (String line : Files.readAllLines(FILES.resolve(file))) {
      if (line.startsWith("#")) {
        continue;
      }
      String key = line.substring(0, line.indexOf('='));
      for (String clause : STOP.split(withAllParts(line.substring(key.length() + 1)))) {
        int words = clause.strip().split("\\s+").length;
        if (words > MOST_WORDS) {
          tooLong.put(key, words);
        }
      }
    }
    assertEquals(Map.of(), tooLong, "say these in two sentences, with a semicolon between");
  }

  /** With the longest of what it chooses from, and a word for each fact. */
  private static String withAllParts(String sentence) {
    String chosen =
        CHOICE
            .matcher(sentence)
            .replaceAll(
                choice ->
                    Arrays.stream(choice.group(1).split("\\|"))
                        .map(way -> way.substring(way.indexOf('=') + 1))
                        .max(Comparator.comparingInt(way -> way.split("\\s+").length))
                        .orElseThrow());
    return chosen.replaceAll("\\{[^{}]*}", "X").replaceAll("[<>]", "");
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
