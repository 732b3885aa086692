package cloud.bleu.delivery.rollout;

import cloud.bleu.delivery.zone.ZoneManifest;
import cloud.bleu.delivery.zone.ZoneObservation;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Whether a zone may take the new template now. One zone rolls at a time. One that has rolled and
 * lacks replicas since holds the others back only as far as the disruption budget asks it: what is
 * missing there and what the next one takes stay within it.
 */
final class RolloutTurn {

  private final Disruption disruption;

  /** By zone of the new template, replicas that are missing after the rollout. */
  private final SortedMap<String, Integer> missing = new TreeMap<>();

  /** By zone of a former template, replicas that are missing. */
  private final SortedMap<String, Integer> former = new TreeMap<>();

  private final SortedSet<String> waiting = new TreeSet<>();
  private boolean taken;

  RolloutTurn(Disruption disruption) {
    this.disruption = disruption;
  }

  /**
   * Counts what stands in a zone of the decision.
   *
   * @param lacking replicas that are not available there
   */
  void add(ZoneManifest decided, ZoneObservation child, int lacking) {
    if (!decided.template().equals(child.template())) {
      former.put(decided.zone(), lacking);
    } else if (!child.rolled()) {
      taken = true;
    } else if (!child.settled()) {
      missing.put(decided.zone(), lacking);
    }
  }

  /** A zone rolls from now on. */
  void take() {
    taken = true;
  }

  /**
   * Whether it is the turn of a zone of a former template. What others of a former template lack
   * counts only if this one takes something: the new template may be what mends them.
   */
  boolean isOf(ZoneObservation child) {
    if (taken) {
      return false;
    }
    int takes = disruption.takes(child);
    int gone = missing.values().stream().mapToInt(n -> n).sum();
    if (gone > 0 && takes > 0) {
      gone += former.values().stream().mapToInt(n -> n).sum();
      gone -= former.getOrDefault(child.zone(), 0);
    }
    boolean within = missing.isEmpty() || gone + takes <= disruption.most().getAsInt();
    if (!within) {
      waiting.add(child.zone());
    }
    return within;
  }

  /** The zones that wait for replicas of zones that have rolled; empty while another one rolls. */
  SortedSet<String> waiting() {
    return taken ? new TreeSet<>() : waiting;
  }

  /** The zones that have rolled and lack replicas since. */
  SortedSet<String> awaited() {
    return new TreeSet<>(missing.keySet());
  }
}
