/**
 * The order between the zones of a workload: successors ready first, one zone at a time, what lost,
 * silent and uncertain zones mean for others. It knows targets, and neither clusters nor engines.
 *
 * <p>It may import {@code api.v1alpha1}, {@code delivery.manifest}, {@code delivery.zone} and
 * nothing else of ours.
 */
@org.jspecify.annotations.NullMarked
package cloud.bleu.delivery.rollout;
