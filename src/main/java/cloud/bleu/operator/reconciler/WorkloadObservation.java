package cloud.bleu.operator.reconciler;

import cloud.bleu.status.ObservedChildren;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What was seen of a workload.
 *
 * @param at when
 * @param children what there is of it, with the faults of its pods
 * @param fault when what is seen of pods becomes a fault; null: nothing does
 * @param news whether anything else was seen before
 */
record WorkloadObservation(
    Instant at, ObservedChildren children, @Nullable Instant fault, boolean news) {}
