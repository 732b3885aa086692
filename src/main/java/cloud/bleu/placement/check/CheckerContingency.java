package cloud.bleu.placement.check;

import cloud.bleu.placement.estate.Workload;
import cloud.bleu.placement.model.Contingency;
import cloud.bleu.placement.model.WorkloadId;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Checks the evacuation plan: it is complete, it leads only to where replicas may go, and what a
 * loss leaves meets the requirements of the workload.
 */
final class CheckerContingency {
  private final Map<WorkloadId, CheckerWorkload> workloads;
  private final CheckerFindings findings;
  private final CheckerSpread spread;

  /** Evictions by loss, victim and zone, of all that were looked at. */
  private final Map<Promised, Integer> promised = new HashMap<>();

  private record Promised(BitSet zones, WorkloadId victim, String zone) {}

  CheckerContingency(
      Map<WorkloadId, CheckerWorkload> workloads, CheckerFindings findings, CheckerSpread spread) {
    this.workloads = workloads;
    this.findings = findings;
    this.spread = spread;
  }

  void check(CheckerWorkload w) {
    checkPublished(w);
    String survival = null;
    for (CheckerEvents.Protected p : w.events.all) {
      if (w.inside(p.zones()) == 0) {
        continue;
      }
      Contingency c = w.recovery.decided(p.zones());
      if (c == null) {
        findings.add("ContingencyMissing", w, "nothing says what follows " + name(w, p));
        continue;
      }
      String unmet = checkKeep(w, p, c);
      survival = unmet == null ? survival : unmet;
      unmet = checkMoves(w, p, c);
      survival = unmet == null ? survival : unmet;
      checkEvictions(w, p, c);
    }
    boolean told =
        w.decision.shortfalls().stream()
            .anyMatch(r -> r.code().startsWith("Survival") || r.code().equals("DataBound"));
    if (survival != null && !told) {
      findings.add("ShortfallMissing", w, "survival is not met, no shortfall says so: " + survival);
    } else if (survival == null && told) {
      findings.add("ShortfallFalse", w, "every loss is survived as asked, a shortfall says not");
    }
  }

  private void checkPublished(CheckerWorkload w) {
    Set<BitSet> seen = new HashSet<>();
    Contingency.Event last = null;
    for (Contingency c : w.decision.contingency()) {
      BitSet zones = w.places.zonesOf(c.event());
      if (w.events.exactly(zones) == null) {
        findings.add(
            "ContingencyUnknown", w, c.event() + " is not an event it is protected against");
      } else if (w.inside(zones) == 0) {
        findings.add("ContingencyIdle", w, "it has nothing in " + c.event());
      }
      if (!seen.add(zones)) {
        findings.add("ContingencyTwice", w, c.event() + " takes zones another one takes already");
      }
      if (last != null && last.compareTo(c.event()) >= 0) {
        findings.add("OrderWrong", w, "contingency is sorted by event; " + c.event());
      }
      last = c.event();
      int left = w.total() - w.inside(zones) - w.evicted(zones, w.has);
      if (c.keeps() != left) {
        findings.add("KeepsWrong", w, c.event() + " leaves " + left + ", not " + c.keeps());
      }
    }
  }

  private @org.jspecify.annotations.Nullable String checkKeep(
      CheckerWorkload w, CheckerEvents.Protected p, Contingency c) {
    int[] heard = w.heard();
    int known = CheckerWorkload.inside(p.zones(), heard);
    int outside = w.total() - w.inside(p.zones());
    // What a higher priority evicts at the loss is none of its own doing, and left it is not.
    if (outside < p.keepHard() && w.mustSurvive()) {
      findings.add("Keep", w, c.event() + " leaves " + outside + ", keep asks " + p.keepHard());
    }
    int left = outside - w.evicted(p.zones(), w.has);
    if (left < p.keep()) {
      return c.event() + " leaves " + left + ", keep asks " + p.keep();
    }
    int leftHeard = Arrays.stream(heard).sum() - known - w.evicted(p.zones(), heard);
    return known > 0 && leftHeard < p.keep()
        ? c.event() + " leaves " + leftHeard + " of which is known that they run"
        : null;
  }

  private @org.jspecify.annotations.Nullable String checkMoves(
      CheckerWorkload w, CheckerEvents.Protected p, Contingency c) {
    if (!p.reserved() || w.bound()) {
      if (!c.moves().isEmpty() || !c.evicts().isEmpty()) {
        findings.add(
            w.bound() ? "DataBound" : "MovesUnasked",
            w,
            c.event() + ": replicas are re-created by a plan that may not hold one");
      }
      if (p.reserved() && p.reservedHard() && w.mustSurvive()) {
        findings.add("DataBound", w, c.event() + " asks for reserved room, its data cannot move");
      }
      return p.reserved() ? "DataBound" : null;
    }
    int[] leaving = new int[w.has.length];
    Contingency.Move last = null;
    for (Contingency.Move m : c.moves()) {
      int from = w.places.find(m.from());
      int to = w.places.find(m.to());
      boolean ordered =
          last == null
              || last.from().compareTo(m.from()) < 0
              || last.from().equals(m.from()) && last.to().compareTo(m.to()) < 0;
      if (!ordered || m.replicas() <= 0) {
        findings.add(
            "OrderWrong", w, c.event() + ": moves are sorted, one a pair, at least 1: " + m);
      }
      last = m;
      if (from < 0 || !p.zones().get(from)) {
        findings.add("MoveFrom", w, c.event() + " does not take " + m.from());
        continue;
      }
      leaving[from] += m.replicas();
      if (to < 0 || !w.places.exists(to) || p.zones().get(to)) {
        findings.add("MoveTo", w, c.event() + ": " + m.to() + " is lost with it, or not there");
      } else if (!w.failover.open(to)) {
        findings.add("MoveTo", w, c.event() + ": " + m.to() + " may take nothing new of it");
      } else {
        checkReplication(w, p, c, from, to);
      }
    }
    String incomplete = null;
    for (int z = p.zones().nextSetBit(0); z >= 0; z = p.zones().nextSetBit(z + 1)) {
      if (leaving[z] > w.has[z]) {
        findings.add("MoveTooMany", w, c.event() + ": " + leaving[z] + " from " + w.places.name(z));
      } else if (leaving[z] < w.has[z]) {
        incomplete =
            c.event()
                + ": room is held for "
                + leaving[z]
                + " of "
                + w.has[z]
                + " in "
                + w.places.name(z);
      }
    }
    if (incomplete != null && p.reservedHard() && w.mustSurvive()) {
      findings.add("NotReserved", w, incomplete);
    }
    if (!c.moves().isEmpty()) {
      checkAfter(w, p, c, incomplete == null);
    }
    return p.reserved() ? incomplete : null;
  }

  private void checkReplication(
      CheckerWorkload w, CheckerEvents.Protected p, Contingency c, int from, int to) {
    Workload.Replication r = w.spec.replication();
    if (r == null) {
      return;
    }
    if (p.synchronous() && r.maxRoundTripMicros() != null) {
      for (int z = 0; z < w.has.length; z++) {
        if (w.has[z] > 0 && !w.places.within(to, z, r.maxRoundTripMicros())) {
          findings.add(
              "RoundTrip",
              w,
              c.event() + ": " + w.places.name(to) + " is too far from " + w.places.name(z));
        }
      }
    }
    if (p.asynchronous() && r.minDistanceMetres() != null) {
      Long metres = w.places.metres(from, to);
      if (metres == null || metres < r.minDistanceMetres()) {
        findings.add(
            "Distance",
            w,
            c.event()
                + ": "
                + w.places.name(to)
                + " is "
                + metres
                + " m from "
                + w.places.name(from)
                + ", at least "
                + r.minDistanceMetres());
      }
    }
  }

  /** Survivors and what is re-created, together. */
  private void checkAfter(
      CheckerWorkload w, CheckerEvents.Protected p, Contingency c, boolean complete) {
    int[] survivors = w.recovery.afterLoss(p.zones(), List.of());
    int[] y = w.recovery.afterLoss(p.zones(), c.moves());
    for (int z = 0; z < w.places.zones; z++) {
      Integer max = w.spec.perZoneMax();
      if (y[z] > survivors[z] && max != null && y[z] > max) {
        findings.add(
            "PerZoneMax", w, c.event() + ": " + y[z] + " in " + w.places.name(z) + " after it");
      }
    }
    Workload.Replication r = w.spec.replication();
    if (r != null && r.maxRoundTripMicros() != null) {
      for (int a = 0; a < y.length; a++) {
        for (int b = 0; b < y.length; b++) {
          if (y[a] > survivors[a] && y[b] > 0 && !w.places.within(a, b, r.maxRoundTripMicros())) {
            findings.add(
                "RoundTrip",
                w,
                c.event() + ": " + w.places.name(a) + " is too far from " + w.places.name(b));
          }
        }
      }
    }
    for (Workload.Spread s : w.spec.spread()) {
      String breach = s.hard() ? spread.breach(w, s, survivors, y, p.zones(), complete) : null;
      if (breach != null) {
        findings.add("SpreadAfterLoss", w, breach);
      }
    }
  }

  private void checkEvictions(CheckerWorkload w, CheckerEvents.Protected p, Contingency c) {
    for (Contingency.Eviction e : c.evicts()) {
      CheckerWorkload victim = workloads.get(e.workload());
      int z = w.places.find(e.zone());
      if (victim == null || z < 0 || p.zones().get(z) || e.replicas() <= 0) {
        findings.add("EvictionWrong", w, c.event() + ": nothing such to evict: " + e);
        continue;
      }
      if (victim.has[z] < e.replicas()) {
        findings.add("EvictionWrong", w, c.event() + ": only " + victim.has[z] + " to evict: " + e);
      }
      Promised key = new Promised(p.zones(), e.workload(), e.zone());
      int all = promised.merge(key, e.replicas(), Integer::sum);
      if (victim.has[z] >= e.replicas() && victim.has[z] < all) {
        findings.add(
            "EvictionWrong",
            w,
            c.event()
                + ": with what others evict, only "
                + victim.has[z]
                + " of "
                + all
                + ": "
                + e);
      }
      if (victim.priority >= w.priority || !w.preempts) {
        findings.add("EvictionPriority", w, c.event() + ": it may not evict " + e.workload());
      }
      if (c.moves().stream().noneMatch(m -> m.to().equals(e.zone()))) {
        findings.add("EvictionWrong", w, c.event() + ": nothing moves there: " + e);
      }
    }
  }

  private static String name(CheckerWorkload w, CheckerEvents.Protected p) {
    return "the loss of " + w.places.write(p.zones());
  }
}
