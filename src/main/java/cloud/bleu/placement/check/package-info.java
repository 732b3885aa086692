/**
 * The independent checker. It computes a plan again, the whole or what changed, and shares no code
 * with the planner.
 *
 * <p>It may import what the table of docs/architecture.md says; {@code PackageDirectionsTest} holds
 * it.
 */
@org.jspecify.annotations.NullMarked
package cloud.bleu.placement.check;
