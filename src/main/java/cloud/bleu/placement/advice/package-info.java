/**
 * What a workload that found no place would have to give up.
 *
 * <p>It may import {@code placement.capacity}, {@code placement.constraint}, {@code
 * placement.cycle}, {@code placement.estate}, {@code placement.model}, {@code placement.problem},
 * {@code placement.search} and nothing else of ours.
 */
@org.jspecify.annotations.NullMarked
package cloud.bleu.placement.advice;
