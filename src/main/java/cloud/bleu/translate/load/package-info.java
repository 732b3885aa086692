/**
 * What pods take of nodes beyond the decisions, and what is free.
 *
 * <p>It may import {@code affinity}, {@code api.v1alpha1}, {@code placement.model}, {@code time},
 * {@code translate.finding}, {@code translate.object}, {@code translate.pod} and nothing else of
 * ours.
 */
@org.jspecify.annotations.NullMarked
package cloud.bleu.translate.load;
