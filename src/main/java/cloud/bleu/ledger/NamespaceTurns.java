package cloud.bleu.ledger;

import cloud.bleu.apiserver.Refusal;
import cloud.bleu.placement.model.WorkloadId;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A line of workloads in each namespace that wait to be asked for. A new one joins at the end; one
 * that was asked goes to the end, behind all others of the same pass. Where not all can be asked,
 * the first ones are. So nobody waits longer than the line was when it joined, whatever comes
 * after, in whatever order. A workload that is not proposed in a pass leaves the line.
 */
final class NamespaceTurns {

  private final Map<String, Line> lines = new HashMap<>();

  private static final class Line {
    /** The first one is the next. */
    private final Set<WorkloadId> waiting = new LinkedHashSet<>();

    /** Workloads among them that were proposed in this pass, and that were asked in it. */
    private final Set<WorkloadId> proposed = new HashSet<>();

    private final Set<WorkloadId> asked = new LinkedHashSet<>();

    /** Questions that are left for this pass. */
    private int left;

    /** Why those that wait were refused when they were asked last. */
    private final Map<WorkloadId, Refusal> why = new HashMap<>();

    /** The pass is over. */
    void end() {
      waiting.retainAll(proposed);
      waiting.removeAll(asked);
      waiting.addAll(asked);
      why.keySet().retainAll(waiting);
      proposed.clear();
      asked.clear();
      left = 0;
    }
  }

  void clear() {
    lines.clear();
  }

  private Line line(WorkloadId id) {
    return lines.computeIfAbsent(id.namespace(), namespace -> new Line());
  }

  /** A workload is proposed that may have to wait. */
  void joins(WorkloadId id) {
    Line line = line(id);
    line.waiting.add(id);
    line.proposed.add(id);
  }

  /** A workload waits no more. */
  void leaves(WorkloadId id) {
    Line line = line(id);
    line.waiting.remove(id);
    line.proposed.remove(id);
    line.asked.remove(id);
    line.why.remove(id);
  }

  /**
   * A workload of a line was asked for. If it was not its turn, because for a while everybody could
   * be asked, that takes the turn from nobody.
   *
   * @param busy as in {@link #isNext}
   */
  void asked(WorkloadId id, Predicate<WorkloadId> busy) {
    Line line = line(id);
    if (isNext(id, busy)) {
      line.left--;
    }
    line.asked.add(id);
  }

  /** A workload was asked for, and refused. */
  void refused(WorkloadId id, Refusal why) {
    line(id).why.put(id, why);
  }

  /** Why a workload that waits was refused when it was asked last, null if it was not. */
  @Nullable Refusal why(WorkloadId id) {
    return line(id).why.get(id);
  }

  /** Says how many may still be asked in this pass in the namespace of a workload. */
  void begin(WorkloadId id, int questions) {
    line(id).left = questions;
  }

  /**
   * Whether it is the turn of a workload of a line: as many questions are left as it needs to be
   * reached.
   *
   * @param busy who has no answer yet, and lets others go first
   */
  boolean isNext(WorkloadId id, Predicate<WorkloadId> busy) {
    Line line = line(id);
    int before = 0;
    for (WorkloadId one : line.waiting) {
      if (before >= line.left) {
        return false;
      }
      if (!line.asked.contains(one) && !busy.test(one)) {
        if (one.equals(id)) {
          return true;
        }
        before++;
      }
    }
    return false;
  }

  /**
   * Whether somebody of a namespace was proposed in this pass and is not taken.
   *
   * @param busy who has no answer yet, and is not meant
   */
  boolean isAwaited(String namespace, Predicate<WorkloadId> busy) {
    Line line = lines.get(namespace);
    return line != null && line.proposed.stream().anyMatch(busy.negate());
  }

  /** The pass is over. */
  void end() {
    lines.values().forEach(Line::end);
    lines.values().removeIf(line -> line.waiting.isEmpty());
  }
}
