/**
 * The door of the engine. {@code Planner} makes a plan of an estate, {@code CheckedPlanner} uses
 * none that fails its check.
 *
 * <p>It may import {@code placement.advice}, {@code placement.capacity}, {@code
 * placement.catalogue}, {@code placement.check}, {@code placement.cycle}, {@code placement.estate},
 * {@code placement.message}, {@code placement.model}, {@code placement.problem}, {@code
 * placement.search} and nothing else of ours.
 */
@org.jspecify.annotations.NullMarked
package cloud.bleu.placement;
