/**
 * The door of the engine. {@code Planner} makes a plan of an estate, {@code CheckedPlanner} uses
 * none that fails its check.
 *
 * <p>Which packages it may import: the table of docs/architecture.md, held by
 * PackageDirectionsTest.
 */
@org.jspecify.annotations.NullMarked
package cloud.bleu.placement;
