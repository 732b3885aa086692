package cloud.bleu.placement.check;

import cloud.bleu.placement.model.Contingency;
import cloud.bleu.placement.model.Quantities;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/**
 * Checks zones in which replicas run on without a decision and use an amount that nobody knows.
 * What is used and held there has two limits, and the larger counts: what such replicas leave if
 * they use what they ask for, or what was used and held there before.
 */
final class CheckerOutgrown {
  private final CheckerEstate places;
  private final List<CheckerWorkload> workloads;
  private final Collection<CheckerFootprint> others;

  /**
   * Of some workloads.
   *
   * @param others what the others have, and had before
   */
  CheckerOutgrown(
      CheckerEstate places, List<CheckerWorkload> workloads, Collection<CheckerFootprint> others) {
    this.places = places;
    this.workloads = workloads;
    this.others = others;
  }

  /** Looks at each zone in which there are such replicas, and somebody added something. */
  void check(Map<String, CheckerColumn> byResource, CheckerFindings findings) {
    for (int z = 0; z < places.zones; z++) {
      int zone = z;
      Quantities usable = places.usable(z);
      places
          .zone(z)
          .capacity()
          .outgrown()
          .amounts()
          .forEach(
              (r, asked) -> {
                CheckerColumn column = byResource.get(r);
                if (asked > 0 && column != null && column.grownBy[zone] != null) {
                  long left = Math.max(0, usable.get(r) - asked);
                  column.checkWithoutRollouts(
                      r + " beside what is held", zone, Math.max(left, before(r, zone)), findings);
                }
              });
    }
  }

  /** The most that was used and held before, with the moves for all losses, some of which came. */
  private long before(String resource, int zone) {
    long sum = 0;
    long rollout = 0;
    for (CheckerWorkload w : workloads) {
      Quantities requests = w.spec.requests();
      if (w.before == null || !places.hosting(requests)[zone]) {
        continue;
      }
      long replicas = Math.max(w.had[zone], w.hadHome[zone]);
      for (Contingency c : w.before.contingency()) {
        replicas += moved(c, zone);
      }
      long ask = requests.get(resource);
      sum = plus(sum, ask, replicas);
      rollout = w.spec.surges() && replicas > 0 ? Math.max(rollout, ask) : rollout;
    }
    for (CheckerFootprint other : others) {
      if (places.hosting(other.requests())[zone]) {
        long replicas = other.in(zone);
        long ask = other.requests().get(resource);
        sum = plus(sum, ask, replicas);
        rollout = other.surges() && replicas > 0 ? Math.max(rollout, ask) : rollout;
      }
    }
    return Quantities.saturatingSum(sum, rollout);
  }

  private long moved(Contingency contingency, int zone) {
    long moved = 0;
    for (Contingency.Move move : contingency.moves()) {
      moved += places.find(move.to()) == zone ? move.replicas() : 0;
    }
    return moved;
  }

  private static long plus(long sum, long ask, long replicas) {
    int some = (int) Math.min(Integer.MAX_VALUE, replicas);
    return Quantities.saturatingSum(sum, Quantities.saturatingProduct(ask, some));
  }
}
