package cloud.bleu.assess.dependency;

import java.util.Comparator;
import java.util.List;

/**
 * A workload uses something that is not in the input: what leaves the estate, or what is missing.
 *
 * @param from as the graph shows it
 * @param name a host, an address, or {@code Service namespace/name}
 * @param evidence at least one, sorted
 */
public record OutsideUse(String from, String name, List<Evidence> evidence)
    implements Comparable<OutsideUse> {

  private static final Comparator<OutsideUse> ORDER =
      Comparator.comparing(OutsideUse::name).thenComparing(OutsideUse::from);

  public OutsideUse {
    evidence = evidence.stream().sorted().distinct().toList();
  }

  @Override
  public int compareTo(OutsideUse other) {
    return ORDER.compare(this, other);
  }
}
