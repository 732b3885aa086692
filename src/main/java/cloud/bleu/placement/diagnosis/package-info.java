/**
 * Which reason a refusal has: why no zone takes a replica, and what a standing workload lacks. The
 * words are in {@code placement.message}.
 *
 * <p>It may import {@code placement.capacity}, {@code placement.constraint}, {@code
 * placement.estate}, {@code placement.message}, {@code placement.model}, {@code placement.problem},
 * {@code placement.search} and nothing else of ours.
 */
@org.jspecify.annotations.NullMarked
package cloud.bleu.placement.diagnosis;
