/**
 * The target of zones that are nodes of this cluster. One zone is written here.
 *
 * <p>It may import {@code api.v1alpha1}, {@code delivery.cluster}, {@code delivery.zone} and
 * nothing else of ours.
 */
@org.jspecify.annotations.NullMarked
package cloud.bleu.delivery.node;
