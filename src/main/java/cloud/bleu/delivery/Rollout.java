package cloud.bleu.delivery;

import cloud.bleu.delivery.zone.ZoneManifest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Which writes are due now, from the decision and what is there. Pure and level-based: it asks what
 * is, never what was, so a crash between any two writes changes nothing.
 *
 * <p>New replicas come before old ones go: a zone that shrinks keeps as many available replicas as
 * others still lack. One zone of a workload rolls at a time. Nobody waits for a zone that is lost
 * or silent. What runs in a lost zone goes at once; what may run in a silent one goes after its
 * successors are ready, for silence proves nothing.
 */
public final class Rollout {

  private Rollout() {}

  /**
   * Zones that are not as others.
   *
   * @param lost nothing there is waited for and nothing kept
   * @param silent nothing there is waited for; what goes, goes after its successors are ready
   * @param uncertain what runs there may not be seen as available: what goes, goes after its
   *     successors are ready too
   * @param untouched neither changed nor removed, such as those whose object is gone
   */
  public record Closed(
      Set<String> lost, Set<String> silent, Set<String> uncertain, Set<String> untouched) {
    private boolean awaited(String zone) {
      return !lost.contains(zone) && !silent.contains(zone);
    }

    private boolean unseen(String zone) {
      return silent.contains(zone) || uncertain.contains(zone);
    }
  }

  /** Replicas that zones lack of what is decided for them. */
  private static final class Lack {
    private final Map<String, Integer> byZone = new HashMap<>();
    private int covered;

    void add(String zone, int replicas) {
      byZone.put(zone, replicas);
    }

    /** So many are made up for by others that stay. */
    void cover(int replicas) {
      covered += replicas;
    }

    int everywhere() {
      return Math.max(0, byZone.values().stream().mapToInt(n -> n).sum() - covered);
    }

    /** What others lack: only these can make up for what leaves the zone. */
    int outside(String zone) {
      return Math.max(0, everywhere() - byZone.getOrDefault(zone, 0));
    }
  }

  /**
   * The writes that are due, growth first.
   *
   * @param desired by the decision, at most one a zone, zones without replicas left out
   * @param observed children that the workload controls
   * @param closed zones that are not as others
   */
  public static List<Step> due(
      List<ZoneManifest> desired, List<ObservedChild> observed, Closed closed) {
    SortedMap<String, ZoneManifest> want = new TreeMap<>();
    desired.forEach(d -> want.put(d.zone(), d));
    SortedMap<String, ObservedChild> have = new TreeMap<>();
    List<Step> removals = new ArrayList<>();
    for (ObservedChild child : observed) {
      ZoneManifest wanted = want.get(child.zone());
      if (wanted != null && !wanted.name().equals(child.name())) {
        // Two children for one zone cannot come from us; the one with the right name counts.
        removals.add(new Step.Delete(child));
      } else {
        have.put(child.zone(), child);
      }
    }

    Lack lack = new Lack();
    for (ZoneManifest d : want.values()) {
      ObservedChild child = have.get(d.zone());
      lack.add(d.zone(), Math.max(0, d.replicas() - (child == null ? 0 : child.available())));
    }

    List<Step> growth = new ArrayList<>();
    boolean rolling = rolling(want, have, closed);
    for (ZoneManifest d : want.values()) {
      if (closed.untouched.contains(d.zone())) {
        continue;
      }
      ObservedChild child = have.get(d.zone());
      if (child == null) {
        growth.add(new Step.Apply(d, d.replicas()));
        continue;
      }
      int kept = kept(child, d.replicas(), lack, closed);
      lack.cover(kept);
      int replicas = d.replicas() + kept;
      if (d.template().equals(child.template())) {
        if (child.replicas() != replicas) {
          (replicas > child.replicas() ? growth : removals).add(new Step.Scale(child, replicas));
        }
      } else if (!rolling) {
        growth.add(new Step.Apply(d, replicas));
        rolling = closed.awaited(d.zone());
      } else if (child.replicas() != replicas) {
        growth.add(new Step.Scale(child, replicas));
      }
    }
    for (ObservedChild child : have.values()) {
      if (want.containsKey(child.zone()) || closed.untouched.contains(child.zone())) {
        continue;
      }
      int kept = kept(child, 0, lack, closed);
      lack.cover(kept);
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
      SortedMap<String, ZoneManifest> want, SortedMap<String, ObservedChild> have, Closed closed) {
    for (ZoneManifest d : want.values()) {
      ObservedChild child = have.get(d.zone());
      if (child != null
          && d.template().equals(child.template())
          && !child.settled()
          && closed.awaited(d.zone())) {
        return true;
      }
    }
    return false;
  }

  /**
   * Replicas beyond the target that stay until as many others are available; only those that are
   * available themselves, but where nobody knows what runs.
   */
  private static int kept(ObservedChild child, int target, Lack lack, Closed closed) {
    int surplus = child.replicas() - target;
    if (closed.lost.contains(child.zone())) {
      return 0;
    }
    return closed.unseen(child.zone())
        ? Math.max(0, Math.min(surplus, lack.outside(child.zone())))
        : Math.max(0, Math.min(Math.min(surplus, lack.everywhere()), child.available() - target));
  }
}
