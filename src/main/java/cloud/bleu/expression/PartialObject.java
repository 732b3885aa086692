package cloud.bleu.expression;

import dev.cel.common.exceptions.CelAttributeNotFoundException;
import java.util.AbstractMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An object of which a part is known. Who asks for another part gets an error of CEL, whose {@code
 * ||} and {@code &&} need no more than the operand that decides.
 */
public final class PartialObject extends AbstractMap<String, Object> {

  private final Map<String, Object> stated;
  private final Set<String> unknown;
  private final boolean open;

  /**
   * @param stated fields with what they hold, as CEL knows it: text, {@code Long}, {@code Double},
   *     {@code Boolean}, lists and objects
   * @param unknown fields of which it is not known whether they are there, and what they hold
   * @param open whether any other field that is not stated may be there all the same
   */
  public PartialObject(Map<String, Object> stated, Set<String> unknown, boolean open) {
    this.stated = stated;
    this.unknown = Set.copyOf(unknown);
    this.open = open;
  }

  /** A list of which it is not known what it holds. */
  public static List<Object> unknownList(String path) {
    return UnstatedContents.list(path);
  }

  @Override
  public boolean containsKey(@Nullable Object key) {
    boolean there = stated.containsKey(key);
    if (unknown.contains(key) || open && !there) {
      throw CelAttributeNotFoundException.of(String.valueOf(key));
    }
    return there;
  }

  @Override
  public @Nullable Object get(@Nullable Object key) {
    return containsKey(key) ? stated.get(key) : null;
  }

  @Override
  public Set<Map.Entry<String, Object>> entrySet() {
    if (open || !unknown.isEmpty()) {
      throw CelAttributeNotFoundException.of("a field");
    }
    return stated.entrySet();
  }
}
