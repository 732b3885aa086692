package cloud.bleu.placement.check;

import cloud.bleu.placement.estate.BoundRule;
import cloud.bleu.placement.estate.Decision;
import cloud.bleu.placement.estate.Verdict;
import cloud.bleu.placement.estate.Workload;
import cloud.bleu.placement.model.Basis;
import cloud.bleu.placement.model.Contingency;
import cloud.bleu.placement.model.Provenance;
import cloud.bleu.placement.model.Scope;
import cloud.bleu.placement.model.Zone;
import cloud.bleu.placement.model.ZoneState;
import java.util.BitSet;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Checks what a decision says of itself: tolerated losses, rejected zones, violations. */
final class CheckerClaims {
  private static final List<Scope> ALWAYS =
      List.of(Scope.ZONE, Scope.SITE, Scope.REGION, Scope.PROVIDER);

  private final CheckerRelations relations;
  private final CheckerFindings findings;

  CheckerClaims(CheckerRelations relations, CheckerFindings findings) {
    this.relations = relations;
    this.findings = findings;
  }

  void check(CheckerWorkload w) {
    if (w.decision.outcome() instanceof Decision.Outcome.Kept) {
      if (!w.decision.tolerates().isEmpty()) {
        findings.add(
            "ToleranceWrong", w, "what is only kept was not looked at, and claims nothing");
      }
      return;
    }
    checkTolerances(w);
    if (w.spec.suspended()) {
      checkStandstill(w);
    } else {
      checkRejected(w);
      checkUnseen(w);
    }
  }

  private void checkTolerances(CheckerWorkload w) {
    Set<Scope> counted = new LinkedHashSet<>(ALWAYS);
    w.spec.tolerate().forEach(t -> counted.add(t.of()));
    Set<Scope> claimed = new HashSet<>();
    for (Decision.Tolerance t : w.decision.tolerates()) {
      if (!claimed.add(t.scope()) || t.count() != 1 || !counted.contains(t.scope())) {
        findings.add("ToleranceWrong", w, "one value at a time, of a known scope, once: " + t);
      }
      checkAssumed(w, t);
    }
    int[] heard = w.heard();
    if (CheckerWorkload.sum(heard) == 0) {
      if (!claimed.isEmpty()) {
        findings.add("ToleranceFalse", w, "nobody knows that any of it runs");
      }
      return;
    }
    for (Scope scope : counted) {
      if (claimed.contains(scope) && !survives(w, heard, scope, false)) {
        findings.add("ToleranceFalse", w, "it does not survive the loss of a " + scope.name());
      }
      if (!claimed.contains(scope)
          && !exposed(w, heard, scope).isEmpty()
          && survives(w, heard, scope, true)) {
        findings.add("ToleranceMissing", w, "it survives the loss of any one " + scope.name());
      }
    }
  }

  /** The moves of a suspended workload are not made, so no room is held for what a loss takes. */
  private void checkStandstill(CheckerWorkload w) {
    boolean told =
        w.decision.shortfalls().stream()
            .anyMatch(r -> r.code().startsWith("Survival") || r.code().equals("DataBound"));
    for (CheckerEvents.Protected p : w.events.all) {
      if (!told && p.reserved() && w.inside(p.zones()) > 0) {
        findings.add(
            "ShortfallMissing", w, "nothing moves at the loss of " + w.places.write(p.zones()));
      }
    }
  }

  private static List<BitSet> exposed(CheckerWorkload w, int[] heard, Scope scope) {
    return w.places.partition(scope).members().stream()
        .filter(e -> CheckerWorkload.inside(e, heard) > 0)
        .toList();
  }

  /**
   * Whether each loss of a value leaves or moves something, and does what is asked of it, or, where
   * nobody asks anything of it, what is asked of each smaller loss inside.
   *
   * @param heard replicas by place of which it is known that they run
   * @param strictly by the narrow reading where docs/placement.md leaves two; false: by the wide
   *     one
   */
  private boolean survives(CheckerWorkload w, int[] heard, Scope scope, boolean strictly) {
    if (strictly && w.bound()) {
      return false;
    }
    boolean asynchronous =
        w.spec.tolerate().stream()
            .anyMatch(t -> t.of().equals(scope) && t.copy() == Workload.DataCopy.Asynchronous);
    for (BitSet event : exposed(w, heard, scope)) {
      int outside = outside(w, event, heard);
      CheckerEvents.Protected asked = w.recovery.answering(event);
      boolean outlived =
          asked == null
              ? outside > 0
                  && w.events.within(event).stream()
                      .allMatch(p -> holds(w, heard, p.zones(), p, strictly))
              : outside + moved(w, heard, event, asked) > 0
                  && holds(w, heard, event, asked, strictly);
      if (!outlived || relations.isLeftWithout(w, event, strictly)) {
        return false;
      }
      int n = w.spec.replicas();
      boolean quorumAsked = w.spec.quorum() && (strictly || !asynchronous);
      // Members that do not run are not left: what is asked for outlives nothing.
      if (quorumAsked && (outside < n / 2 + 1 || strictly && n % 2 == 0)) {
        return false;
      }
    }
    return true;
  }

  /** Whether a loss does what is asked of an event, which takes these zones and maybe others. */
  private boolean holds(
      CheckerWorkload w, int[] heard, BitSet lost, CheckerEvents.Protected p, boolean strictly) {
    int inside = CheckerWorkload.inside(lost, heard);
    return inside == 0
        || outside(w, lost, heard) >= p.keep()
            && (!p.reserved() || moved(w, heard, lost, p) >= inside)
            && !relations.isLeftWithout(w, lost, strictly);
  }

  /** Replicas that are left of those known to run, without those that others evict then. */
  private static int outside(CheckerWorkload w, BitSet lost, int[] heard) {
    return CheckerWorkload.sum(heard)
        - CheckerWorkload.inside(lost, heard)
        - w.evicted(lost, heard);
  }

  /**
   * Replicas known to run in zones that are lost whom the moves of an event start elsewhere: those
   * of a suspended workload start nobody.
   */
  private static int moved(CheckerWorkload w, int[] heard, BitSet lost, CheckerEvents.Protected p) {
    if (w.spec.suspended()) {
      return 0;
    }
    int moved = 0;
    for (Contingency.Move m : w.recovery.movesFor(lost, p)) {
      int from = w.places.find(m.from());
      moved += from >= 0 && heard[from] > 0 ? m.replicas() : 0;
    }
    return moved;
  }

  private void checkAssumed(CheckerWorkload w, Decision.Tolerance t) {
    if (t.scope().equals(Scope.ZONE)) {
      return;
    }
    boolean inUse = false;
    boolean anywhere = false;
    Set<Integer> refuges = new HashSet<>();
    w.decision.contingency().stream()
        .flatMap(c -> c.moves().stream())
        .forEach(m -> refuges.add(w.places.find(m.to())));
    for (int z = 0; z < w.places.zones; z++) {
      Zone zone = w.places.zone(z);
      Provenance p = t.scope().isHazard() ? zone.failureDomainsProvenance() : zone.siteProvenance();
      boolean assumption = p.basis() == Basis.Assumption;
      inUse |= assumption && w.has[z] > 0;
      anywhere |= assumption && (w.has[z] > 0 || refuges.contains(z));
    }
    if (t.assumed() && !anywhere || !t.assumed() && inUse) {
      findings.add("AssumedWrong", w, t + ": the facts it rests on say otherwise");
    }
  }

  private void checkRejected(CheckerWorkload w) {
    Set<String> running = new HashSet<>();
    w.decision.violations().forEach(v -> running.add(v.zone()));
    for (int z = 0; z < w.places.zones; z++) {
      Zone zone = w.places.zone(z);
      List<Verdict> told = w.decision.rejected().get(zone.name());
      if (zone.state() != ZoneState.Active && told == null) {
        findings.add("RejectedIncomplete", w, zone.name() + " is " + zone.state() + ", not told");
      }
      if (w.rules.allows(z)) {
        continue;
      }
      if (w.has[z] > 0 && !running.contains(zone.name())) {
        findings.add("ViolationMissing", w, "it runs in " + zone.name() + " against a rule");
      }
      for (BoundRule rule : w.spec.rules()) {
        Verdict v = w.rules.verdict(rule, z);
        if (v.excludes() && (told == null || !told.contains(v))) {
          findings.add(
              "RejectedIncomplete",
              w,
              zone.name() + ": " + v.rule() + " " + v.code() + " not told");
        }
      }
    }
  }

  /** Nothing is known of a zone without an object: it breaks every enforced rule. */
  private void checkUnseen(CheckerWorkload w) {
    for (int place = w.places.zones; place < w.places.places(); place++) {
      String zone = w.places.name(place);
      if (w.has[place] > 0
          && w.rules.failsUnseen(place)
          && w.decision.violations().stream().noneMatch(v -> v.zone().equals(zone))) {
        findings.add("ViolationMissing", w, "it runs in " + zone + ", of which nothing is known");
      }
    }
  }
}
