package cloud.bleu.evidence.record;

import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * JSON in the one form that is hashed (RFC 8785): keys sorted by UTF-16 code unit, no space,
 * shortest escapes. Values are maps with text keys, lists, text, whole numbers, booleans and null.
 * Fractions are refused, because two programs may print them differently. So is half of a character
 * (a lone surrogate), because all halves have the same bytes in UTF-8, those of a question mark.
 */
public final class CanonicalJson {

  private CanonicalJson() {}

  /**
   * The canonical text of a value.
   *
   * @throws IllegalArgumentException when it has none
   */
  public static String text(@Nullable Object value) {
    StringBuilder out = new StringBuilder();
    write(value, out);
    return out.toString();
  }

  /**
   * The UTF-8 bytes of the canonical text.
   *
   * @throws IllegalArgumentException when there is none
   */
  public static byte[] bytes(@Nullable Object value) {
    return text(value).getBytes(StandardCharsets.UTF_8);
  }

  private static void write(@Nullable Object value, StringBuilder out) {
    if (value == null) {
      out.append("null");
    } else if (value instanceof Boolean
        || value instanceof Integer
        || value instanceof Long
        || value instanceof java.math.BigInteger) {
      out.append(value);
    } else if (value instanceof String s) {
      string(s, out);
    } else if (value instanceof Map<?, ?> map) {
      object(map, out);
    } else if (value instanceof List<?> list) {
      array(list, out);
    } else {
      throw new IllegalArgumentException(
          "canonical JSON has no form for " + value.getClass().getName());
    }
  }

  private static void object(Map<?, ?> map, StringBuilder out) {
    TreeMap<String, Object> sorted = new TreeMap<>();
    map.forEach((k, v) -> sorted.put(String.valueOf(k), v));
    out.append('{');
    Iterator<Map.Entry<String, Object>> it = sorted.entrySet().iterator();
    while (it.hasNext()) {
      Map.Entry<String, Object> e = it.next();
      string(e.getKey(), out);
      out.append(':');
      write(e.getValue(), out);
      if (it.hasNext()) {
        out.append(',');
      }
    }
    out.append('}');
  }

  private static void array(List<?> list, StringBuilder out) {
    out.append('[');
    for (int i = 0; i < list.size(); i++) {
      if (i > 0) {
        out.append(',');
      }
      write(list.get(i), out);
    }
    out.append(']');
  }

  private static void string(String s, StringBuilder out) {
    out.append('"');
    for (int i = 0; i < s.length(); i++) {
      char c = s.charAt(i);
      switch (c) {
        case '"' -> out.append("\\\"");
        case '\\' -> out.append("\\\\");
        case '\b' -> out.append("\\b");
        case '\f' -> out.append("\\f");
        case '\n' -> out.append("\\n");
        case '\r' -> out.append("\\r");
        case '\t' -> out.append("\\t");
        default -> {
          if (c < 0x20) {
            out.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
          } else if (isHalf(s, i)) {
            throw new IllegalArgumentException(
                String.format(
                    Locale.ROOT, "canonical JSON has no form for U+%04X alone, at %d", (int) c, i));
          } else {
            out.append(c);
          }
        }
      }
    }
    out.append('"');
  }

  /** Where the first half of a character stands that has no other half; -1: nowhere. */
  static int half(String s) {
    for (int i = 0; i < s.length(); i++) {
      if (isHalf(s, i)) {
        return i;
      }
    }
    return -1;
  }

  /** Whether a character stands for one together with the other half, and that is not there. */
  private static boolean isHalf(String s, int at) {
    char c = s.charAt(at);
    if (Character.isHighSurrogate(c)) {
      return at + 1 == s.length() || !Character.isLowSurrogate(s.charAt(at + 1));
    }
    return Character.isLowSurrogate(c) && (at == 0 || !Character.isHighSurrogate(s.charAt(at - 1)));
  }
}
