package cloud.bleu.evidence.record;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** A map that lets go of what was not asked for longest. May be used by several threads. */
public final class RecentlyUsedMap {

  private RecentlyUsedMap() {}

  public static <K, V> Map<K, V> map(int most) {
    return Collections.synchronizedMap(
        new LinkedHashMap<K, V>(16, 0.75f, true) {
          private static final long serialVersionUID = 1L;

          @Override
          protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
            return size() > most;
          }
        });
  }
}
