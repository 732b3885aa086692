/**
 * Carries every change to whom it concerns: the placement loop or a reconciler; and every zone to
 * the cluster that it is in.
 *
 * <p>It may import {@code affinity}, {@code api.v1alpha1}, {@code delivery}, {@code delivery.gate},
 * {@code delivery.member}, {@code delivery.node}, {@code delivery.ocm}, {@code delivery.zone},
 * {@code ledger}, {@code operator.cache}, {@code operator.member}, {@code operator.ocm}, {@code
 * operator.pass}, {@code operator.trigger}, {@code placement.model}, {@code translate.finding},
 * {@code translate.pod} and nothing else of ours.
 */
@org.jspecify.annotations.NullMarked
package cloud.bleu.operator.routing;
