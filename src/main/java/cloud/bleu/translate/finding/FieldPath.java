package cloud.bleu.translate.finding;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Paths of fields as Kubernetes writes them: {@code spec.rules[2].name}, {@code labels[a.b/c]}. */
public final class FieldPath {
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_-]+");

  private FieldPath() {}

  /** The path of a field of an object, or of a key of a map. */
  public static String child(String parent, String key) {
    if (!PLAIN.matcher(key).matches()) {
      return parent + "[" + key + "]";
    }
    return parent.isEmpty() ? key : parent + "." + key;
  }

  /** The path of an item of a list, counted from 0. */
  public static String item(String parent, int index) {
    return parent + "[" + index + "]";
  }

  /** A path below another one. */
  public static String join(String parent, String path) {
    if (parent.isEmpty() || path.isEmpty()) {
      return parent + path;
    }
    return parent + (path.startsWith("[") ? "" : ".") + path;
  }

  /** The path of what holds the field or the item; empty for a field of the object itself. */
  public static String parent(String path) {
    int end = path.endsWith("]") ? path.lastIndexOf('[') : path.lastIndexOf('.');
    return end < 0 ? "" : path.substring(0, end);
  }

  /** Whether a path is another one, or below it. */
  public static boolean isWithin(String outer, String inner) {
    return inner.startsWith(outer)
        && (inner.length() == outer.length() || ".[".indexOf(inner.charAt(outer.length())) >= 0);
  }

  /** The names and indices along a path, in order. */
  public static List<String> segments(String path) {
    List<String> segments = new ArrayList<>();
    int at = 0;
    while (at < path.length()) {
      int end;
      if (path.charAt(at) == '[') {
        end = path.indexOf(']', at);
        end = end < 0 ? path.length() : end;
        segments.add(path.substring(at + 1, end));
        at = end + 1;
      } else {
        at += path.charAt(at) == '.' ? 1 : 0;
        int dot = path.indexOf('.', at);
        int bracket = path.indexOf('[', at);
        end = dot < 0 ? path.length() : dot;
        end = bracket < 0 ? end : Math.min(end, bracket);
        segments.add(path.substring(at, end));
        at = end;
      }
    }
    return segments;
  }
}
