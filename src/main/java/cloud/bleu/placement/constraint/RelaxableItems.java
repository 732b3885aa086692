package cloud.bleu.placement.constraint;

import cloud.bleu.placement.constraint.RelaxableItem.Group;
import cloud.bleu.placement.constraint.RelaxableItem.Step;
import cloud.bleu.placement.estate.EditableWorkload;
import cloud.bleu.placement.estate.Estate;
import cloud.bleu.placement.estate.Workload;
import cloud.bleu.placement.model.Zone;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Gathers what a workload could ask less of. */
public final class RelaxableItems {
  private final Estate estate;
  private final Workload workload;
  private final List<Zone> zones;
  private final List<RelaxableItem> items = new ArrayList<>();

  /**
   * Of a workload, nothing so far.
   *
   * @param zones those that it may gain
   */
  public RelaxableItems(Estate estate, Workload workload, List<Zone> zones) {
    this.estate = estate;
    this.workload = workload;
    this.zones = List.copyOf(zones);
  }

  /** The estate that the workload is part of. */
  public Estate estate() {
    return estate;
  }

  /** As it is asked for. */
  public Workload workload() {
    return workload;
  }

  /** The zones that it may gain, in the order of the estate. */
  public List<Zone> zones() {
    return zones;
  }

  /** What is known of each pair of zones that it may gain. */
  Stream<Long> pairs(BiFunction<Zone, Zone, @Nullable Long> measure) {
    List<Long> known = new ArrayList<>();
    for (int a = 0; a < zones.size(); a++) {
      for (int b = a + 1; b < zones.size(); b++) {
        Long value = measure.apply(zones.get(a), zones.get(b));
        if (value != null) {
          known.add(value);
        }
      }
    }
    return known.stream();
  }

  /** A value of the spec; nothing where there is no step to try. */
  public void add(Group group, String path, Object from, List<Step> steps) {
    add(new RelaxableItem(group, path, String.valueOf(from), steps, "", false));
  }

  /** A field of an entry of a list in {@code spec.resilience}. */
  void field(String entry, String name, Object from, List<Step> steps) {
    String path = entry + "." + name;
    add(new RelaxableItem(Group.Resilience, path, String.valueOf(from), steps, entry, false));
  }

  /** Such an entry as a whole, which is only preferred then. */
  void softens(String entry, Consumer<EditableWorkload> change) {
    String path = entry + ".whenUnsatisfiable";
    List<Step> steps = List.of(new Step("PlaceAnyway", change));
    add(new RelaxableItem(Group.Resilience, path, "DoNotPlace", steps, entry, true));
  }

  private void add(RelaxableItem item) {
    if (!item.steps().isEmpty()) {
      items.add(item);
    }
  }

  /** Replicas, then placement, resilience and residency, each by path. */
  public List<RelaxableItem> sorted() {
    items.sort(Comparator.comparing(RelaxableItem::group).thenComparing(RelaxableItem::path));
    return List.copyOf(items);
  }
}
