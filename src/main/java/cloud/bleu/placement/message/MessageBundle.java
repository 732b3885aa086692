package cloud.bleu.placement.message;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.ResourceBundle;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The sentences of one language, from a file of properties. */
public final class MessageBundle {
  /** Before a value of a field that is called otherwise in a sentence of this language. */
  static final String VALUE = "value.";

  /** As records, conditions and events have it. */
  public static final MessageBundle ENGLISH = of(MessageBundle.class, "messages");

  /** For {@code bleu explain --lang fr}. */
  public static final MessageBundle FRENCH = of(MessageBundle.class, "messages_fr");

  private final boolean french;
  private final Map<String, SentenceTemplate> sentences = new HashMap<>();
  private final Map<String, String> values = new HashMap<>();

  /** The sentences of a file of properties that stands beside a class; {@code _fr}: in French. */
  public static MessageBundle of(Class<?> beside, String file) {
    return new MessageBundle(
        ResourceBundle.getBundle(
            beside.getPackageName() + "." + file, Locale.ROOT, beside.getClassLoader()),
        file.endsWith("_fr"));
  }

  private MessageBundle(ResourceBundle texts, boolean french) {
    this.french = french;
    for (String key : texts.keySet()) {
      if (key.startsWith(VALUE)) {
        values.put(key.substring(VALUE.length()), texts.getString(key));
      } else {
        sentences.put(key, SentenceTemplate.of(texts.getString(key)));
      }
    }
  }

  /** The keys of its sentences. */
  public SortedSet<String> keys() {
    return new TreeSet<>(sentences.keySet());
  }

  /** The names of the facts that stand in a sentence. */
  public SortedSet<String> names(String key) {
    return sentence(key).names();
  }

  /**
   * A message in words.
   *
   * @throws IllegalStateException when there is no sentence of its key, which a test excludes
   */
  public String text(Message message) {
    StringBuilder text = new StringBuilder();
    append(text, message);
    return text.toString();
  }

  /** A message as a sentence of its own: it begins with a capital unless with a name, and ends. */
  public String sentence(Message message) {
    String text = text(message);
    if (text.isEmpty()) {
      return text;
    }
    String begun =
        beginsWithWords(message) ? Character.toUpperCase(text.charAt(0)) + text.substring(1) : text;
    return begun.endsWith(".") ? begun : begun + ".";
  }

  private boolean beginsWithWords(Message message) {
    String name = sentence(message.key()).begins();
    Object first = name == null ? null : message.value(name);
    if (first instanceof List<?> several && !several.isEmpty()) {
      first = several.get(0);
    }
    return name == null || (first instanceof Message inner && beginsWithWords(inner));
  }

  /** What the value of a field is called in a sentence; itself where it has no other name. */
  public String value(String value) {
    return values.getOrDefault(value, value);
  }

  /** Whether so many of something are told in the singular. */
  boolean isSingular(long count) {
    return count == 1 || french && count == 0;
  }

  void append(StringBuilder text, Message message) {
    sentence(message.key()).append(text, message, this);
  }

  private SentenceTemplate sentence(String key) {
    @Nullable SentenceTemplate sentence = sentences.get(key);
    if (sentence == null) {
      throw new IllegalStateException("no sentence " + key);
    }
    return sentence;
  }
}
