/**
 * Carries every change to whom it concerns: the placement loop or a reconciler.
 *
 * <p>It may import {@code api.v1alpha1}, {@code delivery}, {@code delivery.gate}, {@code
 * delivery.manifest}, {@code delivery.node}, {@code delivery.zone}, {@code ledger}, {@code
 * operator.cache}, {@code operator.member}, {@code operator.pass}, {@code operator.trigger}, {@code
 * placement.model}, {@code translate.finding} and nothing else of ours.
 */
@org.jspecify.annotations.NullMarked
package cloud.bleu.operator.routing;
