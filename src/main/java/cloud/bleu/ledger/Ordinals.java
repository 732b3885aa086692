package cloud.bleu.ledger;

import cloud.bleu.api.v1alpha1.Assignment;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * Which ordinals the StatefulSet of a zone counts from. Every zone gets a block of its own, the
 * first free one, and keeps it while the decision names the zone; so no two pods of a workload ever
 * have the same ordinal.
 */
final class Ordinals {

  /** The most replicas of a workload, so a block can never run over. */
  static final int BLOCK = 100_000;

  private Ordinals() {}

  /** The same assignments with {@code ordinalsStart}, those of {@code before} kept. */
  static List<Assignment> assign(List<Assignment> assignments, List<Assignment> before) {
    Map<String, Integer> starts = new HashMap<>();
    for (Assignment a : before) {
      if (a.ordinalsStart() != null) {
        starts.put(a.zone(), a.ordinalsStart());
      }
    }
    TreeSet<Integer> taken = new TreeSet<>();
    for (Assignment a : assignments) {
      Integer start = starts.get(a.zone());
      if (start != null) {
        taken.add(start);
      }
    }
    List<Assignment> numbered = new ArrayList<>();
    for (Assignment a : assignments) {
      Integer start = starts.get(a.zone());
      if (start == null) {
        start = 0;
        while (!taken.add(start)) {
          start += BLOCK;
        }
      }
      numbered.add(new Assignment(a.zone(), a.replicas(), a.home(), start));
    }
    return numbered;
  }
}
