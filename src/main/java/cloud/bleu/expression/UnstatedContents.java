package cloud.bleu.expression;

import dev.cel.common.exceptions.CelAttributeNotFoundException;
import java.util.AbstractList;
import java.util.AbstractMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What stands for a list or map of which nothing is known. That a key is not stated can be asked,
 * as of any map; how many there are, and what holds for all of them, cannot be told.
 */
final class UnstatedContents {
  private UnstatedContents() {}

  /**
   * A map without keys.
   *
   * @param path of it, for the verdict
   */
  static Map<String, Object> map(String path) {
    return new Keys(path);
  }

  /**
   * A list that cannot be looked into.
   *
   * @param path of it, for the verdict
   */
  static List<Object> list(String path) {
    return new Elements(path);
  }

  private static final class Keys extends AbstractMap<String, Object> {
    private final String path;

    Keys(String path) {
      this.path = path;
    }

    @Override
    public boolean containsKey(@Nullable Object key) {
      return false;
    }

    @Override
    public @Nullable Object get(@Nullable Object key) {
      return null;
    }

    @Override
    public Set<Map.Entry<String, Object>> entrySet() {
      throw CelAttributeNotFoundException.of(path);
    }
  }

  private static final class Elements extends AbstractList<Object> {
    private final String path;

    Elements(String path) {
      this.path = path;
    }

    @Override
    public Object get(int index) {
      throw CelAttributeNotFoundException.of(path);
    }

    @Override
    public int size() {
      throw CelAttributeNotFoundException.of(path);
    }
  }
}
