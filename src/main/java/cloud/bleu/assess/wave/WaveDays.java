package cloud.bleu.assess.wave;

import cloud.bleu.assess.dependency.Dependency;
import cloud.bleu.assess.dependency.DependencyGraph;
import cloud.bleu.placement.estate.ZoneRule;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * When waves move: by their dates, none before one that it needs. One without a date comes after
 * those with smaller numbers.
 */
final class WaveDays {

  /** What each wave needs to have moved, in steps of any number. */
  private final Map<Integer, Set<Integer>> needed = new HashMap<>();

  private final Map<Integer, Instant> instants = new HashMap<>();
  private final List<Integer> order = new ArrayList<>();
  private final Map<Integer, Integer> ranks = new HashMap<>();

  /**
   * @param numbers the number of the wave of each workload
   * @param count how many waves there are
   */
  WaveDays(
      DependencyGraph graph,
      Map<String, Integer> numbers,
      int count,
      Map<Integer, LocalDate> dates,
      Instant now) {
    for (int wave = 1; wave <= count; wave++) {
      needed.put(wave, new TreeSet<>());
    }
    for (Dependency d : graph.dependencies()) {
      int from = numbers.getOrDefault(d.from(), 0);
      int to = numbers.getOrDefault(d.to(), 0);
      if (d.kind().isNeed() && to > 0 && to < from) {
        needs(from).add(to);
      }
    }
    Instant last = now;
    for (int wave = 1; wave <= count; wave++) {
      for (int direct : List.copyOf(needs(wave))) {
        needs(wave).addAll(needs(direct));
      }
      LocalDate date = dates.get(wave);
      Instant at = date == null ? last : date.atStartOfDay(ZoneRule.PARIS).toInstant();
      at = later(at, now);
      for (int earlier : needs(wave)) {
        at = later(at, at(earlier));
      }
      instants.put(wave, at);
      last = later(last, at);
      order.add(wave);
    }
    order.sort(Comparator.comparing(this::at));
    for (int i = 0; i < order.size(); i++) {
      ranks.put(order.get(i), i + 1);
    }
  }

  private static Instant later(Instant one, Instant other) {
    return one.isBefore(other) ? other : one;
  }

  /** The numbers of the waves, in the order in which they move. */
  List<Integer> order() {
    return List.copyOf(order);
  }

  /** Which of the waves in their order a wave is, counted from 1; 0 where there is none. */
  int rank(int wave) {
    return ranks.getOrDefault(wave, 0);
  }

  /** The instant for which a wave is planned. */
  Instant at(int wave) {
    return instants.getOrDefault(wave, Instant.MIN);
  }

  /** The waves that must have moved before this one. */
  Set<Integer> needs(int wave) {
    return needed.getOrDefault(wave, Set.of());
  }
}
