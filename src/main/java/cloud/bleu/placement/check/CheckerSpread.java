package cloud.bleu.placement.check;

import cloud.bleu.placement.estate.Workload;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/** Spread of what is placed and of what a loss leaves. */
final class CheckerSpread {
  private final CheckerFindings findings;

  CheckerSpread(CheckerFindings findings) {
    this.findings = findings;
  }

  void check(CheckerWorkload w) {
    if (w.spec.spread().isEmpty() || w.total() == 0) {
      return;
    }
    int[] sent = w.recovery.sent();
    int[] base = w.had.clone();
    // What the contingency in force sends was judged when it was decided, against another floor.
    for (int z = 0; z < base.length; z++) {
      base[z] += Math.min(w.added(z), sent[z]);
    }
    int[] nothing = new int[base.length];
    String now = null;
    for (Workload.Spread s : w.spec.spread()) {
      String breach = s.hard() ? breach(w, s, base, w.has, null, w.grows()) : null;
      if (breach != null) {
        findings.add("Spread", w, breach);
      }
      String breachNow = breach(w, s, nothing, w.has, null, true);
      now = breachNow == null ? now : breachNow;
    }
    boolean told = w.decision.shortfalls().stream().anyMatch(r -> r.code().startsWith("Spread"));
    if (now != null && !told) {
      findings.add("ShortfallMissing", w, "spread is not met and no shortfall says so: " + now);
    } else if (now == null && told && w.spec.spread().stream().allMatch(s -> s.max() == null)) {
      findings.add("ShortfallFalse", w, "replicas are spread as asked, a shortfall says not");
    }
  }

  /**
   * How the counts after, which grew from those before, break the entry; null if they do not.
   *
   * @param event the zones that are lost, null for none
   * @param minimum whether the least number of domains is asked
   */
  @Nullable String breach(
      CheckerWorkload w,
      Workload.Spread s,
      int[] before,
      int[] after,
      @Nullable BitSet event,
      boolean minimum) {
    return new CheckerDomains(w, s, before, after, event).breach(minimum);
  }
}
