package cloud.bleu.evidence.record;

import cloud.bleu.credential.TextBeginning;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Reads what {@link CanonicalJson} writes: maps, lists, text, whole numbers, booleans and null. A
 * key twice in one object, a fraction, half of a character or anything after the value is an error,
 * since none of them has one meaning for every reader.
 */
public final class JsonTree {

  /** Deeper is no record of ours. */
  private static final int DEEPEST = 64;

  /**
   * A number with more digits is none of ours, and takes long to read: a file may have millions.
   */
  private static final int MOST_DIGITS = 100;

  private static final int LONGEST_SHOWN = 60;

  private final String text;
  private int at;

  private JsonTree(String text) {
    this.text = text;
  }

  /**
   * The value that a text stands for; whole numbers are {@code Long}, or {@code BigInteger} beyond.
   *
   * @throws IllegalArgumentException with the position of what cannot be read
   */
  public static @Nullable Object parse(String text) {
    JsonTree reader = new JsonTree(text);
    reader.space();
    Object value = reader.value(0);
    reader.space();
    if (reader.at < text.length()) {
      throw reader.unexpected();
    }
    return value;
  }

  /**
   * The object that a text stands for.
   *
   * @throws IllegalArgumentException when it is none
   */
  public static Map<String, Object> object(String text) {
    return asObject(parse(text));
  }

  /**
   * The value as a map.
   *
   * @throws IllegalArgumentException when it is no object
   */
  @SuppressWarnings("unchecked")
  public static Map<String, Object> asObject(@Nullable Object value) {
    if (value instanceof Map<?, ?> map) {
      return (Map<String, Object>) map;
    }
    throw new IllegalArgumentException("an object is expected");
  }

  /** An object of a tree; empty where it is none. */
  public static Map<String, Object> map(@Nullable Object value) {
    return value instanceof Map<?, ?> ? asObject(value) : Map.of();
  }

  private @Nullable Object value(int depth) {
    if (depth > DEEPEST) {
      throw new IllegalArgumentException("nested too deeply at " + at);
    }
    char c = peek();
    return switch (c) {
      case '{' -> object(depth);
      case '[' -> array(depth);
      case '"' -> string();
      case 't' -> word("true", true);
      case 'f' -> word("false", false);
      case 'n' -> word("null", null);
      default -> number();
    };
  }

  private Map<String, Object> object(int depth) {
    Map<String, Object> map = new TreeMap<>();
    at++;
    space();
    if (peek() == '}') {
      at++;
      return map;
    }
    while (true) {
      space();
      if (peek() != '"') {
        throw unexpected();
      }
      String key = string();
      if (map.containsKey(key)) {
        throw new IllegalArgumentException("key " + shown(key) + " twice at " + at);
      }
      space();
      take(':');
      space();
      map.put(key, value(depth + 1));
      space();
      if (peek() == '}') {
        at++;
        return map;
      }
      take(',');
    }
  }

  /** What a message has of a key: whoever wrote it may have made it long. */
  private static String shown(String key) {
    return key.length() <= LONGEST_SHOWN
        ? key
        : TextBeginning.of(key, LONGEST_SHOWN) + "… (" + key.length() + " characters)";
  }

  private List<Object> array(int depth) {
    List<Object> list = new ArrayList<>();
    at++;
    space();
    if (peek() == ']') {
      at++;
      return list;
    }
    while (true) {
      space();
      list.add(value(depth + 1));
      space();
      if (peek() == ']') {
        at++;
        return list;
      }
      take(',');
    }
  }

  private String string() {
    at++;
    StringBuilder out = new StringBuilder();
    while (true) {
      char c = peek();
      at++;
      if (c == '"') {
        return whole(out.toString());
      }
      if (c < 0x20) {
        throw new IllegalArgumentException("a control character at " + (at - 1));
      }
      out.append(c == '\\' ? escaped() : c);
    }
  }

  /** An escape may stand for half of a character, which nobody could write again. */
  private String whole(String read) {
    if (CanonicalJson.half(read) >= 0) {
      throw new IllegalArgumentException(
          "half of a character in the text that ends at " + (at - 1));
    }
    return read;
  }

  private char escaped() {
    char c = peek();
    at++;
    return switch (c) {
      case '"', '\\', '/' -> c;
      case 'b' -> '\b';
      case 'f' -> '\f';
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      case 'u' -> hex();
      default -> throw unexpected();
    };
  }

  private char hex() {
    if (at + 4 > text.length()) {
      throw unexpected();
    }
    int code = 0;
    for (int i = 0; i < 4; i++) {
      int digit = Character.digit(text.charAt(at + i), 16);
      if (digit < 0) {
        throw unexpected();
      }
      code = code * 16 + digit;
    }
    at += 4;
    return (char) code;
  }

  private Number number() {
    int from = at;
    while (at < text.length() && (text.charAt(at) == '-' || isDigit(text.charAt(at)))) {
      at++;
    }
    if (at - from > MOST_DIGITS) {
      throw new IllegalArgumentException("a number of " + (at - from) + " digits at " + from);
    }
    String digits = text.substring(from, at);
    try {
      BigInteger number = new BigInteger(digits);
      if (!number.toString().equals(digits)) {
        throw unexpected();
      }
      return number.bitLength() < Long.SIZE ? (Number) number.longValueExact() : number;
    } catch (NumberFormatException e) {
      throw unexpected();
    }
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  private @Nullable Object word(String word, @Nullable Object value) {
    if (!text.startsWith(word, at)) {
      throw unexpected();
    }
    at += word.length();
    return value;
  }

  private void take(char wanted) {
    if (peek() != wanted) {
      throw unexpected();
    }
    at++;
  }

  private char peek() {
    if (at >= text.length()) {
      throw new IllegalArgumentException("ends in the middle, at " + at);
    }
    return text.charAt(at);
  }

  private void space() {
    while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) {
      at++;
    }
  }

  private IllegalArgumentException unexpected() {
    return new IllegalArgumentException("not expected at " + at);
  }
}
