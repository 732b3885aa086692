package cloud.bleu.cli.french;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** French sentences by code, and the words around them. */
final class French {

  private static final String FILE = "explain_fr.properties";
  private static final Pattern SLOT = Pattern.compile("\\{([^}]*)\\}");

  /** A value that is nothing, where another one would be told as unknown. */
  static final String NOTHING = "\u200b";

  /** Before a value of a field. */
  static final String VALUE = "value.";

  private final Properties sentences = new Properties();

  French() {
    try (InputStream in = French.class.getResourceAsStream(FILE)) {
      if (in == null) {
        throw new IllegalStateException(FILE + " is not in the jar");
      }
      sentences.load(new InputStreamReader(in, StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Every key there is. */
  SortedSet<String> keys() {
    return new TreeSet<>(sentences.stringPropertyNames());
  }

  /** The names in braces of a sentence. */
  SortedSet<String> slots(String key) {
    SortedSet<String> slots = new TreeSet<>();
    SLOT.matcher(String.valueOf(sentences.getProperty(key)))
        .results()
        .forEach(m -> slots.add(m.group(1)));
    return slots;
  }

  /**
   * The sentence of a key with its values; what has none is said to be unknown.
   *
   * @return null when the bundle has no such key
   */
  @Nullable String of(String key, Map<String, String> values) {
    String sentence = sentences.getProperty(key);
    if (sentence == null) {
      return null;
    }
    StringBuilder text = new StringBuilder();
    Matcher slot = SLOT.matcher(sentence);
    while (slot.find()) {
      String value = values.getOrDefault(slot.group(1), "");
      slot.appendReplacement(
          text, Matcher.quoteReplacement(value.isBlank() ? word("text.none") : value));
    }
    return slot.appendTail(text).toString();
  }

  /** The sentence of a key that is there. */
  String said(String key, Map<String, String> values) {
    return Objects.requireNonNullElse(of(key, values), key).replace(NOTHING, "");
  }

  /** A value of a field in French, as a sentence has it; itself when it has no French. */
  String value(String value) {
    return sentences.getProperty(VALUE + value, value);
  }

  /** A word or a phrase without values; the key itself when there is none. */
  String word(String key) {
    return sentences.getProperty(key, key.substring(key.indexOf('.') + 1));
  }
}
