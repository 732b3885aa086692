package cloud.bleu.operator.karmada;

import cloud.bleu.placement.model.Quantities;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What others ask of a cluster: what all pods ask there by its summary, less what the replicas of
 * decisions ask by their bindings. The two are reported one after the other, and nobody says of
 * which moment either is. So while replicas come or go only the bounds between which it lies are
 * known, and it stays as it was within these: a replica of a decision is neither taken twice nor
 * does it hide what others run. For one thread.
 */
final class OthersLoad {

  /**
   * For so long the summary may be behind the bindings: three times what Karmada has by default.
   */
  static final Duration LAG = Duration.ofSeconds(30);

  private record Ours(long since, Quantities amount) {}

  private final Deque<Ours> ours = new ArrayDeque<>();
  private @Nullable Quantities last;

  /**
   * What others ask by now.
   *
   * @param now by a clock that nobody can set, in nanoseconds
   * @param all what all pods ask by the summary
   * @param standing what the replicas of decisions ask by the bindings
   */
  Quantities of(long now, Quantities all, Quantities standing) {
    if (ours.isEmpty() || !ours.getLast().amount().equals(standing)) {
      ours.addLast(new Ours(now, standing));
    }
    while (ours.size() > 1 && now - second().since() > LAG.toNanos()) {
      ours.removeFirst();
    }
    TreeMap<String, Long> others = new TreeMap<>();
    for (String resource : all.amounts().keySet()) {
      long least = Long.MAX_VALUE;
      long most = 0;
      for (Ours one : ours) {
        least = Math.min(least, one.amount().get(resource));
        most = Math.max(most, one.amount().get(resource));
      }
      long high = Math.max(0, all.get(resource) - least);
      long low = Math.max(0, all.get(resource) - most);
      long before = last == null ? high : last.get(resource);
      others.put(resource, Math.max(low, Math.min(high, before)));
    }
    last = new Quantities(others);
    return last;
  }

  private Ours second() {
    return ours.stream().skip(1).findFirst().orElseThrow();
  }
}
