/**
 * The door of delivery: a decision in, what became of it out. In this order: the NetworkPolicy,
 * companions, zones, the PodDisruptionBudget, the Deployment that served as template. {@code
 * delivery.rollout} decides the order between zones, and a target in a package of its own, such as
 * {@code delivery.node}, brings one zone to what it is to hold.
 *
 * <p>It may import {@code api.v1alpha1}, {@code delivery.cluster}, {@code delivery.gate}, {@code
 * delivery.karmada}, {@code delivery.manifest}, {@code delivery.rollout}, {@code delivery.zone} and
 * nothing else of ours.
 */
@org.jspecify.annotations.NullMarked
package cloud.bleu.delivery;
