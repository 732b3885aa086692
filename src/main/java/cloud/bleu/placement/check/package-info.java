/**
 * The independent checker. It computes a plan again, the whole or what changed, and shares no code
 * with the planner.
 *
 * <p>It may import {@code placement.catalogue}, {@code placement.estate}, {@code placement.model}
 * and nothing else of ours.
 */
@org.jspecify.annotations.NullMarked
package cloud.bleu.placement.check;
