package cloud.bleu.placement.evacuation;

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
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Reads an evacuation plan that was written in groups. All of it is read, for somebody may have
 * written it by hand: names that mean nothing move nothing. What would say more than a decision can
 * is not read to its end.
 */
public final class WrittenPlan {

  /**
   * Steps of reading one plan: each looks at one zone, which gives or takes replicas or is passed
   * over. Targets that no replica is left for take none. 100,000 replicas, the most, each of which
   * has a target of its own on the loss of a zone, site, region, provider and hazard, take a third
   * of them; the rest is for lost zones and for those that are passed over.
   */
  static final int MOST_STEPS = 1_500_000;

  /** Replicas by zone in use. */
  private final NavigableMap<String, Integer> inUse;

  /** What each loss takes, by its text. */
  private final Map<String, List<String>> taken = new HashMap<>();

  /** Zones of which some group says what their loss leads to. */
  private final Set<String> named = new HashSet<>();

  private final long total;

  private int steps;

  private WrittenPlan(List<LossGroup> groups, List<Assignment> assignments) {
    inUse = inUse(assignments);
    total = total(inUse);
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
      Map<String, Set<String>> last = plan.last(group);
      group.zones().forEach(zone -> contingency.add(plan.ofZone(zone, group, last)));
      if (group.otherZones() && others) {
        others = false;
        plan.others().forEach(zone -> contingency.add(plan.ofZone(zone, group, last)));
      }
      for (LossGroup.Loss loss : group.losses()) {
        contingency.add(plan.of(loss.event(), plan.taken(loss.from()), loss.moves(), group, last));
      }
    }
    contingency.sort(Comparator.comparing(Contingency::event));
    return contingency;
  }

  /**
   * Zones with replicas and how many they have. Of a zone that is named twice the first counts, and
   * what names none counts for nothing: somebody may have written it by hand.
   */
  static NavigableMap<String, Integer> inUse(List<Assignment> assignments) {
    NavigableMap<String, Integer> inUse = new TreeMap<>();
    for (Assignment assignment : assignments) {
      if (assignment.zone() != null) {
        inUse.putIfAbsent(assignment.zone(), assignment.replicas());
      }
    }
    inUse.values().removeIf(replicas -> replicas <= 0);
    return inUse;
  }

  static long total(Map<String, Integer> inUse) {
    return inUse.values().stream().mapToLong(Integer::intValue).sum();
  }

  private Contingency ofZone(String zone, LossGroup group, Map<String, Set<String>> last) {
    Taken itself = new Taken(List.of(zone), true);
    return of(new Contingency.Event(Scope.ZONE, zone), itself, List.of(), group, last);
  }

  private Contingency of(
      Contingency.Event event,
      Taken taken,
      List<Contingency.Move> further,
      LossGroup group,
      Map<String, Set<String>> last) {
    Collection<String> lost = taken.zones;
    List<Contingency.Move> moves =
        new Takeover(new Successors(group.to(), inUse, lost, this::step), this::step)
            .moves(lost, inUse, last);
    moves.addAll(further);
    Integer keeps = group.keeps();
    int outside = taken.known ? outside(total, lost, inUse) : 0;
    return new Contingency(event, moves, group.evicts(), keeps == null ? outside : keeps);
  }

  /** Replicas that a loss does not take, of so many. */
  static int outside(long total, Collection<String> lost, Map<String, Integer> inUse) {
    long outside = total;
    for (String zone : lost) {
      outside -= inUse.getOrDefault(zone, 0);
    }
    return (int) Math.max(0, Math.min(Integer.MAX_VALUE, outside));
  }

  /** By lost zone, the targets that it uses last. */
  private Map<String, Set<String>> last(LossGroup group) {
    Map<String, Set<String>> last = new HashMap<>();
    for (LossGroup.Apart apart : group.apart()) {
      Collection<String> from = taken(apart.from()).zones;
      Set<String> targets =
          apart.last().isEmpty() ? Set.copyOf(from) : Set.copyOf(taken(apart.last()).zones);
      for (String zone : from) {
        step();
        last.putIfAbsent(zone, targets);
      }
    }
    return last;
  }

  private List<String> others() {
    return inUse.keySet().stream().filter(zone -> !named.contains(zone)).toList();
  }

  /**
   * What a loss takes.
   *
   * @param zones by name
   * @param known whether that is all; otherwise nobody knows how many replicas it leaves
   */
  private record Taken(Collection<String> zones, boolean known) {}

  /** The zones of what a loss takes, by name; what it takes may be other losses. */
  private Taken taken(List<String> from) {
    if (from.size() < 2 && !isLoss(from)) {
      return new Taken(from, !from.isEmpty());
    }
    boolean known = true;
    Set<String> zones = new TreeSet<>();
    Set<String> seen = new HashSet<>();
    List<String> left = new ArrayList<>(from);
    while (!left.isEmpty()) {
      step();
      String next = left.remove(left.size() - 1);
      if (!next.contains(" ")) {
        zones.add(next);
      } else if (seen.add(next)) {
        List<String> its = taken.get(next);
        known &= its != null && !its.isEmpty();
        left.addAll(its == null ? List.of() : its);
      }
    }
    return new Taken(zones, known);
  }

  private static boolean isLoss(List<String> from) {
    return !from.isEmpty() && from.get(0).contains(" ");
  }

  private void step() {
    if (++steps > MOST_STEPS) {
      throw new IllegalArgumentException(
          "the evacuation plan says more than any decision: over " + MOST_STEPS + " steps");
    }
  }

  /** So many replicas for one zone. */
  record Run(String zone, int replicas) {}
}
