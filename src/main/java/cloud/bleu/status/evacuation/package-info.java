/**
 * How long a workload took to be Ready again after zones were lost or drained, from one status to
 * the next. Pure.
 *
 * <p>It may import {@code api.v1alpha1}, {@code placement.model} and nothing else of ours.
 */
@org.jspecify.annotations.NullMarked
package cloud.bleu.status.evacuation;
