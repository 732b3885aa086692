package cloud.bleu.translate.load;

import cloud.bleu.placement.model.Capacity;
import cloud.bleu.placement.model.Quantities;
import cloud.bleu.translate.object.QuantityText;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What an engine reports that a cluster has, as sums over nodes that nobody lists.
 *
 * @param free without what others are known to ask there; what decisions hold is in it
 * @param seen since when the engine has reported it so
 */
public record ReportedRoom(Quantities free, Capacity.Origin origin, Instant seen) {

  /** Of which so much percent may be used. */
  public Capacity usable(int percent) {
    return new Capacity.Reported(free, origin, seen, percent);
  }

  /**
   * Amounts of a resource list as an object without a type has it; null where it has none, and
   * where one of them is no quantity: then nobody knows what was meant.
   */
  public static @Nullable Quantities amounts(@Nullable Object list) {
    if (!(list instanceof Map<?, ?> written) || written.isEmpty()) {
      return null;
    }
    TreeMap<String, Long> amounts = new TreeMap<>();
    for (Map.Entry<?, ?> one : written.entrySet()) {
      String name = String.valueOf(one.getKey());
      if (!(QuantityText.parse(name, String.valueOf(one.getValue()))
          instanceof QuantityText.Parsed.Amount parsed)) {
        return null;
      }
      amounts.put(name, parsed.value());
    }
    return new Quantities(amounts);
  }
}
