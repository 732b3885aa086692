/**
 * Keeps the gates of governed namespaces and the orders for delivery to the decisions in force.
 *
 * <p>It may import {@code admission}, {@code affinity}, {@code api.v1alpha1}, {@code apiserver},
 * {@code delivery}, {@code delivery.gate}, {@code delivery.zone}, {@code ledger}, {@code
 * operator.cache}, {@code operator.snapshot}, {@code operator.status}, {@code operator.trace},
 * {@code placement.estate}, {@code placement.model}, {@code time}, {@code translate}, {@code
 * translate.finding}, {@code translate.object}, {@code translate.pod}, {@code translate.policy} and
 * nothing else of ours.
 */
@org.jspecify.annotations.NullMarked
package cloud.bleu.operator.gate;
