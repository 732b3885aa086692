/**
 * What is said of losses of zones that are taken by observation alone. Pure.
 *
 * <p>It may import {@code api.v1alpha1}, {@code placement.estate}, {@code placement.model} and
 * nothing else of ours.
 */
@org.jspecify.annotations.NullMarked
package cloud.bleu.status.loss;
