package cloud.bleu.placement.check;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;

/**
 * Checks that a workload that votes keeps a majority whatever is lost, and that its decision has a
 * shortfall where it does not.
 */
final class CheckerQuorum {
  private final CheckerFindings findings;

  CheckerQuorum(CheckerFindings findings) {
    this.findings = findings;
  }

  void check(CheckerWorkload w) {
    if (!w.spec.quorum() || w.total() == 0) {
      return;
    }
    int n = w.spec.replicas();
    String unmet = n % 2 == 0 ? "a quorum has an odd number of replicas, not " + n : null;
    String wrong = unmet;
    List<BitSet> events = new ArrayList<>();
    for (int z = 0; z < w.has.length; z++) {
      BitSet single = new BitSet();
      single.set(z);
      events.add(single);
    }
    w.events.all.stream().filter(p -> !p.anyAsynchronous()).forEach(p -> events.add(p.zones()));
    int[] known = w.heard();
    for (BitSet event : events) {
      int inside = w.inside(event);
      int heard = CheckerWorkload.inside(event, known);
      int left = w.total() - inside - w.evicted(event, w.has);
      int leftHeard = Arrays.stream(known).sum() - heard - w.evicted(event, known);
      if (inside > 0 && left < n / 2 + 1 || heard > 0 && leftHeard < n / 2 + 1) {
        unmet = holds(w, event, inside);
      }
      // What ran there before is not this decision's doing; more of it would be.
      boolean gained = inside > w.insideBefore(event) || w.totalBefore() == 0;
      if (inside > 0 && n - inside < n / 2 + 1 && gained) {
        wrong = holds(w, event, inside);
      }
    }
    if (wrong != null && w.mustSurvive()) {
      findings.add("Quorum", w, wrong);
    }
    boolean told = w.decision.shortfalls().stream().anyMatch(r -> r.code().startsWith("Quorum"));
    if (unmet != null && !told) {
      findings.add("ShortfallMissing", w, "no quorum, and no shortfall says so: " + unmet);
    } else if (unmet == null && told) {
      findings.add("ShortfallFalse", w, "there is a quorum, a shortfall says not");
    }
  }

  private static String holds(CheckerWorkload w, BitSet event, int inside) {
    return w.places.write(event) + " holds " + inside + " of " + w.spec.replicas();
  }
}
