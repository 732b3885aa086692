package cloud.bleu.placement.capacity;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How often sums exceeded what a long holds. The sums themselves wrap around. With these carries
 * they are exact, so all that was added can be taken back. Nearly always there are none, and
 * nothing is kept.
 */
final class SumCarries {
  private @Nullable Map<Integer, Integer> carries;

  /**
   * Adds to a sum.
   *
   * @param at the number of the sum
   * @param sum as it was returned here last, 0 at first
   * @param amount negative takes it back
   * @return the sum that is to be kept, which says nothing by itself
   */
  long add(int at, long sum, long amount) {
    long now = sum + amount;
    // The sign is neither that of the sum nor that of the amount.
    if (((sum ^ now) & (amount ^ now)) < 0) {
      carry(at, amount > 0 ? 1 : -1);
    }
    return now;
  }

  private void carry(int at, int one) {
    Map<Integer, Integer> known = carries == null ? new HashMap<>() : carries;
    known.merge(at, one, (a, b) -> a + b == 0 ? null : a + b);
    carries = known.isEmpty() ? null : known;
  }

  /** What a sum is; {@link Long#MAX_VALUE} is one that a long does not hold. */
  long read(int at, long sum) {
    Map<Integer, Integer> known = carries;
    return known != null && known.containsKey(at) ? Long.MAX_VALUE : sum;
  }
}
