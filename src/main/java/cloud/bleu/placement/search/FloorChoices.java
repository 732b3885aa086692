package cloud.bleu.placement.search;

import cloud.bleu.placement.capacity.WorkloadState;
import cloud.bleu.placement.constraint.PlacementTrial;
import cloud.bleu.placement.constraint.QuorumConstraint;
import cloud.bleu.placement.estate.Workload;
import cloud.bleu.placement.problem.CompiledWorkload;
import cloud.bleu.placement.problem.ProtectedEvent;
import cloud.bleu.placement.problem.SpreadLimit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
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
  private final DomainTree root;
  private final List<SpreadLimit> limits = new ArrayList<>();
  private final List<DomainTree[]> trees = new ArrayList<>();
  private final List<boolean[]> counts = new ArrayList<>();

  /** By entry and domain: the replicas there now. */
  private final List<long[]> standing = new ArrayList<>();

  /** A candidate: what its moves are, and the floors that lead to it. */
  private record Candidate(int moves, int[] floors) {}

  private FloorChoices(PlacementTrial trial, int[] now, boolean stay, int total) {
    this.trial = trial;
    this.now = now;
    this.stay = stay;
    this.total = total;
    BitSet all = new BitSet();
    all.set(0, now.length);
    this.root = new DomainTree(all);
  }

  /**
   * Counts of the trial, in which all replicas may be placed anew, by fewest moves first.
   *
   * @return null when sets cross, or something is asked that is no matter of counts in sets
   */
  static @Nullable List<int[]> nearest(PlacementTrial trial, int most) {
    int[] now = trial.origin;
    CompiledWorkload compiled = trial.compiled;
    boolean counted =
        compiled.graph == null
            && compiled.relations.length == 0
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
    FloorChoices search = new FloorChoices(trial, trial.fixed, true, trial.fixedTotal + replicas);
    List<int[]> counts = search.build() ? search.search(most) : null;
    return counts == null ? List.of() : counts;
  }

  /** Puts every set into the tree; false when two of them cross. */
  private boolean build() {
    CompiledWorkload compiled = trial.compiled;
    boolean chosen =
        stay && Arrays.stream(compiled.spreads).anyMatch(s -> trial.asks(s) && s.max != null);
    for (SpreadLimit limit : compiled.spreads) {
      if (trial.asks(limit)) {
        DomainTree[] own = new DomainTree[limit.domains.count()];
        boolean[] counted = new boolean[own.length];
        long[] replicas = new long[own.length];
        for (int d = 0; d < own.length; d++) {
          BitSet zones = new BitSet();
          for (int z = 0; z < now.length; z++) {
            zones.set(z, limit.domains.of(z) == d);
          }
          own[d] = root.insert(zones);
          if (own[d] == null) {
            return false;
          }
          replicas[d] = own[d].count(now);
        }
        for (int d : limit.basis(null, null).serving()) {
          counted[d] = !chosen || inUse(Objects.requireNonNull(own[d]).zones);
        }
        limits.add(limit);
        trees.add(own);
        counts.add(counted);
        standing.add(replicas);
      }
    }
    for (ProtectedEvent protectedEvent : compiled.protectedEvents.list) {
      int most = total - trial.keep(protectedEvent);
      if (trial.asksQuorum() && protectedEvent.copy != Workload.DataCopy.Asynchronous) {
        most = Math.min(most, QuorumConstraint.mayLose(compiled.replicas()));
      }
      if (most < total && !bound(protectedEvent, most)) {
        return false;
      }
    }
    for (int z = 0; z < now.length; z++) {
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

  /** Whether a choice of domains leaves one of these zones. */
  private boolean inUse(BitSet zones) {
    return zones.stream().anyMatch(z -> trial.may[z] || trial.fixed[z] > 0);
  }

  private boolean bound(ProtectedEvent protectedEvent, int most) {
    BitSet zones = new BitSet();
    for (int z : protectedEvent.members) {
      zones.set(z);
    }
    DomainTree node = root.insert(zones);
    if (node != null) {
      node.most = Math.min(node.most, Math.max(0, most));
    }
    return node != null;
  }

  private @Nullable List<int[]> search(int most) {
    int[] highest = new int[limits.size()];
    long choices = 1;
    for (int i = 0; i < highest.length; i++) {
      SpreadLimit.Basis basis = limits.get(i).basis(null, null);
      int inService = 0;
      for (boolean counted : counts.get(i)) {
        inService += counted ? 1 : 0;
      }
      boolean none = basis.eligible() < limits.get(i).min || inService == 0;
      highest[i] = none ? 0 : total / inService;
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
    for (DomainTree[] own : trees) {
      for (DomainTree node : own) {
        node.least = 0;
        node.top = Long.MAX_VALUE;
      }
    }
    for (int i = 0; i < floors.length; i++) {
      for (int d = 0; d < trees.get(i).length; d++) {
        DomainTree node = trees.get(i)[d];
        node.least = Math.max(node.least, counts.get(i)[d] ? floors[i] : 0);
        long top = (long) floors[i] + limits.get(i).maxSkew;
        // Skew is asked of what gains.
        node.top = Math.min(node.top, stay ? Math.max(top, standing.get(i)[d]) : top);
      }
    }
    return root.measure(now, stay) && root.low <= total && total <= root.high
        ? root.base + Math.max(0, total - root.free)
        : -1;
  }
}
