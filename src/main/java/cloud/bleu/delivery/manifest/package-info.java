/**
 * The objects that a decision asks for: children, PodDisruptionBudget, NetworkPolicy, their names
 * and labels. Pure, and without owners.
 *
 * <p>It may import {@code affinity}, {@code api.v1alpha1}, {@code credential}, {@code
 * delivery.zone}, {@code time} and nothing else of ours.
 */
@org.jspecify.annotations.NullMarked
package cloud.bleu.delivery.manifest;
