package cloud.bleu.assess.dependency;

import cloud.bleu.assess.model.Place;
import java.util.Comparator;

/**
 * Why something is said to be so.
 *
 * @param place where it stands
 * @param found what stands there; never a value of a Secret
 */
public record Evidence(Place place, String found) implements Comparable<Evidence> {

  private static final Comparator<Evidence> ORDER =
      Comparator.comparing(Evidence::place).thenComparing(Evidence::found);

  @Override
  public int compareTo(Evidence other) {
    return ORDER.compare(this, other);
  }
}
