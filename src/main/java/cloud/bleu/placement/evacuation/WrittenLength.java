package cloud.bleu.placement.evacuation;

import cloud.bleu.placement.model.Contingency;
import java.util.Collection;
import java.util.List;

/** About how many characters a plan takes as JSON: to tell which of two ways is the shorter one. */
final class WrittenLength {

  /** Of quotes and a comma. */
  private static final int QUOTED = 3;

  /**
   * Of the names of the fields of an item, of one of its targets, of a loss, of a move and of an
   * eviction.
   */
  private static final int ITEM = 30;

  private static final int TARGET = 28;
  private static final int LOSS = 22;
  private static final int MOVE = 36;
  private static final int EVICTION = 52;

  private WrittenLength() {}

  static long of(List<LossGroup> groups) {
    long length = 0;
    for (LossGroup group : groups) {
      length += ITEM + of(group.zones());
      for (LossGroup.Loss loss : group.losses()) {
        length += LOSS + loss.event().toString().length() + of(loss.from());
        for (Contingency.Move move : loss.moves()) {
          length += MOVE + move.from().length() + move.to().length();
        }
      }
      for (LossGroup.Target target : group.to()) {
        String through = target.through();
        length += TARGET + of(target.zones());
        length += through == null ? 0 : TARGET / 2 + through.length();
      }
      for (LossGroup.Apart apart : group.apart()) {
        length += TARGET + of(apart.from()) + of(apart.last());
      }
      for (Contingency.Eviction eviction : group.evicts()) {
        length += EVICTION + eviction.zone().length();
        length += eviction.workload().namespace().length() + eviction.workload().name().length();
      }
    }
    return length;
  }

  static long of(Collection<String> names) {
    return names.stream().mapToLong(name -> name.length() + QUOTED).sum();
  }
}
