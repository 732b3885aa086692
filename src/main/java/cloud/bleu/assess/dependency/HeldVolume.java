package cloud.bleu.assess.dependency;

import cloud.bleu.assess.model.Place;
import cloud.bleu.placement.model.Quantities;
import java.util.Comparator;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Data that a workload holds, which does not move with its manifest.
 *
 * @param workload as the graph shows it
 * @param name of the claim, of the template of claims, or of the volume
 * @param storageClass {@code (default)} where the claim names none, the kind of volume where there
 *     is no claim
 * @param count how many there are of it: a template makes one for each replica
 * @param bytes of all together; null: not stated
 * @param accessModes as written, separated by commas
 */
public record HeldVolume(
    String workload,
    String name,
    String storageClass,
    int count,
    @Nullable Long bytes,
    String accessModes,
    Place place)
    implements Comparable<HeldVolume> {

  private static final Comparator<HeldVolume> ORDER =
      Comparator.comparingLong(HeldVolume::sortingBytes)
          .reversed()
          .thenComparing(HeldVolume::workload)
          .thenComparing(HeldVolume::name);

  private static final String STORAGE = "ephemeral-storage";

  private long sortingBytes() {
    Long known = bytes;
    return known == null ? -1 : known;
  }

  /** Of all together, {@code 64Gi}; {@code ?} where nobody states it. */
  public String size() {
    Long known = bytes;
    return known == null
        ? "?"
        : String.valueOf(Quantities.of(Map.of(STORAGE, known)).texts().get(STORAGE));
  }

  /** The largest first. */
  @Override
  public int compareTo(HeldVolume other) {
    return ORDER.compare(this, other);
  }
}
