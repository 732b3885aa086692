package cloud.bleu.placement.explain;

import cloud.bleu.placement.message.Message;
import cloud.bleu.placement.message.MessageBundle;
import java.util.Collection;
import java.util.Map;
import java.util.SortedSet;
import org.jspecify.annotations.Nullable;

/** The words of an explanation in one language, around the findings, which have their own. */
public final class ExplanationWords {

  /** As {@code bleu explain} has it. */
  public static final ExplanationWords ENGLISH = new ExplanationWords("explain");

  /** As {@code bleu explain --lang fr} has it. */
  public static final ExplanationWords FRENCH = new ExplanationWords("explain_fr");

  /** A value that is nothing, where another one would be told as unknown. */
  public static final String NOTHING = "\u200b";

  private final MessageBundle bundle;
  private final SortedSet<String> keys;

  private ExplanationWords(String file) {
    this.bundle = MessageBundle.of(ExplanationWords.class, file);
    this.keys = bundle.keys();
  }

  /** The keys of all words. */
  public SortedSet<String> keys() {
    return keys;
  }

  /** The names of the facts that stand in the sentence of a key. */
  public SortedSet<String> names(String key) {
    return bundle.names(key);
  }

  /**
   * The sentence of a key with its facts; a fact that is blank is said to be not stated.
   *
   * @throws IllegalStateException when there is no sentence of that key, which a test excludes
   */
  public String said(String key, Map<String, ?> facts) {
    @Nullable Object[] told = new Object[2 * facts.size()];
    int i = 0;
    for (Map.Entry<String, ?> fact : facts.entrySet()) {
      told[i++] = fact.getKey();
      told[i++] = told(fact.getValue());
    }
    return bundle.text(Message.of(key, told));
  }

  private Object told(Object fact) {
    if (NOTHING.equals(fact)) {
      return "";
    }
    boolean blank =
        fact instanceof Collection<?> several
            ? several.isEmpty()
            : fact instanceof String text && text.isBlank();
    return blank ? word("text.none") : fact;
  }

  /** {@code region FR1} with the kind of place in words; hazards keep their name. */
  public String event(String event) {
    int space = event.indexOf(' ');
    if (space <= 0) {
      return event;
    }
    String kind = event.substring(0, space);
    String scope = "scope." + Character.toUpperCase(kind.charAt(0)) + kind.substring(1);
    return keys.contains(scope) ? word(scope) + event.substring(space) : event;
  }

  /** A word without facts; what follows the first dot of the key when there is none. */
  public String word(String key) {
    return keys.contains(key) ? bundle.text(Message.of(key)) : key.substring(key.indexOf('.') + 1);
  }
}
