package cloud.bleu.placement.check;

import cloud.bleu.placement.catalogue.DecisionWindow;
import cloud.bleu.placement.estate.Decision;
import cloud.bleu.placement.estate.Estate;
import cloud.bleu.placement.estate.Placement;
import cloud.bleu.placement.estate.Plan;
import cloud.bleu.placement.estate.Window;
import cloud.bleu.placement.estate.Workload;
import cloud.bleu.placement.model.Capacity;
import cloud.bleu.placement.model.Quantities;
import cloud.bleu.placement.model.WorkloadId;
import cloud.bleu.placement.model.Zone;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Checks plan after plan, and only what changed. A workload that passed is checked again when it,
 * its placement in force or its decision is another one. The others count with what they have where
 * it adds something. All are checked when a fact or a date that rules look at changes, when a zone
 * changes in more than its room, when what changed affects others by more than room (relations,
 * evictions), when anything is wrong, and once in an hour. For one thread at a time.
 */
public final class IncrementalChecker {
  private static final Duration WHOLE_EVERY = Duration.ofHours(1);

  /** If more than one workload in so many changed, all are checked. */
  private static final int FEW = 4;

  private @Nullable CheckerPassed passed;

  /** The time in which what passed means the same. */
  private @Nullable Window window;

  private int looked;

  /** Everything that is wrong with the plan, as {@link Checker#check} says it. */
  public List<Finding> check(Estate estate, Plan plan) {
    CheckerPassed last = isWholeDue(estate.now()) ? null : passed;
    passed = null;
    CheckerPassed now = last == null ? null : changes(last, estate, plan);
    if (now != null) {
      passed = now;
      return List.of();
    }
    looked = estate.workloads().size();
    Checker checker = new Checker();
    List<Finding> findings = checker.run(estate, plan);
    if (findings.isEmpty()) {
      passed = CheckerPassed.whole(estate, plan, checker.capacity());
      window = DecisionWindow.of(estate.now(), estate.zones(), estate.workloads());
    }
    return findings;
  }

  /** Whether all are to be looked at, whatever changed: nothing passed in the hour before. */
  public boolean isWholeDue(Instant now) {
    CheckerPassed last = passed;
    return last == null
        || now.isBefore(last.whole())
        || !now.isBefore(last.whole().plus(WHOLE_EVERY));
  }

  /** How many workloads were looked at last. */
  int looked() {
    return looked;
  }

  /** Looks at what changed; null when something is wrong or that is not enough to tell. */
  private @Nullable CheckerPassed changes(CheckerPassed last, Estate estate, Plan plan) {
    Window before = window;
    if (before == null
        || !before.holds(estate.now())
        || !near(last, estate)
        || plan.decisions().size() != estate.workloads().size()) {
      return null;
    }
    @Nullable Placement[] placements = CheckerPassed.placements(estate);
    CheckerPassed.@Nullable Seen[] seen = new CheckerPassed.Seen[placements.length];
    List<Workload> changed = new ArrayList<>();
    List<Decision> decided = new ArrayList<>();
    List<CheckerFootprint> others = new ArrayList<>(placements.length);
    Map<WorkloadId, Placement> ran = new HashMap<>();
    int next = 0;
    for (int i = 0; i < placements.length; i++) {
      Workload workload = estate.workloads().get(i);
      Decision decision = plan.decisions().get(i);
      if (!decision.id().equals(workload.id())) {
        return null;
      }
      next = last.find(workload, next);
      CheckerPassed.Seen known = last.seen(next);
      Placement placement = placements[i];
      if (known != null && isSame(known, workload, placement, decision)) {
        seen[i] = known;
        others.add(known.footprint());
        next++;
        continue;
      }
      changed.add(workload);
      decided.add(decision);
      if (placement != null) {
        ran.put(workload.id(), placement);
      }
    }
    boolean asAsked = last.areAsked(estate);
    Set<List<Workload.Tolerate>> tolerated =
        asAsked ? last.tolerated() : CheckerPassed.tolerated(estate);
    Set<WorkloadId> related = asAsked ? last.related() : CheckerPassed.related(estate);
    if (changed.size() * FEW > estate.workloads().size()
        || !last.tolerated().equals(tolerated)
        || restOnOthers(last, related, estate, changed, decided, ran)) {
      return null;
    }
    Checker checker = new Checker();
    if (!checker.run(estate, plan, changed, decided, ran, last.events(), others).isEmpty()) {
      return null;
    }
    looked = changed.size();
    window = DecisionWindow.of(estate.now(), estate.zones(), changed).with(before);
    return last.with(estate, plan, seen, changed, placements, checker.capacity(), related);
  }

  /** Whether facts mean the same. */
  private static boolean near(CheckerPassed last, Estate estate) {
    return zonesAreNear(last, estate)
        && last.estate().providers().equals(estate.providers())
        && last.estate().roundTrips().equals(estate.roundTrips());
  }

  /** Whether zones mean the same to those who add nothing to what they have. */
  private static boolean zonesAreNear(CheckerPassed last, Estate estate) {
    List<Zone> before = last.estate().zones();
    List<Zone> now = estate.zones();
    if (before.size() != now.size()) {
      return false;
    }
    for (int z = 0; z < now.size(); z++) {
      if (!now.get(z).equals(before.get(z))
          && !differInRoom(before.get(z), now.get(z), last.shapes())) {
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
    Quantities usableBefore = before.capacity().whole().usable();
    Quantities usable = now.capacity().whole().usable();
    for (Quantities shape : shapes) {
      if (CheckerEstate.hostsOne(before.capacity().whole(), usableBefore, shape)
          != CheckerEstate.hostsOne(now.capacity().whole(), usable, shape)) {
        return false;
      }
    }
    return true;
  }

  private static boolean isMeasured(Zone zone) {
    return zone.capacity().whole() instanceof Capacity.Measured measured
        && !measured.nodes().isEmpty();
  }

  /** Whether it is what passed, and adds nothing to what was there. */
  private static boolean isSame(
      CheckerPassed.Seen seen, Workload workload, @Nullable Placement before, Decision decision) {
    return decision.cause() == Decision.Cause.Unchanged
        && !(decision.outcome() instanceof Decision.Outcome.Kept)
        && seen.decision().equals(decision)
        && Objects.equals(seen.before(), before)
        && seen.workload().equals(workload);
  }

  private static boolean restOnOthers(
      CheckerPassed last,
      Set<WorkloadId> relatedNow,
      Estate estate,
      List<Workload> changed,
      List<Decision> decided,
      Map<WorkloadId, Placement> placements) {
    if (last.evicts()) {
      return true;
    }
    for (Decision decision : decided) {
      if (decision.cause() == Decision.Cause.Preempted
          || CheckerPassed.evicts(decision.contingency())) {
        return true;
      }
    }
    Set<WorkloadId> related = new HashSet<>(last.related());
    related.addAll(relatedNow);
    for (Workload workload : changed) {
      Placement before = placements.get(workload.id());
      if (related.contains(workload.id())
          || before != null && CheckerPassed.evicts(before.contingency())) {
        return true;
      }
    }
    // Who is gone may have been needed.
    if (related.isEmpty()) {
      return false;
    }
    Set<WorkloadId> there = new HashSet<>();
    estate.workloads().forEach(w -> there.add(w.id()));
    return last.estate().workloads().stream().anyMatch(w -> !there.contains(w.id()));
  }
}
