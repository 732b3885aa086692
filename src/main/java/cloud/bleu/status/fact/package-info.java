/**
 * What objects state as facts, who says so, and when a fact has to be confirmed again or ends.
 * Pure.
 *
 * <p>It may import {@code api.v1alpha1}, {@code credential}, {@code placement.catalogue}, {@code
 * placement.estate}, {@code placement.model}, {@code placement.offering} and nothing else of ours.
 */
@org.jspecify.annotations.NullMarked
package cloud.bleu.status.fact;
