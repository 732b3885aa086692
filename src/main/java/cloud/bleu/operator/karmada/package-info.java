/**
 * What is seen of Karmada on the API server that the operator works on: bindings, clusters, and
 * whether Karmada itself is alive. Nothing is watched before a zone names a cluster of Karmada.
 *
 * <p>It may import {@code api.v1alpha1}, {@code credential}, {@code delivery.cluster}, {@code
 * delivery.karmada}, {@code delivery.manifest}, {@code delivery.member}, {@code operator.cache},
 * {@code operator.member}, {@code operator.pass.adoption}, {@code placement.model}, {@code time},
 * {@code translate.finding}, {@code translate.load}, {@code translate.pod}, {@code translate.zone}
 * and nothing else of ours.
 */
@org.jspecify.annotations.NullMarked
package cloud.bleu.operator.karmada;
