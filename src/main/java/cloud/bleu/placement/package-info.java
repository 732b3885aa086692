/**
 * The door of the engine. {@code Planner} makes a plan of an estate, {@code CheckedPlanner} uses
 * none that fails its check.
 *
 * <p>It may import what the table of docs/architecture.md says; {@code PackageDirectionsTest} holds
 * it.
 */
@org.jspecify.annotations.NullMarked
package cloud.bleu.placement;
