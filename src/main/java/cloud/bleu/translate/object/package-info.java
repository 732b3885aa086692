/**
 * The objects that a decision depends on, and the forms of values in them.
 *
 * <p>It may import {@code api.v1alpha1}, {@code placement.model} and nothing else of ours.
 */
@org.jspecify.annotations.NullMarked
package cloud.bleu.translate.object;
