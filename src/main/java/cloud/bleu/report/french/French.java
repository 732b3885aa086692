package cloud.bleu.report.french;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Properties;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The words of an explanation in French, around the findings, which have a bundle of their own. */
public final class French {

  private static final String FILE = "explain_fr.properties";
  private static final Pattern SLOT = Pattern.compile("\\{([^}]*)\\}");

  /** A value that is nothing, where another one would be told as unknown. */
  public static final String NOTHING = "\u200b";

  private final Properties sentences = new Properties();

  /** Reads the words. */
  public French() {
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
  public SortedSet<String> keys() {
    return new TreeSet<>(sentences.stringPropertyNames());
  }

  /**
   * The sentence of a key with its values; what has none is said to be unknown. {@code
   * {name,plural,réplica|réplicas}} is the first for none and for one, the second for more.
   *
   * @return the key itself when there is no such sentence
   */
  public String said(String key, Map<String, String> values) {
    StringBuilder text = new StringBuilder();
    Matcher slot = SLOT.matcher(sentences.getProperty(key, key));
    while (slot.find()) {
      String[] place = slot.group(1).split(",", 3);
      String value = values.getOrDefault(place[0], "");
      if (place.length == 3) {
        String[] forms = place[2].split("\\|", -1);
        value = isSingular(value) ? forms[0] : forms[1];
      }
      slot.appendReplacement(
          text, Matcher.quoteReplacement(value.isBlank() ? word("text.none") : value));
    }
    return slot.appendTail(text).toString().replace(NOTHING, "");
  }

  private static boolean isSingular(String count) {
    return count.equals("0") || count.equals("1");
  }

  /** {@code region FR1} with the kind of place in French; hazards keep their name. */
  public String event(String event) {
    int space = event.indexOf(' ');
    if (space <= 0) {
      return event;
    }
    String kind = event.substring(0, space);
    String scope = "scope." + Character.toUpperCase(kind.charAt(0)) + kind.substring(1);
    return keys().contains(scope) ? word(scope) + event.substring(space) : event;
  }

  /** A word or a phrase without values; the key itself when there is none. */
  public String word(String key) {
    return sentences.getProperty(key, key.substring(key.indexOf('.') + 1));
  }
}
