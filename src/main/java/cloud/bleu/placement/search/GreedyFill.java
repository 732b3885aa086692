package cloud.bleu.placement.search;

import cloud.bleu.placement.constraint.CoverConstraint;
import cloud.bleu.placement.constraint.PlacementTrial;
import cloud.bleu.placement.constraint.QuorumConstraint;
import cloud.bleu.placement.constraint.RelationPreferences;
import cloud.bleu.placement.model.Domains;
import cloud.bleu.placement.problem.CompiledWorkload;
import cloud.bleu.placement.problem.ProtectedEvent;
import cloud.bleu.placement.problem.RoundTripGraph;
import cloud.bleu.placement.problem.SpreadLimit;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/**
 * Places replicas one after another, each in the best zone that takes it: within spread and bounds,
 * then by preferred relations, then by the workload's own objective, then by name.
 */
final class GreedyFill {
  /** So many looks at a zone are a step of the search. */
  private static final int STEP = 64;

  /** So many counts by zone are added up in the time of a look. */
  private static final int COUNTS = 16;

  private final PlacementTrial trial;
  private final FloorLack lack;

  private boolean byRoom;
  private CompiledWorkload compiled;
  private @Nullable RoundTripGraph graph;
  private BitSet used = new BitSet();

  /** By spread entry: the least that each of its domains is to hold at the end; null: as it is. */
  private int @Nullable [] aim;

  private boolean heldDown;

  /** By spread entry, for the replica that is placed next: what its zone may hold, and must. */
  private int[] floors = {};

  private int[] required = {};

  /** By spread entry: domains with replicas. */
  private int[] usedDomains = {};

  private SpreadLimit.Basis[] bases = {};

  GreedyFill(PlacementTrial trial) {
    this.trial = trial;
    this.lack = new FloorLack(trial);
    this.compiled = trial.compiled();
  }

  /**
   * Adds so many replicas, within the skew above the floors that the counts are to have at the end.
   *
   * @param aim by spread entry, the least that each domain which counts is to hold; null: the skew
   *     is that at each step
   * @param byRoom whether zones with more room come first, whatever the objective
   * @return how many found no zone
   */
  int fill(int replicas, int @Nullable [] aim, boolean byRoom) {
    this.aim = aim;
    this.byRoom = byRoom;
    heldDown = false;
    compiled = trial.compiled();
    graph = trial.request().graph(compiled);
    if (floors.length < compiled.spreads.length) {
      floors = new int[compiled.spreads.length];
      required = new int[compiled.spreads.length];
      usedDomains = new int[compiled.spreads.length];
      bases = new SpreadLimit.Basis[compiled.spreads.length];
    }
    used = graph == null ? used : trial.used();
    trial.planState.steps.count(steps(replicas, aim != null));
    for (int i = 0; i < compiled.spreads.length; i++) {
      bases[i] = trial.basis(i);
      usedDomains[i] = SpreadLimit.used(trial.byDomain(i), compiled.spreads[i].domains.count());
    }
    if (aim != null) {
      lack.start();
    }
    int left = replicas;
    while (left > 0) {
      measure(left);
      int best = -1;
      int bestBlock = 0;
      int held = -1;
      for (int z : trial.area()) {
        if (!trial.may[z]) {
          continue;
        }
        int block = block(z);
        if (block > left || trial.x[z] + block > trial.most(z) || !takes(z, block, left)) {
          continue;
        }
        if (!withinSkew(z, block)) {
          held = held < 0 || better(z, held) ? z : held;
        } else if ((best < 0 || better(z, best)) && leavesEnough(z, block, left)) {
          best = z;
          bestBlock = block;
        }
      }
      if (best < 0) {
        return left;
      }
      heldDown |= held >= 0 && better(held, best);
      boolean opens = trial.x[best] == 0;
      trial.add(best, bestBlock);
      opened(best, bestBlock);
      used.set(best);
      for (int i = 0; opens && i < compiled.spreads.length; i++) {
        bases[i] = compiled.basisMoves(i) ? trial.basis(i) : bases[i];
      }
      left -= bestBlock;
    }
    return 0;
  }

  /**
   * Steps of the search that a fill takes. One with an aim is made again and again, so all is
   * counted that a look at a zone reads: the lack by spread entry, and the zones of each event.
   *
   * @param aimed whether with floors to aim at
   */
  long steps(int replicas, boolean aimed) {
    long looks = trial.area().length;
    if (aimed) {
      looks *= 1 + trial.compiled().spreads.length;
      for (ProtectedEvent protectedEvent : trial.compiled().protectedEvents.list) {
        long zones = protectedEvent.members.length;
        looks += zones * zones / COUNTS;
      }
    }
    return 1 + replicas * looks / STEP;
  }

  /** Whether a better zone than the one that was taken was left out for its skew at that step. */
  boolean heldDown() {
    return heldDown;
  }

  /** What the spread entries ask of the next replica, of so many that are left. */
  private void measure(int left) {
    for (int i = 0; i < compiled.spreads.length; i++) {
      SpreadLimit limit = compiled.spreads[i];
      if (trial.asks(limit)) {
        int[] counts = trial.byDomain(i);
        int[] wanted = aim;
        floors[i] =
            wanted == null || bases[i].eligible() < limit.min
                ? limit.floor(counts, bases[i])
                : wanted[i];
        required[i] = limit.required(trial.total() + left, bases[i]);
      }
    }
    if (aim != null) {
      lack.measure(floors, bases);
    }
  }

  /** Counts the domains that hold nothing but a block which has just come to a zone. */
  private void opened(int zone, int block) {
    for (int i = 0; i < compiled.spreads.length; i++) {
      int domain = compiled.spreads[i].domains.of(zone);
      usedDomains[i] += domain >= 0 && trial.byDomain(i)[domain] == block ? 1 : 0;
    }
  }

  /** Whether what is left after a block brings every domain to the floor that is aimed at. */
  private boolean leavesEnough(int zone, int block, int left) {
    return aim == null || lack.with(zone, block) <= left - block;
  }

  /** A zone that is opened gets at least {@code perZone.min} at once. */
  private int block(int zone) {
    return Math.max(1, trial.perZoneMin() - trial.x[zone]);
  }

  private boolean takes(int zone, int block, int left) {
    for (int i = 0; i < compiled.spreads.length; i++) {
      if (trial.asks(compiled.spreads[i]) && !spreads(i, zone, block, left)) {
        return false;
      }
    }
    int finalTotal = trial.total() + left;
    for (ProtectedEvent protectedEvent : compiled.protectedEvents.around(zone)) {
      if (!keeps(protectedEvent, block, finalTotal)) {
        return false;
      }
    }
    if (trial.asksQuorum()
        && trial.x[zone] + block > QuorumConstraint.mayLose(compiled.replicas())) {
      return false;
    }
    return graph == null || graph.within(zone, used);
  }

  private boolean keeps(ProtectedEvent protectedEvent, int block, int finalTotal) {
    int keep = trial.keep(protectedEvent);
    if (keep == 0 && !trial.asksQuorum()) {
      return true;
    }
    int inside = protectedEvent.count(trial.x) + block;
    if (finalTotal - inside < keep) {
      return false;
    }
    return !trial.asksQuorum()
        || protectedEvent.exemptOfQuorum
        || inside <= QuorumConstraint.mayLose(compiled.replicas());
  }

  private boolean spreads(int number, int zone, int block, int left) {
    SpreadLimit limit = compiled.spreads[number];
    int[] counts = trial.byDomain(number);
    int domain = limit.domains.of(zone);
    if (domain < 0) {
      return true;
    }
    if (counts[domain] > 0) {
      int missing = required[number] - usedDomains[number];
      if (missing > left - block && left > block - 1 && missing > 0) {
        return false;
      }
    } else if (limit.max != null && usedDomains[number] >= limit.max) {
      return false;
    }
    return true;
  }

  private boolean withinSkew(int zone, int block) {
    for (int i = 0; i < compiled.spreads.length; i++) {
      SpreadLimit limit = compiled.spreads[i];
      int domain = limit.domains.of(zone);
      if (domain >= 0 && trial.asks(limit)) {
        int count = trial.byDomain(i)[domain];
        if (count + block - floors[i] > limit.maxSkew && (count > 0 || block <= limit.maxSkew)) {
          return false;
        }
      }
    }
    return true;
  }

  private boolean better(int a, int b) {
    if (!trial.request().cover().isEmpty()
        && CoverConstraint.isUncovered(trial, a) != CoverConstraint.isUncovered(trial, b)) {
      return CoverConstraint.isUncovered(trial, a);
    }
    if (compiled.relations().length > 0) {
      int unmet =
          RelationPreferences.unmetPreferences(trial.planState, compiled, a)
              - RelationPreferences.unmetPreferences(trial.planState, compiled, b);
      if (unmet != 0) {
        return unmet < 0;
      }
    }
    if (byRoom) {
      int room = trial.most(a) - trial.x[a] - trial.most(b) + trial.x[b];
      if (room != 0) {
        return room > 0;
      }
    }
    int[] weights = compiled.weights;
    if (weights != null) {
      return WebsterMethod.before(weights[a], trial.x[a], weights[b], trial.x[b]);
    }
    if (compiled.price[a] != compiled.price[b]) {
      return compiled.price[a] < compiled.price[b];
    }
    for (int i = 0; i < compiled.spreads.length; i++) {
      Domains domains = compiled.spreads[i].domains;
      int difference =
          count(trial.byDomain(i), domains.of(a)) - count(trial.byDomain(i), domains.of(b));
      if (difference != 0) {
        return difference < 0;
      }
    }
    int difference = trial.domainCounts().onSite(a) - trial.domainCounts().onSite(b);
    return difference != 0 ? difference < 0 : trial.x[a] < trial.x[b];
  }

  private static int count(int[] counts, int domain) {
    return domain < 0 ? 0 : counts[domain];
  }
}
