package cloud.bleu.placement.constraint;

import cloud.bleu.placement.estate.EditableWorkload;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.ObjIntConsumer;
import java.util.function.Supplier;

/**
 * One thing that a workload could ask less of, with the steps to try.
 *
 * @param path as users write it, e.g. {@code spec.resilience.spread[Site].min}
 * @param steps the smallest change first
 * @param entry the list entry that the item is a field of; empty for others
 * @param softens whether it makes that entry soft, so that its other fields stop nothing any more
 */
public record RelaxableItem(
    Group group, String path, String from, List<Step> steps, String entry, boolean softens) {
  public RelaxableItem {
    steps = List.copyOf(steps);
  }

  /** Which part of the specification an item is of, in the order of listing. */
  public enum Group {
    Replicas,
    Placement,
    Resilience,
    Residency
  }

  /** Whether changing the other one beside this one changes nothing. */
  public boolean moots(RelaxableItem other) {
    return softens && entry.equals(other.entry);
  }

  /** One value to try, as it is written where it is named, and how to put it in. */
  public record Step(Supplier<String> text, Consumer<EditableWorkload> change) {
    public Step(String to, Consumer<EditableWorkload> change) {
      this(() -> to, change);
    }

    /** The value as it is written. */
    public String to() {
      return text.get();
    }

    /** Every lower number down to the least, the next one first. */
    static List<Step> down(int from, int least, ObjIntConsumer<EditableWorkload> put) {
      List<Step> steps = new ArrayList<>();
      for (int n = from - 1; n >= least; n--) {
        steps.add(to(n, put));
      }
      return steps;
    }

    /** Every higher number up to the most, the next one first. */
    static List<Step> up(int from, int most, ObjIntConsumer<EditableWorkload> put) {
      List<Step> steps = new ArrayList<>();
      for (int n = from + 1; n <= most; n++) {
        steps.add(to(n, put));
      }
      return steps;
    }

    private static Step to(int number, ObjIntConsumer<EditableWorkload> put) {
      return new Step(String.valueOf(number), d -> put.accept(d, number));
    }
  }
}
