package cloud.bleu.placement.explain;

import cloud.bleu.placement.estate.Verdict;
import cloud.bleu.placement.model.StatedFact;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * What a rule says, once, with all zones of which it says the same on the same facts.
 *
 * @param verdict on one of the zones
 * @param verdicts on each of them
 * @param message without the name of the zone
 * @param facts that it rests on, of all the zones, in their order
 */
public record GroupedVerdict(
    Verdict verdict,
    List<Verdict> verdicts,
    String message,
    List<StatedFact> facts,
    SortedSet<String> zones) {

  /** {@code Press of 2026-09-09}: each basis that facts rest on with its day, each once. */
  public static SortedSet<String> bases(Iterable<StatedFact> facts) {
    SortedSet<String> bases = new TreeSet<>();
    for (StatedFact fact : facts) {
      if (fact.provenance() != null) {
        bases.add(fact.dated());
      }
    }
    return bases;
  }
}
