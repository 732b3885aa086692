package cloud.bleu.placement.check;

import cloud.bleu.placement.estate.Workload;
import cloud.bleu.placement.model.Assignment;
import cloud.bleu.placement.model.ZoneState;
import java.util.ArrayList;
import java.util.List;

/** What a single zone may take: allowed, in state, within {@code perZone} and the round trip. */
final class CheckerZones {
  private final CheckerFindings findings;

  CheckerZones(CheckerFindings findings) {
    this.findings = findings;
  }

  void check(CheckerWorkload w) {
    int[] sent = w.recovery.sent();
    String last = null;
    for (Assignment a : w.decision.assignments()) {
      if (last != null && last.compareTo(a.zone()) >= 0) {
        findings.add("OrderWrong", w, "assignments are sorted by zone, one a zone: " + a.zone());
      }
      if (a.replicas() < 0 || a.home() < 0 || a.replicas() + a.home() == 0) {
        findings.add("AssignmentWrong", w, a.toString());
      }
      last = a.zone();
    }
    for (int z = 0; z < w.has.length; z++) {
      if (w.added(z) > 0) {
        checkAddition(w, z, w.added(z) <= sent[z]);
      }
    }
    checkFewest(w, sent);
  }

  /** What leaves a drained zone may come to zones that hold fewer than they are to; no more. */
  private void checkFewest(CheckerWorkload w, int[] sent) {
    List<Integer> under = new ArrayList<>();
    int added = 0;
    for (int z = 0; z < w.places.zones && !w.incident(); z++) {
      boolean goingHome = w.has[z] <= w.hadHome[z];
      if (w.added(z) > sent[z] && !goingHome && w.has[z] < w.spec.perZoneMin()) {
        under.add(z);
        added += w.added(z);
      }
    }
    if (added > w.leftWithDrained()) {
      for (int z : under) {
        findings.add(
            "PerZoneMin",
            w,
            w.has[z] + " in " + w.places.name(z) + ", at least " + w.spec.perZoneMin());
      }
    }
  }

  private void checkAddition(CheckerWorkload w, int z, boolean byContingency) {
    String zone = w.places.name(z);
    if (!w.places.exists(z)) {
      findings.add("ZoneGone", w, "added to " + zone + ", which is gone");
      return;
    }
    if (w.places.zone(z).state() != ZoneState.Active) {
      findings.add(
          "ZoneNotActive", w, "added to " + zone + ", which is " + w.places.zone(z).state());
    } else if (w.failover.lost(z)) {
      findings.add("ZoneNotActive", w, "added to " + zone + ", which counts as lost for it");
    }
    if (w.places.zone(z).unhealthySince() != null && !w.failover.lost(z)) {
      findings.add("ZoneNotActive", w, "added to " + zone + ", which is silent");
    }
    if (w.places.zone(z).isClosed()) {
      findings.add("ZoneNotActive", w, "added to " + zone + ", which takes nothing new");
    }
    if (!w.rules.allows(z)) {
      findings.add("ZoneNotAllowed", w, "added to " + zone + ", which its rules exclude");
    }
    Integer max = w.spec.perZoneMax();
    if (max != null && w.has[z] > max) {
      findings.add("PerZoneMax", w, w.has[z] + " in " + zone + ", at most " + max);
    }
    if (!byContingency) {
      checkRoundTrip(w, z);
    }
  }

  private void checkRoundTrip(CheckerWorkload w, int z) {
    Workload.Replication r = w.spec.replication();
    if (r == null || r.maxRoundTripMicros() == null) {
      return;
    }
    for (int other = 0; other < w.has.length; other++) {
      if (w.has[other] > 0 && !w.places.within(z, other, r.maxRoundTripMicros())) {
        findings.add(
            "RoundTrip",
            w,
            w.places.name(z)
                + " and "
                + w.places.name(other)
                + " are "
                + w.places.roundTrip(z, other)
                + " µs apart, at most "
                + r.maxRoundTripMicros());
      }
    }
  }
}
