/**
 * Asks a controller to look at one of its objects, and tells which changes can change a decision.
 *
 * <p>It may import {@code affinity}, {@code api.v1alpha1}, {@code delivery.gate}, {@code
 * delivery.manifest}, {@code placement.model}, {@code status}, {@code translate.finding} and
 * nothing else of ours.
 */
@org.jspecify.annotations.NullMarked
package cloud.bleu.operator.trigger;
