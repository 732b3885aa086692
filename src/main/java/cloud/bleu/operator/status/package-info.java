/**
 * Writes status, events and finalizers, and tells what is refused.
 *
 * <p>It may import {@code api.v1alpha1}, {@code apiserver}, {@code collection}, {@code credential},
 * {@code delivery.cluster}, {@code delivery.zone}, {@code evidence.record}, {@code ledger}, {@code
 * operator.log}, {@code operator.metric}, {@code placement.model}, {@code status}, {@code
 * status.evacuation}, {@code time} and nothing else of ours.
 */
@org.jspecify.annotations.NullMarked
package cloud.bleu.operator.status;
