package cloud.bleu.assess.wave;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The whole way in waves.
 *
 * @param order the numbers of the waves, in the order in which they move
 * @param planned whether a target was given: else nothing is known of its room and its rules
 */
public record WavePlan(List<Wave> waves, List<Integer> order, boolean planned) {

  public WavePlan {
    waves = List.copyOf(waves);
    order = List.copyOf(order);
  }

  /**
   * The first wave that has not moved; null when all have. What only goes with its nodes is the
   * next one where nothing else is left.
   */
  public @Nullable Wave next() {
    List<Wave> open = order.stream().map(n -> waves.get(n - 1)).filter(w -> !w.hasMoved()).toList();
    return open.stream()
        .filter(w -> !w.goesWithNodes())
        .findFirst()
        .orElse(open.isEmpty() ? null : open.get(0));
  }
}
