package cloud.bleu.translate.object;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Reads a tree of maps and lists of which nothing is known: what is not there is empty. */
public final class Tree {
  private Tree() {}

  /** The map at a key; null where the node is no map, or has something else there. */
  public static @Nullable Map<?, ?> map(@Nullable Object node, String key) {
    return node instanceof Map<?, ?> map && map.get(key) instanceof Map<?, ?> child ? child : null;
  }

  /** The list at a key; empty where the node is no map, or has something else there. */
  public static List<?> list(@Nullable Object node, String key) {
    return node instanceof Map<?, ?> map && map.get(key) instanceof List<?> child
        ? child
        : List.of();
  }

  /** The values that are text, by key. */
  public static Map<String, String> texts(@Nullable Object node, String key) {
    Map<String, String> texts = new TreeMap<>();
    Map<?, ?> map = map(node, key);
    if (map != null) {
      map.forEach(
          (k, v) -> {
            if (k instanceof String name && v instanceof String value) {
              texts.put(name, value);
            }
          });
    }
    return texts;
  }

  /** The text at a key; null where the node is no map, or has something else there. */
  public static @Nullable String text(@Nullable Object node, String key) {
    return node instanceof Map<?, ?> map && map.get(key) instanceof String child ? child : null;
  }
}
