package cloud.bleu.operator.reconciler;

import cloud.bleu.status.ObservedChildren;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What was seen of a workload.
 *
 * @param at when
 * @param children what there is of it, with the faults of its pods
 * @param due when time alone makes something of it that is told: a fault of its pods, a rollout
 *     that is overdue, or a zone in which something waits until it is seen as it is; null: it does
 *     not
 * @param news whether anything else was seen before
 */
record WorkloadObservation(
    Instant at, ObservedChildren children, @Nullable Instant due, boolean news) {}
