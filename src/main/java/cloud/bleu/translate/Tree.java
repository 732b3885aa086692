package cloud.bleu.translate;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads a tree of maps and lists of which nothing is known: what is not there is empty. */
final class Tree {
  private Tree() {}

  static @Nullable Map<?, ?> map(@Nullable Object node, String key) {
    return node instanceof Map<?, ?> map && map.get(key) instanceof Map<?, ?> child ? child : null;
  }

  static List<?> list(@Nullable Object node, String key) {
    return node instanceof Map<?, ?> map && map.get(key) instanceof List<?> child
        ? child
        : List.of();
  }

  static @Nullable String text(@Nullable Object node, String key) {
    return node instanceof Map<?, ?> map && map.get(key) instanceof String child ? child : null;
  }
}
