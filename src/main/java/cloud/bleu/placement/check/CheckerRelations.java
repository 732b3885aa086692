package cloud.bleu.placement.check;

import cloud.bleu.placement.estate.Decision;
import cloud.bleu.placement.estate.Workload;
import cloud.bleu.placement.model.Scope;
import cloud.bleu.placement.model.WorkloadId;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Required affinity and anti-affinity, of what is placed and of what each protected loss leaves.
 */
final class CheckerRelations {
  private final CheckerEstate places;
  private final Map<WorkloadId, CheckerWorkload> workloads;
  private final CheckerFindings findings;

  CheckerRelations(
      CheckerEstate places, Map<WorkloadId, CheckerWorkload> workloads, CheckerFindings findings) {
    this.places = places;
    this.workloads = workloads;
    this.findings = findings;
  }

  void check() {
    workloads.values().forEach(this::check);
  }

  /** Looks at what one workload asks of others. */
  void check(CheckerWorkload a) {
    for (Workload.Affinity affinity : a.spec.affinity()) {
      if (affinity.required()) {
        checkTogether(a, affinity);
      }
    }
    for (Workload.Affinity affinity : a.spec.antiAffinity()) {
      CheckerWorkload b = other(a, affinity);
      if (affinity.required() && b != null && b != a) {
        checkApart(a, b, affinity.topology());
      }
    }
  }

  private @org.jspecify.annotations.Nullable CheckerWorkload other(
      CheckerWorkload a, Workload.Affinity affinity) {
    return workloads.get(new WorkloadId(a.spec.id().namespace(), affinity.with()));
  }

  private void checkTogether(CheckerWorkload a, Workload.Affinity affinity) {
    CheckerWorkload b = other(a, affinity);
    if (a.fixed()) {
      return;
    }
    if (b == null) {
      // What runs is not stopped by it: it leaves what it has to, goes home, and is evacuated.
      if (a.recovery.fresh() > 0) {
        findings.add("AffinityTargetMissing", a, affinity.with() + " is not there");
      }
      return;
    }
    int[] hasA = counts(affinity.topology(), a.has);
    int[] hadA = counts(affinity.topology(), a.had);
    int[] hasB = counts(affinity.topology(), b.has);
    boolean unmet = false;
    int[] sent = counts(affinity.topology(), a.recovery.sent());
    for (int d = 0; d < hasA.length; d++) {
      if (hasA[d] > 0 && hasB[d] == 0) {
        unmet = true;
        if (hasA[d] > hadA[d] + sent[d]) {
          findings.add("Affinity", a, value(affinity, d) + " does not hold " + b.spec.id());
        }
      }
    }
    for (CheckerEvents.Protected p : a.events.all) {
      if (a.inside(p.zones()) == 0) {
        continue;
      }
      unmet |= isLeftWithout(a, affinity, p.zones(), false);
      int[] yA = counts(affinity.topology(), outcome(a, p.zones()));
      List<int[]> ysB = outcomes(b, p.zones(), affinity.topology());
      int[] survivors = counts(affinity.topology(), a.recovery.afterLoss(p.zones(), List.of()));
      for (int d = 0; d < yA.length; d++) {
        int domain = d;
        if (yA[d] > 0 && ysB.stream().allMatch(y -> y[domain] == 0)) {
          unmet = true;
          // What stands without it already is reported above; the loss makes nothing worse.
          boolean already = hasA[d] > 0 && hasB[d] == 0;
          if (a.mustSurvive() && !already || yA[d] > survivors[d] && !a.incident()) {
            findings.add(
                "AffinityAfterLoss",
                a,
                value(affinity, d)
                    + " does not hold "
                    + b.spec.id()
                    + " after the loss of "
                    + places.write(p.zones()));
          }
        }
      }
    }
    report(a, unmet);
  }

  /**
   * Whether a loss leaves replicas in a domain where it leaves none of some target of required
   * affinity: it takes them, they are evicted at it, or the moves of the target are not made. What
   * stands without it already the loss makes no worse.
   *
   * @param strictly by the narrow reading of who answers for that loss, as in {@link #outcomes};
   *     false: by the wide one
   */
  boolean isLeftWithout(CheckerWorkload a, BitSet lost, boolean strictly) {
    return a.spec.affinity().stream()
        .anyMatch(affinity -> affinity.required() && isLeftWithout(a, affinity, lost, strictly));
  }

  private boolean isLeftWithout(
      CheckerWorkload a, Workload.Affinity affinity, BitSet lost, boolean strictly) {
    CheckerWorkload b = other(a, affinity);
    if (b == null) {
      return false;
    }
    int[] hasA = counts(affinity.topology(), a.has);
    int[] hasB = counts(affinity.topology(), b.has);
    int[] evicted = counts(affinity.topology(), b.evictedAt(lost, b.has));
    List<int[]> ysA = made(a, lost, affinity.topology());
    List<int[]> ysB = made(b, lost, affinity.topology());
    for (int d = 0; d < evicted.length; d++) {
      int domain = d;
      boolean already = hasA[d] > 0 && hasB[d] == 0;
      Predicate<int[]> left = y -> y[domain] > 0;
      Predicate<int[]> gone = y -> y[domain] <= evicted[domain];
      if (!already
          && (strictly
              ? ysA.stream().anyMatch(left) && ysB.stream().anyMatch(gone)
              : ysA.stream().allMatch(left) && ysB.stream().allMatch(gone))) {
        return true;
      }
    }
    return false;
  }

  /** As {@link #outcomes}, with those moves alone that are made. */
  private List<int[]> made(CheckerWorkload w, BitSet event, Scope topology) {
    return w.fixed()
        ? List.of(counts(topology, w.recovery.afterLoss(event, List.of())))
        : outcomes(w, event, topology);
  }

  private void checkApart(CheckerWorkload a, CheckerWorkload b, Scope topology) {
    int[] hasA = counts(topology, a.has);
    int[] hasB = counts(topology, b.has);
    int[] hadA = counts(topology, a.had);
    int[] hadB = counts(topology, b.had);
    boolean unmet = false;
    for (int d = 0; d < hasA.length; d++) {
      if (hasA[d] > 0 && hasB[d] > 0) {
        unmet = true;
        CheckerWorkload who = hasA[d] > hadA[d] ? a : b;
        if (hasA[d] > hadA[d] || hasB[d] > hadB[d]) {
          findings.add(
              "AntiAffinity", who, a.spec.id() + " and " + b.spec.id() + " share a " + topology);
        }
      }
    }
    Set<BitSet> events = new HashSet<>();
    for (CheckerWorkload w : List.of(a, b)) {
      for (CheckerEvents.Protected p : w.events.all) {
        if (w.inside(p.zones()) > 0) {
          events.add(p.zones());
        }
      }
    }
    for (BitSet e : events) {
      List<int[]> ysA = outcomes(a, e, topology);
      List<int[]> ysB = outcomes(b, e, topology);
      for (int d = 0; d < hasA.length; d++) {
        int domain = d;
        boolean survivors =
            hasA[d] > 0 && hasB[d] > 0; // Reported above; the loss makes nothing worse.
        if (!survivors
            && !givesWay(a, b, topology, d)
            && !givesWay(b, a, topology, d)
            && ysA.stream().allMatch(y -> y[domain] > 0)
            && ysB.stream().allMatch(y -> y[domain] > 0)) {
          findings.add(
              "AntiAffinityAfterLoss",
              a.fixed() ? b : a,
              a.spec.id()
                  + " and "
                  + b.spec.id()
                  + " share a "
                  + topology.name()
                  + " after the loss of "
                  + places.write(e));
        }
      }
    }
    report(a, unmet);
  }

  /**
   * Whether moves that nothing changes lead to where another stands, or came by its own moves. They
   * are not made while it is there.
   */
  private boolean givesWay(CheckerWorkload fixed, CheckerWorkload other, Scope topology, int d) {
    int has = counts(topology, other.has)[d];
    int had = counts(topology, other.had)[d] + counts(topology, other.recovery.sent())[d];
    return fixed.fixed() && has > 0 && has <= had;
  }

  private void report(CheckerWorkload a, boolean unmet) {
    if (a.decision.outcome() instanceof Decision.Outcome.Kept) {
      return;
    }
    if (unmet && a.decision.shortfalls().stream().noneMatch(r -> r.code().contains("Affinity"))) {
      findings.add("ShortfallMissing", a, "a relation is not met and no shortfall says so");
    }
  }

  /** Counts after the loss, by the event itself and by the one that answers for it. */
  private List<int[]> outcomes(CheckerWorkload w, BitSet event, Scope topology) {
    List<int[]> outcomes = new ArrayList<>();
    outcomes.add(counts(topology, outcome(w, event)));
    if (w.events.exactly(event) == null) {
      outcomes.add(counts(topology, w.recovery.afterLoss(event, List.of())));
    }
    return outcomes;
  }

  private static int[] outcome(CheckerWorkload w, BitSet event) {
    return w.recovery.afterLoss(event, w.recovery.movesFor(event, w.recovery.answering(event)));
  }

  private String value(Workload.Affinity affinity, int domain) {
    return affinity.topology().name()
        + " "
        + places.partition(affinity.topology()).values().get(domain);
  }

  private int[] counts(Scope topology, int[] replicas) {
    CheckerEstate.Partition p = places.partition(topology);
    int[] counts = new int[p.values().size()];
    for (int z = 0; z < places.zones; z++) {
      if (p.valueOf()[z] >= 0) {
        counts[p.valueOf()[z]] += replicas[z];
      }
    }
    return counts;
  }
}
