package cloud.bleu.placement;

import cloud.bleu.placement.model.Assignment;
import cloud.bleu.placement.model.Contingency;
import cloud.bleu.placement.model.Scope;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * A plan of the loss of each zone, site of two, region of ten and provider of twenty. Each replica
 * goes to the emptiest zone, or to one at random.
 */
public record ChosenPlan(List<Assignment> assignments, List<Contingency> contingency) {

  /** A share of losses that choose at random. */
  public static final double SOME = 0.5;

  private static final Map<Scope, Integer> SIZES =
      new TreeMap<>(Map.of(Scope.ZONE, 1, Scope.SITE, 2, Scope.REGION, 10, Scope.PROVIDER, 20));

  /**
   * The plan of so many zones and about so many replicas.
   *
   * @param odd share of the losses that choose at random
   * @param names of zones, in their order
   */
  public static ChosenPlan of(int zones, int replicas, double odd, IntFunction<String> names) {
    Random random = new Random(0);
    List<Assignment> assignments = new ArrayList<>();
    int[] inUse = new int[zones];
    for (int z = 0; z < zones; z++) {
      inUse[z] = 1 + random.nextInt(Math.max(1, 2 * replicas / zones));
      assignments.add(new Assignment(names.apply(z), inUse[z], inUse[z]));
    }
    int total = assignments.stream().mapToInt(Assignment::replicas).sum();
    TreeMap<Contingency.Event, Contingency> plan = new TreeMap<>();
    SIZES.forEach(
        (scope, size) -> {
          for (int first = 0; first < zones; first += size) {
            Contingency.Event event =
                new Contingency.Event(
                    scope, scope.equals(Scope.ZONE) ? names.apply(first) : "s" + first);
            plan.put(
                event,
                loss(
                    event,
                    inUse,
                    first,
                    Math.min(zones, first + size),
                    random.nextDouble() < odd ? random : null,
                    total,
                    names));
          }
        });
    return new ChosenPlan(assignments, List.copyOf(plan.values()));
  }

  private static Contingency loss(
      Contingency.Event event,
      int[] inUse,
      int first,
      int end,
      @Nullable Random random,
      int total,
      IntFunction<String> names) {
    int[] after = inUse.clone();
    List<Contingency.Move> moves = new ArrayList<>();
    int taken = 0;
    for (int from = first; from < end; from++) {
      taken += inUse[from];
      TreeMap<String, Integer> given = new TreeMap<>();
      for (int i = 0; i < inUse[from]; i++) {
        int to = target(after, first, end, random);
        after[to]++;
        given.merge(names.apply(to), 1, Integer::sum);
      }
      String zone = names.apply(from);
      given.forEach((to, replicas) -> moves.add(new Contingency.Move(zone, to, replicas)));
    }
    return new Contingency(event, moves, List.of(), total - taken);
  }

  private static int target(int[] after, int first, int end, @Nullable Random random) {
    if (random != null) {
      return (end + random.nextInt(after.length - (end - first))) % after.length;
    }
    int best = -1;
    for (int z = 0; z < after.length; z++) {
      if ((z < first || z >= end) && (best < 0 || after[z] < after[best])) {
        best = z;
      }
    }
    return best;
  }
}
