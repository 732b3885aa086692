package cloud.bleu.assess.dependency;

import cloud.bleu.assess.model.Place;
import java.util.Comparator;

/**
 * A way by which people and programs outside reach a workload. It has to lead to the target on the
 * day of the move.
 *
 * @param workload as the graph shows it
 * @param name a host of an Ingress, or the Service that has an address outside
 */
public record Entrance(String workload, String name, Place place) implements Comparable<Entrance> {

  private static final Comparator<Entrance> ORDER =
      Comparator.comparing(Entrance::workload)
          .thenComparing(Entrance::name)
          .thenComparing(Entrance::place);

  @Override
  public int compareTo(Entrance other) {
    return ORDER.compare(this, other);
  }
}
