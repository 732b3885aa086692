/**
 * The scheduling cycle: everybody's turn in order, evacuation, failback, growth, preemption,
 * rebalancing.
 *
 * <p>It may import {@code placement.capacity}, {@code placement.constraint}, {@code
 * placement.diagnosis}, {@code placement.estate}, {@code placement.message}, {@code
 * placement.model}, {@code placement.problem}, {@code placement.search} and nothing else of ours.
 */
@org.jspecify.annotations.NullMarked
package cloud.bleu.placement.cycle;
