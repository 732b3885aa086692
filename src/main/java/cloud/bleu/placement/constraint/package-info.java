/**
 * What is asked of the present counts of one workload as a set, one file per constraint: what it
 * admits, how far what stands is from it, why, and what would ask less. Beside them, the trial and
 * what is asked of it, softly or in an incident.
 *
 * <p>It may import {@code placement.capacity}, {@code placement.estate}, {@code placement.message},
 * {@code placement.model}, {@code placement.problem} and nothing else of ours.
 */
@org.jspecify.annotations.NullMarked
package cloud.bleu.placement.constraint;
