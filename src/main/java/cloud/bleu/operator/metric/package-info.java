/**
 * Probes and metrics.
 *
 * <p>It may import {@code api.v1alpha1}, {@code operator.snapshot}, {@code placement.catalogue},
 * {@code placement.estate}, {@code placement.explain}, {@code placement.model}, {@code
 * status.evacuation}, {@code translate} and nothing else of ours.
 */
@org.jspecify.annotations.NullMarked
package cloud.bleu.operator.metric;
