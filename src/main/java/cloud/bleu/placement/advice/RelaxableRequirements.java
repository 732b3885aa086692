package cloud.bleu.placement.advice;

import cloud.bleu.placement.estate.Estate;
import cloud.bleu.placement.estate.Workload;
import cloud.bleu.placement.estate.WorkloadDraft;
import cloud.bleu.placement.model.Zone;
import cloud.bleu.placement.model.ZoneState;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.ObjIntConsumer;
import java.util.function.Supplier;

/**
 * The closed list of what a workload could ask less of, each with the steps to try, the smallest
 * first. Rules of policies are not in it: they cannot be given up. What is not hard is not in it:
 * it stops nothing.
 *
 * @param items replicas, then placement, resilience and residency, each by path
 */
record RelaxableRequirements(List<Item> items) {

  RelaxableRequirements {
    items = List.copyOf(items);
  }

  /** Which part of the specification an item is of, in the order of listing. */
  enum Group {
    Replicas,
    Placement,
    Resilience,
    Residency
  }

  /**
   * @param path as users write it, e.g. {@code spec.resilience.spread[Site].min}
   * @param entry the list entry that the item is a field of; empty for others
   * @param softens whether it makes that entry soft, so that its other fields stop nothing any more
   */
  record Item(
      Group group, String path, String from, List<Step> steps, String entry, boolean softens) {
    Item {
      steps = List.copyOf(steps);
    }

    /** Whether changing the other one beside this one changes nothing. */
    boolean moots(Item other) {
      return softens && entry.equals(other.entry);
    }
  }

  /** One value to try, as it is written where it is named, and how to put it in. */
  record Step(Supplier<String> text, Consumer<WorkloadDraft> change) {
    Step(String to, Consumer<WorkloadDraft> change) {
      this(() -> to, change);
    }

    String to() {
      return text.get();
    }

    /** Every lower number down to the least, the next one first. */
    static List<Step> down(int from, int least, ObjIntConsumer<WorkloadDraft> put) {
      List<Step> steps = new ArrayList<>();
      for (int n = from - 1; n >= least; n--) {
        steps.add(to(n, put));
      }
      return steps;
    }

    /** Every higher number up to the most, the next one first. */
    static List<Step> up(int from, int most, ObjIntConsumer<WorkloadDraft> put) {
      List<Step> steps = new ArrayList<>();
      for (int n = from + 1; n <= most; n++) {
        steps.add(to(n, put));
      }
      return steps;
    }

    private static Step to(int number, ObjIntConsumer<WorkloadDraft> put) {
      return new Step(String.valueOf(number), d -> put.accept(d, number));
    }
  }

  /** What this workload could ask less of; empty when its policies allow it no zone at all. */
  static RelaxableRequirements of(Estate estate, Workload workload) {
    List<Zone> zones = zonesWithinPolicies(estate, workload);
    Builder items = new Builder();
    if (!zones.isEmpty()) {
      RelaxablePlacement.collect(workload, items);
      RelaxableResilience.collect(workload, zones, items);
      RelaxableReplication.collect(estate, workload, zones, items);
      RelaxableResidency.collect(estate, workload, zones, items);
    }
    return items.build();
  }

  /** Zones in service that no rule of a policy excludes: no other can be gained. */
  private static List<Zone> zonesWithinPolicies(Estate estate, Workload workload) {
    return estate.zones().stream()
        .filter(z -> z.state() == ZoneState.Active)
        .filter(
            z ->
                workload.rules().stream()
                    .filter(r -> r.policy() != null)
                    .noneMatch(r -> r.evaluate(workload, z, estate).excludes()))
        .toList();
  }

  /** Gathers items and sorts them. */
  static final class Builder {
    private final List<Item> items = new ArrayList<>();

    void add(Group group, String path, Object from, List<Step> steps) {
      add(new Item(group, path, String.valueOf(from), steps, "", false));
    }

    void field(String entry, String name, Object from, List<Step> steps) {
      String path = entry + "." + name;
      add(new Item(Group.Resilience, path, String.valueOf(from), steps, entry, false));
    }

    void softens(String entry, Consumer<WorkloadDraft> change) {
      String path = entry + ".whenUnsatisfiable";
      List<Step> steps = List.of(new Step("PlaceAnyway", change));
      add(new Item(Group.Resilience, path, "DoNotPlace", steps, entry, true));
    }

    void add(Item item) {
      if (!item.steps().isEmpty()) {
        items.add(item);
      }
    }

    RelaxableRequirements build() {
      items.sort(Comparator.comparing(Item::group).thenComparing(Item::path));
      return new RelaxableRequirements(items);
    }
  }
}
