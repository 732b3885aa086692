package cloud.bleu.placement.search;

import cloud.bleu.placement.capacity.WorkloadState;
import cloud.bleu.placement.constraint.PlacementTrial;
import cloud.bleu.placement.constraint.QuorumConstraint;
import cloud.bleu.placement.problem.CompiledWorkload;
import cloud.bleu.placement.problem.ProtectedEvent;
import cloud.bleu.placement.problem.SpreadLimit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The counts that keep skew, {@code keep}, quorum and room. Spread domains and events that lie in
 * each other or apart form a tree. Once the floor of each spread entry is chosen, every set of the
 * tree has a least and a most count, and the moves that a count of a set takes are 0 up to some
 * count and one for each replica beyond it: so whether so many replicas fit, and by how many moves
 * at least, is exact over the whole tree. All floors are tried.
 */
final class FloorChoices {
  /** At most so many choices of floors are tried. */
  private static final int MOST_FLOORS = 4_096;

  private final PlacementTrial trial;

  /** Where replicas are now. */
  private final int[] now;

  /** Whether they stay there. */
  private final boolean stay;

  private final int total;

  /** Zones that hold replicas or may get some: a set of others has nothing and gets nothing. */
  private final BitSet live = new BitSet();

  private final DomainTree root;
  private final List<Spread> spreads = new ArrayList<>();

  /**
   * A spread entry.
   *
   * @param domains with a zone that holds replicas or may get some
   * @param inService how many domains the floor counts
   * @param barren whether one of them has no such zone, so that the floor is 0
   */
  private record Spread(SpreadLimit limit, List<Domain> domains, int inService, boolean barren) {}

  /**
   * A domain of a spread entry.
   *
   * @param counted whether the floor counts it
   * @param standing replicas that are there now
   */
  private record Domain(DomainTree node, boolean counted, long standing) {}

  /** A candidate: what its moves are, and the floors that lead to it. */
  private record Candidate(int moves, int[] floors) {}

  private FloorChoices(PlacementTrial trial, int[] now, boolean stay, int total) {
    this.trial = trial;
    this.now = now;
    this.stay = stay;
    this.total = total;
    for (int z = 0; z < now.length; z++) {
      live.set(z, now[z] > 0 || trial.most(z) > 0);
    }
    this.root = new DomainTree(live);
  }

  /**
   * Counts of the trial, in which all replicas may be placed anew, by fewest moves first.
   *
   * @return null when sets cross, or something is asked that is no matter of counts in sets
   */
  static @Nullable List<int[]> nearest(PlacementTrial trial, int most) {
    int[] now = trial.origin();
    CompiledWorkload compiled = trial.compiled();
    boolean counted =
        compiled.graph == null
            && compiled.relations().length == 0
            && trial.perZoneMin() <= 1
            && Arrays.stream(compiled.spreads).noneMatch(s -> trial.asks(s) && s.max != null);
    if (now == null || !counted) {
      return null;
    }
    FloorChoices search = new FloorChoices(trial, now, false, WorkloadState.sum(now));
    return search.build() ? search.search(most) : null;
  }

  /**
   * Counts of the trial with so many replicas beside those that are fixed, the most even first.
   * What is no matter of counts in sets is left out of account: some of them may not hold.
   */
  static List<int[]> with(PlacementTrial trial, int replicas, int most) {
    FloorChoices search = new FloorChoices(trial, trial.fixed, true, trial.fixedTotal() + replicas);
    List<int[]> counts = search.build() ? search.search(most) : null;
    return counts == null ? List.of() : counts;
  }

  /** Puts every set into the tree; false when two of them cross. */
  private boolean build() {
    CompiledWorkload compiled = trial.compiled();
    boolean chosen =
        stay && Arrays.stream(compiled.spreads).anyMatch(s -> trial.asks(s) && s.max != null);
    for (SpreadLimit limit : compiled.spreads) {
      if (trial.asks(limit)) {
        Spread spread = spread(limit, chosen);
        if (spread == null) {
          return false;
        }
        spreads.add(spread);
      }
    }
    for (ProtectedEvent protectedEvent : compiled.protectedEvents.list) {
      int most = total - trial.keep(protectedEvent);
      if (trial.asksQuorum() && !protectedEvent.exemptOfQuorum) {
        most = Math.min(most, QuorumConstraint.mayLose(compiled.replicas()));
      }
      if (most < total && !bound(protectedEvent, most)) {
        return false;
      }
    }
    for (int z = live.nextSetBit(0); z >= 0; z = live.nextSetBit(z + 1)) {
      BitSet zone = new BitSet();
      zone.set(z);
      DomainTree leaf = root.insert(zone);
      if (leaf == null) {
        return false;
      }
      int most = trial.most(z);
      leaf.most =
          Math.min(
              leaf.most,
              trial.asksQuorum()
                  ? Math.min(most, QuorumConstraint.mayLose(compiled.replicas()))
                  : most);
    }
    return true;
  }

  /**
   * Puts the domains of a spread entry into the tree; null when one of them crosses another set.
   *
   * @param chosen whether the zones that may be used are a choice of domains: others do not count
   */
  private @Nullable Spread spread(SpreadLimit limit, boolean chosen) {
    BitSet[] zones = new BitSet[limit.domains.count()];
    Arrays.setAll(zones, d -> new BitSet());
    boolean[] inUse = new boolean[zones.length];
    for (int z = 0; z < now.length; z++) {
      int d = limit.domains.of(z);
      if (d >= 0) {
        zones[d].set(z, live.get(z));
        inUse[d] |= trial.may[z] || trial.fixed[z] > 0;
      }
    }
    boolean[] counted = new boolean[zones.length];
    int inService = 0;
    boolean barren = false;
    for (int d : limit.basis(null, null).serving()) {
      counted[d] = !chosen || inUse[d];
      inService += counted[d] ? 1 : 0;
      barren |= counted[d] && zones[d].isEmpty();
    }
    List<Domain> domains = new ArrayList<>();
    for (int d = 0; d < zones.length; d++) {
      if (!zones[d].isEmpty()) {
        DomainTree node = root.insert(zones[d]);
        if (node == null) {
          return null;
        }
        domains.add(new Domain(node, counted[d], node.count(now)));
      }
    }
    return new Spread(limit, domains, inService, barren);
  }

  private boolean bound(ProtectedEvent protectedEvent, int most) {
    BitSet zones = new BitSet();
    for (int z : protectedEvent.members) {
      zones.set(z, live.get(z));
    }
    if (zones.isEmpty()) {
      return true;
    }
    DomainTree node = root.insert(zones);
    if (node != null) {
      node.most = Math.min(node.most, Math.max(0, most));
    }
    return node != null;
  }

  private @Nullable List<int[]> search(int most) {
    int[] highest = new int[spreads.size()];
    long choices = 1;
    for (int i = 0; i < highest.length; i++) {
      Spread spread = spreads.get(i);
      SpreadLimit limit = spread.limit;
      boolean none =
          limit.basis(null, null).eligible() < limit.min || spread.inService == 0 || spread.barren;
      highest[i] = none ? 0 : total / spread.inService;
      choices *= highest[i] + 1;
      if (choices > MOST_FLOORS) {
        return null;
      }
    }
    trial.planState.steps.count(choices);
    List<Candidate> candidates = new ArrayList<>();
    int[] floors = highest.clone();
    do {
      long moves = measure(floors);
      if (moves >= 0) {
        candidates.add(new Candidate((int) moves, floors.clone()));
      }
    } while (lower(floors, highest));
    candidates.sort(Comparator.comparingInt(Candidate::moves));
    List<int[]> found = new ArrayList<>();
    for (Candidate candidate : candidates.subList(0, Math.min(most, candidates.size()))) {
      measure(candidate.floors);
      int[] x = new int[now.length];
      root.hand(total, x);
      found.add(x);
    }
    return found;
  }

  /** The next choice of floors, false after the last. */
  private static boolean lower(int[] floors, int[] highest) {
    for (int i = 0; i < floors.length; i++) {
      if (floors[i]-- > 0) {
        return true;
      }
      floors[i] = highest[i];
    }
    return false;
  }

  /** The fewest moves with these floors, -1 when there is no way. */
  private long measure(int[] floors) {
    for (Spread spread : spreads) {
      for (Domain domain : spread.domains) {
        domain.node.least = 0;
        domain.node.top = Long.MAX_VALUE;
      }
    }
    for (int i = 0; i < floors.length; i++) {
      for (Domain domain : spreads.get(i).domains) {
        DomainTree node = domain.node;
        node.least = Math.max(node.least, domain.counted ? floors[i] : 0);
        long top = (long) floors[i] + spreads.get(i).limit.maxSkew;
        // Skew is asked of what gains.
        node.top = Math.min(node.top, stay ? Math.max(top, domain.standing) : top);
      }
    }
    return root.measure(now, stay) && root.low <= total && total <= root.high
        ? root.base + Math.max(0, total - root.free)
        : -1;
  }
}
