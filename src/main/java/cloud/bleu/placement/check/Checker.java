package cloud.bleu.placement.check;

import cloud.bleu.placement.estate.Decision;
import cloud.bleu.placement.estate.Estate;
import cloud.bleu.placement.estate.Placement;
import cloud.bleu.placement.estate.Plan;
import cloud.bleu.placement.estate.Workload;
import cloud.bleu.placement.model.Contingency;
import cloud.bleu.placement.model.WorkloadId;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Computes a plan again from zero and says what is wrong with it. Shares no code with the planner;
 * a plan with a finding is never used.
 */
public final class Checker {

  private final CheckerFindings findings = new CheckerFindings();
  private final Map<WorkloadId, CheckerWorkload> workloads = new LinkedHashMap<>();
  private @Nullable CheckerCapacity capacity;

  Checker() {}

  /**
   * Everything that is wrong with the plan for this estate; empty when nothing is. Never throws for
   * a plan that is merely wrong.
   */
  public static List<Finding> check(Estate estate, Plan plan) {
    return new Checker().run(estate, plan);
  }

  /** The room as it was added up last. */
  CheckerCapacity capacity() {
    return java.util.Objects.requireNonNull(capacity);
  }

  List<Finding> run(Estate estate, Plan plan) {
    Map<WorkloadId, Placement> placements = placements(estate);
    Map<WorkloadId, Decision> decisions = decisions(estate, plan);
    checkOrphans(estate, plan);
    CheckerEstate places = new CheckerEstate(estate, estate.placements(), plan.decisions());
    look(places, estate.workloads(), placements, decisions);
    relations(places).check();
    capacity = new CheckerCapacity(places, new ArrayList<>(workloads.values()), findings);
    capacity.check();
    return findings.all();
  }

  /**
   * Checks some of the workloads, which rest on no other but for room, in a plan that has one
   * decision for each workload, in their order.
   *
   * @param decided for those workloads, in the same order
   * @param placements those of the estate
   * @param events as those of the whole
   * @param others what each of the others adds to the room
   */
  List<Finding> run(
      Estate estate,
      Plan plan,
      List<Workload> some,
      List<Decision> decided,
      Map<WorkloadId, Placement> placements,
      List<BitSet> events,
      Collection<CheckerFootprint> others) {
    checkOrphans(estate, plan);
    List<Placement> own = new ArrayList<>();
    Map<WorkloadId, Decision> decisions = new HashMap<>();
    for (int i = 0; i < some.size(); i++) {
      Placement placement = placements.get(some.get(i).id());
      if (placement != null) {
        own.add(placement);
      }
      decisions.put(some.get(i).id(), decided.get(i));
    }
    CheckerEstate places = new CheckerEstate(estate, own, decided);
    look(places, some, placements, decisions);
    capacity =
        new CheckerCapacity(places, new ArrayList<>(workloads.values()), findings, events, others);
    capacity.check();
    return findings.all();
  }

  private CheckerRelations relations(CheckerEstate places) {
    return new CheckerRelations(places, workloads, findings);
  }

  private static Map<WorkloadId, Placement> placements(Estate estate) {
    Map<WorkloadId, Placement> placements = new HashMap<>();
    estate.placements().forEach(p -> placements.put(p.id(), p));
    return placements;
  }

  private void look(
      CheckerEstate places,
      List<Workload> specs,
      Map<WorkloadId, Placement> placements,
      Map<WorkloadId, Decision> decisions) {
    Map<List<Workload.Tolerate>, CheckerEvents> events = new HashMap<>();
    for (Workload w : specs) {
      Decision d = decisions.get(w.id());
      if (d != null) {
        workloads.put(
            w.id(),
            new CheckerWorkload(
                places,
                w,
                d,
                current(w, placements.get(w.id())),
                events.computeIfAbsent(w.tolerate(), t -> new CheckerEvents(t, places))));
      }
    }
    inheritPriorities();
    for (CheckerWorkload w : workloads.values()) {
      promise(places, w);
    }
    for (CheckerWorkload w : workloads.values()) {
      checkOutcome(w);
    }
    CheckerMotion motion = new CheckerMotion(workloads, findings);
    CheckerZones zones = new CheckerZones(findings);
    CheckerSpread spread = new CheckerSpread(findings);
    CheckerContingency contingency = new CheckerContingency(workloads, findings, spread);
    CheckerQuorum quorum = new CheckerQuorum(findings);
    CheckerClaims claims = new CheckerClaims(relations(places), findings);
    CheckerCost cost = new CheckerCost(findings);
    for (CheckerWorkload w : workloads.values()) {
      motion.check(w);
      if (!w.fixed()) {
        zones.check(w);
        spread.check(w);
        contingency.check(w);
        quorum.check(w);
        cost.check(w);
      }
      claims.check(w);
    }
    motion.checkTogether(places.estate);
  }

  /** Tells those whom the moves of a workload evict. */
  private void promise(CheckerEstate places, CheckerWorkload w) {
    w.recovery
        .decided()
        .forEach(
            (zones, item) -> {
              for (Contingency.Eviction e : item.evicts()) {
                CheckerWorkload victim = workloads.get(e.workload());
                int place = places.find(e.zone());
                if (victim != null && place >= 0) {
                  victim.promise(zones, place, e.replicas());
                }
              }
            });
  }

  private Map<WorkloadId, Decision> decisions(Estate estate, Plan plan) {
    Map<WorkloadId, Decision> decisions = new HashMap<>();
    Set<WorkloadId> known = new HashSet<>();
    estate.workloads().forEach(w -> known.add(w.id()));
    WorkloadId last = null;
    for (Decision d : plan.decisions()) {
      if (!known.contains(d.id())) {
        findings.add("WorkloadUnknown", d.id(), "a decision for a workload that is not there");
      } else if (decisions.putIfAbsent(d.id(), d) != null) {
        findings.add("DecisionTwice", d.id(), "more than one decision for it");
      }
      if (last != null && last.compareTo(d.id()) > 0) {
        findings.add("OrderWrong", d.id(), "decisions are sorted by workload; it follows " + last);
      }
      last = d.id();
    }
    for (WorkloadId id : known) {
      if (!decisions.containsKey(id)) {
        findings.add("DecisionMissing", id, "no decision for it");
      }
    }
    return decisions;
  }

  private void checkOrphans(Estate estate, Plan plan) {
    Set<WorkloadId> expected = new HashSet<>();
    int next = 0;
    // Both are sorted, and each name is there once.
    for (Placement p : estate.placements()) {
      List<Workload> all = estate.workloads();
      while (next < all.size()
          && !all.get(next).id().equals(p.id())
          && all.get(next).id().compareTo(p.id()) < 0) {
        next++;
      }
      Workload w = next < all.size() && all.get(next).id().equals(p.id()) ? all.get(next++) : null;
      if (w == null || current(w, p) == null) {
        expected.add(p.id());
      }
    }
    if (!expected.equals(new HashSet<>(plan.orphans()))
        || plan.orphans().size() != expected.size()) {
      findings.add(
          "OrphansWrong",
          (WorkloadId) null,
          "placements without their workload are " + expected + ", reported are " + plan.orphans());
    }
  }

  /**
   * The placement in force if it is this workload's: same name, and same uid where both have one.
   */
  private static @Nullable Placement current(Workload w, @Nullable Placement p) {
    boolean other = p != null && p.uid() != null && w.uid() != null && !p.uid().equals(w.uid());
    return other ? null : p;
  }

  /**
   * A required affinity target is as important as the most important of those who need it, and
   * preempts if one of these does that is as important.
   */
  private void inheritPriorities() {
    for (boolean changed = true; changed; ) {
      changed = false;
      for (CheckerWorkload w : workloads.values()) {
        for (Workload.Affinity a : w.spec.affinity()) {
          CheckerWorkload target = workloads.get(new WorkloadId(w.spec.id().namespace(), a.with()));
          if (a.required() && target != null && target.inherit(w)) {
            changed = true;
          }
        }
      }
    }
  }

  private void checkOutcome(CheckerWorkload w) {
    Decision d = w.decision;
    int asked = w.spec.replicas();
    int placed = w.total();
    if (d.outcome() instanceof Decision.Outcome.Kept) {
      return;
    }
    if (d.outcome() instanceof Decision.Outcome.Suspended != w.spec.suspended()) {
      findings.add("OutcomeWrong", w, "Suspended is the outcome of suspended workloads alone");
    }
    if (w.spec.suspended()) {
      return;
    }
    if (placed + d.missing() != asked) {
      findings.add(
          "CountWrong", w, asked + " asked, " + placed + " placed, " + d.missing() + " missing");
    }
    Decision.Outcome expected = d.outcome();
    boolean fits =
        expected instanceof Decision.Outcome.Placed && placed == asked
            || expected instanceof Decision.Outcome.PartlyPlaced && placed > 0 && placed < asked
            || expected instanceof Decision.Outcome.Unplaceable && placed == 0 && asked > 0;
    if (!fits) {
      findings.add("OutcomeWrong", w, expected + " with " + placed + " of " + asked + " placed");
    }
    if (placed > 0
        && placed < asked
        && w.totalBefore() == 0
        && CheckerWorkload.sum(w.hadHome) == 0
        && !(w.bound() && CheckerWorkload.sum(w.volumes) > 0)) {
      findings.add("FirstPlacementPartial", w, "a first placement is all or nothing: " + placed);
    }
    if (d.missing() == 0 && !d.relax().isEmpty()) {
      findings.add("RelaxationIdle", w, "everything is placed, nothing needs relaxing");
    }
    if (d.relax().size() > 10
        || d.relax().stream().anyMatch(r -> r.changes().isEmpty() || r.changes().size() > 3)) {
      findings.add("RelaxationBounds", w, "at most 10 sets, of 1 to 3 changes");
    }
  }
}
