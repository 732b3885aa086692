/**
 * The target of zones that are clusters of Karmada: an entry of a ResourceBinding for each zone, as
 * a scheduler of Karmada writes it. Karmada carries it out.
 *
 * <p>It may import {@code affinity}, {@code api.v1alpha1}, {@code apiserver}, {@code
 * delivery.cluster}, {@code delivery.manifest}, {@code delivery.member}, {@code delivery.zone} and
 * nothing else of ours.
 */
@org.jspecify.annotations.NullMarked
package cloud.bleu.delivery.karmada;
