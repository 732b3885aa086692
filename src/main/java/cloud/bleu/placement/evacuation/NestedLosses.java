package cloud.bleu.placement.evacuation;

import cloud.bleu.placement.model.Contingency;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Losses that consist of other losses, which are named in place of their zones. */
final class NestedLosses {

  private final Map<Contingency.Event, Set<String>> taken;

  /** Losses of at least two zones, the largest first. */
  private final List<Map.Entry<Contingency.Event, Set<String>>> bySize;

  /**
   * @param taken what each loss takes
   */
  NestedLosses(Map<Contingency.Event, Set<String>> taken) {
    this.taken = taken;
    this.bySize =
        taken.entrySet().stream()
            .filter(e -> e.getValue().size() > 1)
            .sorted(Comparator.comparing(e -> -e.getValue().size()))
            .toList();
  }

  /**
   * What a loss takes, with the largest other losses that it is made of in the place of their zones
   * where that is shorter.
   */
  List<String> taken(Contingency.Event event) {
    Set<String> zones = taken.getOrDefault(event, Set.of());
    Set<String> left = new LinkedHashSet<>(zones);
    List<String> within = new ArrayList<>();
    for (Map.Entry<Contingency.Event, Set<String>> other : bySize) {
      Set<String> its = other.getValue();
      if (its.size() < zones.size()
          && !other.getKey().equals(event)
          && length(its) > other.getKey().toString().length()
          && left.containsAll(its)) {
        within.add(other.getKey().toString());
        left.removeAll(its);
      }
    }
    within.sort(Comparator.naturalOrder());
    List<String> named = new ArrayList<>(left);
    named.addAll(within);
    return named;
  }

  private static int length(Collection<String> names) {
    return names.stream().mapToInt(name -> name.length() + 3).sum() - 3;
  }
}
