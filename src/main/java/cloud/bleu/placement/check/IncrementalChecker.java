package cloud.bleu.placement.check;

import cloud.bleu.placement.catalogue.DecisionWindow;
import cloud.bleu.placement.estate.Decision;
import cloud.bleu.placement.estate.Estate;
import cloud.bleu.placement.estate.Placement;
import cloud.bleu.placement.estate.Plan;
import cloud.bleu.placement.estate.Window;
import cloud.bleu.placement.estate.Workload;
import cloud.bleu.placement.model.Capacity;
import cloud.bleu.placement.model.Contingency;
import cloud.bleu.placement.model.Quantities;
import cloud.bleu.placement.model.WorkloadId;
import cloud.bleu.placement.model.Zone;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Checks plan after plan, and looks at what changed. A workload that passed is looked at again when
 * it, its placement in force or its decision is another one; the others count with what they have
 * where it adds something. All are looked at when a fact or a date that rules look at changes, or a
 * zone in more than its room, when what changed rests on others by more than room (relations,
 * evictions), when anything is wrong, and once in an hour. For one thread at a time.
 */
public final class IncrementalChecker {
  private static final Duration WHOLE_EVERY = Duration.ofHours(1);

  /** Of more than one in so many all are looked at. */
  private static final int FEW = 4;

  private @Nullable Passed passed;
  private int looked;

  /**
   * What passed last.
   *
   * @param shapes what one replica of somebody asks, those of workloads that are gone included
   */
  private record Passed(
      Estate estate,
      Map<WorkloadId, Seen> seen,
      Set<Quantities> shapes,
      List<BitSet> events,
      Set<List<Workload.Tolerate>> tolerated,
      Instant whole,
      Window window) {}

  /** What was looked at of one workload, and what it adds to the room. */
  private record Seen(
      Workload workload,
      @Nullable Placement before,
      Decision decision,
      boolean evicts,
      CheckerFootprint footprint) {}

  /** Everything that is wrong with the plan, as {@link Checker#check} says it. */
  public List<Finding> check(Estate estate, Plan plan) {
    Passed last = passed;
    passed = null;
    Passed now = last == null ? null : changes(last, estate, plan);
    if (now != null) {
      passed = now;
      return List.of();
    }
    looked = estate.workloads().size();
    Checker checker = new Checker();
    List<Finding> findings = checker.run(estate, plan);
    if (findings.isEmpty()) {
      passed = whole(estate, plan, checker.capacity());
    }
    return findings;
  }

  /** How many workloads were looked at last. */
  int looked() {
    return looked;
  }

  private static Passed whole(Estate estate, Plan plan, CheckerCapacity capacity) {
    Map<WorkloadId, Seen> seen = new HashMap<>();
    Map<WorkloadId, Placement> placements = placements(estate);
    Set<Quantities> shapes = new HashSet<>();
    estate.workloads().forEach(w -> shapes.add(w.requests()));
    for (int i = 0; i < estate.workloads().size(); i++) {
      see(seen, estate.workloads().get(i), placements, plan.decisions().get(i), capacity);
    }
    return new Passed(
        estate,
        seen,
        shapes,
        capacity.events(),
        tolerated(estate),
        estate.now(),
        DecisionWindow.of(estate.now(), estate.zones(), estate.workloads()));
  }

  private static void see(
      Map<WorkloadId, Seen> seen,
      Workload workload,
      Map<WorkloadId, Placement> placements,
      Decision decision,
      CheckerCapacity capacity) {
    WorkloadId id = workload.id();
    CheckerFootprint footprint = Objects.requireNonNull(capacity.footprints().get(id));
    seen.put(
        id,
        new Seen(
            workload, placements.get(id), decision, evicts(decision.contingency()), footprint));
  }

  /** Looks at what changed; null when something is wrong or that is not enough to tell. */
  private @Nullable Passed changes(Passed last, Estate estate, Plan plan) {
    if (!near(last, estate) || plan.decisions().size() != estate.workloads().size()) {
      return null;
    }
    Map<WorkloadId, Placement> placements = placements(estate);
    List<Workload> changed = new ArrayList<>();
    List<Decision> decided = new ArrayList<>();
    List<CheckerFootprint> others = new ArrayList<>();
    for (int i = 0; i < estate.workloads().size(); i++) {
      Workload workload = estate.workloads().get(i);
      Decision decision = plan.decisions().get(i);
      if (!decision.id().equals(workload.id())) {
        return null;
      }
      Seen seen = last.seen.get(workload.id());
      if (seen != null && isSame(seen, workload, placements.get(workload.id()), decision)) {
        others.add(seen.footprint);
      } else {
        changed.add(workload);
        decided.add(decision);
      }
    }
    if (changed.size() * FEW > estate.workloads().size()
        || !last.tolerated.equals(tolerated(estate))
        || restOnOthers(last, estate, changed, decided, placements)) {
      return null;
    }
    Checker checker = new Checker();
    if (!checker.run(estate, plan, changed, decided, placements, last.events, others).isEmpty()) {
      return null;
    }
    looked = changed.size();
    changed.forEach(w -> last.shapes.add(w.requests()));
    Map<WorkloadId, Seen> seen = last.seen;
    for (int i = 0; i < changed.size(); i++) {
      see(seen, changed.get(i), placements, decided.get(i), checker.capacity());
    }
    if (seen.size() != estate.workloads().size()) {
      Set<WorkloadId> there = new HashSet<>();
      estate.workloads().forEach(w -> there.add(w.id()));
      seen.keySet().retainAll(there);
    }
    Window window = DecisionWindow.of(estate.now(), estate.zones(), changed).with(last.window);
    return new Passed(estate, seen, last.shapes, last.events, last.tolerated, last.whole, window);
  }

  /** Whether facts mean the same, and it is not time to look at all. */
  private static boolean near(Passed last, Estate estate) {
    return last.window.holds(estate.now())
        && !estate.now().isBefore(last.whole)
        && estate.now().isBefore(last.whole.plus(WHOLE_EVERY))
        && zonesAreNear(last, estate)
        && last.estate.providers().equals(estate.providers())
        && last.estate.roundTrips().equals(estate.roundTrips());
  }

  /** Whether zones mean the same to those who add nothing to what they have. */
  private static boolean zonesAreNear(Passed last, Estate estate) {
    List<Zone> before = last.estate.zones();
    List<Zone> now = estate.zones();
    if (before.size() != now.size()) {
      return false;
    }
    for (int z = 0; z < now.size(); z++) {
      if (!now.get(z).equals(before.get(z))
          && !differInRoom(before.get(z), now.get(z), last.shapes)) {
        return false;
      }
    }
    return true;
  }

  /**
   * Whether zones differ in nothing but how much room there is. It counts where somebody adds
   * something, and there it is added up. To the others it says whether the zone is measured,
   * whether one replica fits when it is empty, and whether a degraded zone is too full to stay.
   */
  private static boolean differInRoom(Zone before, Zone now, Set<Quantities> shapes) {
    if (!before.withCapacity(now.capacity()).equals(now)
        || now.health().degradedSince() != null
        || isMeasured(before) != isMeasured(now)) {
      return false;
    }
    Quantities usableBefore = before.capacity().usable();
    Quantities usable = now.capacity().usable();
    for (Quantities shape : shapes) {
      if (CheckerEstate.hostsOne(before.capacity(), usableBefore, shape)
          != CheckerEstate.hostsOne(now.capacity(), usable, shape)) {
        return false;
      }
    }
    return true;
  }

  private static boolean isMeasured(Zone zone) {
    return zone.capacity() instanceof Capacity.Measured measured && !measured.nodes().isEmpty();
  }

  /** Whether it is what passed, and adds nothing to what was there. */
  private static boolean isSame(
      Seen seen, Workload workload, @Nullable Placement before, Decision decision) {
    return decision.cause() == Decision.Cause.Unchanged
        && !(decision.outcome() instanceof Decision.Outcome.Kept)
        && seen.decision.equals(decision)
        && Objects.equals(seen.before, before)
        && seen.workload.equals(workload);
  }

  private static boolean restOnOthers(
      Passed last,
      Estate estate,
      List<Workload> changed,
      List<Decision> decided,
      Map<WorkloadId, Placement> placements) {
    for (Decision decision : decided) {
      if (decision.cause() == Decision.Cause.Preempted || evicts(decision.contingency())) {
        return true;
      }
    }
    for (Seen seen : last.seen.values()) {
      if (seen.evicts) {
        return true;
      }
    }
    Set<WorkloadId> related = related(last.estate);
    related.addAll(related(estate));
    for (Workload workload : changed) {
      Placement before = placements.get(workload.id());
      if (related.contains(workload.id()) || before != null && evicts(before.contingency())) {
        return true;
      }
    }
    // Who is gone may have been needed.
    if (related.isEmpty()) {
      return false;
    }
    Set<WorkloadId> there = new HashSet<>();
    estate.workloads().forEach(w -> there.add(w.id()));
    return last.estate.workloads().stream().anyMatch(w -> !there.contains(w.id()));
  }

  /** Workloads with a relation to another, and those others. */
  private static Set<WorkloadId> related(Estate estate) {
    Set<WorkloadId> related = new HashSet<>();
    for (Workload workload : estate.workloads()) {
      for (Workload.Affinity affinity : workload.affinity()) {
        related.add(workload.id());
        related.add(new WorkloadId(workload.id().namespace(), affinity.with()));
      }
      for (Workload.Affinity affinity : workload.antiAffinity()) {
        related.add(workload.id());
        related.add(new WorkloadId(workload.id().namespace(), affinity.with()));
      }
    }
    return related;
  }

  private static boolean evicts(List<Contingency> contingency) {
    for (Contingency each : contingency) {
      if (!each.evicts().isEmpty()) {
        return true;
      }
    }
    return false;
  }

  private static Map<WorkloadId, Placement> placements(Estate estate) {
    Map<WorkloadId, Placement> placements = new HashMap<>(estate.placements().size() * 2);
    estate.placements().forEach(p -> placements.put(p.id(), p));
    return placements;
  }

  private static Set<List<Workload.Tolerate>> tolerated(Estate estate) {
    Set<List<Workload.Tolerate>> tolerated = new HashSet<>();
    estate.workloads().forEach(w -> tolerated.add(w.tolerate()));
    return tolerated;
  }
}
