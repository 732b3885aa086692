package cloud.bleu.placement.evacuation;

import cloud.bleu.placement.model.Assignment;
import cloud.bleu.placement.model.Contingency;
import cloud.bleu.placement.model.Scope;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A plan of losses of different size: of each zone, of each site of two and of each region of six.
 *
 * @param contingency sorted by event
 */
record UnevenPlan(List<Assignment> assignments, List<Contingency> contingency) {

  private static final int REGION = 6;
  private static final int ONE_ODD_OF = 40;

  /** Replicas at random; each goes where the fewest are, outside the region of its zone first. */
  static UnevenPlan random(Random random) {
    return of(
        random, REGION * (2 + random.nextInt(4)), 1 + random.nextInt(12), ONE_ODD_OF, 1, 2, REGION);
  }

  /**
   * The same of so many zones, with less than so many replicas in each; of so many lost zones one
   * gives some replicas to others.
   *
   * @param sizes how many zones the losses take, up to those that are apart
   */
  static UnevenPlan of(Random random, int zones, int most, int oneOddOf, int... sizes) {
    TreeMap<String, Integer> inUse = new TreeMap<>();
    List<Assignment> assignments = new ArrayList<>();
    for (int z = 0; z < zones; z++) {
      int replicas = random.nextInt(most);
      assignments.add(new Assignment(name(z), replicas, replicas));
      inUse.put(name(z), replicas);
    }
    int total = inUse.values().stream().mapToInt(Integer::intValue).sum();
    TreeMap<Contingency.Event, Contingency> plan = new TreeMap<>();
    int apart = sizes[sizes.length - 1];
    for (int size : sizes) {
      for (int first = 0; first < zones; first += size) {
        Contingency.Event event =
            size == 1
                ? new Contingency.Event(Scope.ZONE, name(first))
                : new Contingency.Event(size == apart ? Scope.REGION : Scope.SITE, "s" + first);
        int[] after = inUse.values().stream().mapToInt(Integer::intValue).toArray();
        List<Contingency.Move> moves = new ArrayList<>();
        int taken = 0;
        for (int z = first; z < first + size; z++) {
          taken += inUse.get(name(z));
          boolean odd = random.nextInt(oneOddOf) == 0;
          moves.addAll(
              moves(odd ? random : null, z, first, first + size, inUse.get(name(z)), after, apart));
        }
        if (taken > 0) {
          plan.put(event, new Contingency(event, moves, List.of(), total - taken));
        }
      }
    }
    return new UnevenPlan(assignments, List.copyOf(plan.values()));
  }

  private static List<Contingency.Move> moves(
      @Nullable Random odd, int from, int first, int end, int replicas, int[] after, int apart) {
    TreeMap<String, Integer> given = new TreeMap<>();
    for (int i = 0; i < replicas; i++) {
      int to = -1;
      for (int z = 0; z < after.length; z++) {
        if (z < first || z >= end) {
          to = to < 0 || better(z, to, from, after, apart) ? z : to;
        }
      }
      if (odd != null && odd.nextBoolean()) {
        to = (end + odd.nextInt(after.length - (end - first))) % after.length;
      }
      after[to]++;
      given.merge(name(to), 1, Integer::sum);
    }
    List<Contingency.Move> moves = new ArrayList<>();
    for (Map.Entry<String, Integer> one : given.entrySet()) {
      moves.add(new Contingency.Move(name(from), one.getKey(), one.getValue()));
    }
    moves.sort(Comparator.comparing(Contingency.Move::to));
    return moves;
  }

  private static boolean better(int a, int b, int from, int[] after, int apart) {
    boolean inside = a / apart == from / apart;
    if (inside != (b / apart == from / apart)) {
      return !inside;
    }
    return after[a] < after[b];
  }

  private static String name(int zone) {
    String digits = String.valueOf(1_000 + zone);
    return "z" + digits.substring(1);
  }
}
