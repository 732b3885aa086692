package cloud.bleu.expression;

import cloud.bleu.placement.model.Link;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/**
 * What an expression is asked about besides the zones that replicas run in, by what it reads: as a
 * rule of the catalogue that reads the same.
 */
final class ExpressionLinks {

  /** Of a provider and its offerings, which a dependency has as well. */
  private static final List<String> PROVIDERS =
      List.of("provider", "offerings", "zone.provider", "zone.offerings");

  /** Of a zone what concerns what runs there: nobody states it for the sake of copies. */
  private static final List<String> RUNNING =
      List.of(
          "zone.delivery",
          "zone.equipment.egress",
          "zone.equipment.registries",
          "zone.maintenance",
          "zone.silentAfter");

  private ExpressionLinks() {}

  /**
   * Backup zones where it reads anything of a place, its storage or its provider; dependencies too
   * where it reads nothing of a place, as they have none.
   *
   * @param leaves the fields that it reads, without those that lead to another one
   */
  static Set<Link> of(Collection<String> leaves) {
    boolean place =
        leaves.stream()
            .anyMatch(l -> isOf(l, List.of("zone")) && !isOf(l, PROVIDERS) && !isOf(l, RUNNING));
    if (place) {
      return Set.of(Link.BackupZone);
    }
    return leaves.stream().anyMatch(l -> isOf(l, PROVIDERS))
        ? Set.of(Link.Dependency, Link.BackupZone)
        : Set.of();
  }

  private static boolean isOf(String leaf, List<String> fields) {
    return fields.stream().anyMatch(f -> leaf.equals(f) || leaf.startsWith(f + "."));
  }
}
