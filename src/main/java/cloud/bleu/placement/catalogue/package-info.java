/**
 * The catalogue of rules, and the answers that they give in one estate, each asked once.
 *
 * <p>It may import {@code placement.estate}, {@code placement.message}, {@code placement.model},
 * {@code placement.offering} and nothing else of ours.
 */
@org.jspecify.annotations.NullMarked
package cloud.bleu.placement.catalogue;
