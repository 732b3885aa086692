package cloud.bleu.evidence.record;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Cuts the text of a list in canonical JSON into the texts of its items, without reading them. */
public final class JsonItems {

  private JsonItems() {}

  /** The texts of the items, null where it is no list in canonical form. */
  public static @Nullable List<String> of(String list) {
    int end = list.length() - 1;
    if (end < 1 || list.charAt(0) != '[' || list.charAt(end) != ']') {
      return null;
    }
    List<String> items = new ArrayList<>();
    int from = 1;
    int depth = 0;
    boolean quoted = false;
    for (int i = 1; i < end; i++) {
      char c = list.charAt(i);
      if (quoted) {
        if (c == '\\') {
          i++;
        } else if (c == '"') {
          quoted = false;
        }
        continue;
      }
      switch (c) {
        case '"' -> quoted = true;
        case '{', '[' -> depth++;
        case '}', ']' -> depth--;
        case ',' -> {
          if (depth == 0) {
            items.add(list.substring(from, i));
            from = i + 1;
          }
        }
        default -> {}
      }
      if (depth < 0) {
        return null;
      }
    }
    if (quoted || depth != 0) {
      return null;
    }
    if (end > 1) {
      items.add(list.substring(from, end));
    }
    return items;
  }
}
