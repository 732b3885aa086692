package cloud.bleu.delivery;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Which writes are due now, from the decision and what is there. Pure and level-based: it asks what
 * is, never what was, so a crash between any two writes changes nothing.
 *
 * <p>New replicas come before old ones go: a zone that shrinks keeps as many available replicas as
 * others still lack. One zone of a workload rolls at a time. A zone that is lost waits for nobody.
 */
public final class Rollout {

  private Rollout() {}

  /**
   * The writes that are due, growth first.
   *
   * @param desired by the decision, at most one a zone, zones without replicas left out
   * @param observed children that the workload controls
   * @param lost zones in which nothing is waited for and nothing kept
   * @param untouched zones that are neither changed nor removed, such as those whose object is gone
   */
  public static List<Step> due(
      List<DesiredChild> desired,
      List<ObservedChild> observed,
      Set<String> lost,
      Set<String> untouched) {
    SortedMap<String, DesiredChild> want = new TreeMap<>();
    desired.forEach(d -> want.put(d.zone(), d));
    SortedMap<String, ObservedChild> have = new TreeMap<>();
    List<Step> removals = new ArrayList<>();
    for (ObservedChild child : observed) {
      DesiredChild wanted = want.get(child.zone());
      if (wanted != null && !wanted.name().equals(child.name())) {
        // Two children for one zone cannot come from us; the one with the right name counts.
        removals.add(new Step.Delete(child));
      } else {
        have.put(child.zone(), child);
      }
    }

    int lacking = 0;
    for (DesiredChild d : want.values()) {
      ObservedChild child = have.get(d.zone());
      lacking += Math.max(0, d.replicas() - (child == null ? 0 : child.available()));
    }

    List<Step> growth = new ArrayList<>();
    boolean rolling = rolling(want, have, lost);
    for (DesiredChild d : want.values()) {
      if (untouched.contains(d.zone())) {
        continue;
      }
      ObservedChild child = have.get(d.zone());
      if (child == null) {
        growth.add(new Step.Apply(d, d.replicas()));
        continue;
      }
      int kept = kept(child, d.replicas(), lacking, lost);
      lacking -= kept;
      int replicas = d.replicas() + kept;
      if (d.template().equals(child.template())) {
        if (child.replicas() != replicas) {
          (replicas > child.replicas() ? growth : removals).add(new Step.Scale(child, replicas));
        }
      } else if (!rolling) {
        growth.add(new Step.Apply(d, replicas));
        rolling = !lost.contains(d.zone());
      } else if (child.replicas() != replicas) {
        growth.add(new Step.Scale(child, replicas));
      }
    }
    for (ObservedChild child : have.values()) {
      if (want.containsKey(child.zone()) || untouched.contains(child.zone())) {
        continue;
      }
      int kept = kept(child, 0, lacking, lost);
      lacking -= kept;
      if (kept == 0) {
        removals.add(new Step.Delete(child));
      } else if (kept != child.replicas()) {
        removals.add(new Step.Scale(child, kept));
      }
    }
    growth.addAll(removals);
    return growth;
  }

  /** Whether a child of the newest template is still on its way. */
  private static boolean rolling(
      SortedMap<String, DesiredChild> want,
      SortedMap<String, ObservedChild> have,
      Set<String> lost) {
    for (DesiredChild d : want.values()) {
      ObservedChild child = have.get(d.zone());
      if (child != null
          && d.template().equals(child.template())
          && !child.settled()
          && !lost.contains(d.zone())) {
        return true;
      }
    }
    return false;
  }

  /** Available replicas beyond the target that stay until as many others are. */
  private static int kept(ObservedChild child, int target, int lacking, Set<String> lost) {
    if (lost.contains(child.zone())) {
      return 0;
    }
    int surplus = child.replicas() - target;
    return Math.max(0, Math.min(Math.min(surplus, lacking), child.available() - target));
  }
}
