package cloud.bleu.placement.check;

import cloud.bleu.placement.estate.Decision;
import cloud.bleu.placement.estate.Estate;
import cloud.bleu.placement.estate.Placement;
import cloud.bleu.placement.estate.Plan;
import cloud.bleu.placement.estate.Workload;
import cloud.bleu.placement.model.Contingency;
import cloud.bleu.placement.model.Quantities;
import cloud.bleu.placement.model.WorkloadId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What passed last.
 *
 * @param seen in the order of the workloads
 * @param evicts whether somebody counts on evictions
 * @param shapes what one replica of somebody asks, those of workloads that are gone included
 * @param events the losses that room is held for, by number
 * @param tolerated what workloads are protected against
 * @param related workloads with a relation to another, and those others
 * @param whole when all were looked at last
 */
record CheckerPassed(
    Estate estate,
    Seen[] seen,
    boolean evicts,
    Set<Quantities> shapes,
    List<BitSet> events,
    Set<List<Workload.Tolerate>> tolerated,
    Set<WorkloadId> related,
    Instant whole) {

  /** What was looked at of one workload, and what it adds to the room. */
  record Seen(
      Workload workload,
      @Nullable Placement before,
      Decision decision,
      CheckerFootprint footprint) {}

  /** After all were looked at. */
  static CheckerPassed whole(Estate estate, Plan plan, CheckerCapacity capacity) {
    @Nullable Placement[] placements = placements(estate);
    Seen[] seen = new Seen[placements.length];
    Set<Quantities> shapes = new HashSet<>();
    boolean evicts = false;
    for (int i = 0; i < seen.length; i++) {
      Workload workload = estate.workloads().get(i);
      Decision decision = plan.decisions().get(i);
      seen[i] = see(workload, placements[i], decision, capacity);
      shapes.add(workload.requests());
      evicts |= evicts(decision.contingency());
    }
    return new CheckerPassed(
        estate,
        seen,
        evicts,
        shapes,
        capacity.events(),
        tolerated(estate),
        related(estate),
        estate.now());
  }

  /**
   * After some were looked at, none of whom counts on evictions.
   *
   * @param known by workload: what was seen of it before; null for those that were looked at now
   * @param looked these
   * @param capacity the room that was added up for them
   * @param relatedNow in this estate
   */
  CheckerPassed with(
      Estate now,
      Plan plan,
      @Nullable Seen[] known,
      List<Workload> looked,
      @Nullable Placement[] placements,
      CheckerCapacity capacity,
      Set<WorkloadId> relatedNow) {
    Seen[] all = new Seen[known.length];
    for (int i = 0; i < known.length; i++) {
      Seen before = known[i];
      all[i] =
          before == null
              ? see(now.workloads().get(i), placements[i], plan.decisions().get(i), capacity)
              : before;
    }
    looked.forEach(w -> shapes.add(w.requests()));
    return new CheckerPassed(now, all, evicts, shapes, events, tolerated, relatedNow, whole);
  }

  private static Seen see(
      Workload workload, @Nullable Placement before, Decision decision, CheckerCapacity capacity) {
    return new Seen(
        workload,
        before,
        decision,
        Objects.requireNonNull(capacity.footprints().get(workload.id())));
  }

  /** The first from a position on that does not come before a workload in the order of names. */
  int find(Workload workload, int from) {
    int next = from;
    while (next < seen.length
        && seen[next].workload != workload
        && seen[next].workload.id().compareTo(workload.id()) < 0) {
      next++;
    }
    return next;
  }

  /** What was seen at a position; null beyond the last. */
  @Nullable Seen seen(int at) {
    return at < seen.length ? seen[at] : null;
  }

  /**
   * Whether the workloads of an estate are protected against the same losses and name the same
   * others, one by one: those that are no longer the same objects are looked at.
   */
  boolean areAsked(Estate now) {
    return asked(estate.workloadsBeside(now)).equals(asked(now.workloadsBeside(estate)));
  }

  private static List<List<?>> asked(List<Workload> workloads) {
    List<List<?>> asked = new ArrayList<>();
    for (Workload w : workloads) {
      asked.add(List.of(w.id(), w.tolerate(), w.affinity(), w.antiAffinity()));
    }
    return asked;
  }

  /** The placements of an estate by workload, whatever their uid; null where there is none. */
  static @Nullable Placement[] placements(Estate estate) {
    List<Workload> workloads = estate.workloads();
    @Nullable Placement[] placements = new Placement[workloads.size()];
    int next = 0;
    // Both are sorted, and each name is there once.
    for (Placement placement : estate.placements()) {
      WorkloadId id = placement.id();
      while (next < placements.length
          && !workloads.get(next).id().equals(id)
          && workloads.get(next).id().compareTo(id) < 0) {
        next++;
      }
      if (next < placements.length && workloads.get(next).id().equals(id)) {
        placements[next++] = placement;
      }
    }
    return placements;
  }

  /** What the workloads of an estate are protected against. */
  static Set<List<Workload.Tolerate>> tolerated(Estate estate) {
    Set<List<Workload.Tolerate>> tolerated = new HashSet<>();
    estate.workloads().forEach(w -> tolerated.add(w.tolerate()));
    return tolerated;
  }

  /** Workloads with a relation to another, and those others. */
  static Set<WorkloadId> related(Estate estate) {
    Set<WorkloadId> related = new HashSet<>();
    for (Workload workload : estate.workloads()) {
      relate(workload, workload.affinity(), related);
      relate(workload, workload.antiAffinity(), related);
    }
    return related;
  }

  private static void relate(
      Workload workload, List<Workload.Affinity> others, Set<WorkloadId> related) {
    for (Workload.Affinity other : others) {
      related.add(workload.id());
      related.add(new WorkloadId(workload.id().namespace(), other.with()));
    }
  }

  /** Whether moves count on evictions. */
  static boolean evicts(List<Contingency> contingency) {
    for (Contingency each : contingency) {
      if (!each.evicts().isEmpty()) {
        return true;
      }
    }
    return false;
  }
}
