package cloud.bleu.status.fact;

import java.util.HashMap;
import java.util.Map;

/** Names of the items of one list, in its order. */
final class ItemNames {

  private final Map<String, Integer> seen = new HashMap<>();

  /** The key of the next item; from the second item of that key on with its number. */
  String next(String key) {
    int times = seen.merge(key, 1, Integer::sum);
    return times == 1 ? key : key + "#" + times;
  }
}
