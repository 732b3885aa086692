/**
 * What the API server has, kept up to date by watches.
 *
 * <p>It may import {@code affinity}, {@code api.v1alpha1}, {@code apiserver}, {@code credential},
 * {@code delivery.cluster}, {@code delivery.gate}, {@code delivery.manifest}, {@code
 * delivery.node}, {@code delivery.zone}, {@code ledger}, {@code operator.log}, {@code
 * operator.trigger}, {@code placement.model}, {@code time}, {@code translate.finding}, {@code
 * translate.load}, {@code translate.object}, {@code translate.pod}, {@code translate.policy},
 * {@code translate.zone} and nothing else of ours.
 */
@org.jspecify.annotations.NullMarked
package cloud.bleu.operator.cache;
