package cloud.bleu.collection;

import java.util.LinkedHashMap;
import java.util.Map;

/** A map of so many entries at most: one more removes the eldest. For one thread at a time. */
public final class BoundedMap<K, V> extends LinkedHashMap<K, V> {
  private static final long serialVersionUID = 1L;

  private final int most;

  private BoundedMap(int most, boolean byAccess) {
    super(16, 0.75f, byAccess);
    this.most = most;
  }

  /** An empty map whose eldest entry is the one that was used longest ago. */
  public static <K, V> BoundedMap<K, V> byAccess(int most) {
    return new BoundedMap<>(most, true);
  }

  /** An empty map whose eldest entry is the one that was added first. */
  public static <K, V> BoundedMap<K, V> byInsertion(int most) {
    return new BoundedMap<>(most, false);
  }

  @Override
  protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
    return size() > most;
  }
}
