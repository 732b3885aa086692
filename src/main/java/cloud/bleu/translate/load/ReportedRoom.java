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
   * Amounts of a resource list as an object without a type has it; null where it has none. What is
   * no quantity is left out.
   */
  public static @Nullable Quantities amounts(@Nullable Object list) {
    if (!(list instanceof Map<?, ?> written) || written.isEmpty()) {
      return null;
    }
    TreeMap<String, Long> amounts = new TreeMap<>();
    written.forEach(
        (resource, amount) -> {
          String name = String.valueOf(resource);
          if (QuantityText.parse(name, String.valueOf(amount))
              instanceof QuantityText.Parsed.Amount parsed) {
            amounts.put(name, parsed.value());
          }
        });
    return new Quantities(amounts);
  }
}
