package cloud.bleu.translate.manifest;

import cloud.bleu.credential.ShownText;
import cloud.bleu.placement.model.NearestName;
import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A value that its schema does not take.
 *
 * @param misread whether the value is not of the type that is asked for, so that quotes may help
 */
record SchemaError(
    String path, String what, @Nullable String accepted, String advice, boolean misread) {

  private static final Map<String, Pattern> PATTERNS = new ConcurrentHashMap<>();

  /** Of longer text only the length is said: a pattern recurses on it. */
  private static final int LONGEST_MATCHED = 1024;

  /** Of a map with more fields they are not listed. */
  private static final int MOST_FIELDS = 12;

  private static final Pattern WITH_TIME =
      Pattern.compile("([0-9]{4}-[0-9]{2}-[0-9]{2})[Tt ].*", Pattern.DOTALL);

  static SchemaError unknownField(String path, String key, Collection<String> known) {
    String near = NearestName.of(key, known).orElse(null);
    return new SchemaError(
        path,
        "unknown field " + ShownText.quote(key),
        known.isEmpty() ? null : String.join(", ", known),
        near == null ? "take it out" : "did you mean " + near + "?",
        true);
  }

  static SchemaError missing(String path, String parent, JsonNode schema) {
    return new SchemaError(
        parent.isEmpty() ? path : path, "is missing", accepted(schema), "add it", false);
  }

  /**
   * Of a value that is no text. Quotes help a number only if it has the right form in them, and a
   * boolean always: it may be written as NO.
   */
  static SchemaError text(String path, JsonNode value, JsonNode schema) {
    PatternWords words = PatternWords.of(schema.path("pattern").asText());
    return words == null || !value.isNumber() || form(path, value.asText(), schema) == null
        ? type(path, value, "text")
        : new SchemaError(path, "found " + found(value), words.accepted(), words.advice(), true);
  }

  /** Of a value that is no map. */
  static SchemaError map(String path, JsonNode value, JsonNode schema) {
    List<String> fields = new ArrayList<>();
    schema.path("properties").fieldNames().forEachRemaining(fields::add);
    Collections.sort(fields);
    boolean few = !fields.isEmpty() && fields.size() <= MOST_FIELDS;
    return type(path, value, few ? "a map of " + String.join(", ", fields) : "a map");
  }

  static SchemaError type(String path, JsonNode value, String expected) {
    boolean scalar = value.isValueNode() && !value.isNull();
    String advice = "correct it";
    if (expected.equals("text") && scalar) {
      advice = "put it in quotes";
    } else if (expected.equals("a list") && scalar) {
      advice = "write it as [" + ShownText.quote(value.asText()).replace("\"", "") + "]";
    } else if (value.isTextual() && isPlain(value.asText(), expected)) {
      advice = "take the quotes off";
    }
    return new SchemaError(path, "found " + found(value), expected, advice, true);
  }

  private static boolean isPlain(String text, String expected) {
    return expected.equals("a whole number")
        ? text.matches("-?[0-9]{1,18}")
        : expected.equals("true or false") && text.matches("true|false");
  }

  static SchemaError duplicate(String path, String identity) {
    return new SchemaError(
        path,
        "is given twice: " + ShownText.quote(identity.replace("\"", "")),
        null,
        "keep one of the two",
        false);
  }

  static void size(
      String path,
      int size,
      JsonNode schema,
      String unit,
      String words,
      StructuralSchema.Listener listener) {
    JsonNode least = schema.path("min" + unit);
    JsonNode most = schema.path("max" + unit);
    if (least.isInt() && size < least.asInt() || most.isInt() && size > most.asInt()) {
      listener.wrong(
          new SchemaError(
              path,
              "has " + size + " " + words,
              bounds(least, most) + " " + words,
              size > least.asInt() ? "take some out" : "add some",
              false));
    }
  }

  /** What is wrong with a scalar of the right type, null if nothing is. */
  static @Nullable SchemaError scalar(String path, String text, JsonNode value, JsonNode schema) {
    if (value.isNumber() && !within(value, schema)) {
      return new SchemaError(
          path,
          "out of bounds: " + ShownText.quote(text).replace("\"", ""),
          bounds(schema.path("minimum"), schema.path("maximum")),
          "give a value within the bounds",
          false);
    }
    if (schema.path("enum").isArray()) {
      List<String> accepted = new ArrayList<>();
      schema.path("enum").forEach(v -> accepted.add(v.asText()));
      if (!accepted.contains(text)) {
        String near = NearestName.of(text, accepted).orElse(null);
        return new SchemaError(
            path,
            "unknown value " + ShownText.quote(text),
            String.join(", ", accepted),
            near == null ? "use one of these" : "did you mean " + near + "?",
            false);
      }
    }
    if (!value.isTextual()) {
      return null;
    }
    int length = text.codePointCount(0, text.length());
    boolean tooLong = length > schema.path("maxLength").asInt(Integer.MAX_VALUE);
    SchemaError form = tooLong && length > LONGEST_MATCHED ? null : form(path, text, schema);
    if (form != null && length > 0) {
      return form;
    }
    if (tooLong) {
      return new SchemaError(
          path,
          "too long: " + ShownText.quote(text),
          "at most " + schema.path("maxLength").asInt() + " characters",
          "shorten it",
          false);
    }
    if (length < schema.path("minLength").asInt(0)) {
      return new SchemaError(path, "is empty", accepted(schema), "give a value", false);
    }
    return form;
  }

  /** The API server's: only a line feed ends a line, and the end is that of the text. */
  private static Pattern compiled(String pattern) {
    return Pattern.compile(pattern.replaceFirst("\\$$", "\\\\z"), Pattern.UNIX_LINES);
  }

  /** What is wrong with the form of a text, null if nothing is. */
  private static @Nullable SchemaError form(String path, String text, JsonNode schema) {
    String pattern = schema.path("pattern").asText();
    boolean matches =
        pattern.isEmpty()
            || PATTERNS.computeIfAbsent(pattern, SchemaError::compiled).matcher(text).find();
    if (matches && !(schema.path("format").asText().equals("date") && !isDay(text))) {
      return null;
    }
    PatternWords words = PatternWords.of(pattern);
    if (words == null) {
      return new SchemaError(
          path,
          "not accepted: " + ShownText.quote(text),
          "text like " + pattern,
          "correct it",
          false);
    }
    return new SchemaError(
        path,
        words.what() + ": " + ShownText.quote(text),
        words.accepted(),
        advice(text, schema, words),
        false);
  }

  /** A day with a time is what kustomize makes of a day without quotes. */
  private static String advice(String text, JsonNode schema, PatternWords words) {
    Matcher day = WITH_TIME.matcher(text);
    return schema.path("format").asText().equals("date") && day.matches() && isDay(day.group(1))
        ? "write \"" + day.group(1) + "\", in quotes and without a time"
        : words.advice();
  }

  private static boolean isDay(String text) {
    try {
      LocalDate.parse(text);
      return true;
    } catch (DateTimeException e) {
      return false;
    }
  }

  private static boolean within(JsonNode value, JsonNode schema) {
    BigDecimal number = value.decimalValue();
    JsonNode least = schema.path("minimum");
    JsonNode most = schema.path("maximum");
    boolean fits =
        switch (schema.path("format").asText()) {
          case "int32" -> value.canConvertToInt();
          case "int64" -> value.canConvertToLong();
          default -> true;
        };
    return fits
        && (!least.isNumber() || number.compareTo(least.decimalValue()) >= 0)
        && (!most.isNumber() || number.compareTo(most.decimalValue()) <= 0);
  }

  private static String bounds(JsonNode least, JsonNode most) {
    if (most.isMissingNode()) {
      return least.isMissingNode() ? "a number that fits" : least.asText() + " or more";
    }
    return least.isMissingNode()
        ? "at most " + most.asText()
        : least.asText() + " to " + most.asText();
  }

  private static @Nullable String accepted(JsonNode schema) {
    JsonNode values = schema.path("enum").isArray() ? schema.path("enum") : null;
    if (values == null && schema.path("items").path("enum").isArray()) {
      values = schema.path("items").path("enum");
    }
    if (values != null) {
      List<String> accepted = new ArrayList<>();
      values.forEach(v -> accepted.add(v.asText()));
      return String.join(", ", accepted);
    }
    return switch (schema.path("type").asText()) {
      case "object" -> "a map";
      case "array" -> "a list";
      case "string" -> text(schema);
      case "integer" -> "a whole number";
      case "boolean" -> "true or false";
      default -> null;
    };
  }

  private static String text(JsonNode schema) {
    PatternWords words = PatternWords.of(schema.path("pattern").asText());
    return schema.path("format").asText().equals("date-time")
        ? "an instant as in RFC 3339"
        : words == null ? "text" : words.accepted();
  }

  /** What a value is, in words. */
  static String found(JsonNode value) {
    return switch (value.getNodeType()) {
      case OBJECT -> "a map";
      case ARRAY -> "a list";
      case BOOLEAN -> "the boolean " + value.asText();
      case NUMBER -> "the number " + ShownText.quote(value.asText()).replace("\"", "");
      case NULL -> "nothing";
      default -> "the text " + ShownText.quote(value.asText());
    };
  }
}
