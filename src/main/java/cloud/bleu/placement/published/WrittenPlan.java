package cloud.bleu.placement.published;

import cloud.bleu.placement.model.Assignment;
import cloud.bleu.placement.model.Contingency;
import cloud.bleu.placement.model.Scope;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Reads an evacuation plan that was written in groups. Whatever stands there is read, for somebody
 * may have written it by hand: names that mean nothing move nothing. What would say more than a
 * decision can is not read to its end.
 */
public final class WrittenPlan {

  /**
   * Steps of reading one plan, each of which makes a move or ends a target. 100,000 replicas, the
   * most, each of which has a place of its own on the loss of a zone, site, region, provider and
   * hazard, take as many.
   */
  static final int MOST_STEPS = 1_000_000;

  /** Replicas by zone in use. */
  private final TreeMap<String, Integer> inUse = new TreeMap<>();

  /** What each loss takes, by its text. */
  private final Map<String, List<String>> taken = new HashMap<>();

  /** Zones of which some group says what their loss leads to. */
  private final Set<String> named = new HashSet<>();

  private int steps;

  private WrittenPlan(List<LossGroup> groups, List<Assignment> assignments) {
    inUse.putAll(inUse(assignments));
    for (LossGroup group : groups) {
      named.addAll(group.zones());
      for (LossGroup.Loss loss : group.losses()) {
        taken.put(loss.event().toString(), loss.from());
        if (loss.event().scope().equals(Scope.ZONE)) {
          named.add(loss.event().value());
        }
      }
    }
  }

  /**
   * What is done for each loss, sorted by event.
   *
   * @param assignments of the same decision: they say how many replicas a lost zone has
   * @throws IllegalArgumentException when it would take more than any decision says
   */
  public static List<Contingency> contingency(
      List<LossGroup> groups, List<Assignment> assignments) {
    if (groups.isEmpty()) {
      return List.of();
    }
    WrittenPlan plan = new WrittenPlan(groups, assignments);
    List<Contingency> contingency = new ArrayList<>();
    boolean others = true;
    for (LossGroup group : groups) {
      List<Run> to = Run.of(group.to());
      group.zones().forEach(zone -> contingency.add(plan.ofZone(zone, group, to)));
      if (group.otherZones() && others) {
        others = false;
        plan.others().forEach(zone -> contingency.add(plan.ofZone(zone, group, to)));
      }
      for (LossGroup.Loss loss : group.losses()) {
        List<Contingency.Move> moves = plan.moves(plan.zones(loss.from()), to);
        moves.addAll(loss.moves());
        contingency.add(new Contingency(loss.event(), moves, group.evicts(), group.keeps()));
      }
    }
    contingency.sort(Comparator.comparing(Contingency::event));
    return contingency;
  }

  /** Zones with replicas and how many they have. */
  static Map<String, Integer> inUse(List<Assignment> assignments) {
    Map<String, Integer> inUse = new HashMap<>();
    for (Assignment assignment : assignments) {
      if (assignment.replicas() > 0) {
        inUse.put(assignment.zone(), assignment.replicas());
      }
    }
    return inUse;
  }

  private Contingency ofZone(String zone, LossGroup group, List<Run> to) {
    return new Contingency(
        new Contingency.Event(Scope.ZONE, zone),
        moves(List.of(zone), to),
        group.evicts(),
        group.keeps());
  }

  private List<String> others() {
    return inUse.keySet().stream().filter(zone -> !named.contains(zone)).toList();
  }

  /** The zones of what a loss takes, by name; what it takes may be other losses. */
  private Collection<String> zones(List<String> from) {
    if (from.size() < 2 && !isLoss(from)) {
      return from;
    }
    Set<String> zones = new TreeSet<>();
    Set<String> seen = new HashSet<>();
    List<String> left = new ArrayList<>(from);
    while (!left.isEmpty()) {
      step();
      String next = left.remove(left.size() - 1);
      if (!next.contains(" ")) {
        zones.add(next);
      } else if (seen.add(next)) {
        left.addAll(taken.getOrDefault(next, List.of()));
      }
    }
    return zones;
  }

  private static boolean isLoss(List<String> from) {
    return !from.isEmpty() && from.get(0).contains(" ");
  }

  private List<Contingency.Move> moves(Collection<String> from, List<Run> to) {
    return moves(from, inUse, to, this::step);
  }

  private void step() {
    if (++steps > MOST_STEPS) {
      throw new IllegalArgumentException(
          "the evacuation plan says more than any decision: over " + MOST_STEPS + " steps");
    }
  }

  /**
   * Moves out of zones in their order: each gives all of its replicas to the targets that have not
   * taken theirs yet, in the order of these.
   *
   * @param inUse replicas by zone; a zone that is not there has none to give
   * @param step told of each zone and each target that is looked at
   */
  static List<Contingency.Move> moves(
      Collection<String> from, Map<String, Integer> inUse, List<Run> to, Runnable step) {
    List<Contingency.Move> into = new ArrayList<>();
    int next = 0;
    int taken = 0;
    for (String zone : from) {
      int left = inUse.getOrDefault(zone, 0);
      step.run();
      while (left > 0 && next < to.size()) {
        step.run();
        Run target = to.get(next);
        int moved = Math.min(left, target.replicas() - taken);
        if (moved > 0) {
          into.add(new Contingency.Move(zone, target.zone(), moved));
          left -= moved;
          taken += moved;
        }
        if (taken >= target.replicas()) {
          next++;
          taken = 0;
        }
      }
    }
    return into;
  }

  /** So many replicas for one zone. */
  record Run(String zone, int replicas) {
    static List<Run> of(List<LossGroup.Target> targets) {
      List<Run> runs = new ArrayList<>();
      for (LossGroup.Target target : targets) {
        target.zones().forEach(zone -> runs.add(new Run(zone, target.replicas())));
      }
      return runs;
    }

    /** The targets of these runs: neighbours that take the same number are one. */
    static List<LossGroup.Target> targets(List<Run> runs) {
      List<LossGroup.Target> targets = new ArrayList<>();
      List<String> zones = new ArrayList<>();
      for (int i = 0; i < runs.size(); i++) {
        Run run = runs.get(i);
        zones.add(run.zone);
        boolean last = i + 1 == runs.size();
        if (last
            || runs.get(i + 1).replicas != run.replicas
            || zones.contains(runs.get(i + 1).zone)) {
          targets.add(new LossGroup.Target(zones, run.replicas));
          zones.clear();
        }
      }
      return targets;
    }
  }
}
