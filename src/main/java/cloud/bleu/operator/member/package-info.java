/**
 * Clusters beside this one, each reached by a way that a source knows, such as the kubeconfig of a
 * Secret: whether they answer, what they have, and the way to write there. Each has clients,
 * threads and time-outs of its own.
 *
 * <p>It may import {@code affinity}, {@code api.v1alpha1}, {@code apiserver}, {@code
 * apiserver.watch}, {@code delivery.cluster}, {@code delivery.companion}, {@code delivery.gate},
 * {@code delivery.manifest}, {@code delivery.member}, {@code delivery.zone}, {@code
 * operator.access}, {@code operator.cache}, {@code operator.config}, {@code operator.log}, {@code
 * placement.model}, {@code status}, {@code time}, {@code translate.finding}, {@code
 * translate.load}, {@code translate.policy}, {@code translate.zone} and nothing else of ours.
 */
@org.jspecify.annotations.NullMarked
package cloud.bleu.operator.member;
