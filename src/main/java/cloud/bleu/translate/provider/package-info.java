/**
 * CloudProvider to facts.
 *
 * <p>It may import {@code api.v1alpha1}, {@code placement.model}, {@code placement.offering},
 * {@code translate.finding} and nothing else of ours.
 */
@org.jspecify.annotations.NullMarked
package cloud.bleu.translate.provider;
