/**
 * One Report for each governed namespace, while the cluster has that kind.
 *
 * <p>It may import {@code affinity}, {@code api.v1alpha1}, {@code apiserver}, {@code
 * evidence.assessment}, {@code evidence.openreports}, {@code evidence.record}, {@code
 * operator.cache}, {@code operator.snapshot}, {@code operator.status}, {@code placement.model},
 * {@code time} and nothing else of ours.
 */
@org.jspecify.annotations.NullMarked
package cloud.bleu.operator.report;
