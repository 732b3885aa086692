/**
 * What goes along with a workload to another cluster: which objects its pods mention, how a copy of
 * one looks, whom it belongs to, and how it is written.
 *
 * <p>It may import {@code api.v1alpha1}, {@code apiserver}, {@code delivery.cluster}, {@code
 * delivery.manifest}, {@code delivery.zone} and nothing else of ours.
 */
@org.jspecify.annotations.NullMarked
package cloud.bleu.delivery.companion;
