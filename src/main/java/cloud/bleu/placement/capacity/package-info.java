/**
 * What of the capacity of zones is taken, reserved for losses and promised while a plan is made,
 * and what each workload holds of it.
 *
 * <p>It may import {@code placement.estate}, {@code placement.model}, {@code placement.problem} and
 * nothing else of ours.
 */
@org.jspecify.annotations.NullMarked
package cloud.bleu.placement.capacity;
