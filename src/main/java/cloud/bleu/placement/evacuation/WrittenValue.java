package cloud.bleu.placement.evacuation;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A value of a decision as it is written, be it in an object of the API or in a line of an export.
 * Null is absent. A value of another type than is asked for never passes for absent: it is an
 * {@link IllegalArgumentException}, whose message names the path.
 *
 * @param at path of what has it; empty: the decision
 * @param field its name there
 */
public record WrittenValue(String at, String field, @Nullable Object value) {

  /** Where it stands, such as {@code evacuation[0].keeps}. */
  public String path() {
    return at.isEmpty() ? field : at + "." + field;
  }

  /** A text, null where it is absent. */
  public @Nullable String text() {
    if (value == null) {
      return null;
    }
    if (value instanceof String text) {
      return text;
    }
    throw refusal(path(), "text", value);
  }

  /**
   * A text.
   *
   * @throws IllegalArgumentException also when it is absent
   */
  public String required() {
    String text = text();
    if (text == null) {
      throw new IllegalArgumentException(path() + " is missing");
    }
    return text;
  }

  /** Whether it is true; what is absent is not. */
  public boolean isTrue() {
    if (value == null) {
      return false;
    }
    if (value instanceof Boolean truth) {
      return truth;
    }
    throw refusal(path(), "boolean", value);
  }

  /** A number of replicas, null where it is absent. */
  public @Nullable Integer number() {
    return number("number of replicas");
  }

  /**
   * A whole number, null where it is absent.
   *
   * @param expected what the message calls it
   */
  @Nullable Integer number(String expected) {
    if (value == null) {
      return null;
    }
    if (value instanceof Integer number) {
      return number;
    }
    if (value instanceof Long number && number == number.intValue()) {
      return number.intValue();
    }
    throw refusal(path(), expected, value);
  }

  /** The items of a list, none where it is absent. */
  public List<?> items() {
    if (value == null) {
      return List.of();
    }
    if (value instanceof List<?> items) {
      return items;
    }
    throw refusal(path(), "list", value);
  }

  /** The texts of a list, none where it is absent. */
  public List<String> texts() {
    List<String> texts = new ArrayList<>();
    for (Object item : items()) {
      if (!(item instanceof String text)) {
        throw refusal(path() + "[" + texts.size() + "]", "text", item);
      }
      texts.add(text);
    }
    return texts;
  }

  /** What is said of a value of another type; of one that may be long, only what it is. */
  public static IllegalArgumentException refusal(
      String path, String expected, @Nullable Object value) {
    Object is =
        value instanceof String
            ? "a text"
            : value instanceof List<?>
                ? "a list"
                : value instanceof Map<?, ?> ? "an object" : value;
    return new IllegalArgumentException(path + " is no " + expected + ": " + is);
  }
}
