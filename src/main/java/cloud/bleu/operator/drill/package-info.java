/**
 * Runs of resilience drills: the thread that makes them, their way to the placement loop that
 * writes their entries, and how long ago each has passed.
 *
 * <p>It may import {@code api.v1alpha1}, {@code drill}, {@code evidence.chain}, {@code
 * evidence.input}, {@code operator.trigger}, {@code placement.estate}, {@code placement.model},
 * {@code placement.simulation}, {@code status}, {@code time}, {@code translate.zone} and nothing
 * else of ours.
 */
@org.jspecify.annotations.NullMarked
package cloud.bleu.operator.drill;
