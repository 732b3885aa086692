package cloud.bleu.operator.trace;

import cloud.bleu.placement.model.WorkloadId;
import io.opentelemetry.api.trace.SpanContext;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Changes that a pass takes in.
 *
 * @param all those that have a span, in the order in which they came
 * @param workloads those of workloads
 * @param count of all, with and without a span
 */
record TakenChanges(List<SpanContext> all, Map<WorkloadId, SpanContext> workloads, long count) {

  static final TakenChanges NONE = new TakenChanges(List.of(), Map.of(), 0);

  TakenChanges {
    all = List.copyOf(all);
    workloads = Map.copyOf(workloads);
  }

  /** The first, which a pass belongs to; null when none has a span. */
  @Nullable SpanContext first() {
    return all.isEmpty() ? null : all.get(0);
  }

  /** The last change of a workload; null when there is none. */
  @Nullable SpanContext of(WorkloadId id) {
    return workloads.get(id);
  }
}
