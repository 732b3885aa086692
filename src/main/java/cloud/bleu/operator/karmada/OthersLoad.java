package cloud.bleu.operator.karmada;

import cloud.bleu.placement.model.Quantities;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What others ask of a cluster: what all pods ask there by its summary, less what the replicas ask
 * that decisions count. The two numbers are reported one after the other, and nobody knows for
 * which moment. So while replicas come or go only two bounds are known, and the value stays as it
 * was between these. It becomes less only after {@link #LAG}. To whom a replica belongs is known at
 * once: past numbers are computed again with what decisions count now. For one thread.
 */
final class OthersLoad {

  /**
   * For so long the summary may be behind the bindings: three times what Karmada has by default.
   */
  static final Duration LAG = Duration.ofSeconds(30);

  /**
   * Replicas of a binding in the cluster.
   *
   * @param standing that exist by the binding
   * @param held that a decision counts there, 0: none does
   * @param one what each of them asks in the summary, as far as the decision counts it
   */
  record Replicas(int standing, int held, Quantities one) {

    static final Replicas NONE = new Replicas(0, 0, Quantities.NONE);

    /** What of so many is counted by the decision. */
    private Quantities counted(int number) {
      return one.times(Math.min(number, held));
    }
  }

  private record Look(long since, Map<String, Integer> standing) {}

  private final Deque<Look> looks = new ArrayDeque<>();
  private final Map<String, Long> lower = new HashMap<>();
  private Map<String, Replicas> before = Map.of();
  private @Nullable Quantities last;
  private @Nullable Long unsure;

  /**
   * What others ask by now. What stood at the first look may be in the summary or not, so at first
   * all that is asked counts as theirs.
   *
   * @param now by a clock that nobody can set, in nanoseconds
   * @param all what all pods ask by the summary
   * @param bindings with replicas there, or with replicas that a decision counts there
   */
  Quantities of(long now, Quantities all, Map<String, Replicas> bindings) {
    look(now, bindings);
    Quantities known = last == null ? all : owned(last, bindings);
    TreeMap<String, Long> others = new TreeMap<>();
    for (String resource : all.amounts().keySet()) {
      long least = Long.MAX_VALUE;
      long most = 0;
      long current = 0;
      for (Look look : looks) {
        current = ours(look.standing(), bindings).get(resource);
        least = Math.min(least, current);
        most = Math.max(most, current);
      }
      long amount = all.get(resource);
      long high = Math.max(0, amount - least);
      long low = Math.max(0, amount - most);
      long was = last == null ? high : known.get(resource);
      long next = Math.max(low, Math.min(high, was));
      long seen = Math.max(0, amount - current);
      long value = next < was && !isLower(resource, now) ? was : next;
      if (seen < value) {
        lower.putIfAbsent(resource, now);
      } else {
        lower.remove(resource);
      }
      others.put(resource, value);
    }
    before = Map.copyOf(bindings);
    last = new Quantities(others);
    return last;
  }

  /**
   * The replicas in that which no decision counts, by binding: those alone that have stood for so
   * long that the summary has them, and of which it is known what they ask.
   *
   * @param bindings as they were looked at last
   */
  Map<String, Replicas> uncounted(Map<String, Replicas> bindings) {
    Map<String, Replicas> uncounted = new HashMap<>();
    bindings.forEach(
        (binding, replicas) -> {
          boolean known = replicas.held() == 0 && !replicas.one().equals(Quantities.NONE);
          int stood = known ? stood(binding) : 0;
          if (stood > 0) {
            uncounted.put(binding, new Replicas(stood, 0, replicas.one()));
          }
        });
    return uncounted;
  }

  /** Whether it may still be more than it is, as nobody had looked before. */
  boolean isUnsure(long now) {
    return unsure != null && now - unsure <= LAG.toNanos();
  }

  /** Whether it has been less than it was for so long that it is so. */
  private boolean isLower(String resource, long now) {
    Long since = lower.get(resource);
    return since != null && now - since > LAG.toNanos();
  }

  private void look(long now, Map<String, Replicas> bindings) {
    TreeMap<String, Integer> standing = new TreeMap<>();
    bindings.forEach(
        (binding, replicas) -> {
          if (replicas.standing() > 0) {
            standing.put(binding, replicas.standing());
          }
        });
    if (looks.isEmpty() && !standing.isEmpty()) {
      unsure = now;
      looks.addLast(new Look(now, Map.of()));
    }
    if (looks.isEmpty() || !looks.getLast().standing().equals(standing)) {
      looks.addLast(new Look(now, standing));
    }
    while (looks.size() > 1 && now - second().since() > LAG.toNanos()) {
      looks.removeFirst();
    }
  }

  private Look second() {
    return looks.stream().skip(1).findFirst().orElseThrow();
  }

  /** With replicas that no decision counts any more, without those that one counts since. */
  private Quantities owned(Quantities others, Map<String, Replicas> bindings) {
    Quantities lost = Quantities.NONE;
    for (Map.Entry<String, Replicas> one : before.entrySet()) {
      Replicas was = one.getValue();
      Replicas is = bindings.getOrDefault(one.getKey(), Replicas.NONE);
      lost = lost.plus(was.counted(was.standing()).minus(is.counted(was.standing())));
    }
    Quantities gained = Quantities.NONE;
    for (Map.Entry<String, Replicas> one : bindings.entrySet()) {
      int stood = stood(one.getKey());
      Replicas was = before.getOrDefault(one.getKey(), Replicas.NONE);
      gained = gained.plus(one.getValue().counted(stood).minus(was.counted(stood)));
    }
    return others.plus(lost).minus(gained);
  }

  /** The replicas that have stood for so long that the summary has them. */
  private int stood(String binding) {
    return looks.stream()
        .mapToInt(look -> look.standing().getOrDefault(binding, 0))
        .min()
        .orElse(0);
  }

  /** What decisions count of what stood; one replica more of the largest, as in a rollout. */
  private static Quantities ours(Map<String, Integer> standing, Map<String, Replicas> bindings) {
    Quantities ours = Quantities.NONE;
    TreeMap<String, Long> rollout = new TreeMap<>();
    for (Map.Entry<String, Integer> one : standing.entrySet()) {
      Replicas replicas = bindings.getOrDefault(one.getKey(), Replicas.NONE);
      ours = ours.plus(replicas.counted(one.getValue()));
      if (replicas.held() > 0 && one.getValue() > replicas.held()) {
        replicas.one().amounts().forEach((resource, v) -> rollout.merge(resource, v, Math::max));
      }
    }
    return ours.plus(new Quantities(rollout));
  }
}
