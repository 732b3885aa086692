package cloud.bleu.placement;

import cloud.bleu.placement.estate.Workload;
import cloud.bleu.placement.model.Capacity;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Spread as the brute force reads it: the narrower of two readings. Only domains within the round
 * trip of the zones in use are eligible, as the contract says.
 */
final class BruteForceSpread {
  private final BruteForce f;

  BruteForceSpread(BruteForce f) {
    this.f = f;
  }

  boolean holds(int[] before, int[] after, @Nullable Set<Integer> lost) {
    for (Workload.Spread s : f.w.spread()) {
      if (s.hard() && !holds(s, before, after, lost)) {
        return false;
      }
    }
    return true;
  }

  private boolean holds(Workload.Spread s, int[] before, int[] after, @Nullable Set<Integer> lost) {
    Set<String> eligible = new TreeSet<>();
    Set<String> serving = new TreeSet<>();
    Set<String> servingOutside = new TreeSet<>();
    Set<String> outside = new TreeSet<>();
    Set<String> used = new TreeSet<>();
    Set<String> newlyUsed = new TreeSet<>();
    for (int z = 0; z < f.size; z++) {
      String domain = f.events.value(s.over(), z);
      boolean survives = lost == null || !lost.contains(z);
      if (survives) {
        outside.add(domain);
      }
      if (after[z] > 0) {
        used.add(domain);
      }
      if (f.allowed(z) && alone(z)) {
        if (within(z, after)) {
          eligible.add(domain);
        }
        if (f.open(z)) {
          serving.add(domain);
          if (survives) {
            servingOutside.add(domain);
          }
        }
      }
    }
    for (String d : used) {
      if (f.events.count(s.over(), d, before) == 0) {
        newlyUsed.add(d);
      }
    }
    serving.retainAll(outside);
    int total = Arrays.stream(after).sum();
    if (used.size() < Math.min(s.min(), Math.min(total, serving.size()))) {
      return false;
    }
    if (s.max() != null && used.size() > s.max() && !newlyUsed.isEmpty()) {
      return false;
    }
    int floor = Integer.MAX_VALUE;
    for (Set<String> reading : List.of(serving, servingOutside)) {
      int least = reading.isEmpty() ? 0 : Integer.MAX_VALUE;
      int usedHere = 0;
      for (String d : reading) {
        usedHere += f.events.count(s.over(), d, after) > 0 ? 1 : 0;
        if (s.max() == null || used.contains(d)) {
          least = Math.min(least, f.events.count(s.over(), d, after));
        }
      }
      // With a maximum the narrow reading fills the choice up with domains that hold nothing.
      if (s.max() != null && usedHere < Math.min(s.max(), reading.size())) {
        least = 0;
      }
      floor = Math.min(floor, least);
    }
    floor = eligible.size() < s.min() ? 0 : floor;
    for (String d : used) {
      int count = f.events.count(s.over(), d, after);
      if (count > f.events.count(s.over(), d, before) && count - floor > s.maxSkew()) {
        return false;
      }
    }
    return true;
  }

  /** Whether a zone is within the round trip of those in use: only there others are eligible. */
  private boolean within(int zone, int[] counts) {
    int[] one = new int[f.size];
    one[zone] = 1;
    return f.near(one, counts);
  }

  boolean alone(int z) {
    return hostsOne(f.zones.get(z).capacity(), f.w);
  }

  /** Whether a replica fits when nothing else is there. */
  static boolean hostsOne(Capacity c, Workload w) {
    return w.requests().amounts().entrySet().stream()
            .allMatch(r -> r.getValue() <= c.usable().get(r.getKey()))
        && c.slots(w.requests()) > 0;
  }
}
