/**
 * Finds counts by zone for one workload, and the moves that answer each loss.
 *
 * <p>It may import {@code placement.capacity}, {@code placement.constraint}, {@code
 * placement.estate}, {@code placement.model}, {@code placement.problem} and nothing else of ours.
 */
@org.jspecify.annotations.NullMarked
package cloud.bleu.placement.search;
